"""What an agent who has left leaves behind: waiting texts, reminders, contacts."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, insert, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from models.agent import Agent, Assistant
from models.columns import new_id
from models.contact import Contact, ContactPhone, ContactTag, ContactWord
from models.conversation import Conversation
from models.enums import EventKind, MessageState, Turn
from models.event import Event
from models.message import LOCK_ORDER, Message
from models.number import Number

UNSENT = (MessageState.HELD, MessageState.SCHEDULED, MessageState.QUEUED)


def unsent(session: Session, agent: Agent) -> list[Message]:
    """The texts that this agent wrote and that have not left; none of them leaves meanwhile.

    They stand in conversations of their own number, of those for whom they answer or write, and of those
    who work in a team channel.
    """
    writes_for = select(Assistant.agent_id).where(Assistant.assistant_id == agent.id)
    where_they_write = or_(
        col(Agent.id).in_((agent.id, agent.writes_for_id) if agent.writes_for_id else (agent.id,)),
        col(Agent.id).in_(writes_for),
        col(Agent.cover_id).is_not(None),
        col(Agent.team_channel).is_not(None),
    )
    talks = (
        select(Conversation.id)
        .join(Number, col(Number.id) == col(Conversation.number_id))
        .join(Agent, col(Agent.id) == col(Number.agent_id))
        .where(Agent.workspace_id == agent.workspace_id, where_they_write)
    )
    asked = (
        select(Message)
        .where(col(Message.conversation_id).in_(talks), Message.author_id == agent.id)
        .where(col(Message.state).in_(UNSENT))
        .order_by(*LOCK_ORDER)
        .with_for_update()
    )
    return list(session.exec(asked.execution_options(populate_existing=True)))


def forget_reminders(session: Session, number_id: UUID) -> None:
    """Nothing of a number is brought back at its time: what waited for an answer waits again, now."""
    waits = col(Conversation.waiting_since).is_not(None)
    session.connection().execute(
        update(Conversation)
        .where(col(Conversation.number_id) == number_id, col(Conversation.remind_at).is_not(None))
        .values(remind_at=None, turn=case((waits, Turn.YOU), else_=col(Conversation.turn)))
    )


def waiting(session: Session, number_id: UUID) -> int:
    """How many clients of a number wait for an answer."""
    mine = (Conversation.number_id == number_id, Conversation.turn == Turn.YOU)
    return session.exec(select(func.count()).select_from(Conversation).where(*mine)).one()


_KEPT = (col(Contact.deleted_at).is_(None), col(Contact.merged_into).is_(None))


def contacts(session: Session, agent_id: UUID) -> int:
    """How many contacts an agent has."""
    asked = select(func.count()).select_from(Contact).where(Contact.agent_id == agent_id, *_KEPT)
    return session.exec(asked).one()


def next_contacts(session: Session, agent_id: UUID, most: int) -> list[UUID]:
    """Some of the cards that an agent still has, also those out of sight."""
    mine = select(Contact.id).where(Contact.agent_id == agent_id)
    return list(session.exec(mine.order_by(col(Contact.id)).limit(most).with_for_update()))


def move_contacts(session: Session, contact_ids: Sequence[UUID], to_id: UUID) -> None:
    """Put cards with everything on them into another agent's book."""
    connection = session.connection()
    connection.execute(update(Contact).where(col(Contact.id).in_(contact_ids)).values(agent_id=to_id))
    for table in (ContactPhone, ContactTag, ContactWord):
        theirs = col(table.contact_id).in_(contact_ids)
        connection.execute(update(table).where(theirs).values(agent_id=to_id))


def note_moved(
    session: Session, workspace_id: UUID, contact_ids: Sequence[UUID], by_id: UUID, words: str, at: datetime
) -> None:
    """Write on each card's timeline that it was handed over."""
    position = round(at.timestamp() * 1_000_000)
    same = {"workspace_id": workspace_id, "kind": EventKind.HANDED_OVER, "at": at, "position": position}
    same |= {"by_id": by_id, "words": words, "conversation_id": None, "source_key": None}
    rows = [{"id": new_id(), "contact_id": one, **same} for one in contact_ids]
    session.connection().execute(insert(Event), rows)


class Double(NamedTuple):
    """Two cards of one book with the same name and number."""

    keep_id: UUID
    other_id: UUID


def doubles(session: Session, contact_ids: Sequence[UUID], agent_id: UUID) -> list[Double]:
    """Those of the cards that the agent has already, by name and by number; each once."""
    own, new = aliased(Contact), aliased(Contact)
    own_phone, new_phone = aliased(ContactPhone), aliased(ContactPhone)
    asked = (
        select(own.id, new.id)
        .join(own_phone, col(own_phone.contact_id) == own.id)
        .join(new_phone, col(new_phone.phone) == col(own_phone.phone))
        .join(new, and_(col(new.id) == col(new_phone.contact_id), col(new.name_key) == col(own.name_key)))
        .where(own.agent_id == agent_id, col(own.id).not_in(contact_ids), col(new.id).in_(contact_ids))
        .where(col(own.is_saved), col(new.is_saved))
        .where(col(own.deleted_at).is_(None), col(own.merged_into).is_(None))
        .where(col(new.deleted_at).is_(None), col(new.merged_into).is_(None))
        .order_by(col(own.created_at), col(own.id))
    )
    found: dict[UUID, UUID] = {}
    for keep_id, other_id in session.exec(asked):
        found.setdefault(other_id, keep_id)
    return [Double(keep_id, other_id) for other_id, keep_id in sorted(found.items())]
