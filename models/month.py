"""Months that turn and grants that end, for many accounts in a few statements, or for one in the same ones.

All instants are computed by the caller: databases disagree about calendars.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, cast, delete, func, insert, literal, null, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import ReturnTypeFromArgs
from sqlmodel import Session, col, select

from models.account import Account
from models.charge_line import ChargeLine
from models.columns import Instant, as_word
from models.entry import Entry
from models.enums import EntryKind, GrantSource, Meter
from models.grant import Grant
from models.payer import Payer
from models.plan import Plan, Subscription
from models.workspace import Workspace

HALF, WHOLE = 5_000, 10_000  # tax rates are hundredths of a per cent; half a cent is rounded up


class Group(NamedTuple):
    """Accounts of one workspace that stand in the same month."""

    workspace_id: UUID
    month: int


@dataclass(frozen=True)
class Turn:
    """What the caller's calendar says about the month after a group's."""

    month: int
    zone: str
    ends_at: datetime
    grants_end_at: datetime  # those that are added at its beginning


class least(ReturnTypeFromArgs[Any]):  # noqa: N801 the name it has in SQL
    """The smaller of two values."""

    inherit_cache = True


@compiles(least, "sqlite")
def _least(element: least, compiler: Any, **options: Any) -> str:
    return f"min({compiler.process(element.clauses, **options)})"


def due(session: Session, now: datetime) -> list[Group]:
    """The groups in which something is due."""
    kind = (col(Account.workspace_id), col(Account.month))
    asked = select(*kind).where(Account.due_at <= now).group_by(*kind).order_by(*kind)
    return [Group(*row) for row in session.connection().execute(asked)]


def lock_due(session: Session, group: Group, now: datetime, most: int) -> tuple[UUID, UUID] | None:
    """Hold the next accounts of a group in which something is due: the first and the last id."""
    asked = (
        select(Account.id)
        .where(
            Account.workspace_id == group.workspace_id,
            Account.month == group.month,
            Account.due_at <= now,
        )
        .order_by(col(Account.id))
        .limit(most)
        .with_for_update()
    )
    found = session.exec(asked).all()
    return (found[0], found[-1]) if found else None


def step(session: Session, group: Group, between: tuple[UUID, UUID], now: datetime, turn: Turn) -> None:
    """End the grants that are due within the month, and then the month itself if it is over.

    The caller has locked the accounts between these ids (both included).
    """
    here = (
        Account.workspace_id == group.workspace_id,
        Account.month == group.month,
        Account.due_at <= now,
        col(Account.id).between(*between),
    )
    _expire(session, here, now)
    _begin(session, (*here, Account.month_ends_at <= now), turn)
    _look_ahead(session, (Account.workspace_id == group.workspace_id, col(Account.id).between(*between)), now)


Where = tuple[Any, ...]


def _expire(session: Session, here: Where, now: datetime) -> None:
    connection = session.connection()
    ended = (
        col(Grant.account_id) == col(Account.id),
        col(Grant.remaining) > 0,
        col(Grant.expires_at) <= least(col(Account.month_ends_at), literal(now, Instant())),
        *here,
    )
    order = {"partition_by": col(Grant.account_id), "order_by": (col(Grant.expires_at), col(Grant.seq))}
    so_far = func.sum(col(Grant.remaining)).over(**order)  # type: ignore[arg-type]
    seq = col(Account.seq) + func.row_number().over(**order)  # type: ignore[arg-type]
    values = _line(
        seq=seq,
        # With its own number: where clocks disagree, credits may return to a grant that another has ended.
        op_key=literal("expire:") + cast(col(Grant.seq), String) + ":" + cast(seq, String),
        kind=EntryKind.EXPIRE,
        grant_seq=col(Grant.seq),
        delta=-col(Grant.remaining),
        net_after=col(Account.available) - col(Account.owed) - so_far,
        month=col(Account.month),
        at=col(Grant.expires_at),
    )
    connection.execute(insert(Entry).from_select(list(values), select(*values.values()).where(*ended)))
    lost = (
        select(
            col(Grant.account_id).label("account_id"),
            func.sum(Grant.remaining).label("credits"),
            func.count().label("lines"),
        )
        .where(*ended)
        .group_by(col(Grant.account_id))
        .subquery()
    )
    connection.execute(
        update(Account)
        .where(col(Account.id) == lost.c.account_id)
        .values(available=Account.available - lost.c.credits, seq=Account.seq + lost.c.lines)
    )
    connection.execute(update(Grant).where(*ended).values(remaining=0))


def _begin(session: Session, here: Where, turn: Turn) -> None:
    """The next month: what was used counts anew, and the plan brings its credits."""
    connection = session.connection()
    theirs = select(Account.id).where(*here)
    connection.execute(
        delete(Subscription).where(
            col(Subscription.account_id).in_(theirs), col(Subscription.ends_month) <= turn.month
        )
    )
    connection.execute(
        update(Subscription)
        .where(col(Subscription.account_id).in_(theirs), col(Plan.id) == col(Subscription.plan_id))
        .values(month=turn.month, net_credits=col(Plan.monthly), net_charge=col(Plan.price))
    )
    _bill(session, here, turn)
    amount = _amount()
    _grant(session, (*here, amount > 0), amount, turn)
    net = col(Account.available) - col(Account.owed) + amount
    connection.execute(
        update(Account)
        .where(*here)
        .values(
            available=case((net > 0, net), else_=0),
            owed=case((net < 0, -net), else_=0),
            seq=col(Account.seq) + case((amount > 0, 1), else_=0),
            month=turn.month,
            zone=turn.zone,
            month_ends_at=turn.ends_at,
            month_seq=col(Account.seq),
            month_used=0,
            mark=0,
        )
    )


def _bill(session: Session, here: Where, turn: Turn) -> None:
    """A charge line for each plan that costs something."""
    values: dict[str, Any] = {
        "account_id": col(Account.id),
        "source_key": literal(f"month:{turn.month}"),
        "workspace_id": col(Account.workspace_id),
        "month": literal(turn.month),
        "payer": func.coalesce(col(Payer.kind), col(Workspace.payer)),
        "amount": col(Plan.price),
        "tax": (col(Plan.price) * col(Workspace.tax_rate) + HALF) // WHOLE,
        "currency": col(Plan.currency),
        "words": col(Plan.name),
        "reference": literal(""),
        "at": col(Account.month_ends_at),
    }
    due = (
        select(*values.values())
        .select_from(Account)
        .join(Subscription, col(Subscription.account_id) == col(Account.id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .join(Workspace, col(Workspace.id) == col(Account.workspace_id))
        .outerjoin(Payer, col(Payer.agent_id) == col(Account.agent_id))
        .where(*here, col(Plan.price) > 0)
    )
    session.connection().execute(insert(ChargeLine).from_select(list(values), due))


def _amount() -> ColumnElement[int]:
    """What the plan brings on the first. A month's e-mail grant is written when it is first needed."""
    plan = (
        select(Plan.monthly)
        .join(Subscription, col(Subscription.plan_id) == col(Plan.id))
        .where(col(Subscription.account_id) == col(Account.id))
        .correlate(Account)
        .scalar_subquery()
    )
    return case((col(Account.meter) == Meter.SMS, func.coalesce(plan, 0)), else_=0)


def _grant(session: Session, here: Where, amount: ColumnElement[int], turn: Turn) -> None:
    """The plan's grant of the month; what is owed is paid out of it first."""
    connection = session.connection()
    key = f"plan:{turn.month}"
    repaid = least(col(Account.owed), amount)
    values: dict[str, Any] = {
        "account_id": col(Account.id),
        "seq": col(Account.seq) + 1,
        "source": as_word(GrantSource.PLAN),
        "source_key": literal(key),
        "month": literal(turn.month),
        "granted": amount,
        "remaining": amount - repaid,
        "granted_at": col(Account.month_ends_at),
        "expires_at": literal(turn.grants_end_at, Instant()),
        "reason": literal(""),
        "by_id": null(),
    }
    connection.execute(insert(Grant).from_select(list(values), select(*values.values()).where(*here)))
    common = {
        "seq": col(Account.seq) + 1,
        "op_key": literal(key),
        "month": literal(turn.month),
        "at": col(Account.month_ends_at),
    }
    net, grant = col(Account.available) - col(Account.owed) + amount, col(Account.seq) + 1
    lines = (
        (0, EntryKind.GRANT, grant, amount, net, here),
        (1, EntryKind.REPAY, grant, -repaid, net - repaid, (*here, col(Account.owed) > 0)),
        (2, EntryKind.REPAY, null(), repaid, net, (*here, col(Account.owed) > 0)),
    )
    for line, kind, grant_seq, delta, after, where in lines:
        made = _line(**common, line=line, kind=kind, grant_seq=grant_seq, delta=delta, net_after=after)
        connection.execute(insert(Entry).from_select(list(made), select(*made.values()).where(*where)))


def _look_ahead(session: Session, here: Where, now: datetime) -> None:
    """When something happens by itself next."""
    ends = (
        select(func.min(Grant.expires_at))
        .where(col(Grant.account_id) == col(Account.id), col(Grant.remaining) > 0)
        .correlate(Account)
        .scalar_subquery()
    )
    end = col(Account.month_ends_at)
    session.connection().execute(
        update(Account)
        .where(*here, col(Account.due_at) <= now)
        .values(due_at=least(func.coalesce(ends, end), end))
    )


def _line(**columns: Any) -> dict[str, Any]:
    """The columns of one entry of each account, as an insert from a query wants them."""
    kind = as_word(columns.pop("kind"))
    line = literal(columns.pop("line", 0))
    nothing: dict[str, Any] = {"message_id": null(), "by_id": null(), "reason": literal("")}
    return {"account_id": col(Account.id), "line": line, "kind": kind, **nothing, **columns}
