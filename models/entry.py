"""Entries: the journal of credits. Lines are added and never changed; every number is a sum of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, bindparam, func, insert, text
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, word
from models.enums import EntryKind

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


def last(session: Session, account_id: UUID, most: int, before: int | None = None) -> list[Entry]:
    """The last lines, the newest first; those with a lower number than `before`."""
    found = select(Entry).where(Entry.account_id == account_id)
    if before is not None:
        found = found.where(Entry.seq < before)
    return list(session.exec(found.order_by(col(Entry.seq).desc(), col(Entry.line).desc()).limit(most)))


def sums(session: Session, account_id: UUID, month: int) -> dict[EntryKind, int]:
    """How the lines that count in a month add up, by kind."""
    rows = session.exec(
        select(Entry.kind, func.sum(Entry.delta))
        .where(Entry.account_id == account_id, Entry.month == month)
        .group_by(col(Entry.kind))
    )
    return {EntryKind(kind): int(total) for kind, total in rows}
