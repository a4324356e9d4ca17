"""Plans, who is on which, and every change. A plan is never edited: another version takes its place."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, word
from models.enums import Meter
from models.once import insert_once


class Plan(SQLModel, table=True):
    """So many credits or sends a month at a price."""

    __table_args__ = (UniqueConstraint("workspace_id", "meter", "code", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    meter: Meter = word(Meter)
    code: str
    version: int = 1
    name: str
    monthly: int
    price: int  # in the smallest unit of the currency
    currency: str = "USD"
    is_pack: bool = False  # bought once, beside any plan
    retired_at: datetime | None = instant(default=None)  # nobody can choose it any more
    created_at: datetime = instant()


class Subscription(SQLModel, table=True):
    """The plan of an account, with what it has brought and cost in this month."""

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    plan_id: UUID = Field(foreign_key="plan.id")
    month: int
    net_credits: int
    net_charge: int  # in the smallest unit of the currency
    ends_month: int | None = None  # the first month without it
    provider_id: str | None = None  # the payment provider's name for it


class PlanChange(SQLModel, table=True):
    """One change: what it did, and who made it."""

    __tablename__ = "plan_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    plan_id: UUID | None = Field(default=None, foreign_key="plan.id")  # None: the plan was canceled
    month: int
    granted: int = 0
    removed: int = 0
    charged: int = 0  # money, in the smallest unit of the currency
    credited: int = 0
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    at: datetime = instant()


def add_once(session: Session, plan: Plan) -> bool:
    """Store the plan unless its version is known; whether it is new. Two processes may start at once."""
    return insert_once(session, Plan, **plan.model_dump())


def retire(session: Session, plan_id: UUID, at: datetime) -> bool:
    """Let nobody choose the plan any more; whether it could be chosen until now."""
    still = col(Plan.id) == plan_id, col(Plan.retired_at).is_(None)
    return session.connection().execute(update(Plan).where(*still).values(retired_at=at)).rowcount == 1


def codes(session: Session, workspace_id: UUID, meter: Meter) -> set[str]:
    """Every code that a plan or pack of the meter has or had."""
    return set(session.exec(select(Plan.code).where(Plan.workspace_id == workspace_id, Plan.meter == meter)))


def on_offer(session: Session, workspace_id: UUID, meter: Meter, packs: bool = False) -> list[Plan]:
    """The plans, or the packs, that can be chosen, the smallest first."""
    return list(
        session.exec(
            select(Plan)
            .where(
                Plan.workspace_id == workspace_id,
                Plan.meter == meter,
                col(Plan.retired_at).is_(None),
                col(Plan.is_pack) == packs,
            )
            .order_by(col(Plan.monthly), col(Plan.version))
        )
    )


def get(session: Session, plan_id: UUID) -> Plan | None:
    return session.get(Plan, plan_id, populate_existing=True)


def of_account(session: Session, account_id: UUID) -> tuple[Subscription, Plan] | None:
    """The account's subscription with its plan."""
    asked = (
        select(Subscription, Plan)
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(Subscription.account_id == account_id)
        .execution_options(populate_existing=True)
    )
    return session.exec(asked).first()


def of_accounts(session: Session, account_ids: Sequence[UUID]) -> dict[UUID, Plan]:
    """Account id -> its plan, for those that have one."""
    rows = session.exec(
        select(Subscription.account_id, Plan)
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(col(Subscription.account_id).in_(account_ids))
    )
    return dict(rows.all())


def subscribe(session: Session, subscription: Subscription) -> None:
    """Put the account on a plan; the caller has locked the account."""
    values: dict[str, Any] = subscription.model_dump()
    if not insert_once(session, Subscription, **values):
        del values["provider_id"]  # the provider's subscription goes on with another plan
        same = col(Subscription.account_id) == subscription.account_id
        session.connection().execute(update(Subscription).where(same).values(**values))


def end(session: Session, account_id: UUID, month: int | None) -> None:
    """Let the subscription bring nothing from this month on; None: let it go on."""
    same = col(Subscription.account_id) == account_id
    session.connection().execute(update(Subscription).where(same).values(ends_month=month))


def is_changed(session: Session, change_id: UUID) -> bool:
    """Whether this change has been made."""
    return session.get(PlanChange, change_id) is not None


def drop(session: Session, account_id: UUID) -> None:
    """Take the account off its plan at once."""
    session.connection().execute(delete(Subscription).where(col(Subscription.account_id) == account_id))


def forget_at_provider(session: Session, provider_id: str) -> None:
    """The provider bills this subscription no more: another one has to be made if it shall."""
    same = col(Subscription.provider_id) == provider_id
    session.connection().execute(update(Subscription).where(same).values(provider_id=None))


def name_at_provider(session: Session, account_id: UUID, provider_id: str) -> None:
    """Keep the provider's name for the account's subscription."""
    same = col(Subscription.account_id) == account_id
    session.connection().execute(update(Subscription).where(same).values(provider_id=provider_id))
