"""Parley's own e-mails to its agents. They count against no meter."""

from uuid import UUID

import structlog
from sqlmodel import Session

from bot.actions import notice, queue
from bot.ports import Refused
from bot.screens import warning as words
from bot.work import Tools
from models import agent as agents
from models.agent import Agent

log = structlog.get_logger()


def address_of(agent: Agent) -> str | None:
    """Where the agent's warnings go: the address they chose, or that of their Slack profile."""
    return agent.notice_email or agent.email


def write(session: Session, tools: Tools, agent: Agent, title: str, text: str, html: str) -> str:
    """Let an e-mail leave for an agent, unless they have left; why none will ("" if one will)."""
    if agent.left_at is not None:
        return ""
    if tools.mail is None:
        return words.NO_SERVER
    if address_of(agent) is None:
        return words.NO_ADDRESS
    queue.later(session, tools, "send_mail", agent.id, title=title, text=text, html=html)
    return ""


def send_mail(tools: Tools, agent_id: UUID, title: str, text: str, html: str, message_id: str) -> None:
    """The worker's half of `write`, to the address of now. Of an address that is refused its agent reads.

    Raises Busy while the mail server is away. Sent twice it carries the same Message-ID.
    """
    with tools.read() as session:
        agent = agents.get(session, agent_id)
    address = address_of(agent)
    if tools.mail is None or address is None:
        log.warning("an e-mail has no way out", agent=str(agent_id), has_server=tools.mail is not None)
        return
    try:
        tools.mail.send(address, title, text, html, message_id)
    except Refused as refused:
        log.warning("an e-mail was refused", agent=str(agent_id), reason=refused.reason)
        with tools.write() as session:
            notice.say(session, tools, agent, words.not_taken(title, address, refused.reason))
