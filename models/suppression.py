"""Numbers that must not be texted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index, bindparam, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import SuppressionSource
from models.once import insert_once

STANDING = "lifted_at IS NULL"
LIFTED = "lifted_at IS NOT NULL"


class Suppression(SQLModel, table=True):
    """One reason not to text a number, from the moment it was given until it is lifted.

    It stays with the number, whatever becomes of the contact card. Rows are never deleted: they are proof.
    """

    __table_args__ = (
        Index(
            "uq_suppression_standing",
            "workspace_id",
            "phone",
            "source",
            unique=True,
            sqlite_where=text(STANDING),
            postgresql_where=text(STANDING),
        ),
        Index("ix_suppression_phone", "workspace_id", "phone", "created_at"),
        Index(
            "ix_suppression_lifted",
            "workspace_id",
            "phone",
            "lifted_at",
            sqlite_where=text(LIFTED),
            postgresql_where=text(LIFTED),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    phone: str
    source: SuppressionSource = word(SuppressionSource)
    proof: str  # the words or the event it rests on
    created_at: datetime = instant()
    by_id: UUID | None = Field(default=None, foreign_key="agent.id")  # who entered it by hand
    lifted_at: datetime | None = instant(default=None)
    lifted_by_id: UUID | None = Field(default=None, foreign_key="agent.id")  # None: the client themselves
    lift_proof: str = Field(default="", sa_column_kwargs=preset("''"))  # what a lift by hand rests on


def suppress(
    session: Session,
    workspace_id: UUID,
    phone: str,
    source: SuppressionSource,
    proof: str,
    at: datetime,
    by_id: UUID | None = None,
) -> bool:
    """Record a reason not to text this number; whether it is new. `by_id`: who entered it by hand."""
    values = {
        "workspace_id": workspace_id,
        "phone": phone,
        "source": source,
        "proof": proof,
        "created_at": at,
        "by_id": by_id,
        "lift_proof": "",
    }
    return insert_once(session, Suppression, id=new_id(), **values)


def standing(workspace_id: Any, phone: Any) -> ColumnElement[bool]:
    """The condition that a reason holds now for a phone: values, or columns of the statement around it."""
    return (
        select(Suppression.id)
        .where(
            Suppression.workspace_id == workspace_id,
            Suppression.phone == phone,
            col(Suppression.lifted_at).is_(None),
        )
        .exists()
    )


_STANDING = select(standing(bindparam("workspace"), bindparam("phone")))


def is_standing(session: Session, workspace_id: UUID, phone: str) -> bool:
    """Whether a reason holds now."""
    asked = {"workspace": workspace_id, "phone": phone}
    return bool(session.connection().execute(_STANDING, asked).scalar_one())


def standing_among(session: Session, workspace_id: UUID, phones: Collection[str]) -> set[str]:
    """Those of the phones that a reason holds for now."""
    asked = select(Suppression.phone).where(
        Suppression.workspace_id == workspace_id,
        col(Suppression.phone).in_(phones),
        col(Suppression.lifted_at).is_(None),
    )
    return set(session.exec(asked))


def standing_sources(session: Session, workspace_id: UUID, phone: str) -> set[SuppressionSource]:
    """Where the reasons come from that hold for a phone now."""
    asked = select(Suppression.source).where(
        Suppression.workspace_id == workspace_id,
        Suppression.phone == phone,
        col(Suppression.lifted_at).is_(None),
    )
    return {SuppressionSource(one) for one in session.exec(asked)}


def lifted_since(session: Session, workspace_id: UUID, phone: str, at: datetime) -> bool:
    """Whether the person took a reason back at or after this moment."""
    asked = select(Suppression.id).where(
        Suppression.workspace_id == workspace_id,
        Suppression.phone == phone,
        col(Suppression.lifted_at) >= at,
        col(Suppression.lifted_by_id).is_(None),
    )
    return session.exec(asked).first() is not None


def lift(
    session: Session,
    workspace_id: UUID,
    phone: str,
    sources: Collection[SuppressionSource],
    at: datetime,
    by_id: UUID | None = None,
    proof: str = "",
) -> bool:
    """End the reasons of these sources that were given before this moment; whether there was one.

    `by_id` and `proof`: who lifts them by hand, and what that rests on.
    """
    statement = (
        update(Suppression)
        .where(
            col(Suppression.workspace_id) == workspace_id,
            col(Suppression.phone) == phone,
            col(Suppression.source).in_(sources),
            col(Suppression.lifted_at).is_(None),
            col(Suppression.created_at) <= at,
        )
        .values(lifted_at=at, lifted_by_id=by_id, lift_proof=proof)
    )
    return session.connection().execute(statement).rowcount > 0
