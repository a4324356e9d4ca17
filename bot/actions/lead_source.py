"""The addresses to which web pages send leads: made, listed, revoked."""

from uuid import UUID

from sqlmodel import Session

from bot.actions.lead import hash_of
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.tag import TagRefusal, read_tags
from bot.screens import lead_source as words
from bot.screens.lead_source import Row
from bot.work import Refusal, Tools
from models import agent as agents
from models import lead as leads
from models import workspace as workspaces
from models.columns import new_id
from models.lead import LeadSource

LONGEST_NAME = 75


def sources_of(tools: Tools, who: Who, most: int, after: int) -> list[Row]:
    """The agent's sources with what came from them, those in use first; admins see everybody's."""
    with tools.read() as session:
        mine = None if who.is_admin else who.agent_id
        found = leads.sources(session, tools.workspace_id, mine, most, after)
        tallies = leads.tallies(session, [one.id for one in found])
        names = agents.names(session, {one.agent_id for one in found})
        zone = workspaces.get(session, tools.workspace_id).time_zone
    return [
        Row(
            source_id=str(one.id),
            name=one.name,
            tags=one.tags,
            owner="" if one.agent_id == who.agent_id else names[one.agent_id],
            made_at=one.created_at,
            count=tallies[one.id][0] if one.id in tallies else 0,
            last_at=tallies[one.id][1] if one.id in tallies else None,
            is_revoked=one.revoked_at is not None,
            zone=zone,
        )
        for one in found
    ]


def make_source(tools: Tools, who: Who, name: str, tags: str, token: str) -> str:
    """Let whoever knows this token hand in leads for the agent; the address. Raises FieldRefusal.

    Asked twice with one token it is made once and the address is the same.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise FieldRefusal("name", words.NO_NAME)
    try:
        good = ", ".join(read_tags(tags))
    except TagRefusal as refusal:
        raise FieldRefusal("tags", str(refusal)) from refusal
    source = LeadSource(
        id=new_id(),
        workspace_id=tools.workspace_id,
        agent_id=who.agent_id,
        name=name,
        tags=good,
        token_hash=hash_of(token),
        by_id=who.author_id,
        created_at=tools.now(),
    )
    with tools.write() as session:
        leads.add_source(session, source)
    return f"{tools.policy.public_url.rstrip('/')}/leads/{token}"


def revoke(tools: Tools, who: Who, source_id: UUID) -> str:
    """Let nobody hand in leads there any more; what to say. Twice is no harm. Raises Refusal."""
    with tools.write() as session:
        source = _taken(session, tools, who, source_id)
        if source.revoked_at is not None:
            return words.revoked_already(source.name)
        source.revoked_at = tools.now()
        session.add(source)
        return words.revoked(source.name)


def _taken(session: Session, tools: Tools, who: Who, source_id: UUID) -> LeadSource:
    """The source, if this agent may end it. Raises Refusal."""
    source = leads.source(session, tools.workspace_id, source_id)
    if source is None or not (who.is_admin or source.agent_id == who.agent_id):
        raise Refusal(words.NOT_YOURS)
    return source
