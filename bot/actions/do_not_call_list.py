"""The lists as admins see them: looked at, added, removed; from Slack and from the shell."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.actions import house, queue
from bot.actions.admin import need_admin
from bot.actions.do_not_call import name_of, today
from bot.actions.do_not_call_import import Where, bring_in
from bot.actions.house import HouseError
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.dnc_zip import DncFileRefusal
from bot.rules.local_time import local
from bot.rules.region_name import us_states
from bot.rules.shared_file import read_shared
from bot.screens import do_not_call as words
from bot.screens.do_not_call import Row
from bot.work import Refusal, Tools
from models import agent as agents
from models import do_not_call as lists
from models import workspace as workspaces
from models.columns import new_id
from models.database import Database
from models.do_not_call import DoNotCallList
from models.enums import ListScope


@dataclass(frozen=True)
class Asked:
    """Which list a file is, as somebody chose it."""

    scope: ListScope
    state: str
    dated: str  # "2026-11-01"
    source: str


@dataclass(frozen=True)
class Seen:
    """The lists, and the day by which they are judged."""

    rows: tuple[Row, ...]
    today: date


def lists_of(tools: Tools, who: Who) -> Seen:
    """All lists in force, then those that are being brought in. Raises Refusal for everybody but admins."""
    need_admin(who)
    with tools.read() as session:
        found = lists.in_force(session, tools.workspace_id)
        comes = lists.coming(session, tools.workspace_id)
        names = agents.names(session, {one.by_id for one in (*found, *comes) if one.by_id})
        day = today(session, tools)
    rows = [_row(one, names, one.numbers) for one in found] + [_row(one, names, None) for one in comes]
    return Seen(tuple(rows), day)


def _row(one: DoNotCallList, names: Mapping[UUID, str], numbers: int | None) -> Row:
    by = names.get(one.by_id, "") if one.by_id else ""
    return Row(str(one.id), name_of(one), one.dated, numbers, by)


def add(tools: Tools, who: Who, asked: Asked, shared: Sequence[Mapping[str, Any]], key: str) -> str:
    """Let a file that Slack has be brought in, once by `key`; what to say. Raises Refusal."""
    need_admin(who)
    files = read_shared(shared)
    if not files:
        raise FieldRefusal("file", words.NO_FILE)
    if not files[0].url:
        raise FieldRefusal("file", words.NOT_HERE)
    with tools.write() as session:
        made = _made(tools.workspace_id, asked, files[0].name, today(session, tools), tools.now())
        made.by_id, made.source_key = who.agent_id, key
        if lists.add_once(session, made):
            queue.later(session, tools, "import_dnc", made.id, url=files[0].url)
    return words.STARTED


def _made(workspace_id: UUID, asked: Asked, file_name: str, day: date, now: datetime) -> DoNotCallList:
    """The row of a list that is to come. Raises FieldRefusal."""
    if asked.scope == ListScope.STATE and asked.state not in dict(us_states()):
        raise FieldRefusal("state", words.NO_STATE)
    try:
        dated = date.fromisoformat(asked.dated)
    except ValueError as error:
        raise FieldRefusal("dated", words.NO_DATE) from error
    if dated > day:
        raise FieldRefusal("dated", words.AHEAD)
    return DoNotCallList(
        id=new_id(),
        workspace_id=workspace_id,
        scope=asked.scope,
        state=asked.state if asked.scope == ListScope.STATE else "",
        source=" ".join(asked.source.split())[: words.LONGEST_SOURCE],
        dated=dated,
        file_name=file_name,
        asked_at=now,
    )


def remove(tools: Tools, who: Who, list_id: UUID) -> str:
    """Let a list count no more; what to say. Twice is no harm. Raises Refusal for everybody but admins."""
    need_admin(who)
    with tools.write() as session:
        found = lists.get(session, list_id, lock=True)
        if found is None or found.workspace_id != tools.workspace_id or found.ended_at:
            raise Refusal(words.REMOVED_ALREADY)
        found.ended_at, found.ended_why = tools.now(), words.removed_by(who.name)
        session.add(found)
        return words.removed(name_of(found))


def import_file(url: str, path: str, asked: Asked) -> tuple[bool, str]:
    """Bring in a file of this machine; whether it is in force, and what to say. Safe while Parley runs.

    Raises HouseError where there is no such file or no such database.
    """
    said: list[str] = []
    with closing(Database(url, 2)) as database:
        house.check_shape(database)
        try:
            with Path(path).open("rb") as file:
                list_id, where = _ask(database, asked, Path(path).name)
                bring_in(where, list_id, file, lambda _, sentence: said.append(sentence))
        except OSError as error:
            raise HouseError(f"{path} cannot be read: {error.strerror}") from error
        except (DncFileRefusal, Refusal) as refused:
            return False, str(refused)
    return True, said[-1]


def _ask(database: Database, asked: Asked, file_name: str) -> tuple[UUID, Where]:
    """Note that a list is to come. Raises FieldRefusal, and HouseError before anybody used Parley."""
    now = datetime.now(UTC) + house.clock_offset(database)
    with database.write() as session:
        workspace = workspaces.any_workspace(session)
        if workspace is None:
            raise HouseError(house.EMPTY)
        made = _made(workspace.id, asked, file_name, local(now, workspace.time_zone).date(), now)
        lists.add_once(session, made)
        return made.id, Where(database, workspace.id, now)
