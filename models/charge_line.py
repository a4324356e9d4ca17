"""Charge lines: money owed for plans and packs, and money given back. Lines are added and never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, word
from models.enums import PayerKind
from models.once import insert_once


class ChargeLine(SQLModel, table=True):
    """One amount, in the smallest unit of its currency; below 0 it is a credit."""

    __tablename__ = "charge_line"
    __table_args__ = (
        UniqueConstraint("account_id", "voids_key"),
        Index("ix_charge_line_month", "workspace_id", "month"),
    )

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    # What it is for, once: "order:<id>", "month:202604", "void:order:<id>".
    source_key: str = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    month: int
    payer: PayerKind = word(PayerKind)
    amount: int  # without tax
    tax: int
    currency: str
    words: str  # what it is for, as the bill says
    reference: str = ""  # the provider's name for the payment
    order_id: UUID | None = Field(default=None, foreign_key="plan_order.id")
    voids_key: str | None = None  # the line that this one takes back
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    at: datetime = instant()


def add_once(session: Session, line: ChargeLine) -> bool:
    """Write the line unless its source has one; whether it is new."""
    return insert_once(session, ChargeLine, **line.model_dump())


def get(session: Session, account_id: UUID, source_key: str) -> ChargeLine | None:
    return session.get(ChargeLine, (account_id, source_key))


def of_month(session: Session, workspace_id: UUID, month: int) -> list[ChargeLine]:
    """A month's lines of the whole workspace, by account."""
    return list(
        session.exec(
            select(ChargeLine)
            .where(ChargeLine.workspace_id == workspace_id, ChargeLine.month == month)
            .order_by(col(ChargeLine.account_id), col(ChargeLine.at), col(ChargeLine.source_key))
        )
    )


def of_account(session: Session, account_id: UUID, most: int) -> list[ChargeLine]:
    """An account's last lines, the newest first."""
    return list(
        session.exec(
            select(ChargeLine)
            .where(ChargeLine.account_id == account_id)
            .order_by(col(ChargeLine.at).desc(), col(ChargeLine.source_key).desc())
            .limit(most)
        )
    )


def total(session: Session, account_id: UUID, month: int) -> int:
    """What a month has cost an account so far, without tax."""
    asked = select(func.sum(ChargeLine.amount)).where(
        ChargeLine.account_id == account_id, ChargeLine.month == month
    )
    return int(session.exec(asked).one() or 0)
