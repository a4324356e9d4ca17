"""The one gate in front of every text, asked when it is accepted and again when it leaves."""

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.screens import refusal
from models import suppression as suppressions
from models.conversation import Conversation


def objection(session: Session, conversation: Conversation) -> str | None:
    """Why this client must not be texted now, for the agent; None when they may."""
    if suppressions.standing(session, conversation.workspace_id, conversation.phone) is None:
        return None
    return refusal.opted_out(talk.parties(session, conversation.id).name)
