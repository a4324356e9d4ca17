"""Whose turn it is in a conversation: what waits, what shall come back, and what nobody has answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from models.conversation import Conversation
from models.enums import Direction, MessageState
from models.media import Media
from models.message import NEVER_LEFT, Message

UNANSWERED = (*NEVER_LEFT, MessageState.UNDELIVERED, MessageState.SCHEDULED)
SEVERAL = 50  # inbound texts looked at for the first that asks for an answer


def unanswered(session: Session, conversation_id: UUID) -> list[tuple[str, datetime]]:
    """The client's texts after the last one of ours that left or may leave, oldest first."""
    last = (
        select(func.max(Message.position))
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == Direction.OUT,
            col(Message.state).not_in(UNANSWERED),
        )
        .scalar_subquery()
    )
    rows = session.exec(
        select(Message.body, Message.created_at)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == Direction.IN,
            Message.position > func.coalesce(last, 0),
        )
        .order_by(col(Message.position))
        .limit(SEVERAL)
    )
    return [(body, at) for body, at in rows]


def was_heard(conversation_id: Any) -> ColumnElement[bool]:
    """The condition that something of ours left or may leave, or that they wrote: an id, or a column."""
    return (
        select(Message.id)
        .where(Message.conversation_id == conversation_id, col(Message.state).not_in(UNANSWERED))
        .exists()
    )


def heard(session: Session, conversation_id: UUID) -> bool:
    """Whether a client got anything of us, or may get it, or wrote."""
    return session.exec(select(was_heard(conversation_id))).one()


def due_reminders(session: Session, workspace_id: UUID, now: datetime, most: int) -> list[UUID]:
    """The conversations whose reminder has come, the longest due first."""
    return list(
        session.exec(
            select(Conversation.id)
            .where(Conversation.workspace_id == workspace_id, col(Conversation.remind_at) <= now)
            .order_by(col(Conversation.remind_at))
            .limit(most)
        )
    )


def previous_in(session: Session, message: Message) -> Message | None:
    """The inbound text before this one in its conversation."""
    return session.exec(
        select(Message)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.direction == Direction.IN,
            Message.position < message.position,
        )
        .order_by(col(Message.position).desc())
        .limit(1)
    ).first()


def came_before(session: Session, message: Message, since: datetime) -> list[str]:
    """The words of the inbound texts before this one in its conversation, back to an instant."""
    return list(
        session.exec(
            select(Message.body)
            .where(
                Message.conversation_id == message.conversation_id,
                Message.direction == Direction.IN,
                Message.position < message.position,
                Message.created_at >= since,
            )
            .order_by(col(Message.position).desc())
            .limit(SEVERAL)
        )
    )


def shown_before(session: Session, message: Message, most: int) -> list[Message]:
    """The texts of its conversation that Slack shows before this one, newest first."""
    return list(
        session.exec(
            select(Message)
            .where(
                Message.conversation_id == message.conversation_id,
                Message.position < message.position,
                col(Message.slack_ts).is_not(None),
                col(Message.state).not_in(NEVER_LEFT),
            )
            .order_by(col(Message.position).desc())
            .limit(most)
        )
    )


def with_files(session: Session, message_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the texts that carry a file."""
    return set(session.exec(select(Media.message_id).where(col(Media.message_id).in_(message_ids))))
