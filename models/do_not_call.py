"""Do-not-call lists: each version of each, and the numbers on it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Index, LargeBinary, String, and_, bindparam, delete, func, insert, text
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import ListScope
from models.job import Tick
from models.once import insert_once

NONE_TOLD = "no do-not-call list"  # the beat that says that admins know that there is none
IN_FORCE = "in_force_at IS NOT NULL AND ended_at IS NULL"
HEAD = 6  # digits that the numbers of one row share: area code and exchange
PAGE = 2000  # rows read or written at a time: a transaction that others wait for stays short


class DoNotCallList(SQLModel, table=True):
    """One version of a list. It counts from `in_force_at` to `ended_at`; before, it is being brought in."""

    __tablename__ = "do_not_call_list"
    __table_args__ = (
        Index(
            "uq_do_not_call_list_in_force",
            "workspace_id",
            "scope",
            "state",
            "source",
            unique=True,
            sqlite_where=text(IN_FORCE),
            postgresql_where=text(IN_FORCE),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    scope: ListScope = word(ListScope)
    state: str = Field(default="", sa_column_kwargs=preset("''"))  # "TX", of a state's list
    source: str = Field(default="", sa_column_kwargs=preset("''"))  # what tells lists of one scope apart
    dated: date  # the day it is of, as its source says
    file_name: str
    print: str = Field(default="", sa_column_kwargs=preset("''"))  # SHA-256 of the file
    areas: str = Field(default="", sa_column_kwargs=preset("''"))  # the area codes it covers: "303 720"
    numbers: int = Field(default=0, sa_column_kwargs=preset(0))
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")  # None: from the shell
    asked_at: datetime = instant()
    in_force_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)
    ended_why: str = Field(default="", sa_column_kwargs=preset("''"))
    source_key: str | None = Field(default=None, unique=True)  # what was clicked, once


class DoNotCallNumbers(SQLModel, table=True):
    """The numbers of a list that share their first six digits."""

    __tablename__ = "do_not_call_numbers"

    list_id: UUID = Field(foreign_key="do_not_call_list.id", primary_key=True)
    head: str = Field(sa_type=String(HEAD), primary_key=True)
    tails: bytes = Field(sa_type=LargeBinary)  # rules.dnc_numbers.packed


class Listed(NamedTuple):
    """A list in force, with what it says of one beginning of numbers."""

    id: UUID
    scope: ListScope
    state: str
    source: str
    dated: date
    areas: str
    tails: bytes  # of the numbers with this beginning; empty where it has none


_STANDS = (col(DoNotCallList.in_force_at).is_not(None), col(DoNotCallList.ended_at).is_(None))
_LISTS = (
    select(  # type: ignore[call-overload]
        DoNotCallList.id,
        DoNotCallList.scope,
        DoNotCallList.state,
        DoNotCallList.source,
        DoNotCallList.dated,
        DoNotCallList.areas,
        DoNotCallNumbers.tails,
    )
    .outerjoin(
        DoNotCallNumbers,
        and_(
            col(DoNotCallNumbers.list_id) == col(DoNotCallList.id),
            col(DoNotCallNumbers.head) == bindparam("head"),
        ),
    )
    .where(DoNotCallList.workspace_id == bindparam("workspace"), *_STANDS)
    .order_by(col(DoNotCallList.dated).desc(), col(DoNotCallList.id))
)


def asked(session: Session, workspace_id: UUID, head: str) -> list[Listed]:
    """Every list in force, the newest first, with its numbers of this beginning. One statement."""
    rows = session.connection().execute(_LISTS, {"workspace": workspace_id, "head": head})
    return [Listed(*row)._replace(tails=row[6] or b"") for row in rows]


def concerns(workspace_id: Any, phone: Any) -> ColumnElement[bool]:
    """The condition that something is to be said of a phone: a list has numbers with its beginning, or there
    is no list and no admin knows. Values, or columns of the statement around it."""
    mine = (DoNotCallList.workspace_id == workspace_id, *_STANDS)
    near = (
        select(DoNotCallNumbers.list_id)
        .join(DoNotCallList, col(DoNotCallList.id) == col(DoNotCallNumbers.list_id))
        .where(*mine, col(DoNotCallNumbers.head) == func.substr(phone, 3, HEAD))
    )
    told = select(Tick.name).where(Tick.name == NONE_TOLD).exists()
    return near.exists() | (~select(DoNotCallList.id).where(*mine).exists() & ~told)


def add_once(session: Session, made: DoNotCallList) -> bool:
    """Note that a list is to be brought in, once by its key; whether it is new."""
    return insert_once(session, DoNotCallList, **made.model_dump())


def get(session: Session, list_id: UUID, lock: bool = False) -> DoNotCallList | None:
    asked_ = select(DoNotCallList).where(DoNotCallList.id == list_id)
    asked_ = asked_.execution_options(populate_existing=True)
    return session.exec(asked_.with_for_update() if lock else asked_).first()


def in_force(session: Session, workspace_id: UUID, lock: bool = False) -> list[DoNotCallList]:
    """The lists that count now: national, states', own."""
    mine = select(DoNotCallList).where(DoNotCallList.workspace_id == workspace_id, *_STANDS)
    mine = mine.order_by(col(DoNotCallList.scope), col(DoNotCallList.state), col(DoNotCallList.source))
    mine = mine.execution_options(populate_existing=True)
    return list(session.exec(mine.with_for_update() if lock else mine))


def coming(session: Session, workspace_id: UUID) -> list[DoNotCallList]:
    """The lists that are being brought in, the first asked for first."""
    waits = (col(DoNotCallList.in_force_at).is_(None), col(DoNotCallList.ended_at).is_(None))
    mine = select(DoNotCallList).where(DoNotCallList.workspace_id == workspace_id, *waits)
    return list(session.exec(mine.order_by(col(DoNotCallList.asked_at), col(DoNotCallList.id))))


def add_numbers(session: Session, list_id: UUID, rows: Sequence[tuple[str, bytes]]) -> None:
    """Put numbers on a list: the first six digits, and the rest packed."""
    values = [{"list_id": list_id, "head": head, "tails": tails} for head, tails in rows]
    session.connection().execute(insert(DoNotCallNumbers), values)


def pages(session: Session, list_id: UUID) -> Iterator[list[tuple[str, bytes]]]:
    """The numbers of a list by their first six digits, a page at a time."""
    last = ""
    while True:
        asked_ = (
            select(DoNotCallNumbers.head, DoNotCallNumbers.tails)
            .where(DoNotCallNumbers.list_id == list_id, DoNotCallNumbers.head > last)
            .order_by(col(DoNotCallNumbers.head))
            .limit(PAGE)
        )
        found = [(head, tails) for head, tails in session.exec(asked_)]
        if not found:
            return
        yield found
        last = found[-1][0]


def forget_some(session: Session, list_id: UUID) -> bool:
    """Drop a page of a list's numbers; whether there were any."""
    some = select(DoNotCallNumbers.head).where(DoNotCallNumbers.list_id == list_id).limit(PAGE)
    gone = delete(DoNotCallNumbers).where(
        col(DoNotCallNumbers.list_id) == list_id, col(DoNotCallNumbers.head).in_(some)
    )
    return session.connection().execute(gone).rowcount > 0


def ended_with_numbers(session: Session, workspace_id: UUID) -> list[UUID]:
    """Lists that count no more and still take room."""
    has = select(DoNotCallNumbers.list_id).where(DoNotCallNumbers.list_id == DoNotCallList.id).exists()
    ended = (DoNotCallList.workspace_id == workspace_id, col(DoNotCallList.ended_at).is_not(None))
    return list(session.exec(select(DoNotCallList.id).where(*ended, has)))


def abandoned(session: Session, workspace_id: UUID, before: datetime) -> list[DoNotCallList]:
    """Lists that somebody began to bring in before an instant and never finished."""
    return [one for one in coming(session, workspace_id) if one.asked_at < before]
