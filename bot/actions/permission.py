"""Who may act in a conversation: its number's owner, who assists them or answers for them, an open team."""

from uuid import UUID

from sqlmodel import Session

from bot.actions.host import host_of
from bot.actions.people import Who
from bot.screens import people as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import assistant as assistants
from models import conversation as conversations
from models import number as numbers
from models.enums import TEXTING, Role


def need_writer(who: Who) -> None:
    """Raises Refusal for who texts nobody."""
    if who.role == Role.COMPLIANCE:
        raise Refusal(words.TEXTS_NOBODY)


def need_credits(who: Who) -> None:
    """Raises Refusal for who has no credits of their own."""
    if who.role not in TEXTING:
        raise Refusal(words.OWN_CREDITS)


def is_theirs(session: Session, who: Who, agent_id: UUID | None) -> bool:
    """Whether this person writes from the number of this agent: it is their own, or they assist them."""
    if who.role == Role.ASSISTANT:
        return agent_id is not None and assistants.assists(session, who.author_id, agent_id)
    return who.role in TEXTING and agent_id == who.agent_id


def may_act(
    session: Session, tools: Tools, conversation_id: UUID, who: Who, channel: str | None = None
) -> bool:
    """Whether this person may text and decide here.

    The owner always, who assists them, and whoever answers in their place at this moment; any other agent
    where the conversation's thread stands in the owner's team channel.
    `channel`: where they wrote, if that may be an older thread's.
    """
    owner_id = numbers.get(session, conversations.get(session, conversation_id).number_id).agent_id
    if owner_id is None or is_theirs(session, who, owner_id):
        return owner_id is not None
    if who.role not in TEXTING:
        return False
    owner = agents.get(session, owner_id)
    if host_of(session, tools, owner) == who.agent_id:
        return True
    room = owner.team_channel
    if channel is None:
        thread = conversations.current_thread(session, conversation_id)
        channel = thread.channel if thread else None
    return room is not None and room == channel


def need_leave(session: Session, tools: Tools, conversation_id: UUID, who: Who) -> None:
    """Raises Refusal for everybody who may not act here."""
    need_writer(who)
    if not may_act(session, tools, conversation_id, who):
        raise Refusal(words.NOT_YOURS_TO_CHANGE)


def need_theirs(session: Session, who: Who) -> None:
    """Raises Refusal for who texts nobody, and for an assistant who writes for this agent no more."""
    need_writer(who)
    if not is_theirs(session, who, who.agent_id):
        raise Refusal(words.NOT_FOR_THEM)
