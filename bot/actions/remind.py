"""Reminders: a conversation set aside until a time, and brought back then."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import queue, turn
from bot.actions.clock import zone_here
from bot.actions.people import Who
from bot.actions.thread import post_in_thread
from bot.rules.wall_time import instant_of, tomorrow_at
from bot.screens import remind as words
from bot.work import Refusal, Tools
from models import conversation as conversations
from models import turn as turns
from models import workspace as workspaces
from models.enums import Turn

MOST = 200  # brought back at one beat; the rest at the next
FURTHEST = timedelta(days=730)
MORNING = 9


class When(StrEnum):
    """The times that need no window."""

    HOUR = "hour"
    MORNING = "morning"


def remind(tools: Tools, who: Who, conversation_id: UUID, when: When) -> None:
    """Set the conversation aside for an hour or until tomorrow morning. Raises Refusal."""
    now = tools.now()
    at = now + timedelta(hours=1) if when == When.HOUR else tomorrow_at(now, zone_here(tools), MORNING)
    _set(tools, who, conversation_id, at)


def remind_on(tools: Tools, who: Who, conversation_id: UUID, day: date, clock: time) -> None:
    """Set the conversation aside until a day and time in the workspace's zone. Raises Refusal."""
    now = tools.now()
    try:
        at = instant_of(day, clock, zone_here(tools))
        is_over, is_far = at <= now, at > now + FURTHEST
    except (OverflowError, ValueError):  # the calendar's very first and last day
        is_over, is_far = False, True
    if is_over:
        raise Refusal(words.OVER)
    if is_far:
        raise Refusal(words.TOO_FAR)
    _set(tools, who, conversation_id, at)


def zone_for(tools: Tools, who: Who, conversation_id: UUID) -> str:
    """The zone in which a reminder's time is asked for. Raises Refusal for who may not set one here."""
    with tools.write() as session:
        turn.taken(session, tools, conversation_id, who)
    return zone_here(tools)


def _set(tools: Tools, who: Who, conversation_id: UUID, at: datetime) -> None:
    """What waited keeps its beginning, so that it comes back as old as it is."""
    with tools.write() as session:
        conversation = turn.taken(session, tools, conversation_id, who)
        if conversation.turn == Turn.YOU:
            conversation.turn = Turn.DONE
        conversation.remind_at = at
        turn.show_soon(session, tools, conversation)


def bring_back(tools: Tools) -> None:
    """Let the conversations whose reminder has come wait for their agents again, each once."""
    with tools.read() as session:
        due = turns.due_reminders(session, tools.workspace_id, tools.now(), MOST)
    for conversation_id in due:
        with tools.write() as session:
            _bring_back(session, tools, conversation_id)


def _bring_back(session: Session, tools: Tools, conversation_id: UUID) -> None:
    conversation = conversations.lock(session, conversation_id)
    at, waited = conversation.remind_at, conversation.waiting_since
    if at is None or at > tools.now():
        return  # another process or the agent was faster
    conversation.remind_at, conversation.turn = None, Turn.YOU
    conversation.waiting_since = waited or at
    turn.show_soon(session, tools, conversation)
    host = talk.parties(session, tools, conversation_id).host
    if host is not None:
        place = queue.dm_of(host.id, conversation_id)
        times = {"at": at.isoformat(), "since": waited.isoformat() if waited else ""}
        failure = queue.Priority.FAILURE
        queue.show(session, tools, "post_reminder", conversation_id, place, failure, times=times)


def post_reminder(tools: Tools, conversation_id: UUID, times: Mapping[str, str], again: bool) -> None:
    """Say in the thread, and loudly once, that it is time."""
    with tools.read() as session:
        who = talk.parties(session, tools, conversation_id)
        zone = workspaces.get(session, tools.workspace_id).time_zone
    if who.host is None:
        return
    waited = datetime.fromisoformat(times["since"]) if times["since"] else None
    post = words.reminder(who.name, waited, zone, who.host.slack_user_id)
    post_in_thread(
        tools, who, who.host, post, f"remind:{conversation_id}:{times['at']}", again, broadcast=True
    )
