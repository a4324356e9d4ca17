"""The one gate in front of every text, asked when it is accepted and again when it leaves."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.screens import refusal
from models import conversation as conversations


def objection(session: Session, conversation_id: UUID, is_suppressed: bool) -> str | None:
    """Why this client must not be texted now, for the agent; None when they may.

    `is_suppressed` was read under the lock of the text or its conversation.
    """
    if not is_suppressed:
        return None
    return refusal.opted_out(
        talk.called(*conversations.parties_of(session, [conversation_id])[conversation_id])
    )
