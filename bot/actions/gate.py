"""The one gate in front of every text, asked when it is accepted and again when it leaves."""

from uuid import UUID

from sqlmodel import Session

from bot.screens import refusal
from models import suppression as suppressions


def objection(session: Session, workspace_id: UUID, phone: str, name: str) -> str | None:
    """Why this number must not be texted now, for the agent; None when it may."""
    standing = suppressions.standing(session, workspace_id, phone)
    return refusal.opted_out(name) if standing else None
