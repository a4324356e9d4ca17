"""What an admin's office looks at: who is on which plan, a month's charge lines with their agents."""

from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from models.account import Account
from models.agent import Agent
from models.charge_line import ChargeLine
from models.enums import Meter
from models.payer import Payer
from models.plan import Subscription
from models.terms import Acceptance


class Booked(NamedTuple):
    """A charge line with whose it is."""

    line: ChargeLine
    agent: Agent
    meter: Meter
    is_void: bool  # another line takes it back


def lines(
    session: Session, workspace_id: UUID, month: int, account_ids: tuple[UUID, ...] = ()
) -> list[Booked]:
    """A month's lines by agent and time; with `account_ids` those of these accounts only."""
    taken = (
        select(ChargeLine.voids_key)
        .where(ChargeLine.workspace_id == workspace_id, col(ChargeLine.voids_key).is_not(None))
        .add_columns(col(ChargeLine.account_id))
        .subquery()
    )
    asked = (
        select(ChargeLine, Agent, Account.meter, taken.c.voids_key)
        .join(Account, col(Account.id) == col(ChargeLine.account_id))
        .join(Agent, col(Agent.id) == col(Account.agent_id))
        .outerjoin(
            taken,
            (taken.c.account_id == col(ChargeLine.account_id))
            & (taken.c.voids_key == col(ChargeLine.source_key)),
        )
        .where(ChargeLine.workspace_id == workspace_id, ChargeLine.month == month)
        .order_by(
            func.lower(Agent.name),
            col(Agent.id),
            col(ChargeLine.at),
            col(ChargeLine.account_id),
            col(ChargeLine.source_key),
        )
    )
    if account_ids:
        asked = asked.where(col(ChargeLine.account_id).in_(account_ids))
    return [
        Booked(line, agent, Meter(meter), key is not None) for line, agent, meter, key in session.exec(asked)
    ]


def months(session: Session, workspace_id: UUID) -> list[int]:
    """The months that have lines, the newest first."""
    asked = select(ChargeLine.month).where(ChargeLine.workspace_id == workspace_id).distinct()
    return list(session.exec(asked.order_by(col(ChargeLine.month).desc())))


def first_open_month(session: Session, workspace_id: UUID) -> int | None:
    """The earliest month that an account still stands in; those before are closed. None without accounts."""
    return session.exec(select(func.min(Account.month)).where(Account.workspace_id == workspace_id)).one()


def subscribers(session: Session, workspace_id: UUID) -> dict[UUID, int]:
    """Plan -> how many accounts are on it."""
    asked = (
        select(Subscription.plan_id, func.count())
        .join(Account, col(Account.id) == col(Subscription.account_id))
        .where(Account.workspace_id == workspace_id)
        .group_by(col(Subscription.plan_id))
    )
    return dict(session.exec(asked).all())


def subscribed(session: Session, workspace_id: UUID, agent_id: UUID | None = None) -> list[UUID]:
    """The accounts that are on a plan, of one agent or of all."""
    asked = (
        select(Account.id)
        .join(Subscription, col(Subscription.account_id) == col(Account.id))
        .where(Account.workspace_id == workspace_id)
    )
    if agent_id is not None:
        asked = asked.where(Account.agent_id == agent_id)
    return list(session.exec(asked.order_by(col(Account.id))))


def exceptions(session: Session, workspace_id: UUID) -> list[tuple[str, Payer]]:
    """The agents for whom something else holds than for the workspace, by name."""
    asked = (
        select(Agent.name, Payer)
        .join(Agent, col(Agent.id) == col(Payer.agent_id))
        .where(
            Payer.workspace_id == workspace_id, or_(col(Payer.kind).is_not(None), col(Payer.cap).is_not(None))
        )
        .order_by(func.lower(Agent.name), col(Agent.id))
    )
    return [(name, payer) for name, payer in session.exec(asked)]


def acceptances(session: Session, terms_id: UUID) -> int:
    """How many people accepted a version of the terms."""
    return session.exec(select(func.count()).where(Acceptance.terms_id == terms_id)).one()
