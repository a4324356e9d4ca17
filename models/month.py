"""Months that turn and grants that end, for many accounts in a few statements, or for one in the same ones.

All instants are computed by the caller: databases disagree about calendars.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, delete, func, insert, literal, null, update
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
    _grant(session, here, turn)
    connection.execute(
        update(Account)
        .where(*here)
        .values(
            available=Account.available + _of_new(col(Grant.remaining)),
            owed=Account.owed - _of_new(col(Grant.granted) - col(Grant.remaining)),
            seq=Account.seq + _of_new(literal(1)),
            month=turn.month,
            zone=turn.zone,
            month_ends_at=turn.ends_at,
            month_seq=col(Account.seq),
            month_used=0,
            mark=0,
            due_at=_next_end(literal(turn.ends_at, Instant())),
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


# The grant that has just been made: its number is still ahead of its account's.
_IS_NEW = and_(col(Grant.account_id) == col(Account.id), col(Grant.seq) == col(Account.seq) + 1)


def _of_new(what: Any) -> ColumnElement[int]:
    """Something of an account's new grant; 0 where it got none."""
    return func.coalesce(select(what).where(_IS_NEW).correlate(Account).scalar_subquery(), 0)


def _grant(session: Session, here: Where, turn: Turn) -> None:
    """The plan's grant of the month; what is owed is paid out of it first.

    A month's e-mail grant is written when it is first needed.
    """
    connection = session.connection()
    key = f"plan:{turn.month}"
    values: dict[str, Any] = {
        "account_id": col(Account.id),
        "seq": col(Account.seq) + 1,
        "source": as_word(GrantSource.PLAN),
        "source_key": literal(key),
        "month": literal(turn.month),
        "granted": col(Plan.monthly),
        "remaining": col(Plan.monthly) - least(col(Account.owed), col(Plan.monthly)),
        "granted_at": col(Account.month_ends_at),
        "expires_at": literal(turn.grants_end_at, Instant()),
        "reason": literal(""),
        "by_id": null(),
    }
    theirs = (
        select(*values.values())
        .join(Subscription, col(Subscription.account_id) == col(Account.id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(*here, Account.meter == Meter.SMS, Plan.monthly > 0)
    )
    connection.execute(insert(Grant).from_select(list(values), theirs))
    common = {
        "seq": col(Grant.seq),
        "op_key": col(Grant.source_key),
        "month": col(Grant.month),
        "at": col(Grant.granted_at),
    }
    repaid = col(Grant.granted) - col(Grant.remaining)
    net = col(Account.available) - col(Account.owed) + col(Grant.granted)
    lines = (
        (0, EntryKind.GRANT, col(Grant.seq), col(Grant.granted), net, here),
        (1, EntryKind.REPAY, col(Grant.seq), -repaid, net - repaid, (*here, repaid > 0)),
        (2, EntryKind.REPAY, null(), repaid, net, (*here, repaid > 0)),
    )
    for line, kind, grant_seq, delta, after, where in lines:
        made = _line(**common, line=line, kind=kind, grant_seq=grant_seq, delta=delta, net_after=after)
        rows = select(*made.values()).where(_IS_NEW, *where)
        connection.execute(insert(Entry).from_select(list(made), rows))


def _look_ahead(session: Session, here: Where, now: datetime) -> None:
    """When something happens by itself next, in the accounts whose month goes on."""
    session.connection().execute(
        update(Account)
        .where(*here, col(Account.due_at) <= now)
        .values(due_at=_next_end(col(Account.month_ends_at)))
    )


def _next_end(month_ends_at: Any) -> ColumnElement[datetime]:
    """The first end of an open grant, or that of the month."""
    ends = (
        select(func.min(Grant.expires_at))
        .where(col(Grant.account_id) == col(Account.id), col(Grant.remaining) > 0)
        .correlate(Account)
        .scalar_subquery()
    )
    return least(func.coalesce(ends, month_ends_at), month_ends_at)


def _line(**columns: Any) -> dict[str, Any]:
    """The columns of one entry of each account, as an insert from a query wants them."""
    kind = as_word(columns.pop("kind"))
    line = literal(columns.pop("line", 0))
    nothing: dict[str, Any] = {"message_id": null(), "by_id": null(), "reason": literal("")}
    return {"account_id": col(Account.id), "line": line, "kind": kind, **nothing, **columns}
