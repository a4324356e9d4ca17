"""Who with the compliance role looked at what, and why."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import instant, new_id, word
from models.enums import Look


class LookedAt(SQLModel, table=True):
    """One look. Rows are never changed."""

    __tablename__ = "looked_at"
    __table_args__ = (Index("ix_looked_at_workspace", "workspace_id", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    by_id: UUID = Field(foreign_key="agent.id")
    what: Look = word(Look)
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id")  # None: several
    reason: str
    at: datetime = instant()
