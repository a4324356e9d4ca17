"""Contacts: the list, the card, what is written on it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import event, queue
from bot.actions.attachment import settle_phones
from bot.actions.book import find, index
from bot.actions.do_not_call import relationship_of
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.contact_change import CardText, changes
from bot.rules.email import AddressRefusal, read_address
from bot.rules.fold import fold
from bot.rules.local_time import valid_zone
from bot.rules.phone import PhoneRefusal
from bot.rules.phone_lines import CardPhone, read_phones
from bot.rules.tag import TagRefusal, read_tags
from bot.screens import contact as words
from bot.screens.compose import mark
from bot.screens.contact import Card, Number, Row
from bot.work import Refusal, Tools
from models import agent as agents
from models import book as books
from models import card as cards
from models import contact as contacts
from models import event as events
from models import suppression as suppressions
from models.book import Book
from models.contact import Contact
from models.enums import ContactSource, EventKind

LONGEST = 200  # characters of what stands in one field


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a card's form."""

    name: str
    phones: str  # one a line
    email: str = ""
    tags: str = ""  # with commas
    company: str = ""
    address: str = ""
    state: str = ""
    zip_code: str = ""
    time_zone: str = ""


def rows_of(tools: Tools, who: Who, query: str, archived: bool = False) -> list[Row]:
    """The contacts that somebody looks for, or those of late; one more than a window shows."""
    with tools.read() as session:
        book = books.book_of(session, who.agent_id)
        most = words.SHOWN + 1
        found = cards.archived(session, book, most) if archived else find(session, book, query, most)
        ids = [one.id for one in found]
        phones, tags = books.phones_of(session, ids), cards.tags_of(session, ids)
        everybody = [phone for many in phones.values() for phone in many]
        opted_out = suppressions.standing_among(session, tools.workspace_id, everybody)
        return [
            Row(
                str(one.id),
                one.name,
                tuple((phone, phone in opted_out) for phone in phones.get(one.id, ())),
                tuple(tags.get(one.id, ())),
                one.email or "",
            )
            for one in found
        ]


def card_of(tools: Tools, who: Who, contact_id: UUID) -> Card:
    """A contact with everything that is known. Raises Refusal."""
    with tools.read() as session:
        return shown(session, tools, who, taken(session, who, contact_id))


def taken(session: Session, who: Who, contact_id: UUID) -> Contact:
    """The contact, for somebody in whose book it is.

    A card that was merged into another is that other one. Raises Refusal.
    """
    return _found(contacts.in_book(session, books.book_of(session, who.agent_id), contact_id))


def held(session: Session, who: Who, contact_id: UUID, phones: Collection[str] = ()) -> Contact:
    """The same, and nobody else changes it meanwhile; `phones`: numbers it is about to get.

    Conversations are locked before contacts, as by each text: else the two might wait for each other.
    """
    book = books.book_of(session, who.agent_id)
    cards.lock_talks(session, book, [_found(contacts.in_book(session, book, contact_id)).id], phones)
    return _found(contacts.in_book(session, book, contact_id, lock=True))


def _found(contact: Contact | None) -> Contact:
    if contact is None:
        raise Refusal(words.GONE)
    return contact


def shown(session: Session, tools: Tools, who: Who, contact: Contact) -> Card:
    """The card as a screen shows it."""
    text = text_of(session, contact)
    numbers = [one.e164 for one in text.phones]
    opted_out = suppressions.standing_among(session, tools.workspace_id, numbers)
    book = books.book_of(session, who.agent_id)
    problems = contacts.problems(session, book, numbers)
    sharing = {phone: _others(session, book, contact, phone) for phone in numbers}
    owner = agents.get(session, contact.agent_id)
    merged = cards.latest_merged(session, contact.id)
    return Card(
        contact_id=str(contact.id),
        text=text,
        numbers=tuple(
            Number(one, mark(problems.get(one.e164), one.e164 in opted_out), tuple(sharing[one.e164]))
            for one in text.phones
        ),
        is_saved=contact.is_saved,
        source=contact.source,
        since=contact.created_at,
        is_archived=contact.archived_at is not None,
        owner="" if owner.id == who.agent_id else owner.name,
        took_in=merged.name if merged else "",
        relationship=relationship_of(session, tools, contact),
    )


def text_of(session: Session, contact: Contact) -> CardText:
    """What is written on a card."""
    phones = cards.phones(session, contact.id)
    return CardText(
        name=contact.name,
        phones=tuple(CardPhone(one.phone, one.label, one.extension) for one in phones),
        email=contact.email or "",
        tags=tuple(cards.tags(session, contact.id)),
        company=contact.company,
        address=contact.address,
        state=contact.state,
        zip_code=contact.zip_code,
        time_zone=contact.time_zone or "",
    )


def _others(session: Session, book: Book, contact: Contact, phone: str) -> list[str]:
    return [one.name for one in contacts.with_phone(session, book, phone) if one.id != contact.id]


def add(tools: Tools, who: Who, typed: Typed, key: str) -> UUID:
    """Save a new contact, once by `key`; its id. Raises FieldRefusal, keeping nothing.

    A number of somebody else's card may be shared; the same name on it is the same contact.
    """
    text = read(typed)
    with tools.write() as session:
        book = books.book_of(session, who.agent_id)
        if known := events.contact_of(session, key):
            return known
        for phone in text.phones:
            for one in contacts.with_phone(session, book, phone.e164):
                if one.is_saved and one.name_key == fold(text.name):
                    raise FieldRefusal("name", words.known(one.name))
        made = make(session, tools, who.agent_id, text, ContactSource.HAND)
        by = who.author_id
        if not event.note(session, tools, EventKind.ADDED, contact_id=made.id, by_id=by, source_key=key):
            raise Refusal(words.JUST_SAVED)  # by the same click, a moment ago
        return made.id


def make(session: Session, tools: Tools, agent_id: UUID, text: CardText, source: ContactSource) -> Contact:
    """A new card in an agent's book, on the conversations of its numbers."""
    made = Contact(
        workspace_id=tools.workspace_id,
        agent_id=agent_id,
        name=text.name,
        name_key=fold(text.name),
        is_saved=True,
        created_at=tools.now(),
        source=source,
    )
    session.add(made)
    session.flush()
    write(session, tools, made, text)
    return made


def edit(tools: Tools, who: Who, contact_id: UUID, typed: Typed) -> None:
    """Write other things on a card. Raises FieldRefusal and Refusal, keeping nothing."""
    text = read(typed)
    with tools.write() as session:
        contact = held(session, who, contact_id, [one.e164 for one in text.phones])
        before = text_of(session, contact)
        write(session, tools, contact, text)
        told = changes(before, text)
        if told:
            words_ = "\n".join(told)
            event.note(session, tools, EventKind.EDITED, words_, contact_id=contact.id, by_id=who.author_id)


def write(session: Session, tools: Tools, contact: Contact, text: CardText) -> None:
    """Let a card say exactly this, and be found by it. Its conversations follow its numbers."""
    contact.name, contact.name_key, contact.is_saved = text.name, fold(text.name), True
    contact.email, contact.company, contact.address = text.email or None, text.company, text.address
    contact.state, contact.zip_code, contact.time_zone = text.state, text.zip_code, text.time_zone or None
    session.add(contact)
    cards.set_tags(session, contact, [(fold(tag), tag) for tag in text.tags])
    settle_phones(session, tools, contact, text.phones)
    index(session, contact)
    show_again(session, tools, contact.id)


def show_again(session: Session, tools: Tools, contact_id: UUID) -> None:
    """What a card says changed: the cards of its threads do."""
    for conversation_id in cards.conversations(session, contact_id):
        queue.card_now(session, tools, conversation_id)


def read(typed: Typed) -> CardText:
    """What was typed, as a card keeps it. Raises FieldRefusal."""
    name = " ".join(typed.name.split())[:LONGEST]
    if not fold(name):
        raise FieldRefusal("name", words.NO_NAME)
    try:
        phones = read_phones(typed.phones)
    except PhoneRefusal as refusal:
        raise FieldRefusal("phones", str(refusal)) from refusal
    try:
        email = read_address(typed.email).lower() if typed.email.strip() else ""
    except AddressRefusal as refusal:
        raise FieldRefusal("email", str(refusal)) from refusal
    try:
        tags = read_tags(typed.tags)
    except TagRefusal as refusal:
        raise FieldRefusal("tags", str(refusal)) from refusal
    if typed.time_zone and not valid_zone(typed.time_zone):
        raise FieldRefusal("time_zone", words.FROM_THE_LIST)
    if not (phones or email):
        raise FieldRefusal("phones", words.NO_WAY)
    company, address, state = (
        " ".join(one.split())[:LONGEST] for one in (typed.company, typed.address, typed.state)
    )
    zip_code = typed.zip_code.strip()[:20]
    return CardText(name, phones, email, tags, company, address, state, zip_code, typed.time_zone)
