"""The daily list of clients who wait, for agents who want it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.actions import queue
from bot.actions.assistant import writing
from bot.actions.inbox import Most, inbox_of
from bot.actions.notice import post_once
from bot.actions.people import who_of
from bot.screens import digest as screens
from bot.work import Refusal, Tools
from models import agent as agents
from models import job as jobs
from models import workspace as workspaces

TICK = "digest"
LISTED = Most(15, 1, 1, 1)


def send_due(tools: Tools) -> None:
    """Let today's lists be posted whose minute has come; each once, in whatever process."""
    with tools.read() as session:
        now = _local(session, tools)
        day = now.date().isoformat()
        taken = jobs.taken_ticks(session, TICK, day)
        due = agents.with_digest(session, tools.workspace_id, now.hour * 60 + now.minute)
    for agent_id in due:
        slot = _slot(day, agent_id)
        if slot in taken:
            continue
        with tools.write() as session:
            if jobs.take_tick(session, TICK, slot):
                place = queue.dm_of(agent_id)
                queue.show(session, tools, "post_digest", agent_id, place, queue.Priority.DIGEST, day=day)


def begin(session: Session, tools: Tools, agent_id: UUID, minute: int) -> None:
    """A time was chosen: if it is over for today, the first list comes tomorrow."""
    now = _local(session, tools)
    if minute <= now.hour * 60 + now.minute:
        jobs.take_tick(session, TICK, _slot(now.date().isoformat(), agent_id))


def post_digest(tools: Tools, agent_id: UUID, day: str, again: bool) -> None:
    """Post the list as it is now; nothing if nobody waits."""
    with tools.read() as session:
        agent = agents.get(session, agent_id)
    try:
        waiting = inbox_of(tools, writing(tools, who_of(agent)), LISTED).waiting
    except Refusal:
        return  # they have the compliance role, or write for nobody yet
    if not waiting.entries:
        return
    post_once(tools, agent, screens.digest(waiting), f"digest:{agent_id}:{day}", again)


def _local(session: Session, tools: Tools) -> datetime:
    return tools.now().astimezone(ZoneInfo(workspaces.get(session, tools.workspace_id).time_zone))


def _slot(day: str, agent_id: UUID) -> str:
    return f"{day} {agent_id}"
