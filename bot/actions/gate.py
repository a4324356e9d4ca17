"""The one gate in front of every text, asked when it is accepted and again when it leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import do_not_call
from bot.rules import caps
from bot.rules.local_time import local
from bot.rules.place import Address, Place, place_of
from bot.rules.quiet_hours import Closed, Hours, closed_at, next_open
from bot.screens import doubt as doubt_words
from bot.screens import hours as words
from bot.screens import refusal
from bot.work import Tools
from models import agent as agents
from models import conversation as conversations
from models import doubt as doubts
from models import passage as passages
from models.departure import Departure
from models.enums import Night
from models.opening import Opening
from models.passage import Passage

ANSWER = timedelta(hours=24)  # whoever wrote within it waits for an answer, at any hour


@dataclass(frozen=True)
class Allowed:
    """It may leave."""


@dataclass(frozen=True)
class Refused:
    """It never leaves. The sentence names the rule and the way on."""

    sentence: str


@dataclass(frozen=True)
class Ask:
    """It is outside the hours, and whoever typed it decides."""

    sentence: str


@dataclass(frozen=True)
class Wait:
    """Nobody typed it, so it waits for this instant."""

    until: datetime


Verdict = Allowed | Refused | Ask | Wait


@dataclass(frozen=True)
class Wish:
    """A text that wants to pass."""

    key: str  # its root key
    night: Night | None = None
    is_automated: bool = False
    is_first: bool = False  # nothing was ever texted between the two numbers
    at: datetime | None = None  # when it shall leave; None: now


class NotNow(Exception):
    """It may not leave now; the verdict says what there is to do. Nothing is kept."""

    def __init__(self, verdict: Ask | Wait) -> None:
        super().__init__(verdict)
        self.verdict = verdict


def ask(
    session: Session, tools: Tools, conversation_id: UUID, seen: Opening | Departure, wish: Wish
) -> Verdict:
    """Whether a text may pass to the client of this conversation.

    `seen` was read under the lock of the text or its conversation.
    """
    if seen.is_suppressed:
        return Refused(refusal.opted_out(_name(session, conversation_id)))
    listed = _listed(session, tools, seen, wish.is_automated)
    if listed is not None:
        return Refused(listed)
    passage = passages.of_conversation(session, conversation_id)
    at = wish.at or tools.now()
    if wish.is_first and isinstance(seen, Opening) and _is_full(session, tools, passage, seen.account_id):
        admins = agents.admin_users(session, tools.workspace_id)
        return Refused(words.too_many_new(passage.new_numbers_a_day, admins))
    if wish.is_automated:
        return _automated(session, tools, conversation_id, passage, wish.key, at)
    if wish.night == Night.CHOSEN:
        return Allowed()
    closed = outside(passage, at)
    if closed is None:
        return Allowed()
    return Ask(words.question(_name(session, conversation_id), at, closed))


def _listed(session: Session, tools: Tools, seen: Opening | Departure, is_automated: bool) -> str | None:
    """What a do-not-call list says against it; for what nobody types also a question that is open."""
    if is_automated:
        if doubts.is_paused(session, tools.workspace_id, seen.phone):
            return doubt_words.PAUSED
        return do_not_call.automated_objection(session, tools, seen.phone, seen.agent_id)
    return do_not_call.objection(session, tools, seen.phone, seen.agent_id) if seen.is_listed else None


def outside(passage: Passage, at: datetime) -> Closed | None:
    """What stands against a text that a person types, at this instant; None for an answer."""
    answers = passage.last_in_at is not None and at - passage.last_in_at < ANSWER
    return None if answers or not passage.asks_outside_hours else _closed(passage, at)


def opens(passage: Passage, at: datetime) -> datetime | None:
    """The first instant from this one on inside the hours; None if there is never one."""
    return next_open(at, _place(passage), _hours(passage))


def night_of(session: Session, conversation_id: UUID, at: datetime) -> Night | None:
    """How a text stands to the hours that its agent schedules for this instant."""
    return Night.CHOSEN if outside(passages.of_conversation(session, conversation_id), at) else None


def _automated(
    session: Session, tools: Tools, conversation_id: UUID, passage: Passage, key: str, at: datetime
) -> Verdict:
    """It waits until the hours are open and the client has not had too many of its kind."""
    since = at - caps.WINDOW
    known = passages.automated_since(session, tools.workspace_id, passage.phone, since, key)
    free = caps.next_free(known, passage.automated_a_day, at)
    until = opens(passage, free) if free is not None else None
    if until is None:
        return Refused(words.never_open(_name(session, conversation_id)))
    return Allowed() if until <= at else Wait(until)


def _is_full(session: Session, tools: Tools, passage: Passage, account_id: UUID | None) -> bool:
    """Whether an agent has had all the new numbers of a day."""
    if account_id is None:
        return passage.new_numbers_a_day < 1
    there = local(tools.now(), passage.time_zone)
    since = there.replace(hour=0, minute=0, second=0, microsecond=0)
    count = passages.new_numbers(session, account_id, there.date(), since)
    return caps.is_full(count, passage.new_numbers_a_day)


def _closed(passage: Passage, at: datetime) -> Closed | None:
    return closed_at(at, _place(passage), _hours(passage))


def _hours(passage: Passage) -> Hours:
    return Hours(passage.week, passage.sunday)


def _place(passage: Passage) -> Place:
    return place_of(passage.phone, (Address(*card) for card in passage.cards))


def _name(session: Session, conversation_id: UUID) -> str:
    return talk.called(*conversations.parties_of(session, [conversation_id])[conversation_id])
