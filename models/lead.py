"""Leads: who may send them, and those that came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint, update
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.columns import instant, new_id, preset
from models.once import insert_once


class LeadSource(SQLModel, table=True):
    """A web page or portal that hands over leads for one agent."""

    __tablename__ = "lead_source"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    agent_id: UUID = Field(foreign_key="agent.id", index=True)
    name: str
    tags: str = Field(default="", sa_column_kwargs=preset("''"))  # what its contacts are tagged with, "a, b"
    token_hash: str = Field(unique=True)  # the token itself is shown once and kept nowhere
    by_id: UUID = Field(foreign_key="agent.id")
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)


class Lead(SQLModel, table=True):
    """Somebody who asked for something on a page, as the page told it."""

    __table_args__ = (
        UniqueConstraint("source_id", "external_id"),
        Index("ix_lead_source_id_at", "source_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    source_id: UUID = Field(foreign_key="lead_source.id")
    external_id: str  # the page's own, or a print of what it sent
    contact_id: UUID = Field(foreign_key="contact.id")
    is_new: bool  # it made the contact
    told: dict[str, Any] = Field(sa_type=JSON)  # everything that was sent, in words
    at: datetime = instant()


def add_source(session: Session, source: LeadSource) -> bool:
    """Keep a source unless its token is known; whether it is new."""
    return insert_once(session, LeadSource, **source.model_dump())


def source(session: Session, workspace_id: UUID, source_id: UUID) -> LeadSource | None:
    asked = select(LeadSource).where(LeadSource.id == source_id, LeadSource.workspace_id == workspace_id)
    return session.exec(asked).first()


def source_by_token(session: Session, workspace_id: UUID, token_hash: str) -> LeadSource | None:
    """The source of a token, locked with all of its agent's until the unit of work ends.

    So an agent's leads come one after the other, and one person on two pages at once is one contact.
    """
    this = (LeadSource.token_hash == token_hash, LeadSource.workspace_id == workspace_id)
    agent_id = session.exec(select(LeadSource.agent_id).where(*this)).first()
    if agent_id is None:
        return None
    theirs = select(LeadSource).where(LeadSource.agent_id == agent_id).order_by(col(LeadSource.id))
    locked = session.exec(theirs.with_for_update().execution_options(populate_existing=True))
    return next(one for one in locked if one.token_hash == token_hash)


def sources(
    session: Session, workspace_id: UUID, agent_id: UUID | None, most: int, after: int
) -> list[LeadSource]:
    """An agent's sources or, without one, everybody's: those in use first, the newest first."""
    asked = select(LeadSource).where(LeadSource.workspace_id == workspace_id)
    if agent_id is not None:
        asked = asked.where(LeadSource.agent_id == agent_id)
    newest = (col(LeadSource.created_at).desc(), col(LeadSource.id))
    ordered = asked.order_by(col(LeadSource.revoked_at).is_not(None), *newest)
    return list(session.exec(ordered.offset(after).limit(most)))


def pass_on(session: Session, agent_id: UUID, to_id: UUID) -> None:
    """What an agent's pages send comes to another from now on."""
    theirs = col(LeadSource.agent_id) == agent_id
    session.connection().execute(update(LeadSource).where(theirs).values(agent_id=to_id))


def tallies(session: Session, source_ids: Sequence[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """Source -> how many leads came from it, and when the last did."""
    asked = (
        select(Lead.source_id, func.count(), func.max(Lead.at))
        .where(col(Lead.source_id).in_(source_ids))
        .group_by(col(Lead.source_id))
    )
    return {source_id: (count, last) for source_id, count, last in session.exec(asked)}


def lead(session: Session, lead_id: UUID) -> Lead | None:
    return session.get(Lead, lead_id)


def forget(session: Session, contact_id: UUID) -> None:
    """Take what was told off the leads of a contact; that they came stays."""
    mine = col(Lead.contact_id) == contact_id
    session.connection().execute(update(Lead).where(mine).values(told={}))


def known(session: Session, source_id: UUID, external_ids: Sequence[str]) -> Lead | None:
    """The newest lead of a source that has one of these ids."""
    asked = select(Lead).where(Lead.source_id == source_id, col(Lead.external_id).in_(external_ids))
    return session.exec(asked.order_by(col(Lead.at).desc()).limit(1)).first()


def nth_latest(session: Session, source_id: UUID, count: int) -> datetime | None:
    """When the lead came that is so many-th from the end; None where there were fewer."""
    asked = select(Lead.at).where(Lead.source_id == source_id).order_by(col(Lead.at).desc())
    return session.exec(asked.offset(count - 1).limit(1)).first()
