"""Whether replies in a thread leave as texts or stay notes."""

from uuid import UUID

from bot.actions import turn
from bot.actions.people import Who
from bot.work import Tools


def prefer_notes(tools: Tools, who: Who, conversation_id: UUID, notes_first: bool) -> None:
    """Let replies in this conversation's thread stay notes, or be texts again. Raises Refusal."""
    with tools.write() as session:
        conversation = turn.taken(session, conversation_id, who)
        conversation.notes_first = notes_first
        turn.show_soon(session, tools, conversation)
