"""Workspaces, and what Slack says about the people in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import PayerKind
from models.once import insert_once


class Workspace(SQLModel, table=True):
    """A brokerage: one Slack workspace."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slack_team_id: str = Field(unique=True)
    bot_user_id: str
    name: str
    time_zone: str
    opt_out_line: str | None = None  # None: the built-in wording
    first_agent_id: UUID | None = None
    url: str = Field(
        default="", sa_column_kwargs=preset("''")
    )  # where it is in a browser, for links into threads
    home_territories: str = Field(default="", sa_column_kwargs=preset("''"))  # at the rate of the US: "PR GU"
    currency: str = Field(default="USD", sa_column_kwargs=preset("'USD'"))
    tax_name: str = Field(default="", sa_column_kwargs=preset("''"))  # "Sales tax"; "": no line for it
    tax_rate: int = Field(default=0, sa_column_kwargs=preset(0))  # hundredths of a per cent
    payer: PayerKind = word(PayerKind, default=PayerKind.BROKERAGE, sa_column_kwargs=preset("'brokerage'"))
    needs_approval: bool = Field(default=False, sa_column_kwargs=preset(False))  # of orders by agents
    grace_days: int = Field(default=7, sa_column_kwargs=preset(7))  # after a failed payment
    shares_contacts: bool = Field(default=False, sa_column_kwargs=preset(False))  # all see all
    # The hours in which clients are texted, in minutes of their own day.
    week_from: int = Field(default=540, sa_column_kwargs=preset(540))
    week_until: int = Field(default=1200, sa_column_kwargs=preset(1200))
    sunday_from: int = Field(default=720, sa_column_kwargs=preset(720))
    sunday_until: int = Field(default=1200, sa_column_kwargs=preset(1200))
    # Before a text that a person types leaves outside of them.
    asks_outside_hours: bool = Field(default=True, sa_column_kwargs=preset(True))
    automated_a_day: int = Field(default=3, sa_column_kwargs=preset(3))  # texts nobody types, for one client
    new_numbers_a_day: int = Field(default=200, sa_column_kwargs=preset(200))  # first texts of an agent
    # Before Slack hides a card, its conversation moves on to a new one; None: it never hides any.
    thread_days: int | None = Field(default=80, sa_column_kwargs=preset(80))


class Member(SQLModel, table=True):
    """A person of the Slack workspace as Slack last described them."""

    __table_args__ = (UniqueConstraint("workspace_id", "slack_user_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    slack_user_id: str
    name: str
    email: str | None = None
    is_full_member: bool  # human, of this workspace, not a guest
    seen_at: datetime = instant()


def add_once(session: Session, workspace: Workspace) -> None:
    """Store the workspace unless its team is known; two processes may start at once."""
    insert_once(session, Workspace, **workspace.model_dump())


def by_team(session: Session, team_id: str) -> Workspace:
    """The stored workspace of a Slack team."""
    return session.exec(select(Workspace).where(Workspace.slack_team_id == team_id)).one()


def get(session: Session, workspace_id: UUID) -> Workspace:
    return session.get_one(Workspace, workspace_id)


def any_workspace(session: Session) -> Workspace | None:
    return session.exec(select(Workspace).limit(1)).first()


def take_first_place(session: Session, workspace_id: UUID, agent_id: UUID) -> bool:
    """Whether this agent is the workspace's first: exactly one call ever gets True."""
    statement = (
        update(Workspace)
        .where(col(Workspace.id) == workspace_id, col(Workspace.first_agent_id).is_(None))
        .values(first_agent_id=agent_id)
    )
    return session.connection().execute(statement).rowcount == 1


def member(session: Session, workspace_id: UUID, slack_user_id: str) -> Member | None:
    return session.exec(
        select(Member).where(Member.workspace_id == workspace_id, Member.slack_user_id == slack_user_id)
    ).first()


def forget_member(session: Session, workspace_id: UUID, slack_user_id: str) -> None:
    """Slack is asked anew about this person."""
    who = (col(Member.workspace_id) == workspace_id, col(Member.slack_user_id) == slack_user_id)
    session.connection().execute(delete(Member).where(*who))


def names(session: Session, workspace_id: UUID, slack_user_ids: frozenset[str]) -> dict[str, str]:
    """Slack user id -> name, for those we know."""
    rows = session.exec(
        select(Member).where(
            Member.workspace_id == workspace_id, col(Member.slack_user_id).in_(sorted(slack_user_ids))
        )
    )
    return {row.slack_user_id: row.name for row in rows}
