"""The brokerage's own phone numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id
from models.once import insert_once


class Number(SQLModel, table=True):
    """A phone number that texts leave from. At most one agent holds it, and an agent holds at most one."""

    __tablename__ = "phone_number"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    phone: str = Field(unique=True)  # E.164
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id", unique=True)
    given_at: datetime | None = instant(
        default=None
    )  # texts from before belong to nobody here; a hand over keeps it
    checked_at: datetime | None = instant(default=None)  # last look for missed texts


_OF_AGENT = select(Number).where(Number.agent_id == bindparam("agent"))
_BY_PHONE = select(Number).where(Number.phone == bindparam("phone"))


def of_agent(session: Session, agent_id: UUID) -> Number | None:
    return session.exec(_OF_AGENT, params={"agent": agent_id}).first()


def held_by(session: Session, agent_ids: Sequence[UUID]) -> list[UUID]:
    """The numbers that these agents hold."""
    asked = select(Number.id).where(col(Number.agent_id).in_(agent_ids))
    return list(session.exec(asked.order_by(col(Number.id))))


def by_phone(session: Session, phone: str) -> Number | None:
    return session.exec(_BY_PHONE, params={"phone": phone}).first()


def given_at(session: Session, phone: str) -> datetime | None:
    """When its present holder got this number; None while nobody holds it."""
    number = by_phone(session, phone)
    return number.given_at if number else None


def get(session: Session, number_id: UUID) -> Number:
    return session.get_one(Number, number_id)


def of_workspace(session: Session, workspace_id: UUID) -> list[Number]:
    return list(
        session.exec(select(Number).where(Number.workspace_id == workspace_id).order_by(col(Number.phone)))
    )


def of_agents(session: Session, agent_ids: Collection[UUID]) -> dict[UUID, str]:
    """Agent -> the number they hold, for those who hold one."""
    asked = select(Number.agent_id, Number.phone).where(col(Number.agent_id).in_(agent_ids))
    return {agent_id: phone for agent_id, phone in session.exec(asked) if agent_id}


def get_or_add(session: Session, workspace_id: UUID, phone: str) -> Number:
    """The row of a number, made if it is new; two at once make one."""
    known = by_phone(session, phone)
    if known is None:
        insert_once(session, Number, id=new_id(), workspace_id=workspace_id, phone=phone)
    return known or session.exec(_BY_PHONE, params={"phone": phone}).one()


def give(session: Session, number: Number, agent_id: UUID, at: datetime) -> None:
    """Let this agent text with this number. The caller has taken it from whoever held it."""
    number.agent_id, number.given_at, number.checked_at = agent_id, at, None
    session.add(number)
    session.flush()


def pass_on(session: Session, number: Number, agent_id: UUID) -> None:
    """Let another agent go on with this number: its texts since it was given are theirs now."""
    number.agent_id = agent_id
    session.add(number)
    session.flush()


def take(session: Session, number: Number) -> None:
    number.agent_id, number.given_at = None, None
    session.add(number)
    session.flush()


def checked(session: Session, number_id: UUID, at: datetime) -> None:
    """Note that the provider's list was read up to this instant."""
    number = get(session, number_id)
    number.checked_at = at
    session.add(number)
