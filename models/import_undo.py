"""Taking back what an import did: which of its contacts are in use by now, and what goes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import Session, and_, col, select

from models.card_batch import pieces
from models.consent import Consent
from models.contact import Contact, ContactPhone, ContactTag, ContactWord
from models.conversation import Conversation, ConversationContact
from models.enums import ConsentSource
from models.event import Event
from models.lead import Lead

NOTES = "import-note:"  # how the keys of notes begin that came with a list


def texted(session: Session, contact_ids: Collection[UUID]) -> set[UUID]:
    """Those of the contacts with whom a text was exchanged."""
    found: set[UUID] = set()
    for some in pieces(contact_ids):
        asked = select(Contact.id).where(col(Contact.id).in_(some), col(Contact.touched_at).is_not(None))
        found.update(session.exec(asked))
    return found


def merged(session: Session, contact_ids: Collection[UUID]) -> set[UUID]:
    """Those that took another card in, or were taken in."""
    found: set[UUID] = set()
    for some in pieces(contact_ids):
        both = or_(
            and_(col(Contact.id).in_(some), col(Contact.merged_into).is_not(None)),
            col(Contact.merged_into).in_(some),
        )
        for one, other in session.exec(select(Contact.id, Contact.merged_into).where(both)):
            found.add(one)
            if other is not None:
                found.add(other)
    return found & set(contact_ids)


def leads(session: Session, contact_ids: Collection[UUID]) -> set[UUID]:
    """Those that a lead was about."""
    found: set[UUID] = set()
    for some in pieces(contact_ids):
        found.update(session.exec(select(Lead.contact_id).where(col(Lead.contact_id).in_(some))))
    return found


def changed(session: Session, contact_ids: Collection[UUID], own_key: str) -> set[UUID]:
    """Those with whom something happened besides what is noted under keys that begin so."""
    found: set[UUID] = set()
    for some in pieces(contact_ids):
        theirs = or_(
            col(Event.source_key).is_(None),
            and_(
                ~col(Event.source_key).startswith(own_key, autoescape=True),
                ~col(Event.source_key).startswith(NOTES, autoescape=True),
            ),
        )
        asked = select(Event.contact_id).where(col(Event.contact_id).in_(some), theirs)
        found.update(one for one in session.exec(asked) if one)
    return found


def texted_numbers(session: Session, conversation_ids: Collection[UUID], since: datetime) -> set[str]:
    """The phones of those conversations in which a text went or came since."""
    found: set[str] = set()
    for some in pieces(conversation_ids):
        lately = or_(col(Conversation.last_in_at) >= since, col(Conversation.last_out_at) >= since)
        found.update(session.exec(select(Conversation.phone).where(col(Conversation.id).in_(some), lately)))
    return found


_BLANK = {
    "name": "",
    "name_key": "",
    "is_saved": False,
    "email": None,
    "company": "",
    "address": "",
    "state": "",
    "zip_code": "",
    "time_zone": None,
}


def erase(session: Session, contact_ids: Collection[UUID], at: datetime) -> None:
    """Take everything off these cards, for good: nobody has used them."""
    connection = session.connection()
    for some in pieces(contact_ids):
        for table in (ContactPhone, ContactTag, ContactWord, ConversationContact):
            connection.execute(delete(table).where(col(table.contact_id).in_(some)))
        connection.execute(update(Event).where(col(Event.contact_id).in_(some)).values(words=""))
        connection.execute(update(Contact).where(col(Contact.id).in_(some)).values(**_BLANK, deleted_at=at))


def end_consents(
    session: Session, contact_ids: Collection[UUID], ending: str, at: datetime, why: str
) -> None:
    """What these contacts agreed to by the lines of an import, whose proofs end so, holds no longer."""
    for some in pieces(contact_ids):
        session.connection().execute(
            update(Consent)
            .where(
                col(Consent.contact_id).in_(some),
                col(Consent.source) == ConsentSource.IMPORT,
                col(Consent.proof).endswith(ending, autoescape=True),
                col(Consent.ended_at).is_(None),
            )
            .values(ended_at=at, ended_why=why)
        )


def forget_notes(session: Session, source_keys: Collection[str]) -> None:
    """Notes that came with the list go with it."""
    for some in pieces(source_keys):
        session.connection().execute(delete(Event).where(col(Event.source_key).in_(some)))


def drop_tags(session: Session, gone: Mapping[UUID, Sequence[str]]) -> None:
    """Contact -> the folded tags that go."""
    for contact_id, keys in gone.items():
        mine = col(ContactTag.contact_id) == contact_id, col(ContactTag.key).in_(keys)
        session.connection().execute(delete(ContactTag).where(*mine))


def drop_phones(session: Session, gone: Mapping[UUID, Sequence[str]]) -> None:
    """Contact -> the numbers that go."""
    for contact_id, phones in gone.items():
        mine = col(ContactPhone.contact_id) == contact_id, col(ContactPhone.phone).in_(phones)
        session.connection().execute(delete(ContactPhone).where(*mine))
