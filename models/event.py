"""What happened with a contact besides texts: the rest of the timeline."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import EventKind
from models.once import insert_once


class Event(SQLModel, table=True):
    """Something that happened with a contact, or in a conversation and so with everybody on it."""

    __table_args__ = (
        Index("ix_event_contact_position", "contact_id", "position"),
        Index("ix_event_conversation_position", "conversation_id", "position"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id")
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id")
    kind: EventKind = word(EventKind)
    at: datetime = instant()
    position: int = Field(sa_type=BigInteger)  # microseconds, as the texts' own
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    words: str = Field(default="", sa_column_kwargs=preset("''"))  # the note, or what exactly happened
    source_key: str | None = Field(default=None, unique=True)  # "slack:<channel>:<ts>", once


def contact_of(session: Session, source_key: str) -> UUID | None:
    """The contact with whom something of this source happened before."""
    return session.exec(select(Event.contact_id).where(Event.source_key == source_key)).first()


def forget(session: Session, contact_id: UUID) -> None:
    """What was written about a contact goes; that something happened stays."""
    session.connection().execute(update(Event).where(col(Event.contact_id) == contact_id).values(words=""))


def add_once(session: Session, event: Event) -> bool:
    """Keep what happened unless its source is known; whether it is new."""
    return insert_once(session, Event, **event.model_dump())
