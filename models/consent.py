"""Who agreed to automated texts: when, how, and to which words."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import ConsentSource

ENDED = "ended_at IS NOT NULL"


class Consent(SQLModel, table=True):
    """One person's consent for one number. It goes with neither: another person on the number has none."""

    __table_args__ = (
        Index("ix_consent_contact", "contact_id", "phone"),
        Index("ix_consent_given", "contact_id", "at"),
        Index(
            "ix_consent_ended",
            "contact_id",
            "ended_at",
            sqlite_where=text(ENDED),
            postgresql_where=text(ENDED),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    contact_id: UUID = Field(foreign_key="contact.id")
    phone: str  # E.164
    source: ConsentSource = word(ConsentSource)
    wording: str  # what the person read when they agreed
    proof: str  # the event or file it rests on
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")
    at: datetime = instant()
    ended_at: datetime | None = instant(default=None)
    ended_why: str = Field(default="", sa_column_kwargs=preset("''"))


def end(session: Session, contact_id: UUID, phone: str, at: datetime, why: str) -> None:
    """What this person agreed to for this number holds no longer."""
    session.connection().execute(
        update(Consent)
        .where(
            col(Consent.contact_id) == contact_id,
            col(Consent.phone) == phone,
            col(Consent.ended_at).is_(None),
        )
        .values(ended_at=at, ended_why=why)
    )


def is_standing(session: Session, contact_ids: Sequence[UUID], phone: str) -> bool:
    """Whether one of these cards, which are one number's people, agreed for this number and it holds."""
    asked = select(Consent.id).where(
        col(Consent.contact_id).in_(contact_ids), Consent.phone == phone, col(Consent.ended_at).is_(None)
    )
    return session.exec(asked.limit(1)).first() is not None
