"""Who may act in a conversation: its number's owner, and colleagues where the owner works in the open."""

from uuid import UUID

from sqlmodel import Session

from bot.actions.people import Who
from bot.screens import people as words
from bot.work import Refusal
from models import agent as agents
from models import conversation as conversations
from models import number as numbers


def may_act(session: Session, conversation_id: UUID, who: Who, channel: str | None = None) -> bool:
    """Whether this agent may text and decide here.

    The owner always; any other agent where the conversation's thread stands in the owner's team channel.
    `channel`: where they wrote, if that may be an older thread's.
    """
    owner_id = numbers.get(session, conversations.get(session, conversation_id).number_id).agent_id
    if owner_id is None or owner_id == who.agent_id:
        return owner_id is not None
    room = agents.get(session, owner_id).team_channel
    if channel is None:
        thread = conversations.current_thread(session, conversation_id)
        channel = thread.channel if thread else None
    return room is not None and room == channel


def need_leave(session: Session, conversation_id: UUID, who: Who) -> None:
    """Raises Refusal for everybody who may not act here."""
    if not may_act(session, conversation_id, who):
        raise Refusal(words.NOT_YOURS_TO_CHANGE)
