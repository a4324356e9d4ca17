"""The one gate in front of every text, asked when it is accepted and again when it leaves."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.screens import refusal
from models import suppression as suppressions


def objection(session: Session, workspace_id: UUID, conversation_id: UUID, phone: str) -> str | None:
    """Why this client must not be texted now, for the agent; None when they may."""
    if not suppressions.is_standing(session, workspace_id, phone):
        return None
    return refusal.opted_out(talk.parties(session, conversation_id).name)
