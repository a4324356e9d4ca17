"""The terms under which plans are sold, and who accepted which."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id
from models.once import insert_once


class Terms(SQLModel, table=True):
    """One version of the terms. It is never edited: who accepted it accepted these words."""

    __table_args__ = (UniqueConstraint("workspace_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    version: int
    text: str
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    at: datetime = instant()


class Acceptance(SQLModel, table=True):
    """Somebody accepted a version of the terms."""

    agent_id: UUID = Field(foreign_key="agent.id", primary_key=True)
    terms_id: UUID = Field(foreign_key="terms.id", primary_key=True)
    at: datetime = instant()


def current(session: Session, workspace_id: UUID) -> Terms | None:
    """The newest version."""
    found = select(Terms).where(Terms.workspace_id == workspace_id).order_by(col(Terms.version).desc())
    return session.exec(found.limit(1)).first()


def add_once(session: Session, terms: Terms) -> bool:
    """Store a version unless there is one with its number; whether it is new."""
    return insert_once(session, Terms, **terms.model_dump())


def accept(session: Session, agent_id: UUID, terms_id: UUID, at: datetime) -> None:
    """Note the acceptance; the first counts."""
    insert_once(session, Acceptance, agent_id=agent_id, terms_id=terms_id, at=at)


def accepted_at(session: Session, agent_id: UUID, terms_id: UUID) -> datetime | None:
    known = session.get(Acceptance, (agent_id, terms_id))
    return known.at if known else None
