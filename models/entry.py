"""Entries: the journal of credits. Lines are added and never changed; every number is a sum of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, bindparam, func, insert, text
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, word
from models.enums import Direction, EntryKind, GrantSource
from models.grant import Grant
from models.message import Message

OF_TEXT = "message_id IS NOT NULL"


class Entry(SQLModel, table=True):
    """One line: credits that came to a grant or left it, or what is owed growing or shrinking."""

    __table_args__ = (
        UniqueConstraint("account_id", "op_key", "line"),
        Index(
            "ix_entry_message",
            "message_id",
            sqlite_where=text(OF_TEXT),
            postgresql_where=text(OF_TEXT),
        ),
    )

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    seq: int = Field(primary_key=True)  # 1, 2, 3... without a gap: one for each operation
    line: int = Field(primary_key=True)  # 0, 1... within one operation
    op_key: str  # the operation, once: "text:<message id>:<n>", "expire:<grant>:<n>", "plan:202603"
    kind: EntryKind = word(EntryKind)
    grant_seq: int | None = None  # None: of what is owed
    delta: int
    net_after: int  # available less owed, after this line
    month: int  # in which it counts: that of the charge for what is returned later
    at: datetime = instant()
    # No foreign key: entries outlive the texts that a brokerage may not keep for ever.
    message_id: UUID | None = None
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    reason: str = ""


class Line(NamedTuple):
    """What one line moves."""

    kind: EntryKind
    grant: int | None
    delta: int


_INSERT = insert(Entry)
_OF_TEXT = (
    select(Entry.grant_seq, func.sum(Entry.delta))
    .where(Entry.message_id == bindparam("text"), col(Entry.kind).not_in((EntryKind.REPAY, EntryKind.EXPIRE)))
    .group_by(col(Entry.grant_seq))
    .order_by(func.max(Entry.seq), func.max(Entry.line))
)


def write(
    session: Session,
    account_id: UUID,
    seq: int,
    op_key: str,
    lines: Sequence[Line],
    net_after: int,
    month: int,
    at: datetime,
    message_id: UUID | None = None,
    by_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Write the lines of one operation; `net_after` is the balance after the last of them."""
    before = net_after - sum(line.delta for line in lines)
    rows = []
    for place, line in enumerate(lines):
        before += line.delta
        rows.append(
            {
                "account_id": account_id,
                "seq": seq,
                "line": place,
                "op_key": op_key,
                "kind": line.kind,
                "grant_seq": line.grant,
                "delta": line.delta,
                "net_after": before,
                "month": month,
                "at": at,
                "message_id": message_id,
                "by_id": by_id,
                "reason": reason,
            }
        )
    session.connection().execute(_INSERT, rows[0] if len(rows) == 1 else rows)


def drawn(session: Session, message_id: UUID) -> list[tuple[int | None, int]]:
    """What a text holds of each grant (None: of what is owed), in the order in which it was drawn."""
    rows = session.connection().execute(_OF_TEXT, {"text": message_id})
    return [(grant, -int(total)) for grant, total in rows if total]


def repaid(session: Session, account_id: UUID) -> list[tuple[int, int]]:
    """The grants that paid what was owed, the newest first: (grant, credits)."""
    rows = session.exec(
        select(Entry.grant_seq, func.sum(Entry.delta))
        .where(
            Entry.account_id == account_id,
            Entry.kind == EntryKind.REPAY,
            col(Entry.grant_seq).is_not(None),
        )
        .group_by(col(Entry.grant_seq))
        .order_by(col(Entry.grant_seq).desc())
    )
    return [(grant, -int(total)) for grant, total in rows if grant is not None and total]


def is_written(session: Session, account_id: UUID, op_key: str) -> bool:
    asked = select(Entry.seq).where(Entry.account_id == account_id, Entry.op_key == op_key).limit(1)
    return session.exec(asked).first() is not None


def net_after(session: Session, account_id: UUID, seq: int) -> int:
    """Available less owed as the operation with this number left it; 0 before the first."""
    asked = (
        select(Entry.net_after)
        .where(Entry.account_id == account_id, Entry.seq == seq)
        .order_by(col(Entry.line).desc())
        .limit(1)
    )
    return session.exec(asked).first() or 0


def sums_between(
    session: Session, account_id: UUID, after: int, last: int
) -> list[tuple[EntryKind, int, bool, int]]:
    """How the operations numbered above `after`, up to `last`, add up.

    (kind, month in which it counts, whether it is of what is owed, credits)
    """
    is_owed = col(Entry.grant_seq).is_(None)
    kind = (col(Entry.kind), col(Entry.month), is_owed)
    asked = (
        select(*kind, func.sum(Entry.delta))
        .where(Entry.account_id == account_id, Entry.seq > after, Entry.seq <= last)
        .group_by(*kind)
    )
    rows = session.connection().execute(asked)
    return [(EntryKind(row[0]), row[1], bool(row[2]), int(row[3])) for row in rows]


def returned(session: Session, message_id: UUID) -> int:
    """The credits of a text that came back."""
    same = (Entry.message_id == message_id, Entry.kind == EntryKind.RETURN)
    return int(session.exec(select(func.sum(Entry.delta)).where(*same)).one() or 0)


UNUSED = (EntryKind.GRANT, EntryKind.EXPIRE, EntryKind.REMOVE, EntryKind.TAKE, EntryKind.HAND_OVER)


def moved_unused(
    session: Session, account_id: UUID, month: int, after: int
) -> list[tuple[EntryKind, GrantSource, int]]:
    """What came and went in a month without being used, by kind and by the source of its grant.

    `after`: the number before the month's first operation, so that a long journal is not read whole.
    """
    kinds = (col(Entry.kind), col(Grant.source))
    rows = session.connection().execute(
        select(*kinds, func.sum(Entry.delta))
        .join(
            Grant, (col(Grant.account_id) == col(Entry.account_id)) & (col(Grant.seq) == col(Entry.grant_seq))
        )
        .where(Entry.account_id == account_id, Entry.seq > after)
        .where(Entry.month == month, col(Entry.kind).in_(UNUSED))
        .group_by(*kinds)
    )
    return [(row[0], row[1], int(row[2])) for row in rows]


def between(session: Session, account_id: UUID, first: int, beyond: int) -> list[Entry]:
    """The lines of the operations with these numbers, the newest operation first, its lines in order."""
    asked = (
        select(Entry)
        .where(Entry.account_id == account_id, Entry.seq >= first, Entry.seq < beyond)
        .order_by(col(Entry.seq).desc(), col(Entry.line))
    )
    return list(session.exec(asked))


class OfText(NamedTuple):
    """What is said of a text in the journal."""

    direction: Direction
    conversation_id: UUID


def texts(session: Session, message_ids: Collection[UUID]) -> dict[UUID, OfText]:
    """The texts that entries are about, as far as they are still kept."""
    asked = select(Message.id, Message.direction, Message.conversation_id)
    rows: Any = session.connection().execute(asked.where(col(Message.id).in_(message_ids)))
    return {message_id: OfText(way, conversation_id) for message_id, way, conversation_id in rows}
