"""Who is asking: agents, the first person, and people nobody has invited."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions import outcome, queue, welcome
from bot.ports import Busy, Person, Refused
from bot.screens import people as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import number as numbers
from models import workspace as workspaces
from models.agent import Agent
from models.columns import new_id
from models.enums import Role
from models.once import insert_once
from models.workspace import Member, Workspace

MENTION = re.compile(r"<@(\w+)>")


@dataclass(frozen=True)
class Who:
    """Who asks, and whose number, book and credits they use: their own, or an agent's for whom they write."""

    agent_id: UUID  # whose number, book and credits
    author_id: UUID  # the person
    slack_user_id: str  # the person's
    name: str  # whom clients know: the agent's
    role: Role  # the person's
    undo: timedelta  # how long their texts wait before they leave
    dear: int  # credits above which a text that shows no price asks before it leaves; 0: never

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def writes_as(self) -> str:
        """The agent for whom they write; "" for oneself."""
        return self.name if self.agent_id != self.author_id else ""


def recognise(tools: Tools, slack_user_id: str) -> Who:
    """The agent behind a Slack user, by a command or a shortcut.

    The first human full member who ever asks becomes admin and agent and holds the number from the settings.
    Raises Refusal, with the name of an admin, for anybody who is not invited.
    """
    known = find_agent(tools, slack_user_id)
    if known is not None:
        return known
    person = look_up(tools, slack_user_id)
    with tools.write() as session:
        workspace = workspaces.get(session, tools.workspace_id)
        agent = agents.by_slack_user(session, workspace.id, slack_user_id)
        if agent is not None and agent.left_at is not None:
            agent = None  # whoever comes back is invited anew
        if agent is None and person.is_full_member and workspace.first_agent_id is None:
            agent = _become_first(session, tools, workspace, person)
        if agent is None:
            raise Refusal(words.not_invited(agents.admin_users(session, workspace.id)))
        return who_of(agent)


def find_agent(tools: Tools, slack_user_id: str) -> Who | None:
    """The agent behind a Slack user; None for everybody else."""
    with tools.read() as session:
        face = agents.face(session, tools.workspace_id, slack_user_id)
        if face is None:
            return None
        undo = timedelta(seconds=face.undo_seconds)
        return Who(face.id, face.id, slack_user_id, face.name, face.role, undo, face.dear_credits)


def who_of(agent: Agent) -> Who:
    """An agent as somebody who asks."""
    undo = timedelta(seconds=agent.undo_seconds)
    return Who(agent.id, agent.id, agent.slack_user_id, agent.name, agent.role, undo, agent.dear_credits)


def _become_first(session: Session, tools: Tools, workspace: Workspace, person: Person) -> Agent | None:
    agent_id = new_id()
    if not workspaces.take_first_place(session, workspace.id, agent_id):
        return None  # somebody else was first a moment ago
    agent = add_agent(session, tools, person, Role.ADMIN, agent_id)
    if tools.policy.first_number:
        number = numbers.get_or_add(session, workspace.id, tools.policy.first_number)
        numbers.give(session, number, agent_id, tools.now())
        queue.later(session, tools, "point_number", number.id, by=str(agent_id))
    welcome.greet(session, tools, agent)
    outcome.show_forgotten(session, tools)
    return agent


def add_agent(
    session: Session, tools: Tools, person: Person, role: Role, agent_id: UUID | None = None
) -> Agent:
    """Make a person an agent."""
    agent = Agent(
        id=agent_id or new_id(),
        workspace_id=tools.workspace_id,
        slack_user_id=person.slack_user_id,
        name=person.name,
        email=person.email,
        role=role,
        undo_seconds=tools.policy.undo_seconds,
        created_at=tools.now(),
    )
    session.add(agent)
    session.flush()
    return agent


def look_up(tools: Tools, slack_user_id: str) -> Person:
    """A member of the workspace, asked of Slack once and remembered. Raises Refusal when Slack cannot say."""
    with tools.read() as session:
        member = workspaces.member(session, tools.workspace_id, slack_user_id)
    if member is not None:
        return Person(member.slack_user_id, member.name, member.email, member.is_full_member)
    try:
        person = tools.slack.person(slack_user_id)
    except (Busy, Refused) as error:
        raise Refusal(words.nobody_knows(slack_user_id)) from error
    with tools.write() as session:
        remember(session, tools.workspace_id, person, tools.now())
    return person


def remember(session: Session, workspace_id: UUID, person: Person, at: datetime) -> None:
    values = {
        "slack_user_id": person.slack_user_id,
        "name": person.name,
        "email": person.email,
        "is_full_member": person.is_full_member,
    }
    insert_once(session, Member, id=new_id(), workspace_id=workspace_id, seen_at=at, **values)


def names_of(tools: Tools, slack_user_ids: Iterable[str]) -> dict[str, str]:
    """Slack user id -> the name a client would read."""
    return {one: look_up(tools, one).name for one in slack_user_ids}


def without_mentions(tools: Tools, sentence: str) -> str:
    """A sentence for a place where Slack shows plain text only: its agents by name."""
    with tools.read() as session:
        known = {one.slack_user_id: one.name for one in agents.of_workspace(session, tools.workspace_id)}
    return MENTION.sub(lambda found: known.get(found[1], "an admin"), sentence)
