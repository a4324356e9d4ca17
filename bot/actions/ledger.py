"""Credits move: charged, returned, granted, taken. Every move is an entry, in the transaction of its cause.

The account is the lock. A text's own row says what it has cost, so that nothing is charged or returned twice;
the unique key of each operation stands behind that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions.month import catch_up
from bot.rules import mark as marks
from bot.rules.allocation import Draw, give_back, take
from bot.work import Tools
from models import account as accounts
from models import entry as entries
from models import grant as grants
from models.account import Balance
from models.entry import Line
from models.enums import EntryKind, GrantSource
from models.grant import Grant


@dataclass(eq=False)  # not frozen: what passes on an exception writes into it
class Lacking(Exception):
    """There are not enough credits: nothing was taken."""

    needed: int
    available: int
    owed: int


@dataclass(frozen=True)
class Reason:
    """What an operation is about: its key, which counts once, and what stands beside its lines."""

    key: str
    message_id: UUID | None = None
    by_id: UUID | None = None
    words: str = ""


@dataclass(frozen=True)
class Gift:
    """Credits to be added."""

    source: GrantSource
    key: str  # what they are given for, once
    amount: int
    at: datetime
    ends_at: datetime
    words: str = ""
    by_id: UUID | None = None


def charge(
    session: Session,
    tools: Tools,
    account_id: UUID,
    bills: Sequence[tuple[Reason, int]],
    month: int | None = None,
) -> Balance:
    """Take the prices of texts, all of them or, raising Lacking, none.

    `month`: in which they count, if not in the one that runs.
    """
    total, now = sum(price for _, price in bills), tools.now()
    balance = accounts.charge(session, account_id, total, len(bills), now)
    if balance is None:
        stands = catch_up(session, tools, account_id)
        balance = accounts.charge(session, account_id, total, len(bills), now)
        if balance is None:
            raise Lacking(total, stands.available, stands.owed)
    if month not in (None, balance.month):
        balance = balance._replace(month_used=balance.month_used - total)
        accounts.change(session, account_id, month_used=balance.month_used)
    seq, net = balance.seq - len(bills), balance.net + total
    for place, (reason, price) in enumerate(bills, 1):
        net -= price
        lines = [
            Line(EntryKind.CHARGE, draw.grant, -draw.amount) for draw in _draw(session, account_id, price)
        ]
        _write(session, account_id, seq + place, reason, lines, net, month or balance.month, now)
    return balance


def charge_anyway(
    session: Session,
    tools: Tools,
    account_id: UUID,
    reason: Reason,
    price: int,
    kind: EntryKind = EntryKind.CHARGE,
    month: int | None = None,
) -> Balance:
    """Take a price that nobody can refuse any more; what is not there is owed. Nothing is no operation.

    `month`: in which it counts, if not in the one that runs.
    """
    now = tools.now()  # before what is due by now is done: nothing is drawn from a grant that has ended
    before = catch_up(session, tools, account_id)
    if not price:
        return before
    draws = take(grants.lots(session, account_id), price)
    for draw in draws:
        if draw.grant is not None:
            grants.add(session, account_id, draw.grant, -draw.amount)
    owed = sum(draw.amount for draw in draws if draw.grant is None)
    counts_now = month in (None, before.month)
    after = before._replace(
        seq=before.seq + 1,
        available=before.available - price + owed,
        owed=before.owed + owed,
        month_used=before.month_used + (price if counts_now else 0),
    )
    _keep(session, account_id, after)
    lines = [Line(kind, draw.grant, -draw.amount) for draw in draws]
    _write(session, account_id, after.seq, reason, lines, after.net, month or before.month, now)
    return after


def refund(
    session: Session, tools: Tools, account_id: UUID, reason: Reason, amount: int, month: int
) -> Balance:
    """Return credits of a text to where they came from, the last drawn first.

    They first pay what is owed. What comes back to a grant that has ended ends at once, as a line of its own.
    `month`: that of the charge.
    """
    assert reason.message_id is not None
    before = catch_up(session, tools, account_id)
    drawn = [Draw(*one) for one in entries.drawn(session, reason.message_id)]
    lines = [Line(EntryKind.RETURN, draw.grant, draw.amount) for draw in give_back(drawn, amount)]
    lines += _even_out(session, account_id, before.owed, lines)
    now = tools.now()
    ended, due_at = _put_back(session, account_id, lines, now)
    lines += ended
    gained = sum(line.delta for line in lines if line.grant is not None)
    cleared = sum(line.delta for line in lines if line.grant is None)
    after = before._replace(
        seq=before.seq + 1,
        available=before.available + gained,
        owed=before.owed - cleared,
        month_used=before.month_used - (amount if month == before.month else 0),
        due_at=min([before.due_at, *due_at]),
    )
    _keep(session, account_id, after)
    _write(session, account_id, after.seq, reason, lines, after.net, month, now)
    return after


def _even_out(session: Session, account_id: UUID, owed: int, lines: Sequence[Line]) -> list[Line]:
    """What came back pays what is owed; and where a debt comes back that a grant has paid, the grant does."""
    back = sum(line.delta for line in lines if line.grant is None)
    if back > owed:
        lots = [Draw(*one) for one in reversed(entries.repaid(session, account_id))]
        undone = give_back(lots, back - owed)
        return [line for draw in undone for line in _repay(draw.grant, -draw.amount)]
    came = [(line.grant, line.delta) for line in lines if line.grant is not None]
    paid = [draw for draw in take(came, min(owed - back, sum(amount for _, amount in came))) if draw.amount]
    return [line for draw in paid for line in _repay(draw.grant, draw.amount)]


def _repay(grant: int | None, amount: int) -> list[Line]:
    """A grant pays some of what is owed; below 0 it takes that back."""
    return [Line(EntryKind.REPAY, grant, -amount), Line(EntryKind.REPAY, None, amount)]


def _put_back(
    session: Session, account_id: UUID, lines: Sequence[Line], now: datetime
) -> tuple[list[Line], list[datetime]]:
    """Put the credits into their grants; those of ended ones leave them again.

    Also when the others end: an empty grant, which nobody waited for, may be open again.
    """
    sums: dict[int, int] = {}
    for line in lines:
        if line.grant is not None:
            sums[line.grant] = sums.get(line.grant, 0) + line.delta
    ended, ends = [], []
    for grant, amount in sums.items():
        ends_at = grants.add(session, account_id, grant, amount)
        if amount and ends_at <= now:
            grants.add(session, account_id, grant, -amount)
            ended.append(Line(EntryKind.EXPIRE, grant, -amount))
        elif amount:
            ends.append(ends_at)
    return ended, ends


def give(session: Session, tools: Tools, account_id: UUID, gift: Gift) -> Balance | None:
    """Add credits, once by their key; None if they were given before. They first pay what is owed."""
    before = catch_up(session, tools, account_id)
    if gift.amount <= 0 or grants.is_known(session, account_id, gift.key):
        return None
    repaid = min(before.owed, gift.amount)
    seq = before.seq + 1
    grants.make(
        session,
        Grant(
            account_id=account_id,
            seq=seq,
            source=gift.source,
            source_key=gift.key,
            month=before.month,
            granted=gift.amount,
            remaining=gift.amount - repaid,
            granted_at=gift.at,
            expires_at=gift.ends_at,
            reason=gift.words,
            by_id=gift.by_id,
        ),
    )
    available = before.available + gift.amount - repaid
    after = before._replace(
        seq=seq,
        available=available,
        owed=before.owed - repaid,
        # Armed again: marks that are passed on the new base stay silent, higher ones still speak.
        mark=marks.passed(before.month_used, available),
        due_at=min(before.due_at, gift.ends_at),
    )
    _keep(session, account_id, after)
    lines = [Line(EntryKind.GRANT, seq, gift.amount)]
    if repaid:
        lines += _repay(seq, repaid)
    reason = Reason(gift.key, None, gift.by_id, gift.words)
    _write(session, account_id, seq, reason, lines, after.net, before.month, gift.at)
    return after


def remove(
    session: Session,
    tools: Tools,
    account_id: UUID,
    reason: Reason,
    lots: Sequence[tuple[int, int]],
    amount: int,
    kind: EntryKind,
) -> Balance:
    """Take unused credits out of grants, in the order of `lots` (number, what remains). They hold enough."""
    now = tools.now()
    before = catch_up(session, tools, account_id)
    draws = take(lots, amount)
    for draw in draws:
        assert draw.grant is not None, "more than the grants hold"
        grants.add(session, account_id, draw.grant, -draw.amount)
    after = before._replace(seq=before.seq + 1, available=before.available - amount)
    after = after._replace(mark=marks.passed(after.month_used, after.available))
    _keep(session, account_id, after)
    lines = [Line(kind, draw.grant, -draw.amount) for draw in draws]
    _write(session, account_id, after.seq, reason, lines, after.net, before.month, now)
    return after


def _draw(session: Session, account_id: UUID, price: int) -> list[Draw]:
    """Take credits from the grants that the account's balance promises."""
    grant = grants.take_from_oldest(session, account_id, price)
    if grant is not None:
        return [Draw(grant, price)]
    draws = take(grants.lots(session, account_id), price)
    for draw in draws:
        assert draw.grant is not None, "the grants hold less than the account says"
        grants.add(session, account_id, draw.grant, -draw.amount)
    return draws


def _keep(session: Session, account_id: UUID, after: Balance) -> None:
    accounts.change(session, account_id, **after._asdict())


def _write(
    session: Session,
    account_id: UUID,
    seq: int,
    reason: Reason,
    lines: Sequence[Line],
    net_after: int,
    month: int,
    at: datetime,
) -> None:
    about = (reason.message_id, reason.by_id, reason.words)
    entries.write(session, account_id, seq, reason.key, lines, net_after, month, at, *about)
