"""The cards of a book that the lines of a list may mean, as they are and as the lines before left them."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from uuid import UUID

from sqlmodel import Session

from bot.rules.contact_line import Line
from bot.rules.contact_match import Card, meant
from bot.rules.fold import fold
from bot.rules.phone_lines import CardPhone
from models import card_batch as cards
from models import contact_import as imports
from models import suppression as suppressions
from models.book import Book
from models.contact import Contact
from models.import_undo import NOTES

Said = tuple[str, ...]  # something that is written down once: a note, a consent, an opt-out


class Cards:
    """What is known. One that lives on from piece to piece of a list shows what all of it would do."""

    def __init__(self) -> None:
        self._by_id: dict[UUID, Card] = {}
        self._by_phone: dict[str, list[Card]] = {}
        self._by_email: dict[str, list[Card]] = {}
        self._said: set[Said] = set()

    def load(
        self,
        session: Session,
        workspace_id: UUID,
        book: Book,
        lines: Sequence[Line],
        import_id: UUID | None = None,
    ) -> None:
        """Read what these lines may mean; for an import that writes, the cards then stay as they are."""
        phones = {phone.e164 for line in lines for phone in line.phones}
        emails = {line.email for line in lines if line.email}
        ids = cards.with_phones(session, book, phones) | cards.with_emails(session, book, emails)
        found, merged = cards.as_they_are(session, ids - self._by_id.keys(), lock=import_id is not None)
        made = [_card(one) for one in found if one.agent_id in book and one.id not in self._by_id]
        _fill(session, {card.id: card for card in made}, import_id)
        for card in made:
            self.add(card)
        for gone, into in merged:
            if into in self._by_id:
                self._by_id[into].once.add(gone.name_key)
        self._load_said(session, workspace_id, lines, phones)

    def _load_said(
        self, session: Session, workspace_id: UUID, lines: Sequence[Line], phones: set[str]
    ) -> None:
        keys = [note_key(card.id, line.note) for line in lines if line.note for card in self._around(line)]
        self._said.update(("note", key) for key in cards.known_events(session, keys))
        agreed = {card.id for line in lines if line.consent for card in self._around(line)}
        rows = cards.imported_consents(session, agreed)
        self._said.update(("consent", str(contact), phone, wording) for contact, phone, wording in rows)
        if any(line.opted_out for line in lines):
            standing = suppressions.standing_among(session, workspace_id, phones)
            self._said.update(("opted out", phone) for phone in standing)

    def add(self, card: Card) -> None:
        """One more card."""
        self._by_id[card.id] = card
        self.learn(card, card.phones, card.email)

    def learn(self, card: Card, phones: Iterable[str], email: str | None) -> None:
        """The card has these phones and this address now."""
        for phone in phones:
            self._by_phone.setdefault(phone, []).append(card)
        if email:
            self._by_email.setdefault(email, []).append(card)

    def meant_by(self, line: Line) -> Card | None:
        """The card of the person on this line: by a number first, then by the address."""
        key = fold(line.name)
        for phone in line.phones:
            if found := meant(key, self._by_phone.get(phone.e164, ())):
                return found
        return meant(key, self._by_email.get(line.email or "", ()))

    def _around(self, line: Line) -> list[Card]:
        known = [one for phone in line.phones for one in self._by_phone.get(phone.e164, ())]
        return known + self._by_email.get(line.email or "", [])

    def news(self, line: Line, contact_id: UUID) -> list[Said]:
        """What the line says beside the card that is not written down yet; from now on it is."""
        told: list[Said] = [("note", note_key(contact_id, line.note))] if line.note else []
        for phone in line.phones:
            told += [("consent", str(contact_id), phone.e164, line.consent)] if line.consent else []
            told += [("opted out", phone.e164)] if line.opted_out else []
        fresh = [one for one in told if one not in self._said]
        self._said.update(fresh)
        return fresh


def note_key(contact_id: UUID, note: str) -> str:
    """The key under which a note of a list is written down once for a contact."""
    return f"{NOTES}{contact_id.hex}:{blake2b(note.encode(), digest_size=8).hexdigest()}"


def _card(one: Contact) -> Card:
    place = (one.address, one.state, one.zip_code)
    return Card(one.id, one.agent_id, one.name, one.name_key, one.is_saved, one.email, one.company, *place)


def _fill(session: Session, made: dict[UUID, Card], import_id: UUID | None) -> None:
    """Phones and tags of these cards, and the line that was about each before."""
    for contact_id, phone, label, extension in cards.phones_of(session, made):
        made[contact_id].phones[phone] = CardPhone(phone, label, extension)
    for contact_id, key, tag in cards.tags_of(session, made):
        made[contact_id].tags[key] = tag
    if import_id is not None:
        for contact_id, line in imports.first_lines(session, import_id, list(made)).items():
            made[contact_id].line = line


def load_cards(session: Session, contact_ids: Iterable[UUID]) -> dict[UUID, Card]:
    """These cards as they are, held until the unit of work ends; without those deleted or merged away."""
    wanted = set(contact_ids)
    found, _ = cards.as_they_are(session, wanted, lock=True)
    return cards_of(session, [one for one in found if one.id in wanted])


def cards_of(session: Session, found: Iterable[Contact]) -> dict[UUID, Card]:
    """The cards of these contacts, with their phones and tags."""
    made = {one.id: _card(one) for one in found}
    _fill(session, made, None)
    return made
