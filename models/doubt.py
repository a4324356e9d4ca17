"""Texts that probably ask for no more texts: the agent is asked, and nothing automated leaves until then."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, word
from models.enums import DoubtAnswer
from models.once import insert_once

OPEN = "answered_at IS NULL"


class Doubt(SQLModel, table=True):
    """One such text and what became of the question about it. Rows stay: they are proof."""

    __table_args__ = (
        Index(
            "uq_doubt_open",
            "workspace_id",
            "phone",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    phone: str  # E.164, the client's
    message_id: UUID = Field(foreign_key="message.id", unique=True)
    words: str  # the client's
    at: datetime = instant()
    answered_at: datetime | None = instant(default=None)
    answer: DoubtAnswer | None = word(DoubtAnswer, default=None, nullable=True)
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")  # who answered; None: the client did


def add_once(
    session: Session, workspace_id: UUID, phone: str, message_id: UUID, words: str, at: datetime
) -> bool:
    """Keep a doubt unless one is open for this number, or this text was one before; whether it is new."""
    values = {
        "workspace_id": workspace_id,
        "phone": phone,
        "message_id": message_id,
        "words": words,
        "at": at,
    }
    return insert_once(session, Doubt, id=new_id(), **values)


def is_paused(session: Session, workspace_id: UUID, phone: str) -> bool:
    """Whether nothing automated may be sent to this number until somebody has answered."""
    return open_for(session, workspace_id, phone) is not None


def open_for(session: Session, workspace_id: UUID, phone: str) -> Doubt | None:
    """The doubt about this number that nobody has answered."""
    asked = select(Doubt).where(
        Doubt.workspace_id == workspace_id, Doubt.phone == phone, col(Doubt.answered_at).is_(None)
    )
    return session.exec(asked).first()


def of_message(session: Session, message_id: UUID) -> Doubt | None:
    """The doubt that a text raised, as it is now."""
    asked = select(Doubt).where(Doubt.message_id == message_id)
    return session.exec(asked.execution_options(populate_existing=True)).first()


def answer(
    session: Session, doubt_id: UUID, given: DoubtAnswer, at: datetime, by_id: UUID | None = None
) -> bool:
    """Settle a doubt; whether it was open. The first answer counts."""
    statement = (
        update(Doubt)
        .where(col(Doubt.id) == doubt_id, col(Doubt.answered_at).is_(None))
        .values(answer=given, answered_at=at, by_id=by_id)
    )
    return session.connection().execute(statement).rowcount == 1
