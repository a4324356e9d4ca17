"""Texts that did not arrive, and those of them that somebody sent again."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from models.message import Message


def again_key(message_id: UUID) -> str:
    """The key of the text that repeats a failed one: the same failure is never repeated twice."""
    return f"again:{message_id}"


def sent_again(session: Session, failed: Collection[Message]) -> set[UUID]:
    """Those of the failed texts that somebody sent again."""
    keys = {again_key(one.id): one.id for one in failed}
    known = select(Message.source_key).where(
        col(Message.workspace_id).in_({one.workspace_id for one in failed}),
        col(Message.source_key).in_(keys),
    )
    return {keys[key] for key in session.exec(known)}
