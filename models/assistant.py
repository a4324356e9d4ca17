"""Who assists whom, and the roles that people have."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, delete, or_
from sqlmodel import Session, col, select

from models.agent import Agent, Assistant
from models.enums import TEXTING, Role
from models.once import insert_once

_IS_HERE = and_(col(Agent.left_at).is_(None), col(Agent.role).in_(TEXTING))


def assists(session: Session, assistant_id: UUID, agent_id: UUID) -> bool:
    """Whether somebody may write for this agent."""
    asked = select(Assistant.agent_id).join(Agent, col(Agent.id) == col(Assistant.agent_id))
    one = asked.where(Assistant.assistant_id == assistant_id, Assistant.agent_id == agent_id, _IS_HERE)
    return session.exec(one).first() is not None


def assisted_by(session: Session, assistant_id: UUID) -> list[Agent]:
    """The agents for whom somebody may write, by name."""
    asked = select(Agent).join(Assistant, col(Assistant.agent_id) == col(Agent.id))
    mine = asked.where(Assistant.assistant_id == assistant_id, _IS_HERE)
    return list(session.exec(mine.order_by(col(Agent.name), col(Agent.id))))


def names_of(session: Session, assistant_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Assistant -> the names of those for whom they may write."""
    found: dict[UUID, list[str]] = {}
    asked = select(Assistant.assistant_id, Agent.name).join(Agent, col(Agent.id) == col(Assistant.agent_id))
    those = asked.where(col(Assistant.assistant_id).in_(assistant_ids), _IS_HERE)
    for assistant_id, name in session.exec(those.order_by(col(Agent.name), col(Agent.id))):
        found.setdefault(assistant_id, []).append(name)
    return found


def assign(session: Session, assistant: Agent, agent_ids: Sequence[UUID]) -> None:
    """Let somebody write for these agents and no others."""
    old = delete(Assistant).where(col(Assistant.assistant_id) == assistant.id)
    session.connection().execute(old)
    for agent_id in agent_ids:
        insert_once(session, Assistant, assistant_id=assistant.id, agent_id=agent_id)
    if assistant.writes_for_id not in agent_ids:
        assistant.writes_for_id = None
        session.add(assistant)


def released(session: Session, agent_id: UUID) -> None:
    """Nobody writes for this agent any more, and they for nobody."""
    either = or_(col(Assistant.assistant_id) == agent_id, col(Assistant.agent_id) == agent_id)
    session.connection().execute(delete(Assistant).where(either))


def lock_admins(session: Session, workspace_id: UUID) -> list[UUID]:
    """The admins, held until the unit of work ends: two who give up the role at once see each other."""
    asked = select(Agent.id).where(Agent.workspace_id == workspace_id, Agent.role == Role.ADMIN)
    here = asked.where(col(Agent.left_at).is_(None))
    return list(session.exec(here.order_by(col(Agent.id)).with_for_update()))


def page(session: Session, workspace_id: UUID, start: int, most: int) -> list[Agent]:
    """Some of the people by name, those who left behind the others; `start` counts from 0."""
    asked = select(Agent).where(Agent.workspace_id == workspace_id)
    ordered = asked.order_by(col(Agent.left_at).is_not(None), col(Agent.name), col(Agent.id))
    return list(session.exec(ordered.offset(start).limit(most)))


def lock(session: Session, workspace_id: UUID, agent_id: UUID) -> Agent | None:
    """One of them, as they are now and nobody else changes them; None for an id of nobody."""
    asked = select(Agent).where(Agent.workspace_id == workspace_id, Agent.id == agent_id).with_for_update()
    return session.exec(asked.execution_options(populate_existing=True)).first()
