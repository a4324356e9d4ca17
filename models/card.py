"""A contact's card as a whole: its phones and tags, put anew; who shares a number; what becomes of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, or_
from sqlmodel import Session, col, select

from models.columns import new_id
from models.contact import Contact, ContactPhone, ContactTag, ContactWord
from models.conversation import Conversation, ConversationContact, FormerContact
from models.number import Number
from models.once import insert_once


def phones(session: Session, contact_id: UUID) -> list[ContactPhone]:
    """The numbers of a card, the first one given first."""
    asked = select(ContactPhone).where(ContactPhone.contact_id == contact_id)
    return list(session.exec(asked.order_by(col(ContactPhone.created_at), col(ContactPhone.id))))


def put_phone(
    session: Session, contact: Contact, phone: str, label: str, extension: str, at: datetime
) -> bool:
    """Give a card a number or change what it says about it; whether it is new there."""
    values = {"contact_id": contact.id, "agent_id": contact.agent_id, "phone": phone, "created_at": at}
    more = {"label": label, "extension": extension}
    if insert_once(session, ContactPhone, id=new_id(), **values, **more):
        return True
    mine = (ContactPhone.contact_id == contact.id, ContactPhone.phone == phone)
    known = session.exec(select(ContactPhone).where(*mine)).one()
    known.label, known.extension = label or known.label, extension or known.extension
    session.add(known)
    return False


def drop_phones(session: Session, contact_id: UUID, phones: Sequence[str]) -> None:
    session.connection().execute(
        delete(ContactPhone).where(
            col(ContactPhone.contact_id) == contact_id, col(ContactPhone.phone).in_(phones)
        )
    )


def set_tags(session: Session, contact: Contact, tags: Sequence[tuple[str, str]]) -> None:
    """Let a card have these tags, (key, as written), and no others."""
    mine = col(ContactTag.contact_id) == contact.id
    gone = delete(ContactTag).where(mine, col(ContactTag.key).not_in([key for key, _ in tags]))
    session.connection().execute(gone)
    for key, tag in tags:
        about = {"contact_id": contact.id, "agent_id": contact.agent_id}
        insert_once(session, ContactTag, key=key, tag=tag, **about)


def tag_keys(session: Session, contact_id: UUID) -> list[tuple[str, str]]:
    """The tags of a card as (key, as written), by the alphabet."""
    asked = select(ContactTag.key, ContactTag.tag).where(ContactTag.contact_id == contact_id)
    return [(key, tag) for key, tag in session.exec(asked.order_by(col(ContactTag.key)))]


def tags(session: Session, contact_id: UUID) -> list[str]:
    """The tags of a card as written, by the alphabet."""
    return [tag for _, tag in tag_keys(session, contact_id)]


def tags_of(session: Session, contact_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Contact -> its tags, by the alphabet."""
    found: dict[UUID, list[str]] = {}
    asked = select(ContactTag.contact_id, ContactTag.tag).where(col(ContactTag.contact_id).in_(contact_ids))
    for contact_id, tag in session.exec(asked.order_by(col(ContactTag.key))):
        found.setdefault(contact_id, []).append(tag)
    return found


def conversations(session: Session, contact_id: UUID) -> list[UUID]:
    """The conversations this card is on, always in one order."""
    asked = select(ConversationContact.conversation_id).where(ConversationContact.contact_id == contact_id)
    return list(session.exec(asked.order_by(col(ConversationContact.conversation_id))))


def detach(session: Session, conversation_id: UUID, contact_id: UUID, at: datetime) -> bool:
    """Take a card off a conversation; the texts so far stay on its timeline. Whether it was there."""
    attached = session.get(ConversationContact, (conversation_id, contact_id))
    if attached is None:
        return False
    session.add(
        FormerContact(conversation_id=conversation_id, contact_id=contact_id, since=attached.since, until=at)
    )
    session.delete(attached)
    session.flush()
    return True


def hand_on(session: Session, conversation_id: UUID, from_id: UUID, to_id: UUID) -> None:
    """Let one card stand on a conversation instead of another, since the earlier of the two did."""
    gone = session.get(ConversationContact, (conversation_id, from_id))
    if gone is None:
        return
    session.delete(gone)
    there = session.get(ConversationContact, (conversation_id, to_id))
    if there is None:
        there = ConversationContact(conversation_id=conversation_id, contact_id=to_id, since=gone.since)
    elif gone.since is None or (there.since is not None and gone.since < there.since):
        there.since = gone.since
    session.add(there)
    session.flush()


def of_phone(session: Session, conversation_ids: Sequence[UUID], phone: str) -> list[UUID]:
    """Those of the conversations that are with this phone."""
    which = col(Conversation.id).in_(conversation_ids)
    asked = select(Conversation.id).where(which, Conversation.phone == phone)
    return list(session.exec(asked.order_by(col(Conversation.id))))


def in_book(session: Session, book: Sequence[UUID], phone: str) -> list[UUID]:
    """The conversations that the numbers of these agents have with this phone, always in one order."""
    asked = (
        select(Conversation.id)
        .join(Number, col(Number.id) == col(Conversation.number_id))
        .where(col(Number.agent_id).in_(book), Conversation.phone == phone)
    )
    return list(session.exec(asked.order_by(col(Conversation.id))))


def lock_talks(
    session: Session, book: Sequence[UUID], contact_ids: Sequence[UUID], phones: Collection[str] = ()
) -> None:
    """Lock the conversations of these cards, and those that the book's numbers have with these phones."""
    on_cards = select(ConversationContact.conversation_id).where(
        col(ConversationContact.contact_id).in_(contact_ids)
    )
    ours = select(Number.id).where(col(Number.agent_id).in_(book))
    with_phones = and_(col(Conversation.phone).in_(phones), col(Conversation.number_id).in_(ours))
    which = or_(col(Conversation.id).in_(on_cards), with_phones)
    asked = select(Conversation.id).where(which).order_by(col(Conversation.id)).with_for_update()
    session.exec(asked).all()


def absorbed(session: Session, contact_id: UUID) -> list[UUID]:
    """The cards that were merged into this one, and into those."""
    found: list[UUID] = []
    newest = [contact_id]
    while newest:
        asked = select(Contact.id).where(col(Contact.merged_into).in_(newest)).order_by(col(Contact.id))
        newest = list(session.exec(asked))
        found += newest
    return found


def latest_merged(session: Session, contact_id: UUID) -> Contact | None:
    """The card that was merged into this one last."""
    asked = select(Contact).where(Contact.merged_into == contact_id, col(Contact.is_saved).is_(True))
    return session.exec(asked.order_by(col(Contact.merged_at).desc()).limit(1)).first()


def archived(session: Session, book: Sequence[UUID], most: int) -> list[Contact]:
    """The contacts that are out of sight, the last put there first."""
    asked = select(Contact).where(
        col(Contact.agent_id).in_(book),
        col(Contact.archived_at).is_not(None),
        col(Contact.deleted_at).is_(None),
    )
    return list(session.exec(asked.order_by(col(Contact.archived_at).desc(), col(Contact.id)).limit(most)))


def blank(session: Session, contact_id: UUID, at: datetime) -> None:
    """Take everything personal off a card. What was texted stays with the number."""
    for table in (ContactPhone, ContactTag, ContactWord):
        session.connection().execute(delete(table).where(col(table.contact_id) == contact_id))
    contact = session.get_one(Contact, contact_id)
    contact.name, contact.name_key, contact.is_saved, contact.deleted_at = "", "", False, at
    contact.email = contact.time_zone = None
    contact.company = contact.address = contact.state = contact.zip_code = ""
    session.add(contact)
    session.flush()


def unfind(session: Session, contact_id: UUID) -> None:
    """Nobody finds this card any more."""
    session.connection().execute(delete(ContactWord).where(col(ContactWord.contact_id) == contact_id))
