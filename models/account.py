"""Accounts: one row for each agent and meter. It is the lock under which credits move, and the balance."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, bindparam, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.agent import Agent
from models.columns import MANY, Instant, instant, new_id, preset, word
from models.enums import Meter
from models.once import insert_once


class Account(SQLModel, table=True):
    """What an agent has and owes on one meter. Every number here is a sum of entries."""

    __table_args__ = (
        UniqueConstraint("agent_id", "meter"),
        CheckConstraint("available >= 0", name="available"),
        CheckConstraint("owed >= 0", name="owed"),
        CheckConstraint("available = 0 OR owed = 0", name="one_side"),
        Index("ix_account_due", "due_at"),
        Index("ix_account_workspace", "workspace_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    meter: Meter = word(Meter)
    available: int = 0
    owed: int = 0
    seq: int = 0  # the last entry's
    zone: str  # in which the month is read; the workspace's from the next month on
    month: int  # 202603
    month_ends_at: datetime = instant()
    month_seq: int = 0  # the last entry's before this month
    month_used: int = 0  # credits of the texts charged in this month
    mark: int = 0  # the highest that was passed or is passed silently
    blocked_at: datetime | None = instant(default=None)  # unpaid beyond the days of grace: nothing leaves
    # A pack is bought by itself when fewer are left; 0: never.
    recharge_below: int = Field(default=0, sa_column_kwargs=preset(0))
    due_at: datetime = instant()  # nothing happens by itself before: the month ends, a grant expires

    @property
    def net(self) -> int:
        return self.available - self.owed


class Balance(NamedTuple):
    """An account as an operation left it."""

    seq: int
    available: int
    owed: int
    month: int
    month_used: int
    mark: int
    zone: str
    due_at: datetime
    recharge_below: int

    @property
    def net(self) -> int:
        return self.available - self.owed


_COLUMNS = tuple(col(getattr(Account, name)) for name in Balance._fields)
_IS_IT = col(Account.id) == bindparam("account")
_CHARGE = (
    update(Account)
    .where(
        _IS_IT,
        col(Account.owed) == 0,
        col(Account.available) >= bindparam("price"),
        # Else the month or a grant has ended and nobody has noted it yet.
        col(Account.blocked_at).is_(None),
        col(Account.due_at) > bindparam("now", type_=Instant),
    )
    .values(
        available=col(Account.available) - bindparam("price"),
        seq=col(Account.seq) + bindparam("lines"),
        month_used=col(Account.month_used) + bindparam("price"),
    )
    .returning(*_COLUMNS)
)
_LOCK = select(*_COLUMNS).where(_IS_IT).with_for_update()
_LEFT = select(col(Account.available) - col(Account.owed)).where(
    Account.agent_id == bindparam("agent"), Account.meter == bindparam("meter")
)
_OF_AGENT = select(Account).where(Account.agent_id == bindparam("agent"), Account.meter == bindparam("meter"))


def charge(session: Session, account_id: UUID, price: int, lines: int, now: datetime) -> Balance | None:
    """Take credits that are there, for so many entries; None if they are not or something is due first.

    One statement asks and takes: two at once never take the same credits.
    """
    asked = {"account": account_id, "price": price, "lines": lines, "now": now}
    row = session.connection().execute(_CHARGE, asked).first()
    return Balance(*row) if row else None


def lock(session: Session, account_id: UUID) -> Balance:
    """The account, held until the unit of work ends. Last of all locks: conversation, texts, account."""
    return Balance(*session.connection().execute(_LOCK, {"account": account_id}).one())


def lock_all(session: Session, account_ids: Sequence[UUID]) -> None:
    """Hold several accounts, in one order, so that two who do never wait for each other."""
    session.exec(
        select(Account.id).where(col(Account.id).in_(account_ids)).order_by(col(Account.id)).with_for_update()
    ).all()


def change(session: Session, account_id: UUID, **values: Any) -> None:
    """Set columns of an account that the caller has locked."""
    session.connection().execute(update(Account).where(col(Account.id) == account_id).values(**values))


def left(session: Session, agent_id: UUID) -> int | None:
    """Available credits, less what is owed, as the last operation left them; None without an account."""
    asked = {"agent": agent_id, "meter": Meter.SMS}
    return session.connection().execute(_LEFT, asked).scalar()


def of_agent(session: Session, agent_id: UUID, meter: Meter) -> Account | None:
    asked = {"agent": agent_id, "meter": meter}
    return session.exec(_OF_AGENT.execution_options(populate_existing=True), params=asked).first()


def get(session: Session, account_id: UUID) -> Account:
    return session.get_one(Account, account_id, populate_existing=True)


def add_once(session: Session, account: Account) -> None:
    """Store the account unless the agent has one for its meter."""
    insert_once(session, Account, **account.model_dump())


def of_agents(session: Session, agent_ids: Sequence[UUID], meter: Meter) -> dict[UUID, Account]:
    """Agent -> account, for those that have one."""
    asked = select(Account).where(col(Account.agent_id).in_(agent_ids), Account.meter == meter)
    return {one.agent_id: one for one in session.exec(asked.execution_options(populate_existing=True))}


def agents_of(session: Session, account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Account -> the name of its agent."""
    ids, found = sorted(account_ids), dict[UUID, str]()
    for start in range(0, len(ids), MANY):
        asked = select(Account.id, Agent.name).join(Agent, col(Agent.id) == col(Account.agent_id))
        found |= dict(session.exec(asked.where(col(Account.id).in_(ids[start : start + MANY]))).all())
    return found


def of_workspace(session: Session, workspace_id: UUID, meter: Meter) -> list[Account]:
    return list(
        session.exec(
            select(Account)
            .where(Account.workspace_id == workspace_id, Account.meter == meter)
            .order_by(col(Account.id))
            .execution_options(populate_existing=True)
        )
    )
