"""Agents: Slack people who text."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, word
from models.enums import Role


class Agent(SQLModel, table=True):
    """A Slack user of the workspace who texts."""

    __table_args__ = (UniqueConstraint("workspace_id", "slack_user_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    slack_user_id: str
    name: str
    email: str | None = None
    role: Role = word(Role, default=Role.AGENT)
    dm_channel: str | None = None  # Slack's id of the direct message with the bot, once opened
    created_at: datetime = instant()


_BY_SLACK_USER = select(Agent).where(
    Agent.workspace_id == bindparam("workspace"), Agent.slack_user_id == bindparam("user")
)


def by_slack_user(session: Session, workspace_id: UUID, slack_user_id: str) -> Agent | None:
    return session.exec(_BY_SLACK_USER, params={"workspace": workspace_id, "user": slack_user_id}).first()


def get(session: Session, agent_id: UUID) -> Agent:
    return session.get_one(Agent, agent_id)


def of_workspace(session: Session, workspace_id: UUID) -> list[Agent]:
    return list(
        session.exec(select(Agent).where(Agent.workspace_id == workspace_id).order_by(col(Agent.name)))
    )


def admins(session: Session, workspace_id: UUID) -> list[Agent]:
    """The admins, longest serving first: what nobody owns is shown to the first of them."""
    return list(
        session.exec(
            select(Agent)
            .where(Agent.workspace_id == workspace_id, Agent.role == Role.ADMIN)
            .order_by(col(Agent.created_at), col(Agent.id))
        )
    )


def opened_dm(session: Session, agent_id: UUID, channel: str) -> None:
    """Remember Slack's id of the direct message with this agent."""
    agent = get(session, agent_id)
    agent.dm_channel = channel
    session.add(agent)
