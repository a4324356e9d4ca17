"""Everything that happened with a contact, the newest first, a page at a time."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import look
from bot.actions.people import Who
from bot.actions.reader import Subject, View, is_compliance, view_of
from bot.actions.timeline_entry import entries
from bot.rules.local_time import local
from bot.screens import timeline as words
from bot.screens.timeline import Timeline
from bot.work import Refusal, Tools
from models import timeline as rows
from models import workspace as workspaces
from models.enums import Look, TimelineFilter
from models.timeline import Edge, Key, Source

PAGE = 15  # entries shown at once


@dataclass(frozen=True)
class From:
    """The entry from which another page is turned to."""

    position: int
    id: UUID
    source: int
    newer: bool


@dataclass(frozen=True)
class Asked:
    """Which page of whose timeline; `view_id`: the window in which it is looked at."""

    subject: Subject
    shown: TimelineFilter = TimelineFilter.EVERYTHING
    start: From | None = None
    view_id: str = ""

    @property
    def meta(self) -> str:
        """What a window remembers."""
        return f"{self.subject.of} {self.subject.id} {self.shown}"


def whom_to_explain(tools: Tools, who: Who, subject: Subject) -> str | None:
    """Whose timeline this is, for somebody who has to say why they look; None for others. Raises Refusal."""
    with tools.read() as session:
        return view_of(session, tools, who, subject).name if is_compliance(who) else None


def explain(tools: Tools, who: Who, asked: Asked, reason: str) -> Timeline:
    """Write down why somebody looks and let them, in one. Raises Refusal without a reason."""
    why = " ".join(reason.split())[: words.LONGEST_REASON]
    if not why:
        raise Refusal(words.NO_REASON)
    with tools.write() as session:
        view = view_of(session, tools, who, asked.subject)
        look.note(session, tools, who, view.contact_ids, Look.TIMELINE, asked.view_id, why)
        return _page(session, tools, who, view, asked)


def read(tools: Tools, who: Who, asked: Asked) -> Timeline:
    """One page. Raises Refusal, also for a window whose reader has not said why they look."""
    with tools.read() as session:
        return _page(session, tools, who, allowed(session, tools, who, asked), asked)


def allowed(session: Session, tools: Tools, who: Who, asked: Asked, what: Look = Look.TIMELINE) -> View:
    """The timeline, for somebody who may read it in this window. Raises Refusal."""
    view = view_of(session, tools, who, asked.subject)
    if is_compliance(who) and not look.is_noted(session, tools, who, view.contact_ids, what, asked.view_id):
        raise Refusal(words.ASK_AGAIN)
    return view


def _page(session: Session, tools: Tools, who: Who, view: View, asked: Asked) -> Timeline:
    keys, has_newer, has_older = _keys(session, view, asked)
    zone = workspaces.get(session, tools.workspace_id).time_zone
    return Timeline(
        asked.meta,
        view.people,
        asked.shown,
        tuple(entries(session, tools, who, view, keys)),
        local(tools.now(), zone).date(),
        newer=_mark(keys[0]) if keys and has_newer else "",
        older=_mark(keys[-1]) if keys and has_older else "",
        looks=look.latest(session, tools, view.contact_ids) if who.is_admin and not asked.start else (),
    )


def _keys(session: Session, view: View, asked: Asked) -> tuple[list[Key], bool, bool]:
    """The entries of a page, the newest first, and whether there are newer and older ones."""
    start = asked.start
    beyond = Key(start.position, start.id, Source(start.source)) if start else None
    newer = start is not None and start.newer
    found = rows.keys(session, view.scope, asked.shown, Edge(beyond, newer, PAGE + 1))
    page, has_more = found[:PAGE], len(found) > PAGE
    if newer and has_more:
        return page[::-1], True, True
    if newer:  # so near to the newest that the first page shows them all
        found = rows.keys(session, view.scope, asked.shown, Edge(most=PAGE + 1))
        return found[:PAGE], False, len(found) > PAGE
    return page, start is not None, has_more


def _mark(key: Key) -> str:
    """An entry's place as a button carries it."""
    return f"{key.position} {key.id} {int(key.source)}"
