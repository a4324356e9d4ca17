"""Orders of plans and packs. What an order does is written down when it is placed and then only done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, word
from models.enums import OrderState
from models.once import insert_once

OPEN = "state IN ('waiting', 'paying')"
UNSETTLED = (OrderState.WAITING, OrderState.PAYING)


class Order(SQLModel, table=True):
    """One order; money in the smallest unit of its currency."""

    __tablename__ = "plan_order"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source_key"),
        Index("ix_plan_order_account", "account_id", "placed_at"),
        Index("ix_plan_order_open", "workspace_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    account_id: UUID = Field(foreign_key="account.id")
    source_key: str  # who asked for it, once: "view:<id>", "recharge:<account>:202603:1"
    plan_id: UUID = Field(foreign_key="plan.id")  # the plan or the pack
    month: int  # in which it was placed
    granted: int
    removed: int
    charged: int  # without tax
    credited: int
    tax: int  # on what is charged, less that on what is credited
    currency: str
    state: OrderState = word(OrderState)
    reason: str = ""  # why it was declined or refused, in words
    reference: str = ""  # the provider's name for the payment
    terms_id: UUID | None = Field(default=None, foreign_key="terms.id")
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")  # None: by itself
    decided_by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    placed_at: datetime = instant()
    changed_at: datetime = instant()


def add_once(session: Session, order: Order) -> bool:
    """Store the order unless its key is known; whether it is new."""
    return insert_once(session, Order, **order.model_dump())


def by_source(session: Session, workspace_id: UUID, source_key: str) -> Order | None:
    return session.exec(
        select(Order).where(Order.workspace_id == workspace_id, Order.source_key == source_key)
    ).first()


def lock(session: Session, order_id: UUID) -> Order | None:
    """The order, held until the unit of work ends."""
    asked = select(Order).where(Order.id == order_id).with_for_update()
    return session.exec(asked.execution_options(populate_existing=True)).first()


def get(session: Session, order_id: UUID) -> Order | None:
    return session.get(Order, order_id, populate_existing=True)


def open_of(session: Session, account_id: UUID, states: Sequence[OrderState] = UNSETTLED) -> Order | None:
    """The order of an account that is not settled yet."""
    return session.exec(
        select(Order)
        .where(Order.account_id == account_id, col(Order.state).in_(states))
        .order_by(col(Order.placed_at).desc())
        .limit(1)
    ).first()


def waiting(session: Session, workspace_id: UUID) -> list[Order]:
    """The orders that an admin has to decide, the oldest first."""
    return list(
        session.exec(
            select(Order)
            .where(Order.workspace_id == workspace_id, Order.state == OrderState.WAITING)
            .order_by(col(Order.placed_at))
        )
    )


def count_like(session: Session, account_id: UUID, prefix: str) -> int:
    """How many orders of an account have a key that starts so."""
    found = select(Order.id).where(
        Order.account_id == account_id, col(Order.source_key).startswith(prefix, autoescape=True)
    )
    return len(session.exec(found).all())
