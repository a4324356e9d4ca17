"""Payers: who pays for an agent's plans, with which card, and what may be bought by itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, word
from models.enums import PayerKind
from models.once import insert_once

FAILING = "failing_since IS NOT NULL"


class Payer(SQLModel, table=True):
    """The paying side of an agent. Of a card only what tells it apart is kept."""

    __table_args__ = (
        Index("ix_payer_failing", "workspace_id", sqlite_where=text(FAILING), postgresql_where=text(FAILING)),
    )

    agent_id: UUID = Field(foreign_key="agent.id", primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    kind: PayerKind | None = word(PayerKind, default=None, nullable=True)  # None: the workspace's habit
    customer: str | None = Field(default=None, unique=True)  # the provider's name for the payer
    card_brand: str = ""
    card_last4: str = ""
    card_month: int = 0
    card_year: int = 0
    cap: int | None = None  # the most that plans and packs may cost in a month, without tax
    failing_since: datetime | None = instant(default=None)  # a renewal could not be paid


class Recharge(SQLModel, table=True):
    """Below so many credits a pack is bought by itself, so many times a month at most."""

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    pack_id: UUID = Field(foreign_key="plan.id")
    below: int
    most: int
    set_by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    set_at: datetime = instant()


def of_agent(session: Session, workspace_id: UUID, agent_id: UUID) -> Payer:
    """The payer's row, made if it is new."""
    insert_once(session, Payer, **Payer(agent_id=agent_id, workspace_id=workspace_id).model_dump())
    return session.get_one(Payer, agent_id, populate_existing=True)


def known(session: Session, agent_id: UUID) -> Payer | None:
    """The payer's row, if there is one."""
    return session.get(Payer, agent_id, populate_existing=True)


def by_customer(session: Session, customer: str) -> Payer | None:
    return session.exec(select(Payer).where(Payer.customer == customer)).first()


def failing(session: Session, workspace_id: UUID) -> list[Payer]:
    """Those whose last payment failed, held: one that is paid at this moment is not blocked after it."""
    asked = select(Payer).where(Payer.workspace_id == workspace_id, text(FAILING)).with_for_update()
    return list(session.exec(asked.order_by(col(Payer.agent_id)).execution_options(populate_existing=True)))


def recharge_of(session: Session, account_id: UUID) -> Recharge | None:
    return session.get(Recharge, account_id, populate_existing=True)


def set_recharge(session: Session, recharge: Recharge) -> None:
    """Let packs be bought by themselves; the caller has locked the account and sets its limit there."""
    session.merge(recharge)


def drop_recharge(session: Session, account_id: UUID) -> None:
    known = recharge_of(session, account_id)
    if known is not None:
        session.delete(known)


def with_card(session: Session, workspace_id: UUID) -> list[Payer]:
    """The payers who have a card on file."""
    return list(
        session.exec(select(Payer).where(Payer.workspace_id == workspace_id, col(Payer.card_last4) != ""))
    )
