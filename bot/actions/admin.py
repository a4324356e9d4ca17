"""What the workspace's admin sees first, and does: the time zone, dead letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions.people import Who
from bot.rules.local_time import valid_zone
from bot.screens import admin as words
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import job as jobs
from models import number as numbers
from models import plan as plans
from models import workspace as workspaces
from models.agent import Agent
from models.enums import Meter, Role


@dataclass(frozen=True)
class Colleague:
    """An agent as the admin sees them."""

    agent_id: UUID
    slack_user_id: str
    name: str
    role: Role
    phone: str | None
    standing: str = ""  # their credits and plan; only for those whom the overview shows


@dataclass(frozen=True)
class Overview:
    """The workspace at a glance."""

    people: tuple[Colleague, ...]
    free_numbers: tuple[str, ...]
    time_zone: str
    dead_letters: int
    has_mail: bool  # a mail server is set


@dataclass(frozen=True)
class DeadLetter:
    """Work that was given up."""

    job_id: UUID
    kind: str
    error: str


def overview(tools: Tools) -> Overview:
    """Who texts, from which numbers, and what went wrong."""
    with tools.read() as session:
        held = {one.agent_id: one.phone for one in numbers.of_workspace(session, tools.workspace_id)}
        everybody = agents.of_workspace(session, tools.workspace_id)
        everybody = [one for one in everybody if one.left_at is None]
        standings = _standings(session, [one.id for one in everybody[: words.SHOWN]])
        people = tuple(
            Colleague(
                one.id,
                one.slack_user_id,
                one.name,
                one.role,
                held.get(one.id),
                standings.get(one.id, ""),
            )
            for one in everybody
        )
        free = [
            one.phone for one in numbers.of_workspace(session, tools.workspace_id) if one.agent_id is None
        ]
        zone = workspaces.get(session, tools.workspace_id).time_zone
        dead = len(jobs.dead(session, tools.workspace_id, 100))
    return Overview(people, tuple(free), zone, dead, tools.mail is not None)


def _standings(session: Session, agent_ids: Sequence[UUID]) -> dict[UUID, str]:
    found = accounts.of_agents(session, agent_ids, Meter.SMS)
    on = plans.of_accounts(session, [one.id for one in found.values()])
    standings = {}
    for agent_id in agent_ids:
        account = found.get(agent_id)
        plan = on.get(account.id) if account else None
        have = (account.available, account.owed) if account else None
        standings[agent_id] = words.standing(have, plan.monthly if plan else None)
    return standings


def agent_named(session: Session, tools: Tools, slack_user_id: str) -> Agent:
    """The agent behind a Slack user. Raises Refusal for everybody else."""
    agent = agents.by_slack_user(session, tools.workspace_id, slack_user_id)
    if agent is None or agent.left_at is not None:
        raise Refusal(words.not_an_agent(slack_user_id))
    return agent


def need_admin(who: Who) -> None:
    """Raises Refusal for everybody else."""
    if not who.is_admin:
        raise Refusal(words.ADMINS_ONLY)


def set_time_zone(tools: Tools, who: Who, zone: str) -> str:
    """Set the workspace's time zone; what was done. Raises Refusal."""
    need_admin(who)
    if not valid_zone(zone):
        raise Refusal(words.no_such_zone(zone))
    with tools.write() as session:
        workspace = workspaces.get(session, tools.workspace_id)
        workspace.time_zone = zone
        session.add(workspace)
    return words.zone_set(zone)


def dead_letters(tools: Tools, who: Who) -> list[DeadLetter]:
    """The work that was given up, newest first."""
    need_admin(who)
    with tools.read() as session:
        return [DeadLetter(one.id, one.kind, one.error) for one in jobs.dead(session, tools.workspace_id, 20)]


def retry_dead_letter(tools: Tools, who: Who, job_id: UUID) -> bool:
    """Try given-up work again; whether it was still there."""
    need_admin(who)
    with tools.write() as session:
        return jobs.revive(session, tools.workspace_id, job_id, tools.clock.real())
