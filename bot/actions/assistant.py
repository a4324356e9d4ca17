"""Who writes for whom: an assistant uses the number, the book and the credits of an agent they assist."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from bot.actions.people import Who, find_agent, recognise
from bot.actions.permission import need_writer
from bot.screens import people as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import assistant as assistants
from models import conversation as conversations
from models import number as numbers
from models.agent import Agent
from models.enums import Role


@dataclass(frozen=True)
class Choice:
    """The agents for whom an assistant may write, each as (id, name), and the one for whom they do."""

    agents: tuple[tuple[str, str], ...] = ()
    chosen: str = ""


def writer(tools: Tools, slack_user_id: str, agent_id: UUID | None = None) -> Who:
    """Who texts: the person, or the agent for whom an assistant writes now.

    `agent_id`: for whom a window was opened, if it says so. Raises Refusal for who is not invited or texts
    nobody, for an assistant who has to choose, and for who does not write for that agent any more.
    """
    return writing(tools, recognise(tools, slack_user_id), agent_id)


def writing(tools: Tools, who: Who, agent_id: UUID | None = None) -> Who:
    """The same for a person who is known already."""
    need_writer(who)
    return reading(tools, who, agent_id)


def writing_in(tools: Tools, who: Who, conversation_id: UUID) -> Who:
    """The same in a conversation: an assistant writes for who holds its number."""
    need_writer(who)
    if who.role != Role.ASSISTANT:
        return who
    with tools.read() as session:
        known = conversations.exists(session, conversation_id)
        holder = (
            numbers.get(session, conversations.get(session, conversation_id).number_id) if known else None
        )
        if holder is None or holder.agent_id is None:
            raise Refusal(words.GONE)
        return _for(session, tools, who, holder.agent_id)


def reading(tools: Tools, who: Who, agent_id: UUID | None = None) -> Who:
    """Whose book, inbox and credits this person sees: an assistant the agent's. Raises Refusal."""
    if who.role == Role.ASSISTANT:
        with tools.read() as session:
            return _for(session, tools, who, agent_id)
    if agent_id not in (None, who.agent_id):
        raise Refusal(words.NOT_FOR_THEM)
    return who


def reader(tools: Tools, slack_user_id: str) -> Who:
    """Whose book somebody sees. Raises Refusal for who is not invited or, as an assistant, has to choose."""
    return reading(tools, recognise(tools, slack_user_id))


def find_writer(tools: Tools, slack_user_id: str, agent_id: UUID | None = None) -> Who | None:
    """Who texts, where nobody can be told why not; None for everybody else."""
    who = find_agent(tools, slack_user_id)
    try:
        return writing(tools, who, agent_id) if who else None
    except Refusal:
        return None


def _for(session: Session, tools: Tools, who: Who, agent_id: UUID | None) -> Who:
    agent = _asked(session, tools, who, agent_id)
    return replace(who, agent_id=agent.id, name=agent.name)


def _asked(session: Session, tools: Tools, who: Who, agent_id: UUID | None) -> Agent:
    """The agent named, else the only one, else the one that was chosen. Raises Refusal."""
    found = assistants.assisted_by(session, who.author_id)
    if agent_id is not None:
        if agent := next((one for one in found if one.id == agent_id), None):
            return agent
        raise Refusal(words.NOT_FOR_THEM)
    if not found:
        raise Refusal(words.assists_nobody(agents.admin_users(session, tools.workspace_id)))
    if len(found) == 1:
        return found[0]
    chosen = agents.get(session, who.author_id).writes_for_id
    if agent := next((one for one in found if one.id == chosen), None):
        return agent
    raise Refusal(words.CHOOSE_FOR_WHOM)


def choice(tools: Tools, who: Who) -> Choice:
    """Between whom an assistant chooses; nobody for everybody else."""
    if who.role != Role.ASSISTANT:
        return Choice()
    with tools.read() as session:
        found = assistants.assisted_by(session, who.author_id)
        chosen = found[0].id if len(found) == 1 else agents.get(session, who.author_id).writes_for_id
    return Choice(
        tuple((str(one.id), one.name) for one in found),
        next((str(one.id) for one in found if one.id == chosen), ""),
    )


def write_for(tools: Tools, who: Who, agent_id: UUID) -> None:
    """Let an assistant write for this agent from now on. Raises Refusal for one they do not assist."""
    with tools.write() as session:
        if not assistants.assists(session, who.author_id, agent_id):
            raise Refusal(words.NOT_FOR_THEM)
        person = agents.get(session, who.author_id)
        person.writes_for_id = agent_id
        session.add(person)
