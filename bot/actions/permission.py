"""Who may act in a conversation."""

from uuid import UUID

from sqlmodel import Session

from models import agent as agents
from models import number as numbers
from models.conversation import Conversation


def may_act(session: Session, conversation: Conversation, agent_id: UUID, channel: str | None) -> bool:
    """Whether an agent may text or change something here: the holder of the number, and whoever else of ours
    reads along in the holder's team channel. `channel` is where they do it."""
    owner_id = numbers.get(session, conversation.number_id).agent_id
    if owner_id is None:
        return False
    return owner_id == agent_id or bool(channel and agents.get(session, owner_id).team_channel == channel)
