"""What happened while an agent was away, told in one message once somebody's answering is over."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions.conversation import called
from bot.actions.notice import post_once
from bot.rules.permalink import permalink
from bot.screens import cover as screens
from bot.screens.cover import Met
from bot.work import Tools
from models import agent as agents
from models import conversation as conversations
from models import cover as covers
from models import number as numbers
from models import workspace as workspaces
from models.cover import Exchange


def post_return(tools: Tools, agent_id: UUID, by: str, times: dict[str, str], again: bool) -> None:
    """Post the summary into the direct message of who is back: each client, what waits, what it cost."""
    since, until = (datetime.fromisoformat(times[name]) for name in ("since", "until"))
    with tools.read() as session:
        agent, colleague = agents.get(session, agent_id), agents.get(session, UUID(by))
        number = numbers.of_agent(session, agent_id)
        found = covers.exchanges(session, number.id, since, until) if number else []
        found.sort(key=lambda one: (not one.waits, -one.came - one.went))
        met = [_met(session, tools, agent_id, one) for one in found[: screens.LISTED]]
    if agent.left_at is not None:
        return
    cost = sum(one.credits for one in found)
    post = screens.summary(colleague.name, met, len(found), sum(one.waits for one in found), cost)
    post_once(tools, agent, post, f"return:{agent_id}:{times['since']}", again)


def _met(session: Session, tools: Tools, agent_id: UUID, one: Exchange) -> Met:
    phone, names = conversations.parties_of(session, [one.conversation_id])[one.conversation_id]
    thread = covers.latest_thread(session, one.conversation_id, agent_id)
    url = workspaces.get(session, tools.workspace_id).url
    link = permalink(url, thread.channel, thread.ts) if thread else ""
    return Met(called(phone, names), one.came, one.went, one.waits, link)
