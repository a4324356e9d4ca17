"""Conversations and the Slack threads they live in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, bindparam, text, update
from sqlmodel import Field, Session, SQLModel, col, func, or_, select

from models.columns import MANY, instant, new_id, preset, word
from models.contact import Contact
from models.enums import Turn
from models.once import insert_once

REMINDED = "remind_at IS NOT NULL"


class Conversation(SQLModel, table=True):
    """One of our numbers x one outside number."""

    __table_args__ = (
        UniqueConstraint("number_id", "phone"),
        Index("ix_conversation_turn", "number_id", "turn", "waiting_since"),
        Index(
            "ix_conversation_remind",
            "remind_at",
            sqlite_where=text(REMINDED),
            postgresql_where=text(REMINDED),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    number_id: UUID = Field(foreign_key="phone_number.id")
    phone: str = Field(index=True)  # E.164 or a short code
    created_at: datetime = instant()
    last_in_at: datetime | None = instant(default=None)
    last_out_at: datetime | None = instant(default=None)
    turn: Turn = word(Turn, default=Turn.THEM, sa_column_kwargs=preset("'them'"))
    waiting_since: datetime | None = instant(default=None)  # the first text that nobody has answered
    remind_at: datetime | None = instant(default=None)
    # A reply in the thread is a note unless it is sent as a text.
    notes_first: bool = Field(default=False, sa_column_kwargs=preset(False))
    # What the card in Slack shows, so that it changes only when something does.
    card_shown: str = Field(default="", sa_column_kwargs=preset("''"))


class ConversationContact(SQLModel, table=True):
    """A card attached to a conversation."""

    __tablename__ = "conversation_contact"

    conversation_id: UUID = Field(foreign_key="conversation.id", primary_key=True)
    contact_id: UUID = Field(foreign_key="contact.id", primary_key=True, index=True)
    since: datetime | None = instant(default=None)  # None: from the first text on


class FormerContact(SQLModel, table=True):
    """A card that was attached to a conversation: the texts of that time are on its timeline."""

    __tablename__ = "former_contact"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    conversation_id: UUID = Field(foreign_key="conversation.id")
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    since: datetime | None = instant(default=None)
    until: datetime = instant()


class Thread(SQLModel, table=True):
    """A Slack thread of a conversation. Old ones still know their conversation; one is current."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "ts"),
        Index("ix_thread_conversation", "conversation_id", "agent_id"),
        Index(
            "uq_thread_current",
            "conversation_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    agent_id: UUID = Field(foreign_key="agent.id")  # in whose direct message it is
    channel: str
    ts: str
    is_current: bool
    # The number has another person now: what is typed here reaches nobody.
    is_closed: bool = Field(default=False, sa_column_kwargs=preset(False))
    created_at: datetime = instant()


# What this unit of work read before the lock may be old by then: a lock reads anew.
_LOCKED = (
    select(Conversation)
    .where(Conversation.id == bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_CONTACTS = (
    select(Contact)
    .join(ConversationContact, col(ConversationContact.contact_id) == col(Contact.id))
    .where(ConversationContact.conversation_id == bindparam("id"))
    .order_by(col(Contact.created_at), col(Contact.id))
)
_CURRENT_THREAD = select(Thread).where(
    Thread.conversation_id == bindparam("id"), col(Thread.is_current).is_(True)
)
_BY_THREAD = select(Thread).where(
    Thread.workspace_id == bindparam("workspace"),
    Thread.channel == bindparam("channel"),
    Thread.ts == bindparam("ts"),
)


def get(session: Session, conversation_id: UUID) -> Conversation:
    return session.get_one(Conversation, conversation_id)


def between(session: Session, number_id: UUID, phone: str) -> Conversation | None:
    return session.exec(
        select(Conversation).where(Conversation.number_id == number_id, Conversation.phone == phone)
    ).first()


def make(session: Session, workspace_id: UUID, number_id: UUID, phone: str, at: datetime) -> Conversation:
    """The conversation, new or made a moment ago by another door, and locked until the unit of work ends.

    The lock makes "is this the first text?" and the order of texts safe against a second door.
    """
    values = {"id": new_id(), "workspace_id": workspace_id, "number_id": number_id, "phone": phone}
    insert_once(session, Conversation, **values, created_at=at)
    made = select(Conversation).where(Conversation.number_id == number_id, Conversation.phone == phone)
    return session.exec(made.with_for_update().execution_options(populate_existing=True)).one()


def exists(session: Session, conversation_id: UUID) -> bool:
    """Whether there is such a conversation: a button may carry anything."""
    return session.get(Conversation, conversation_id) is not None


def lock(session: Session, conversation_id: UUID) -> Conversation:
    return session.exec(_LOCKED, params={"id": conversation_id}).one()


def lock_if_there(session: Session, conversation_id: UUID) -> Conversation | None:
    """The same for an id that somebody sent."""
    return session.exec(_LOCKED, params={"id": conversation_id}).first()


def attach(session: Session, conversation_id: UUID, contact_id: UUID, since: datetime | None = None) -> None:
    """Put a card on a conversation; its texts before `since` were somebody else's."""
    values = {"conversation_id": conversation_id, "contact_id": contact_id, "since": since}
    insert_once(session, ConversationContact, **values)


def contacts(session: Session, conversation_id: UUID) -> list[Contact]:
    """The attached cards, the longest known first."""
    return list(session.exec(_CONTACTS, params={"id": conversation_id}))


def parties_of(session: Session, conversation_ids: Sequence[UUID]) -> dict[UUID, tuple[str, tuple[str, ...]]]:
    """Conversation -> its outside number and the names on its cards, the longest known first."""
    found: dict[UUID, tuple[str, tuple[str, ...]]] = {}
    for start in range(0, len(conversation_ids), MANY):
        asked = (
            select(Conversation.id, Conversation.phone, Contact.name)
            .join(
                ConversationContact,
                col(ConversationContact.conversation_id) == col(Conversation.id),
                isouter=True,
            )
            .join(Contact, col(Contact.id) == col(ConversationContact.contact_id), isouter=True)
            .where(col(Conversation.id).in_(conversation_ids[start : start + MANY]))
            .order_by(col(Contact.created_at), col(Contact.id))
        )
        rows: Any = session.connection().execute(asked)
        for conversation_id, phone, name in rows:
            names = found.get(conversation_id, (phone, ()))[1]
            found[conversation_id] = (phone, (*names, name) if name else names)
    return found


def of_contact(session: Session, contact_id: UUID) -> list[UUID]:
    """The conversations that this card is attached to."""
    attached = ConversationContact.contact_id == contact_id
    return list(session.exec(select(ConversationContact.conversation_id).where(attached)))


def with_phone(session: Session, workspace_id: UUID, phone: str) -> list[UUID]:
    """The conversations that our numbers have with this phone, always in one order."""
    asked = select(Conversation.id).where(
        Conversation.workspace_id == workspace_id, Conversation.phone == phone
    )
    return list(session.exec(asked.order_by(col(Conversation.id))))


def card_shows(session: Session, conversation_id: UUID, shown: str) -> None:
    """Note what the card in Slack shows now."""
    session.connection().execute(
        update(Conversation).where(col(Conversation.id) == conversation_id).values(card_shown=shown)
    )


def current_thread(session: Session, conversation_id: UUID) -> Thread | None:
    return session.exec(_CURRENT_THREAD, params={"id": conversation_id}).first()


def thread_of(session: Session, conversation_id: UUID, channel: str | None, ts: str | None) -> str | None:
    """The ts of the thread in which a message of this conversation stands."""
    if not (channel and ts):
        return None
    asked = (
        select(Thread.ts)
        .where(Thread.conversation_id == conversation_id, Thread.channel == channel, Thread.ts <= ts)
        .order_by(col(Thread.ts).desc())
        .limit(1)
    )
    return session.exec(asked).first()


def thread(session: Session, thread_id: UUID) -> Thread:
    return session.get_one(Thread, thread_id)


def by_thread(session: Session, workspace_id: UUID, channel: str, ts: str) -> Thread | None:
    return session.exec(_BY_THREAD, params={"workspace": workspace_id, "channel": channel, "ts": ts}).first()


def count_threads(session: Session, conversation_id: UUID) -> int:
    """How many threads this conversation has had."""
    return session.exec(
        select(func.count()).select_from(Thread).where(Thread.conversation_id == conversation_id)
    ).one()


def live_threads(session: Session, workspace_id: UUID, since: datetime, most: int) -> list[Thread]:
    """The current threads with a text since an instant, the last touched first."""
    touched = or_(col(Conversation.last_in_at) >= since, col(Conversation.last_out_at) >= since)
    return list(
        session.exec(
            select(Thread)
            .join(Conversation, col(Conversation.id) == col(Thread.conversation_id))
            .where(Thread.workspace_id == workspace_id, col(Thread.is_current).is_(True), touched)
            .order_by(col(Conversation.last_in_at).desc().nulls_last(), col(Thread.id))
            .limit(most)
        )
    )


def close_threads(session: Session, conversation_id: UUID) -> list[UUID]:
    """What is typed in the threads so far reaches nobody; the next post opens one that continues nothing."""
    ours = col(Thread.conversation_id) == conversation_id, col(Thread.is_closed).is_(False)
    closed = list(session.exec(select(Thread.id).where(*ours)))
    session.connection().execute(update(Thread).where(*ours).values(is_current=False, is_closed=True))
    return closed


def start_thread(
    session: Session, conversation: Conversation, agent_id: UUID, channel: str, ts: str, at: datetime
) -> Thread:
    """Make this thread the current one; the one before keeps its conversation."""
    session.connection().execute(
        update(Thread).where(col(Thread.conversation_id) == conversation.id).values(is_current=False)
    )
    thread = Thread(
        workspace_id=conversation.workspace_id,
        conversation_id=conversation.id,
        agent_id=agent_id,
        channel=channel,
        ts=ts,
        is_current=True,
        created_at=at,
    )
    session.add(thread)
    return thread
