"""What a payment provider told us by itself, so that a repeated event changes nothing."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel

from models.columns import instant
from models.once import insert_once


class ProviderEvent(SQLModel, table=True):
    """One event, by the provider's id."""

    __tablename__ = "provider_event"

    provider: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    kind: str  # as in BillingEvent
    customer: str
    reference: str
    at: datetime = instant()  # when it came


def add_once(session: Session, event: ProviderEvent) -> bool:
    """Store an event unless it is known; whether it is new."""
    return insert_once(session, ProviderEvent, **event.model_dump())
