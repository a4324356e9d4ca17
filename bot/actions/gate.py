"""The one gate in front of every text, asked when it is accepted and again when it leaves."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import do_not_call
from bot.screens import refusal
from bot.work import Tools
from models import conversation as conversations
from models.departure import Departure
from models.opening import Opening


def objection(session: Session, tools: Tools, conversation_id: UUID, seen: Opening | Departure) -> str | None:
    """Why this client must not be texted now, for the agent; None when they may.

    `seen` was read under the lock of the text or its conversation.
    """
    if seen.is_suppressed:
        who = conversations.parties_of(session, [conversation_id])[conversation_id]
        return refusal.opted_out(talk.called(*who))
    return do_not_call.objection(session, tools, seen.phone, seen.agent_id) if seen.is_listed else None
