"""The first words to a new agent, once: what Parley does and where to begin."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.actions.notice import post_once
from bot.rules.phone import show_phone
from bot.screens import welcome as screens
from bot.work import Tools
from models import agent as agents
from models import assistant as assistants
from models import number as numbers
from models.agent import Agent


def greet(session: Session, tools: Tools, agent: Agent, by: str = "") -> None:
    """Let the agent be told in their direct message; `by` is who invited them. Only the first time."""
    if agent.welcomed_at is not None:
        return
    agent.welcomed_at = tools.now()
    session.add(agent)
    place = queue.dm_of(agent.id)
    queue.show(session, tools, "post_welcome", agent.id, place, queue.Priority.RECEIPT, by=by)


def post_welcome(tools: Tools, agent_id: UUID, by: str, again: bool) -> None:
    """The worker's half of `greet`."""
    with tools.read() as session:
        agent = agents.get(session, agent_id)
        number = numbers.of_agent(session, agent_id)
        assists = assistants.names_of(session, [agent_id]).get(agent_id, ())
    post = screens.welcome(by, show_phone(number.phone) if number else None, agent.role, assists)
    post_once(tools, agent, post, f"welcome:{agent_id}", again)
