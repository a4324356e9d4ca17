"""Many texts of one account charged, or returned, in a few statements. The caller has locked the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, case, cast, func, insert, literal, null, select, update
from sqlmodel import Session, col

from models.columns import Instant, as_word
from models.entry import Entry
from models.enums import EntryKind
from models.grant import Grant
from models.message import Message
from models.month import least
from models.usage import adding


@dataclass(frozen=True)
class Posting:
    """Where the account stands before, and what stands beside each line."""

    account_id: UUID
    workspace_id: UUID
    seq: int
    net: int
    month: int
    at: datetime
    day: date


def waiting(session: Session, account_id: UUID) -> tuple[int, int]:
    """The texts that were stored with a price and are not charged yet: how many, and what they cost."""
    asked = select(func.count(), func.coalesce(func.sum(Message.credits), 0)).where(*_waiting(account_id))
    count, total = session.connection().execute(asked).one()
    return int(count), int(total)


def charge(session: Session, posting: Posting) -> None:
    """Charge them all, in the order of their positions, the oldest grants first. The grants hold enough."""
    connection = session.connection()
    connection.execute(insert(Entry).from_select(list(_COLUMNS), _charges(posting)))
    drawn = _sums(posting, -func.sum(Entry.delta))
    connection.execute(
        update(Grant)
        .where(col(Grant.account_id) == posting.account_id, col(Grant.seq) == drawn.c.grant_seq)
        .values(remaining=Grant.remaining - drawn.c.credits)
    )
    _count(session, posting, _waiting(posting.account_id), 1, col(Message.credits))
    connection.execute(
        update(Message)
        .where(*_waiting(posting.account_id))
        .values(charged_on=posting.day, postings=Message.postings + 1)
    )


def _waiting(account_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (col(Message.payer_id) == account_id, col(Message.charged_on).is_(None))


def _charges(posting: Posting) -> Select[Any]:
    """Prices and grants laid side by side on one ruler: where a price lies over a grant, it draws from it."""
    order = (col(Message.position), col(Message.id))
    upto = func.sum(col(Message.credits)).over(order_by=order)
    texts = (
        select(
            col(Message.id),
            col(Message.postings),
            func.row_number().over(order_by=order).label("place"),
            (upto - col(Message.credits)).label("start"),
            upto.label("stop"),
        )
        .where(*_waiting(posting.account_id))
        .cte("texts")
    )
    end = func.sum(col(Grant.remaining)).over(order_by=(col(Grant.expires_at), col(Grant.seq)))
    lots = (
        select(col(Grant.seq), (end - col(Grant.remaining)).label("start"), end.label("stop"))
        .where(col(Grant.account_id) == posting.account_id, col(Grant.remaining) > 0)
        .cte("lots")
    )
    start = case((texts.c.start > lots.c.start, texts.c.start), else_=lots.c.start)
    stop = least(texts.c.stop, lots.c.stop)
    line = func.row_number().over(partition_by=texts.c.id, order_by=lots.c.start) - 1
    return select(
        *_line(
            posting,
            seq=posting.seq + texts.c.place,
            line=line,
            op_key=_key(texts.c.id, texts.c.postings),
            kind=EntryKind.CHARGE,
            grant_seq=lots.c.seq,
            delta=start - stop,
            net_after=posting.net - stop,
            message_id=texts.c.id,
        )
    ).where(texts.c.start < lots.c.stop, lots.c.start < texts.c.stop)


def give_back(session: Session, posting: Posting, message_ids: Sequence[UUID]) -> int:
    """Return all that these texts, charged in this month, have cost; how many credits that is.

    Only for an account that owes nothing, and texts whose grants are open still: `are_simple`.
    """
    connection = session.connection()
    connection.execute(insert(Entry).from_select(list(_COLUMNS), _returns(posting, message_ids)))
    back = _sums(posting, func.sum(Entry.delta))
    connection.execute(
        update(Grant)
        .where(col(Grant.account_id) == posting.account_id, col(Grant.seq) == back.c.grant_seq)
        .values(remaining=Grant.remaining + back.c.credits)
    )
    theirs = (col(Message.id).in_(message_ids),)
    total = connection.execute(
        select(func.coalesce(func.sum(Message.credits), 0)).where(*theirs)
    ).scalar_one()
    _count(session, posting, theirs, -1, -col(Message.credits))
    connection.execute(update(Message).where(*theirs).values(credits=0, postings=Message.postings + 1))
    return int(total)


def are_simple(session: Session, posting: Posting, message_ids: Sequence[UUID]) -> bool:
    """Whether these texts can be returned together."""
    odd = (
        select(col(Entry.seq))
        .outerjoin(
            Grant,
            (col(Grant.account_id) == col(Entry.account_id)) & (col(Grant.seq) == col(Entry.grant_seq)),
        )
        .where(
            col(Entry.message_id).in_(message_ids),
            (col(Entry.kind) != EntryKind.CHARGE)
            | (col(Entry.account_id) != posting.account_id)
            | (col(Entry.month) != posting.month)
            | col(Entry.grant_seq).is_(None)
            | (col(Grant.expires_at) <= posting.at),
        )
        .limit(1)
    )
    return session.connection().execute(odd).first() is None


def _returns(posting: Posting, message_ids: Sequence[UUID]) -> Select[Any]:
    """Each line of a charge turned round, the last first."""
    order = (col(Message.position), col(Message.id), col(Entry.line).desc())
    so_far = func.sum(-col(Entry.delta)).over(order_by=order)
    line = func.row_number().over(partition_by=col(Message.id), order_by=col(Entry.line).desc()) - 1
    place = func.dense_rank().over(order_by=(col(Message.position), col(Message.id)))
    made = _line(
        posting,
        seq=posting.seq + place,
        line=line,
        op_key=_key(col(Message.id), col(Message.postings)),
        kind=EntryKind.RETURN,
        grant_seq=col(Entry.grant_seq),
        delta=-col(Entry.delta),
        net_after=posting.net + so_far,
        message_id=col(Message.id),
    )
    return select(*made).where(
        col(Message.id).in_(message_ids), col(Entry.message_id) == col(Message.id), col(Message.credits) > 0
    )


_COLUMNS = (
    "account_id", "seq", "line", "op_key", "kind", "grant_seq", "delta", "net_after", "month", "at",
    "message_id", "by_id", "reason",
)  # fmt: skip


def _line(posting: Posting, **columns: Any) -> list[Any]:
    """The columns of an entry in their order."""
    values = columns | {
        "account_id": literal(posting.account_id),
        "kind": as_word(columns["kind"]),
        "month": literal(posting.month),
        "at": literal(posting.at, Instant()),
        "by_id": null(),
        "reason": literal(""),
    }
    return [values[name] for name in _COLUMNS]


def _key(message_id: Any, postings: Any) -> ColumnElement[str]:
    """The key that a text's operation has everywhere: "text:<hex id>:<n>"."""
    shown = func.replace(cast(message_id, String), "-", "")
    return literal("text:") + shown + literal(":") + cast(postings, String)


def _sums(posting: Posting, total: Any) -> Any:
    """What the lines just written moved, by grant."""
    return (
        select(col(Entry.grant_seq), total.label("credits"))
        .where(col(Entry.account_id) == posting.account_id, col(Entry.seq) > posting.seq)
        .group_by(col(Entry.grant_seq))
        .subquery()
    )


def _count(
    session: Session, posting: Posting, where: Sequence[ColumnElement[bool]], sign: int, cost: Any
) -> None:
    """Bring the daily counts along, those of returned texts on the day of their charge."""
    connection = session.connection()
    day = func.coalesce(col(Message.charged_on), posting.day)
    group = (day, col(Message.conversation_id), col(Message.direction), col(Message.has_pictures))
    rows = (
        select(
            literal(posting.account_id),
            *group,
            literal(posting.workspace_id),
            func.count() * sign,
            func.sum(cost),
            literal(0),
        )
        .where(*where)
        .group_by(*group)
    )
    connection.execute(adding(connection.dialect.name, rows))
