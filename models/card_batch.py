"""Many contacts of one book at once: found by what a list says of them, held, made and changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Session, col, select

from models.agent import Agent
from models.book import Book
from models.columns import MANY
from models.consent import Consent
from models.contact import Contact, ContactPhone, ContactTag, ContactWord
from models.conversation import Conversation, ConversationContact
from models.enums import ConsentSource
from models.event import Event
from models.number import Number

Row = Mapping[str, Any]


def hold_book(session: Session, book: Book) -> None:
    """Let one list at a time be written into a book: two must not make the same contact.

    Texts and edits go on meanwhile: they do not take this lock.
    """
    session.exec(select(Agent.id).where(Agent.id == min(book)).with_for_update(key_share=True)).all()


def pieces(values: Collection[Any]) -> Iterator[list[Any]]:
    """So many at once as any database takes in one question."""
    ordered = list(values)
    for start in range(0, len(ordered), MANY):
        yield ordered[start : start + MANY]


def with_phones(session: Session, book: Book, phones: Collection[str]) -> set[UUID]:
    """The contacts of these agents that have one of the phones."""
    found: set[UUID] = set()
    for some in pieces(phones):
        asked = select(ContactPhone.contact_id).where(
            col(ContactPhone.phone).in_(some), col(ContactPhone.agent_id).in_(book)
        )
        found.update(session.exec(asked))
    return found


def with_emails(session: Session, book: Book, emails: Collection[str]) -> set[UUID]:
    """The contacts of these agents that have one of the addresses."""
    found: set[UUID] = set()
    for some in pieces(emails):
        found.update(
            session.exec(
                select(Contact.id).where(col(Contact.agent_id).in_(book), col(Contact.email).in_(some))
            )
        )
    return found


def as_they_are(
    session: Session, contact_ids: Collection[UUID], lock: bool
) -> tuple[list[Contact], list[tuple[Contact, UUID]]]:
    """These contacts, the longest known first, and those merged away with the card that took each in.

    That card is among the contacts. Deleted ones are left out. `lock`: they stay so.
    """
    seen: dict[UUID, Contact] = {}
    wanted = set(contact_ids)
    while wanted:
        for some in pieces(sorted(wanted)):
            asked = select(Contact).where(col(Contact.id).in_(some)).order_by(col(Contact.id))
            asked = asked.execution_options(populate_existing=True)
            seen |= {one.id: one for one in session.exec(asked.with_for_update() if lock else asked)}
        wanted = {one.merged_into for one in seen.values() if one.merged_into} - seen.keys()
    alive = [one for one in seen.values() if one.merged_into is None and one.deleted_at is None]
    merged = [(one, _last(seen, one).id) for one in seen.values() if one.merged_into is not None]
    return sorted(alive, key=lambda one: (one.created_at, one.id)), merged


def _last(seen: Mapping[UUID, Contact], one: Contact) -> Contact:
    """The card that it ended in."""
    while one.merged_into is not None:
        one = seen[one.merged_into]
    return one


def phones_of(session: Session, contact_ids: Collection[UUID]) -> Iterator[tuple[UUID, str, str, str]]:
    """Contact, phone, label and extension, the first one given first."""
    for some in pieces(contact_ids):
        asked = (
            select(ContactPhone.contact_id, ContactPhone.phone, ContactPhone.label, ContactPhone.extension)
            .where(col(ContactPhone.contact_id).in_(some))
            .order_by(col(ContactPhone.created_at), col(ContactPhone.id))
        )
        yield from session.exec(asked)


def tags_of(session: Session, contact_ids: Collection[UUID]) -> Iterator[tuple[UUID, str, str]]:
    """Contact, folded tag, tag."""
    for some in pieces(contact_ids):
        asked = select(ContactTag.contact_id, ContactTag.key, ContactTag.tag)
        yield from session.exec(
            asked.where(col(ContactTag.contact_id).in_(some)).order_by(col(ContactTag.key))
        )


def known_events(session: Session, source_keys: Collection[str]) -> set[str]:
    """Those of the keys under which something is noted already."""
    found: set[str] = set()
    for some in pieces(source_keys):
        asked = select(Event.source_key).where(col(Event.source_key).in_(some))
        found.update(key for key in session.exec(asked) if key)
    return found


def imported_consents(session: Session, contact_ids: Collection[UUID]) -> Iterator[tuple[UUID, str, str]]:
    """Contact, phone and wording of the consents that came by an import, also those that ended."""
    for some in pieces(contact_ids):
        yield from session.exec(
            select(Consent.contact_id, Consent.phone, Consent.wording).where(
                col(Consent.contact_id).in_(some), Consent.source == ConsentSource.IMPORT
            )
        )


def hold_talks(session: Session, book: Book, phones: Collection[str]) -> dict[str, list[UUID]]:
    """Phone -> the conversations that the numbers of these agents have with it.

    They are held before any contact is, as where a text goes or comes: one order, no deadlock.
    """
    found: dict[str, list[UUID]] = {}
    for some in pieces(sorted(phones)):
        asked = (
            select(Conversation.phone, Conversation.id)
            .join(Number, col(Number.id) == col(Conversation.number_id))
            .where(col(Number.agent_id).in_(book), col(Conversation.phone).in_(some))
            .order_by(col(Conversation.id))
            .with_for_update(of=Conversation)
        )
        for phone, conversation_id in session.exec(asked):
            found.setdefault(phone, []).append(conversation_id)
    return found


def talks_of(session: Session, contact_ids: Collection[UUID]) -> set[UUID]:
    """The conversations that these cards are attached to."""
    found: set[UUID] = set()
    for some in pieces(contact_ids):
        attached = col(ConversationContact.contact_id).in_(some)
        found.update(session.exec(select(ConversationContact.conversation_id).where(attached)))
    return found


def card(session: Session, contact_id: UUID) -> Contact:
    return session.get_one(Contact, contact_id)


TABLES = (Contact, ContactPhone, ContactTag, Event, Consent)


def add(session: Session, rows: Mapping[type, Sequence[Row]]) -> None:
    """Add these rows, by their table."""
    for table in TABLES:
        if rows.get(table):
            session.connection().execute(insert(table), rows[table])


_CHANGE = (
    update(Contact)
    .where(col(Contact.id) == bindparam("contact"))
    .values({name: bindparam(f"new_{name}") for name in (
        "name", "name_key", "is_saved", "email", "company", "address", "state", "zip_code"
    )})
)  # fmt: skip


def change(session: Session, rows: Sequence[Row]) -> None:
    """Give these contacts ("contact") everything that stands on a card ("new_name", ...)."""
    if rows:
        session.connection().execute(_CHANGE, rows)


def set_words(session: Session, rows: Sequence[Row], known: Collection[UUID]) -> None:
    """Let contacts be found by these words and no others; `known` had some before."""
    for some in pieces(known):
        session.connection().execute(delete(ContactWord).where(col(ContactWord.contact_id).in_(some)))
    if rows:
        session.connection().execute(insert(ContactWord), rows)


def page(session: Session, book: Book, after: UUID | None, most: int) -> list[Contact]:
    """The contacts that these agents see, archived ones too, in a fixed order from one on."""
    seen = (col(Contact.agent_id).in_(book), col(Contact.deleted_at).is_(None))
    asked = select(Contact).where(*seen, col(Contact.merged_into).is_(None))
    if after is not None:
        asked = asked.where(col(Contact.id) > after)
    return list(session.exec(asked.order_by(col(Contact.id)).limit(most)))


def consents_of(session: Session, contact_ids: Collection[UUID]) -> dict[UUID, str]:
    """Contact -> the words of a consent that holds."""
    found: dict[UUID, str] = {}
    for some in pieces(contact_ids):
        asked = select(Consent.contact_id, Consent.wording).where(
            col(Consent.contact_id).in_(some), col(Consent.ended_at).is_(None)
        )
        found |= dict(session.exec(asked.order_by(col(Consent.at))).all())
    return found
