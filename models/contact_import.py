"""Imports of contacts: the file, how it is read, and what became of each line."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary
from sqlmodel import Field, SQLModel

from models.columns import instant, new_id, preset, word
from models.enums import ImportState, LineFate


class ContactImport(SQLModel, table=True):
    """One file or pasted list on its way into an agent's book. The file is kept: it is proof of consent."""

    __tablename__ = "contact_import"
    __table_args__ = (Index("ix_contact_import_agent", "agent_id", "created_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    agent_id: UUID = Field(foreign_key="agent.id")  # whose book
    by_id: UUID = Field(foreign_key="agent.id")
    key: str = Field(unique=True)  # what asked for it, once
    name: str  # of the file
    content: bytes = Field(sa_type=LargeBinary)
    origin: str = Field(default="", sa_column_kwargs=preset("''"))  # whose export it looks like
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # how it is read
    state: ImportState = word(ImportState)
    total: int = Field(default=0, sa_column_kwargs=preset(0))  # lines with somebody on them
    done: int = Field(default=0, sa_column_kwargs=preset(0))  # how many of these have their fate
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # fate -> lines
    problem: str = Field(default="", sa_column_kwargs=preset("''"))
    created_at: datetime = instant()
    changed_at: datetime = instant()
    channel: str | None = None  # the Slack message that shows it
    ts: str | None = None


class ImportLine(SQLModel, table=True):
    """What one line did, so that it can be told and undone."""

    __tablename__ = "import_line"

    import_id: UUID = Field(foreign_key="contact_import.id", primary_key=True)
    line: int = Field(primary_key=True)  # as a spreadsheet counts, or the card's place in a vCard file
    fate: LineFate = word(LineFate)
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id", index=True)
    reason: str = Field(default="", sa_column_kwargs=preset("''"))
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # what it changed, as it was
