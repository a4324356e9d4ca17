"""What waits for an agent: the lists of `/inbox`, of Home, and of the morning's digest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions.host import answers_for
from bot.actions.people import Who
from bot.rules.permalink import is_direct, permalink
from bot.rules.phone import show_phone
from bot.rules.wall_time import age
from bot.screens.compose import mark
from bot.screens.inbox import Entry, Inbox, Late, Section
from bot.work import Tools
from models import inbox as lists
from models import number as numbers
from models import workspace as workspaces
from models.enums import Direction, Turn
from models.inbox import Line, Shelf
from models.message import Message

FAILED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Most:
    """How many lines each list shows."""

    waiting: int
    reminded: int
    theirs: int
    done: int


IN_WINDOW, AT_HOME = Most(20, 8, 8, 5), Most(12, 5, 5, 3)
TEXTS = 5  # scheduled ones and failures at Home


def inbox_of(tools: Tools, who: Who, most: Most = IN_WINDOW) -> Inbox:
    """The agent's conversations by whose turn it is."""
    with tools.read() as session:
        shelf = _shelf(session, tools, who)
        if not shelf.number_ids:
            return Inbox()
        place = _place(session, tools, who)
        found = (
            lists.waiting(session, shelf, most.waiting),
            lists.reminded(session, shelf, most.reminded),
            lists.waiting_for_them(session, shelf, most.theirs),
            lists.done(session, shelf, most.done),
        )
        return Inbox(*(place.section(*one) for one in _each_once(found)))


def _shelf(session: Session, tools: Tools, who: Who) -> Shelf:
    """The agent's own number, and those of whom they answer for."""
    holders = [who.agent_id, *answers_for(session, tools, who.agent_id)]
    return Shelf(who.agent_id, tuple(numbers.held_by(session, holders)))


def _each_once(found: Sequence[tuple[list[Line], int]]) -> Iterator[tuple[list[Line], int]]:
    """A conversation whose turn changed while we read stands in the first list that had it."""
    seen: set[UUID] = set()
    for lines, count in found:
        new = [one for one in lines if one.conversation.id not in seen]
        seen.update(one.conversation.id for one in new)
        yield new, count - len(lines) + len(new)


def scheduled_of(tools: Tools, who: Who) -> tuple[Late, ...]:
    """The agent's texts that wait for their time."""
    with tools.read() as session:
        number = numbers.of_agent(session, who.agent_id)  # only the holder decides about them
        own = Shelf(who.agent_id, (number.id,) if number else ())
        found = lists.scheduled(session, own, TEXTS)
        place = _place(session, tools, who)
        return tuple(place.text(message, line, message.send_at) for message, line in found)


def failures_of(tools: Tools, who: Who) -> tuple[Late, ...]:
    """The agent's texts of the last days that did not arrive."""
    with tools.read() as session:
        found = lists.failures(session, _shelf(session, tools, who), tools.now() - FAILED_FOR, TEXTS)
        place = _place(session, tools, who)
        return tuple(place.text(message, line, message.changed_at) for message, line in found)


@dataclass(frozen=True)
class _Place:
    """What turns rows into lines: where the workspace is, and when it is now."""

    url: str
    zone: str
    now: datetime
    is_anothers: bool  # an assistant reads it, who cannot open the agent's direct message

    def section(self, lines: Sequence[Line], count: int) -> Section:
        return Section(tuple(self.entry(one) for one in lines), count, self.zone)

    def entry(self, line: Line) -> Entry:
        about = line.conversation
        since = about.waiting_since if about.turn == Turn.YOU else about.last_out_at or about.last_in_at
        return Entry(
            str(about.id),
            _name(line),
            f"You: {line.body}" if line.direction == Direction.OUT else line.body,
            age(since, self.now) if since else "",
            self.link(line.channel, line.ts),
            about.remind_at,
            mark(None, line.opted_out),
        )

    def text(self, message: Message, line: Line, at: datetime | None) -> Late:
        link = self.link(line.channel, line.ts)
        about = (str(message.id), _name(line), message.body, message.reason, at, link, self.zone)
        return Late(*about, mark(None, line.opted_out))

    def link(self, channel: str | None, ts: str | None) -> str:
        return "" if self.is_anothers and is_direct(channel) else permalink(self.url, channel, ts)


def _place(session: Session, tools: Tools, who: Who) -> _Place:
    workspace = workspaces.get(session, tools.workspace_id)
    return _Place(workspace.url, workspace.time_zone, tools.now(), bool(who.writes_as))


def _name(line: Line) -> str:
    return " & ".join(line.names) or show_phone(line.conversation.phone)
