"""Established business relationships: why and how long a listed client may be texted."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.columns import instant, new_id, preset, word
from models.conversation import Conversation
from models.enums import RelationshipKind


class Relationship(SQLModel, table=True):
    """One record of a relationship. Rows are ended and never deleted: they are proof."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    kind: RelationshipKind = word(RelationshipKind)
    since: date
    until: date  # the last day
    wording: str = Field(default="", sa_column_kwargs=preset("''"))  # what it rests on, as somebody wrote it
    by_id: UUID = Field(foreign_key="agent.id")
    at: datetime = instant()
    ended_at: datetime | None = instant(default=None)  # another record took its place, or it is over
    source_key: str = Field(unique=True)  # what was submitted, once


def standing(session: Session, contact_ids: Sequence[UUID], today: date) -> Relationship | None:
    """What holds today for these cards of one person: the record that lasts longest."""
    asked = select(Relationship).where(
        col(Relationship.contact_id).in_(contact_ids),
        col(Relationship.ended_at).is_(None),
        Relationship.since <= today,
        Relationship.until >= today,
    )
    return session.exec(asked.order_by(col(Relationship.until).desc(), col(Relationship.id)).limit(1)).first()


def last_heard(session: Session, workspace_id: UUID, phone: str) -> datetime | None:
    """When somebody at this phone last texted anybody of the workspace: that is asking, too."""
    asked = select(func.max(Conversation.last_in_at))
    return session.exec(
        asked.where(Conversation.workspace_id == workspace_id, Conversation.phone == phone)
    ).one()


def is_known(session: Session, source_key: str) -> bool:
    return (
        session.exec(select(Relationship.id).where(Relationship.source_key == source_key)).first() is not None
    )


def end(session: Session, contact_ids: Sequence[UUID], at: datetime) -> bool:
    """What was recorded holds no longer; whether anything was."""
    mine = (col(Relationship.contact_id).in_(contact_ids), col(Relationship.ended_at).is_(None))
    return session.connection().execute(update(Relationship).where(*mine).values(ended_at=at)).rowcount > 0


def forget(session: Session, contact_id: UUID) -> None:
    """What somebody wrote goes; that there was a relationship stays."""
    mine = col(Relationship.contact_id) == contact_id
    session.connection().execute(update(Relationship).where(mine).values(wording=""))
