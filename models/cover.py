"""Who answers for whom while they are away, where their conversations are, what went and came meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, case, col, func, or_, select

from models.agent import COVERED, Agent
from models.columns import MANY
from models.conversation import Conversation, Thread
from models.enums import Direction, Turn
from models.message import NEVER_LEFT, Message

Row = tuple[UUID, UUID | None, datetime | None, datetime | None]
IS_COVERED = text(f"agent.{COVERED}")  # written out, so that the partial index serves it


def of_workspace(session: Session, workspace_id: UUID) -> list[Row]:
    """(agent, who answers, from when, until when) of all that are set."""
    asked = select(Agent.id, Agent.cover_id, Agent.cover_from, Agent.cover_until)
    return list(session.exec(asked.where(Agent.workspace_id == workspace_id, IS_COVERED)))


def by_agent(session: Session, workspace_id: UUID, agent_id: UUID) -> list[UUID]:
    """The agents for whom this one answers or will, in the order in which they are locked."""
    theirs = (Agent.workspace_id == workspace_id, IS_COVERED, Agent.cover_id == agent_id)
    return list(session.exec(select(Agent.id).where(*theirs).order_by(col(Agent.id))))


def over(session: Session, workspace_id: UUID, now: datetime) -> list[UUID]:
    """The agents whose time away is over and nobody has noted it yet."""
    ended = (col(Agent.cover_until) <= now, IS_COVERED)
    return list(session.exec(select(Agent.id).where(Agent.workspace_id == workspace_id, *ended)))


class Exchange(NamedTuple):
    """The texts of one conversation in a span of time: how many each way, and what they cost."""

    conversation_id: UUID
    waits: bool  # for an answer, now
    came: int
    went: int
    credits: int


def exchanges(session: Session, number_id: UUID, since: datetime, until: datetime) -> list[Exchange]:
    """The conversations of a number in which a text went or came in a span of time."""
    lively = or_(col(Conversation.last_in_at) >= since, col(Conversation.last_out_at) >= since)
    asked = select(Conversation.id).where(Conversation.number_id == number_id, lively)
    ids, found = list(session.exec(asked.order_by(col(Conversation.id)))), list[Exchange]()
    for start in range(0, len(ids), MANY):
        found += _some(session, ids[start : start + MANY], since, until)
    return found


def _some(session: Session, ids: Sequence[UUID], since: datetime, until: datetime) -> list[Exchange]:
    came = func.sum(case((col(Message.direction) == Direction.IN, 1), else_=0))
    which = (col(Conversation.id), col(Conversation.turn))
    rows = session.connection().execute(
        select(*which)
        .add_columns(came, func.count(), func.sum(Message.credits))
        .join(Message, col(Message.conversation_id) == col(Conversation.id))
        .where(col(Conversation.id).in_(ids), col(Message.state).not_in(NEVER_LEFT))
        .where(col(Message.created_at) >= since, col(Message.created_at) < until)
        .group_by(*which)
        .order_by(col(Conversation.id))
    )
    return [
        Exchange(row[0], row[1] == Turn.YOU, int(row[2]), int(row[3] - row[2]), int(row[4])) for row in rows
    ]


def waiting_elsewhere(session: Session, number_id: UUID, agent_id: UUID, most: int) -> list[UUID]:
    """The conversations of a number that wait, the longest first, and whose thread is with somebody else."""
    asked = (
        select(Conversation.id)
        .join(Thread, col(Thread.conversation_id) == col(Conversation.id))
        .where(Conversation.number_id == number_id, Conversation.turn == Turn.YOU)
        .where(col(Thread.is_current).is_(True), Thread.agent_id != agent_id)
    )
    return list(session.exec(asked.order_by(col(Conversation.waiting_since)).limit(most)))


def latest_thread(session: Session, conversation_id: UUID, agent_id: UUID) -> Thread | None:
    """The newest thread that this conversation has with an agent and with the people it has now."""
    theirs = (Thread.conversation_id == conversation_id, Thread.agent_id == agent_id)
    asked = select(Thread).where(*theirs, col(Thread.is_closed).is_(False))
    return session.exec(asked.order_by(col(Thread.created_at).desc(), col(Thread.id).desc()).limit(1)).first()


def resume_thread(session: Session, thread: Thread) -> None:
    """Make a thread from before the current one again. The caller has locked its conversation."""
    others = col(Thread.conversation_id) == thread.conversation_id
    session.connection().execute(update(Thread).where(others).values(is_current=False))
    session.connection().execute(update(Thread).where(col(Thread.id) == thread.id).values(is_current=True))
