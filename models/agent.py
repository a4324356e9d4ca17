"""Agents: Slack people who text."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, bindparam, func, or_, text
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import Ring, Role

COVERED = "cover_id IS NOT NULL"
LEFT = "left_at IS NOT NULL"


class Agent(SQLModel, table=True):
    """A Slack user of the workspace who texts."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_user_id"),
        Index("ix_agent_covered", "workspace_id", sqlite_where=text(COVERED), postgresql_where=text(COVERED)),
        Index("ix_agent_left", "workspace_id", sqlite_where=text(LEFT), postgresql_where=text(LEFT)),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    slack_user_id: str
    name: str
    email: str | None = None
    role: Role = word(Role, default=Role.AGENT)
    dm_channel: str | None = None  # Slack's id of the direct message with the bot, once opened
    team_channel: str | None = None  # Slack's id of the channel where the agent's threads open instead
    undo_seconds: int = Field(default=5, sa_column_kwargs=preset(5))  # how long a text waits before it leaves
    ring: Ring = word(Ring, default=Ring.FIRST, sa_column_kwargs=preset("'first'"))
    digest_minute: int | None = None  # of the day in the workspace's zone; None: no digest
    dear_credits: int = Field(
        default=10, sa_column_kwargs=preset(10)
    )  # a reply that costs more asks first; 0: never
    notice_email: str | None = None  # where warnings go; None: the address of the Slack profile
    muted: str = Field(default="", sa_column_kwargs=preset("''"))  # kinds of warnings, "marks empty expiring"
    welcomed_at: datetime | None = instant(default=None)
    left_at: datetime | None = instant(default=None)  # they are no longer in Slack, or not with us
    writes_for_id: UUID | None = Field(default=None, foreign_key="agent.id")  # an assistant
    cover_id: UUID | None = Field(default=None, foreign_key="agent.id")  # who answers while they are away
    cover_from: datetime | None = instant(default=None)
    cover_until: datetime | None = instant(default=None)  # None: until they say so
    created_at: datetime = instant()


class Assistant(SQLModel, table=True):
    """Somebody who may write for an agent."""

    assistant_id: UUID = Field(foreign_key="agent.id", primary_key=True)
    agent_id: UUID = Field(foreign_key="agent.id", primary_key=True)


_OF_SLACK_USER = (
    Agent.workspace_id == bindparam("workspace"),
    Agent.slack_user_id == bindparam("user"),
)
_BY_SLACK_USER = select(Agent).where(*_OF_SLACK_USER)
_STAYS = col(Agent.left_at).is_(None)
_FACE = (col(Agent.id), col(Agent.name), col(Agent.role), col(Agent.undo_seconds), col(Agent.dear_credits))
_FACES = select(*_FACE).where(*_OF_SLACK_USER, _STAYS)  # type: ignore[call-overload]


def by_slack_user(session: Session, workspace_id: UUID, slack_user_id: str) -> Agent | None:
    """The agent behind a Slack user, also one who has left."""
    return session.exec(_BY_SLACK_USER, params={"workspace": workspace_id, "user": slack_user_id}).first()


def by_name(session: Session, workspace_id: UUID, name: str) -> Agent | None:
    """The agent whose whole or first name this is, in any case; None where that is nobody or several."""
    asked, called = name.casefold(), func.lower(Agent.name)
    fits = or_(called == asked, called.startswith(f"{asked} ", autoescape=True))
    found = session.exec(select(Agent).where(Agent.workspace_id == workspace_id, _STAYS, fits).limit(2)).all()
    return found[0] if asked and len(found) == 1 else None


class Face(NamedTuple):
    """What every request asks first about an agent."""

    id: UUID
    name: str
    role: Role
    undo_seconds: int
    dear_credits: int


def face(session: Session, workspace_id: UUID, slack_user_id: str) -> Face | None:
    """The agent behind a Slack user; None for whoever has left."""
    asked = {"workspace": workspace_id, "user": slack_user_id}
    row = session.connection().execute(_FACES, asked).first()
    return Face(row[0], row[1], Role(row[2]), row[3], row[4]) if row else None


def get(session: Session, agent_id: UUID) -> Agent:
    return session.get_one(Agent, agent_id)


def find(session: Session, workspace_id: UUID, agent_id: UUID) -> Agent | None:
    """The agent with an id that somebody sent; None for an id of nobody here."""
    agent = session.get(Agent, agent_id)
    return agent if agent and agent.workspace_id == workspace_id else None


def lock(session: Session, agent_id: UUID) -> Agent | None:
    """The agent, read anew and held until the unit of work ends; None for an id that nobody has.

    Texts that name the agent are stored meanwhile: they do not wait, so nobody waits for each other.
    """
    asked = select(Agent).where(Agent.id == agent_id).with_for_update(key_share=True)
    return session.exec(asked.execution_options(populate_existing=True)).first()


def names(session: Session, agent_ids: Collection[UUID]) -> dict[UUID, str]:
    """Agent -> name."""
    return dict(session.exec(select(Agent.id, Agent.name).where(col(Agent.id).in_(agent_ids))).all())


def of_workspace(session: Session, workspace_id: UUID) -> list[Agent]:
    """Everybody who is or was an agent, by name."""
    return list(
        session.exec(select(Agent).where(Agent.workspace_id == workspace_id).order_by(col(Agent.name)))
    )


def admins(session: Session, workspace_id: UUID) -> list[Agent]:
    """The admins, longest serving first: what nobody owns is shown to the first of them."""
    return list(
        session.exec(
            select(Agent)
            .where(Agent.workspace_id == workspace_id, Agent.role == Role.ADMIN, _STAYS)
            .order_by(col(Agent.created_at), col(Agent.id))
        )
    )


def longest_serving(session: Session, workspace_id: UUID) -> Agent | None:
    """Who has been an agent for the longest time of those who are one."""
    asked = select(Agent).where(Agent.workspace_id == workspace_id, _STAYS)
    return session.exec(asked.order_by(col(Agent.created_at), col(Agent.id)).limit(1)).first()


def who_left(session: Session, workspace_id: UUID) -> list[Agent]:
    """The agents who have left, the last first."""
    asked = select(Agent).where(Agent.workspace_id == workspace_id, text(f"agent.{LEFT}"))
    return list(session.exec(asked.order_by(col(Agent.left_at).desc(), col(Agent.id))))


def admin_users(session: Session, workspace_id: UUID) -> list[str]:
    """The admins' Slack user ids, in the same order: whom a refusal names."""
    return [one.slack_user_id for one in admins(session, workspace_id)]


def leave_channel(session: Session, agent_id: UUID) -> None:
    """The agent's threads open in their direct message again."""
    agent = get(session, agent_id)
    agent.team_channel = None
    session.add(agent)


def with_digest(session: Session, workspace_id: UUID, minute: int) -> list[UUID]:
    """The agents whose digest comes at this minute of the day or came before it."""
    return list(
        session.exec(
            select(Agent.id).where(
                Agent.workspace_id == workspace_id, col(Agent.digest_minute) <= minute, _STAYS
            )
        )
    )


def opened_dm(session: Session, agent_id: UUID, channel: str) -> None:
    """Remember Slack's id of the direct message with this agent."""
    agent = get(session, agent_id)
    agent.dm_channel = channel
    session.add(agent)
