"""Imports of contacts: the file, how it is read, and what became of each line."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary, bindparam, insert, update
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.columns import MANY, instant, new_id, preset, word
from models.contact import Contact
from models.enums import ImportState, LineFate
from models.once import insert_once

LEFT_OUT = (LineFate.BAD, LineFate.DOUBLE)
UNDOABLE = (LineFate.NEW, LineFate.UPDATED)


class ContactImport(SQLModel, table=True):
    """One file or pasted list on its way into an agent's book."""

    __tablename__ = "contact_import"
    __table_args__ = (Index("ix_contact_import_agent", "agent_id", "created_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    agent_id: UUID = Field(foreign_key="agent.id")  # whose book
    by_id: UUID = Field(foreign_key="agent.id")
    key: str = Field(unique=True)  # what asked for it, once
    name: str  # of the file
    origin: str = Field(default="", sa_column_kwargs=preset("''"))  # whose export it looks like
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # how it is read
    state: ImportState = word(ImportState)
    total: int = Field(default=0, sa_column_kwargs=preset(0))  # lines with somebody on them
    done: int = Field(default=0, sa_column_kwargs=preset(0))  # how many of these have their fate
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # fate -> lines
    preview: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # what was shown before it began
    problem: str = Field(default="", sa_column_kwargs=preset("''"))
    created_at: datetime = instant()
    changed_at: datetime = instant()
    channel: str | None = None  # the Slack message that shows it
    ts: str | None = None


class ImportFile(SQLModel, table=True):
    """What was imported, kept as proof of consent. In a row of its own: the other one changes often."""

    __tablename__ = "import_file"

    import_id: UUID = Field(foreign_key="contact_import.id", primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class ImportLine(SQLModel, table=True):
    """What one line did, so that it can be told and undone."""

    __tablename__ = "import_line"

    import_id: UUID = Field(foreign_key="contact_import.id", primary_key=True)
    line: int = Field(primary_key=True)  # as a spreadsheet counts, or the card's place in a vCard file
    fate: LineFate = word(LineFate)
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id", index=True)
    reason: str = Field(default="", sa_column_kwargs=preset("''"))
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # what it changed, as it was


def add_once(session: Session, made: ContactImport) -> bool:
    """Keep an import unless its key is known; whether it is new."""
    return insert_once(session, ContactImport, **made.model_dump())


def by_key(session: Session, key: str) -> ContactImport | None:
    return session.exec(select(ContactImport).where(ContactImport.key == key)).first()


def get(session: Session, import_id: UUID) -> ContactImport | None:
    """The import; None for an id that is none: a button may carry anything."""
    return session.get(ContactImport, import_id)


def lock(session: Session, import_id: UUID) -> ContactImport | None:
    """The same, held until the unit of work ends."""
    asked = select(ContactImport).where(ContactImport.id == import_id).with_for_update()
    return session.exec(asked.execution_options(populate_existing=True)).first()


def keep_file(session: Session, import_id: UUID, content: bytes) -> None:
    """Keep what is imported; nothing if it is there already."""
    insert_once(session, ImportFile, import_id=import_id, content=content)


def file_of(session: Session, import_id: UUID) -> bytes:
    """What is imported; nothing where it was never read."""
    kept = session.get(ImportFile, import_id)
    return kept.content if kept else b""


def add_lines(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what became of these lines."""
    if rows:
        session.connection().execute(insert(ImportLine), rows)


def first_lines(session: Session, import_id: UUID, contact_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Contact -> the first line of this import that was about it."""
    found: dict[UUID, int] = {}
    for start in range(0, len(contact_ids), MANY):
        asked = (
            select(col(ImportLine.contact_id), func.min(ImportLine.line))
            .where(
                ImportLine.import_id == import_id,
                col(ImportLine.contact_id).in_(contact_ids[start : start + MANY]),
            )
            .group_by(col(ImportLine.contact_id))
        )
        found |= {contact_id: line for contact_id, line in session.exec(asked) if contact_id}
    return found


def reasons(session: Session, import_id: UUID, fates: Collection[LineFate]) -> dict[int, str]:
    """Line -> why, for the lines of these fates."""
    asked = select(ImportLine.line, ImportLine.reason).where(
        ImportLine.import_id == import_id, col(ImportLine.fate).in_(fates)
    )
    return dict(session.exec(asked.order_by(col(ImportLine.line))).all())


def kept(session: Session, import_id: UUID, most: int) -> list[tuple[str, int, str]]:
    """The contacts that outlived the undoing of an import: name, line, why."""
    asked = (
        select(Contact.name, ImportLine.line, ImportLine.reason)
        .join(Contact, col(Contact.id) == col(ImportLine.contact_id))
        .where(ImportLine.import_id == import_id, ImportLine.fate == LineFate.KEPT)
    )
    return list(session.exec(asked.order_by(col(ImportLine.line)).limit(most)))


def made_by(session: Session, import_id: UUID, contact_ids: Collection[UUID]) -> set[UUID]:
    """Those of the contacts that this import made."""
    asked = select(ImportLine.contact_id).where(
        ImportLine.import_id == import_id,
        ImportLine.fate == LineFate.NEW,
        col(ImportLine.contact_id).in_(contact_ids),
    )
    return {one for one in session.exec(asked) if one}


def last_before(session: Session, import_id: UUID, line: int | None, most: int) -> list[ImportLine]:
    """The last lines before this one that did something and still can be undone, the last first."""
    asked = select(ImportLine).where(ImportLine.import_id == import_id, col(ImportLine.fate).in_(UNDOABLE))
    if line is not None:
        asked = asked.where(col(ImportLine.line) < line)
    return list(session.exec(asked.order_by(col(ImportLine.line).desc()).limit(most)))


_FATE = (
    update(ImportLine)
    .where(col(ImportLine.import_id) == bindparam("of"), col(ImportLine.line) == bindparam("at"))
    .values(fate=bindparam("now"), reason=bindparam("why"))
)


def set_fates(session: Session, import_id: UUID, fates: Mapping[int, tuple[LineFate, str]]) -> None:
    """Note what became of these lines by now: line -> fate, reason."""
    rows = [{"of": import_id, "at": at, "now": fate, "why": why} for at, (fate, why) in fates.items()]
    if rows:
        session.connection().execute(_FATE, rows)


def shown_at(session: Session, import_id: UUID, channel: str, ts: str) -> None:
    """Note which Slack message shows the import."""
    here = update(ContactImport).where(col(ContactImport.id) == import_id)
    session.connection().execute(here.values(channel=channel, ts=ts))
