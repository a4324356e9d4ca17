"""Looks of people with the compliance role: each is written down with its reason, and admins see them.

A reason holds for the window in which it was given: the window's id is in the id of the row.
"""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlmodel import Session

from bot.actions.people import Who
from bot.rules.local_time import local
from bot.screens.timeline import Seen
from bot.work import Tools
from models import agent as agents
from models import look as looks
from models import workspace as workspaces
from models.enums import Look
from models.look import LookedAt

SHOWN = 10


def note(
    session: Session,
    tools: Tools,
    who: Who,
    contact_ids: Sequence[UUID],
    what: Look,
    view_id: str,
    reason: str,
) -> None:
    """Write down that somebody looks at these contacts, once for each window."""
    for contact_id in contact_ids or (None,):
        row = LookedAt(
            id=_id(tools, who, contact_id, what, view_id),
            workspace_id=tools.workspace_id,
            by_id=who.agent_id,
            what=what,
            contact_id=contact_id,
            reason=reason,
            at=tools.now(),
        )
        looks.add_once(session, row)


def is_noted(
    session: Session, tools: Tools, who: Who, contact_ids: Sequence[UUID], what: Look, view_id: str
) -> bool:
    """Whether the reason given in this window was given for all of these contacts."""
    asked = [_id(tools, who, one, what, view_id) for one in contact_ids or (None,)]
    return all(looks.get(session, one) is not None for one in asked)


def reason_of(session: Session, tools: Tools, who: Who, contact_ids: Sequence[UUID], view_id: str) -> str:
    """The reason given in this window."""
    first = next(iter(contact_ids), None)
    found = looks.get(session, _id(tools, who, first, Look.TIMELINE, view_id))
    return found.reason if found else ""


def latest(session: Session, tools: Tools, contact_ids: Sequence[UUID]) -> tuple[Seen, ...]:
    """Who looked at these contacts, the latest first."""
    found = looks.at_contacts(session, contact_ids, SHOWN)
    names = agents.names(session, {one.by_id for one in found})
    zone = workspaces.get(session, tools.workspace_id).time_zone
    return tuple(
        Seen(names[one.by_id], one.what == Look.EXPORT, local(one.at, zone).date(), one.reason)
        for one in found
    )


def _id(tools: Tools, who: Who, contact_id: UUID | None, what: Look, view_id: str) -> UUID:
    return uuid5(tools.workspace_id, f"look:{view_id}:{what}:{who.agent_id}:{contact_id}")
