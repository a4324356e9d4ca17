"""What Slack shows of texts, and what it does not show yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from models.enums import Sign
from models.message import NEVER_LEFT, NOT_SHOWN, UNSIGNED, Message


def shown_as(session: Session, conversation_id: UUID, slack_ts: str) -> Message | None:
    """The text of this conversation that a Slack message shows."""
    return session.exec(
        select(Message).where(Message.conversation_id == conversation_id, Message.slack_ts == slack_ts)
    ).first()


def latest(
    session: Session, conversation_id: UUID, most: int, since: datetime | None = None
) -> list[Message]:
    """The last texts that left or came and that Slack has shown, oldest first; none from before `since`."""
    asked = select(Message).where(
        Message.conversation_id == conversation_id,
        col(Message.slack_ts).is_not(None),
        col(Message.state).not_in(NEVER_LEFT),
    )
    if since is not None:
        asked = asked.where(Message.created_at >= since)
    return list(reversed(session.exec(asked.order_by(col(Message.position).desc()).limit(most)).all()))


def not_shown(session: Session, workspace_id: UUID) -> list[Message]:
    """Inbound texts that Slack has not got, oldest first."""
    return list(
        session.exec(
            select(Message)
            .where(Message.workspace_id == workspace_id, text(NOT_SHOWN))
            .order_by(col(Message.position))
        )
    )


def lingering(
    session: Session, workspace_id: UUID, older_than: datetime, newer_than: datetime
) -> list[Message]:
    """Outbound texts still on the way after a while that carry no sign yet."""
    return list(
        session.exec(
            select(Message).where(
                Message.workspace_id == workspace_id,
                text(UNSIGNED),  # written out, so that the partial index serves it
                col(Message.slack_ts).is_not(None),
                Message.created_at <= older_than,
                Message.created_at > newer_than,
            )
        )
    )


def sign(session: Session, message_id: UUID, sign: Sign, swaps: int) -> None:
    """Note which sign stands on the agent's message."""
    session.connection().execute(
        update(Message).where(col(Message.id) == message_id).values(sign=sign, sign_swaps=swaps)
    )


def shown_at(session: Session, message_id: UUID, channel: str, ts: str) -> None:
    """Note which Slack message shows this text."""
    session.connection().execute(
        update(Message).where(col(Message.id) == message_id).values(slack_channel=channel, slack_ts=ts)
    )
