"""What Parley says to one person outside any conversation."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.ports import Post, Posted, Refused, Unclear
from bot.screens.notice import said
from bot.work import Tools
from models import agent as agents
from models.agent import Agent


def say(session: Session, tools: Tools, agent: Agent, text: str) -> None:
    """Let an agent read this in their direct message with the bot; nobody who has left."""
    if agent.left_at is not None:
        return
    place = queue.dm_of(agent.id)
    queue.show(session, tools, "say", agent.id, place, queue.Priority.RECEIPT, text=text)


def post_notice(tools: Tools, agent_id: UUID, text: str, key: str, again: bool) -> None:
    """Post a notice into the agent's direct message, once by its key."""
    with tools.read() as session:
        agent = agents.get(session, agent_id)
    if agent.left_at is None:
        post_once(tools, agent, said(text), key, again)


def post_once(tools: Tools, agent: Agent, post: Post, key: str, again: bool) -> Posted:
    """Post into the agent's direct message, once by its key; `again`: it may stand there already."""
    channel = agent.dm_channel or open_dm(tools, agent)
    return (tools.slack.find(channel, key, None) if again else None) or tools.slack.post(channel, post, key)


def open_dm(tools: Tools, agent: Agent) -> str:
    """The agent's direct message with the bot, remembered."""
    channel = tools.slack.open_dm(agent.slack_user_id)
    with tools.write() as session:
        agents.opened_dm(session, agent.id, channel)
    return channel


def post_whisper(tools: Tools, channel: str, user: str, text: str, thread_ts: str | None) -> None:
    """Show a sentence to one person only. A lost answer is let be: twice is worse than a shrug."""
    try:
        tools.slack.whisper(channel, user, text, thread_ts)
    except (Refused, Unclear):  # refused: the person has left the place
        return


def respond(tools: Tools, url: str | None, text: str, instead: bool = True) -> None:
    """Answer a click, instead of what was clicked or beside it, seen only by the person who asked."""
    if url:
        with tools.write() as session:
            queue.later(session, tools, "respond", tools.workspace_id, url=url, text=text, instead=instead)


def post_answer(tools: Tools, url: str, text: str, instead: bool = True) -> None:
    """The worker's half of `respond`. Slack's address lives half an hour: an old answer is dropped."""
    try:
        tools.slack.respond(url, Post(text), instead)
    except Refused:
        return
