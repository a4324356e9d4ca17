"""Texts that wait for their time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.conversation import Conversation
from models.message import LOCK_ORDER, SCHEDULED, Message
from models.number import Number


def due(session: Session, conversation_id: UUID, now: datetime) -> list[Message]:
    """The texts of a conversation whose time has come, in order; nobody else decides on them meanwhile.

    The caller has locked the conversation.
    """
    found = session.exec(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            text(f"message.{SCHEDULED}"),
            col(Message.send_at) <= now,
        )
        .order_by(*LOCK_ORDER)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sorted(found, key=lambda one: (one.send_at or now, one.id))


def of_agent(session: Session, agent_id: UUID, most: int) -> list[tuple[Message, str]]:
    """What shall leave from the number an agent holds, the soonest first, with the client's phone."""
    return list(
        session.exec(
            select(Message, Conversation.phone)
            .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
            .join(Number, col(Number.id) == col(Conversation.number_id))
            .where(Number.agent_id == agent_id, text(f"message.{SCHEDULED}"))
            .order_by(col(Message.send_at), col(Message.id))
            .limit(most)
        )
    )
