"""What was used, counted by day and conversation: written with the entries and checked against them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Executable, Index, Select, case, func
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import word
from models.enums import Direction


class Usage(SQLModel, table=True):
    """The texts of one kind of one conversation on one day of its payer's clock."""

    __table_args__ = (Index("ix_usage_workspace", "workspace_id", "day"),)

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    day: date = Field(primary_key=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", primary_key=True)
    direction: Direction = word(Direction, primary_key=True)
    has_pictures: bool = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    texts: int = 0
    credits: int = 0
    carried: int = 0  # by the workspace, beyond what an agent can owe


KEY = ("account_id", "day", "conversation_id", "direction", "has_pictures")
COUNTED = ("texts", "credits", "carried")


def count(session: Session, usage: Usage) -> None:
    """Add to the day's counts; what is returned is added with a minus sign."""
    connection = session.connection()
    connection.execute(_count(connection.dialect.name), vars_of(usage))


def vars_of(usage: Usage) -> dict[str, object]:
    return {name: getattr(usage, name) for name in type(usage).model_fields}


@cache
def _count(dialect: str) -> Executable:
    return adding(dialect)


def adding(dialect: str, rows: Select[Any] | None = None) -> Executable:
    """The statement that adds to the counts: of the values it is given, or of what a query finds."""
    made: Any = (sqlite_insert if dialect == "sqlite" else postgres_insert)(Usage)
    grown = {name: getattr(Usage, name) + getattr(made.excluded, name) for name in COUNTED}
    if rows is not None:
        made = made.from_select([*KEY, "workspace_id", *COUNTED], rows)
    added: Executable = made.on_conflict_do_update(index_elements=KEY, set_=grown)
    return added


def used_since(session: Session, account_id: UUID, day: date) -> int:
    """The credits that texts have cost since a day."""
    asked = select(func.sum(Usage.credits)).where(Usage.account_id == account_id, Usage.day >= day)
    return int(session.exec(asked).one() or 0)


def used_between(session: Session, account_id: UUID, first: date, beyond: date) -> int:
    """The credits that texts have cost from a day on, before another."""
    asked = select(func.sum(Usage.credits)).where(
        Usage.account_id == account_id, Usage.day >= first, Usage.day < beyond
    )
    return int(session.exec(asked).one() or 0)


def came_since(session: Session, account_id: UUID, day: date) -> int:
    """The credits of them that texts which came in have cost."""
    since = (Usage.account_id == account_id, Usage.day >= day, Usage.direction == Direction.IN)
    return int(session.exec(select(func.sum(Usage.credits)).where(*since)).one() or 0)


Days = Sequence[tuple[date, Direction, bool, int, int]]


def by_day(session: Session, workspace_id: UUID, account_id: UUID | None, first: date, beyond: date) -> Days:
    """(day, direction, with pictures, texts, credits) of one account or of all, by day."""
    kind = (col(Usage.day), col(Usage.direction), col(Usage.has_pictures))
    sums = tuple(func.sum(getattr(Usage, name)) for name in ("texts", "credits"))
    asked = (
        select(*kind, *sums)
        .where(*_within(workspace_id, account_id, first, beyond))
        .group_by(*kind)
        .order_by(*kind)
    )
    rows: Any = session.connection().execute(asked)
    return [(row[0], Direction(row[1]), bool(row[2]), int(row[3]), int(row[4])) for row in rows]


def carried(session: Session, workspace_id: UUID, account_id: UUID | None, first: date, beyond: date) -> int:
    """The credits that the workspace carried for texts that came in, beyond what an agent can owe."""
    asked = select(func.sum(Usage.carried)).where(*_within(workspace_id, account_id, first, beyond))
    return int(session.exec(asked).one() or 0)


class Talk(NamedTuple):
    """What the texts with one outside number came to, on one account."""

    conversation_id: UUID
    account_id: UUID
    came: int  # texts
    left: int
    credits: int


def by_conversation(
    session: Session,
    workspace_id: UUID,
    account_id: UUID | None,
    first: date,
    beyond: date,
    most: int | None = None,
) -> list[Talk]:
    """The dearest first; all of them or `most`."""
    each: tuple[Any, ...] = (col(Usage.conversation_id), col(Usage.account_id))
    came, left = (
        func.sum(case((col(Usage.direction) == way, col(Usage.texts)), else_=0)) for way in Direction
    )
    sums: tuple[Any, ...] = (came, left, func.sum(Usage.credits))
    asked = (
        select(*each, *sums)
        .where(*_within(workspace_id, account_id, first, beyond))
        .group_by(*each)
        .order_by(sums[2].desc(), *each)
        .limit(most)
    )
    rows: Any = session.connection().execute(asked)
    return [Talk(row[0], row[1], *map(int, row[2:])) for row in rows]


def _within(workspace_id: UUID, account_id: UUID | None, first: date, beyond: date) -> list[Any]:
    whose = col(Usage.account_id) == account_id if account_id else col(Usage.workspace_id) == workspace_id
    return [whose, col(Usage.day) >= first, col(Usage.day) < beyond]
