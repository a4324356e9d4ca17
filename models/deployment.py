"""What this database is for: one row."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, select

from models.columns import instant


class Deployment(SQLModel, table=True):
    """A database remembers whether it serves the playground or real clients."""

    id: int = Field(default=1, primary_key=True)
    kind: str
    claimed_at: datetime = instant()


def kind_of(session: Session) -> str | None:
    """'playground', 'live', or None for a database nobody has claimed."""
    return session.exec(select(Deployment.kind)).first()


def claim(session: Session, kind: str, at: datetime) -> None:
    session.add(Deployment(kind=kind, claimed_at=at))
