"""Whose direct message a conversation is shown in: its owner's, or of whoever answers in their place."""

from uuid import UUID

from sqlmodel import Session

from bot.rules.cover import Cover, cover_of, who_answers
from bot.work import Tools
from models import agent as agents
from models import cover as covers
from models.agent import Agent
from models.opening import Opening


def host_of(session: Session, tools: Tools, owner: Agent | None) -> UUID | None:
    """Who is shown the conversations of this holder of a number, None for a number that nobody holds."""
    if owner is None or owner.left_at is not None:
        return stand_in(session, tools.workspace_id)
    return _answers(session, tools, owner.id, cover_of(owner.cover_id, owner.cover_from, owner.cover_until))


def host_in(session: Session, tools: Tools, opening: Opening) -> UUID | None:
    """The same for a conversation that carries a text: nothing is read unless its owner is away."""
    if opening.agent_id is None or opening.has_left:
        return stand_in(session, tools.workspace_id)
    return _answers(session, tools, opening.agent_id, cover_of(*opening.cover))


def _answers(session: Session, tools: Tools, owner_id: UUID, cover: Cover | None) -> UUID:
    now = tools.now()
    if cover is None or not cover.holds(now):
        return owner_id
    return who_answers(owner_id, _known(session, tools), now)


def _known(session: Session, tools: Tools) -> dict[UUID, Cover]:
    found = {row[0]: cover_of(*row[1:]) for row in covers.of_workspace(session, tools.workspace_id)}
    return {agent_id: cover for agent_id, cover in found.items() if cover is not None}


def answers_for(session: Session, tools: Tools, agent_id: UUID) -> list[UUID]:
    """The other agents for whom this one answers now."""
    known, now = _known(session, tools), tools.now()
    found = [one for one in known if one != agent_id and who_answers(one, known, now) == agent_id]
    left = agents.who_left(session, tools.workspace_id)
    if left and stand_in(session, tools.workspace_id) == agent_id:
        found += [one.id for one in left]
    return found


def stand_in(session: Session, workspace_id: UUID) -> UUID | None:
    """Who is shown what belongs to nobody: the first admin, else who is here for the longest time.

    None before anybody is here.
    """
    admins = agents.admins(session, workspace_id)
    first = admins[0] if admins else agents.longest_serving(session, workspace_id)
    return first.id if first else None
