"""What happened with a contact besides texts: the rest of the timeline."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, bindparam, delete, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import EventKind
from models.once import insert_once

# Parts of a timeline that are asked for alone. Each has an index of its own, however rare it is.
NOTES, OPENINGS, AGREEMENTS = "kind = 'note'", "kind = 'opened'", "kind = 'consent'"
CHANGES = "kind NOT IN ('note', 'opened', 'consent')"
PARTS = {"notes": NOTES, "openings": OPENINGS, "agreements": AGREEMENTS, "changes": CHANGES}


def _parts_of(owner: str) -> list[Index]:
    return [
        Index(
            f"ix_event_{owner}_{name}",
            f"{owner}_id",
            "position",
            sqlite_where=text(part),
            postgresql_where=text(part),
        )
        for name, part in PARTS.items()
    ]


class Event(SQLModel, table=True):
    """Something that happened with a contact, or in a conversation and so with everybody on it."""

    __table_args__ = (
        Index("ix_event_contact_position", "contact_id", "position"),
        Index("ix_event_conversation_position", "conversation_id", "position"),
        *_parts_of("contact"),
        *_parts_of("conversation"),
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


def forget_notes(session: Session, conversation_id: UUID, since: int | None, until: int | None) -> None:
    """The same for the notes of a conversation within a time, by position."""
    there = [col(Event.conversation_id) == conversation_id, col(Event.kind) == EventKind.NOTE]
    there += [] if since is None else [col(Event.position) >= since]
    there += [] if until is None else [col(Event.position) < until]
    session.connection().execute(update(Event).where(*there).values(words=""))


def add_once(session: Session, event: Event) -> bool:
    """Keep what happened unless its source is known; whether it is new."""
    return insert_once(session, Event, **event.model_dump())


_BY_SOURCE = select(Event).where(Event.source_key == bindparam("key")).with_for_update()


def by_source(session: Session, source_key: str) -> Event | None:
    """What came from this source, held until the unit of work ends."""
    return session.exec(_BY_SOURCE, params={"key": source_key}).first()


def remove(session: Session, source_key: str) -> None:
    """Let go of what came from this source."""
    session.connection().execute(delete(Event).where(col(Event.source_key) == source_key))
