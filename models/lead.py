"""Leads: who may send them, and those that came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import instant, new_id, preset


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

    __table_args__ = (UniqueConstraint("source_id", "external_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    source_id: UUID = Field(foreign_key="lead_source.id")
    external_id: str  # the page's own, or a print of what it sent
    contact_id: UUID = Field(foreign_key="contact.id")
    is_new: bool  # it made the contact
    told: dict[str, Any] = Field(sa_type=JSON)  # everything that was sent, in words
    at: datetime = instant()
