"""Bringing in a do-not-call list: read whole, put beside the old version, and in force at once or never."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from sqlmodel import Session

from bot.actions import notice
from bot.actions.do_not_call import name_of
from bot.ports import Refused
from bot.rules.dnc_file import PIECE, DncFile
from bot.rules.dnc_numbers import Changes, Numbers, count
from bot.rules.dnc_zip import DncFileRefusal
from bot.rules.slack_text import escape
from bot.screens import do_not_call as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import do_not_call as lists
from models.database import Database
from models.do_not_call import DoNotCallList
from models.enums import ListScope

AREA = 3  # digits of an area code
FEW_AREAS = 12  # by which a file of the registry is called; with more it is the registry itself
PATIENCE = timedelta(days=1)  # after which nobody brings a list in any more
Rows = Iterable[tuple[str, bytes]]
Tell = Callable[[Session, str], None]


@dataclass(frozen=True)
class Where:
    """Whose lists these are, and when it is."""

    database: Database
    workspace_id: UUID
    now: datetime


@dataclass(frozen=True)
class Read:
    """What a file makes of a list."""

    rows: Rows
    base: DoNotCallList | None  # the version that its changes are made to
    broken: int
    first_broken: tuple[str, ...]


def import_shared(tools: Tools, list_id: UUID, url: str) -> None:
    """Bring in the file that an admin uploaded and tell them how it went. Raises Busy while Slack is away.

    Done again it begins anew, unless it came to an end.
    """
    with tools.read() as session:
        wanted = lists.get(session, list_id)
    if wanted is None or wanted.in_force_at or wanted.ended_at:
        return

    def tell(session: Session, sentence: str) -> None:
        if wanted.by_id:
            notice.say(session, tools, agents.get(session, wanted.by_id), escape(sentence))

    try:
        file = tools.slack.download(url)
        where = Where(tools.database, tools.workspace_id, tools.now())
        bring_in(where, list_id, BytesIO(file.content), tell)
    except Refused as refused:
        _give_up(tools, list_id, f"{words.NOT_FETCHED} {refused.reason}", tell)
    except (DncFileRefusal, Refusal) as refused_:
        _give_up(tools, list_id, str(refused_), tell)


def bring_in(where: Where, list_id: UUID, stream: BinaryIO, tell: Tell) -> None:
    """Let a list that was asked for be what this file says. `tell` hears how it went, in that transaction.

    The old version counts until this one is complete. Raises DncFileRefusal and Refusal, changing nothing.
    """
    mark = _mark(stream)
    with where.database.write() as session:
        wanted = _wanted(session, list_id)
        known = _like(lists.in_force(session, where.workspace_id), wanted)
        if same := next((one for one in known if (one.print, one.dated) == (mark, wanted.dated)), None):
            wanted.ended_at, wanted.ended_why = where.now, words.SAME
            session.add(wanted)
            tell(session, words.same(name_of(same), same.dated))
            return
    read = _read(where.database, stream, wanted, known)
    wanted.print = mark
    wanted.numbers, wanted.areas = _store(where.database, list_id, read.rows)
    if read.base is not None:
        wanted.areas = " ".join(sorted({*wanted.areas.split(), *read.base.areas.split()}))
    wanted.source = wanted.source or (read.base.source if read.base else default_source(wanted))
    replaced = _put_in_force(where, wanted, read, tell)
    for one in replaced:
        _forget(where.database, one)


def _mark(stream: BinaryIO) -> str:
    """What tells this file from all others; it stands at its beginning again."""
    mark = sha256()
    while piece := stream.read(PIECE):
        mark.update(piece)
    stream.seek(0)
    return mark.hexdigest()


def _wanted(session: Session, list_id: UUID) -> DoNotCallList:
    """The list, nobody else's meanwhile. Raises Refusal for one that came to an end."""
    wanted = lists.get(session, list_id, lock=True)
    if wanted is None or wanted.in_force_at or wanted.ended_at:
        raise Refusal(words.REMOVED_ALREADY)
    return wanted


def _like(found: Iterable[DoNotCallList], wanted: DoNotCallList) -> list[DoNotCallList]:
    """Those of the same kind, and of the source if one was given."""
    return [
        one
        for one in found
        if (one.scope, one.state) == (wanted.scope, wanted.state) and wanted.source in ("", one.source)
    ]


def _read(database: Database, stream: BinaryIO, wanted: DoNotCallList, known: list[DoNotCallList]) -> Read:
    """The whole file. Raises DncFileRefusal, and Refusal for changes to no list or to one of several."""
    file, listed, changes = DncFile(stream), Numbers(), Changes()
    for batch in file.batches():
        if file.is_change:
            changes.add(batch.numbers, batch.is_gone)
        else:
            listed.add(batch.numbers)
    about = (file.broken, tuple(file.first_broken))
    if not file.is_change:
        return Read(listed.contents(), None, *about)
    if not known:
        raise Refusal(words.NO_CHANGES)
    if len(known) > 1:
        raise Refusal(words.WHICH.format(", ".join(f"“{one.source}”" for one in known)))
    return Read(_changed(database, known[0].id, changes), known[0], *about)


def _changed(database: Database, base_id: UUID, changes: Changes) -> Iterator[tuple[str, bytes]]:
    """All of a list after its changes."""
    new = set(changes.heads())
    with database.read() as session:
        for page in lists.pages(session, base_id):
            for head, tails in page:
                new.discard(head)
                yield head, changes.applied(head, tails)
    for head in sorted(new):
        yield head, changes.applied(head, b"")


def _store(database: Database, list_id: UUID, rows: Rows) -> tuple[int, str]:
    """Keep the numbers, in short transactions; how many they are, and their area codes.

    What an earlier try that broke off has left is dropped first.
    """
    _forget(database, list_id)
    total, areas, left = 0, set(), iter(rows)
    while page := [(head, tails) for head, tails in islice(left, lists.PAGE) if tails]:
        with database.write() as session:
            lists.add_numbers(session, list_id, page)
        total += sum(count(tails) for _, tails in page)
        areas |= {head[:AREA] for head, _ in page}
    return total, " ".join(sorted(areas))


def default_source(one: DoNotCallList) -> str:
    """What a list is called that nobody named: the registry hands out a file for each area code."""
    areas = one.areas.split()
    return ", ".join(areas) if one.scope == ListScope.NATIONAL and len(areas) <= FEW_AREAS else ""


def _put_in_force(where: Where, made: DoNotCallList, read: Read, tell: Tell) -> list[UUID]:
    """The moment from which the list counts; the versions whose place it took. Raises Refusal."""
    with where.database.write() as session:
        wanted = _wanted(session, made.id)
        known = _like(lists.in_force(session, where.workspace_id, lock=True), wanted)
        if read.base is not None and read.base.id not in {one.id for one in known}:
            raise Refusal(words.CHANGED_MEANWHILE)
        replaced = [one for one in known if one.source == made.source or _is_within(one, made)]
        if newer := next((one for one in replaced if one.dated > made.dated), None):
            raise Refusal(words.older(name_of(newer), newer.dated))
        for one in replaced:
            one.ended_at, one.ended_why = where.now, words.REPLACED
            session.add(one)
        session.flush()  # before the new one: two versions are never in force together
        wanted.print, wanted.source = made.print, made.source
        wanted.numbers, wanted.areas, wanted.in_force_at = made.numbers, made.areas, where.now
        session.add(wanted)
        told = (made.dated, made.numbers, read.broken, read.first_broken)
        tell(session, words.done(name_of(wanted), *told))
        return [one.id for one in replaced]


def _is_within(one: DoNotCallList, made: DoNotCallList) -> bool:
    """Whether a list that nobody named is wholly in another such list."""
    unnamed = one.source == default_source(one) and made.source == default_source(made)
    return unnamed and {*one.areas.split()} <= {*made.areas.split()} and one.dated <= made.dated


def _give_up(tools: Tools, list_id: UUID, why: str, tell: Tell) -> None:
    """Note and tell once why a list was not brought in."""
    with tools.write() as session:
        wanted = lists.get(session, list_id, lock=True)
        if wanted is None or wanted.in_force_at or wanted.ended_at:
            return
        wanted.ended_at, wanted.ended_why = tools.now(), why
        session.add(wanted)
        tell(session, words.not_brought(wanted.file_name, why))
    _forget(tools.database, list_id)


def _forget(database: Database, list_id: UUID) -> None:
    """Drop the numbers of a list that does not count, in short transactions."""
    while True:
        with database.write() as session:
            if not lists.forget_some(session, list_id):
                return


def tidy(tools: Tools) -> None:
    """Give up lists that nobody finished bringing in, and the room of those that count no more."""
    with tools.read() as session:
        late = lists.abandoned(session, tools.workspace_id, tools.now() - PATIENCE)
        ended = lists.ended_with_numbers(session, tools.workspace_id)
    for one in late:
        _give_up(tools, one.id, words.ABANDONED, lambda *_: None)
    for list_id in ended:
        _forget(tools.database, list_id)
