"""Grants: credits added at one moment, from one source, with an end."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, bindparam, func, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.account import Account
from models.columns import instant, word
from models.enums import GrantSource, Meter
from models.once import insert_once

OPEN = "remaining > 0"


class Grant(SQLModel, table=True):
    """One grant. It is named by its account and the number of the entry that made it."""

    __tablename__ = "credit_grant"
    __table_args__ = (
        UniqueConstraint("account_id", "source_key"),
        CheckConstraint("remaining >= 0 AND remaining <= granted", name="remaining"),
        Index(
            "ix_credit_grant_open",
            "account_id",
            "expires_at",
            "seq",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    seq: int = Field(primary_key=True)
    source: GrantSource = word(GrantSource)
    source_key: str  # what it was given for, once: "plan:202603", "change:<id>", "welcome"
    month: int
    granted: int
    remaining: int
    granted_at: datetime = instant()
    expires_at: datetime = instant()  # exclusive
    reason: str = ""
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")


_IS_OPEN = (col(Grant.account_id) == bindparam("account"), text(OPEN))
_ORDER = (col(Grant.expires_at), col(Grant.seq))  # the oldest first: it ends first
_OLDEST = select(Grant.seq).where(*_IS_OPEN).order_by(*_ORDER).limit(1).scalar_subquery()
_TAKE_OLDEST = (
    update(Grant)
    .where(
        col(Grant.account_id) == bindparam("account"),
        col(Grant.seq) == _OLDEST,
        col(Grant.remaining) >= bindparam("amount"),
    )
    .values(remaining=col(Grant.remaining) - bindparam("amount"))
    .returning(col(Grant.seq))
)
_LOTS = select(Grant.seq, Grant.remaining).where(*_IS_OPEN).order_by(*_ORDER)
_ADD = (
    update(Grant)
    .where(col(Grant.account_id) == bindparam("account"), col(Grant.seq) == bindparam("grant"))
    .values(remaining=col(Grant.remaining) + bindparam("amount"))
    .returning(col(Grant.expires_at))
)


def take_from_oldest(session: Session, account_id: UUID, amount: int) -> int | None:
    """Take credits from the oldest open grant, which nearly always holds enough; its number if it does."""
    asked = {"account": account_id, "amount": amount}
    return session.connection().execute(_TAKE_OLDEST, asked).scalar()


def lots(session: Session, account_id: UUID) -> list[tuple[int, int]]:
    """The open grants, the oldest first: (number, what remains). The caller has locked the account."""
    return [(row[0], row[1]) for row in session.connection().execute(_LOTS, {"account": account_id})]


def add(session: Session, account_id: UUID, grant: int, amount: int) -> datetime:
    """Change what remains of a grant by so much; when it ends."""
    asked = {"account": account_id, "grant": grant, "amount": amount}
    ends: datetime = session.connection().execute(_ADD, asked).scalar_one()
    return ends


def make(session: Session, grant: Grant) -> bool:
    """Store a grant unless its source has given one before; whether it is new."""
    return insert_once(session, Grant, **grant.model_dump())


def is_known(session: Session, account_id: UUID, source_key: str) -> bool:
    asked = select(Grant.seq).where(Grant.account_id == account_id, Grant.source_key == source_key)
    return session.exec(asked).first() is not None


def by_number(session: Session, account_id: UUID, numbers: Collection[int]) -> dict[int, Grant]:
    """The account's grants with these numbers."""
    asked = select(Grant).where(Grant.account_id == account_id, col(Grant.seq).in_(numbers))
    return {one.seq: one for one in session.exec(asked)}


def open_grants(session: Session, account_id: UUID) -> list[Grant]:
    """The grants that still hold something, the first to be used first."""
    found = select(Grant).where(Grant.account_id == account_id, text(OPEN)).order_by(*_ORDER)
    return list(session.exec(found.execution_options(populate_existing=True)))


class Ending(NamedTuple):
    """Credits of an account that end soon."""

    account_id: UUID
    month: int  # in which the account stands
    zone: str
    lots: list[tuple[int, datetime]]  # (credits, their end, exclusive), the first to end first


def ending(session: Session, workspace_id: UUID, meter: Meter, after: datetime, by: datetime) -> list[Ending]:
    """What ends after an instant and at the latest by another, of each account."""
    whose = (col(Account.id), col(Account.month), col(Account.zone))
    ends = col(Grant.expires_at)
    asked = (
        select(*whose)
        .add_columns(ends, func.sum(Grant.remaining))
        .join(Grant, col(Grant.account_id) == col(Account.id))
        .where(col(Account.workspace_id) == workspace_id, col(Account.meter) == meter)
        .where(text(OPEN), ends > after, ends <= by)
        .group_by(*whose, ends)
        .order_by(col(Account.id), ends)
    )
    found: dict[UUID, Ending] = {}
    for row in session.connection().execute(asked):
        account_id, month, zone, end, amount = row
        one = found.setdefault(account_id, Ending(account_id, month, zone, []))
        one.lots.append((int(amount), end))
    return list(found.values())


def of_month(session: Session, account_id: UUID, month: int, sources: Sequence[GrantSource]) -> list[Grant]:
    """The month's grants from these sources that still hold something, the newest first."""
    return list(
        session.exec(
            select(Grant)
            .where(
                Grant.account_id == account_id,
                text(OPEN),
                Grant.month == month,
                col(Grant.source).in_(sources),
            )
            .order_by(col(Grant.seq).desc())
            .execution_options(populate_existing=True)
        )
    )


def since(session: Session, account_id: UUID, seq: int) -> list[Grant]:
    """The grants that were added after the operation with this number, the oldest first."""
    found = select(Grant).where(Grant.account_id == account_id, Grant.seq > seq).order_by(col(Grant.seq))
    return list(session.exec(found.execution_options(populate_existing=True)))


def numbered(session: Session, account_id: UUID, seqs: Collection[int]) -> dict[int, Grant]:
    """The grants with these numbers."""
    found = select(Grant).where(Grant.account_id == account_id, col(Grant.seq).in_(seqs))
    return {one.seq: one for one in session.exec(found)}
