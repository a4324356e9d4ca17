"""Who with the compliance role looked at what, and why."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, word
from models.enums import Look
from models.once import insert_once


class LookedAt(SQLModel, table=True):
    """One look. Rows are never changed."""

    __tablename__ = "looked_at"
    __table_args__ = (
        Index("ix_looked_at_workspace", "workspace_id", "at"),
        Index("ix_looked_at_contact", "contact_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    by_id: UUID = Field(foreign_key="agent.id")
    what: Look = word(Look)
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id")  # None: several
    reason: str
    at: datetime = instant()


def add_once(session: Session, look: LookedAt) -> None:
    """Write a look down unless it is written down already."""
    insert_once(session, LookedAt, **look.model_dump())


def get(session: Session, look_id: UUID) -> LookedAt | None:
    return session.get(LookedAt, look_id)


def at_contacts(session: Session, contact_ids: Collection[UUID], most: int) -> list[LookedAt]:
    """The looks at these contacts, the latest first."""
    asked = select(LookedAt).where(col(LookedAt.contact_id).in_(contact_ids))
    return list(session.exec(asked.order_by(col(LookedAt.at).desc(), col(LookedAt.id)).limit(most)))
