"""What this database is for: one row."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant
from models.once import insert_once


class Deployment(SQLModel, table=True):
    """A database remembers whether it serves the playground or real clients."""

    id: int = Field(default=1, primary_key=True)
    kind: str
    claimed_at: datetime = instant()
    seen_at: datetime | None = instant(default=None)  # the last beat of a running Parley
    link_key: str | None = None  # signs the links to files; made when the first is needed
    clock_offset_seconds: float = 0.0  # how far the playground's clock was moved forward


def kind_of(session: Session) -> str | None:
    """'playground', 'live', or None for a database nobody has claimed."""
    return session.exec(select(Deployment.kind)).first()


def clock_offset(session: Session) -> float:
    """Seconds that the product's clock is ahead of the real one."""
    return session.exec(select(Deployment.clock_offset_seconds)).first() or 0.0


def keep_clock_offset(session: Session, seconds: float) -> None:
    session.connection().execute(update(Deployment).values(clock_offset_seconds=seconds))


def known_link_key(session: Session) -> str | None:
    """What signs the links to files; None while none was ever given out."""
    return session.exec(select(Deployment.link_key)).first()


def link_key(session: Session) -> str:
    """The same, made at its first use: of two processes the second finds what the first one wrote."""
    if known := known_link_key(session):
        return known
    made = update(Deployment).where(col(Deployment.link_key).is_(None))
    session.connection().execute(made.values(link_key=secrets.token_urlsafe(32)))
    return session.exec(select(Deployment.link_key)).one() or ""


def seen(session: Session, at: datetime) -> datetime | None:
    """Note that Parley runs; when it was last known to run before."""
    before = session.exec(select(Deployment.seen_at)).first()
    session.connection().execute(update(Deployment).values(seen_at=at))
    return before


def claim(session: Session, kind: str, at: datetime) -> None:
    """Say what this database is for, unless it is known already; two processes may start at once."""
    insert_once(session, Deployment, **Deployment(kind=kind, claimed_at=at).model_dump())
