"""Who pays for an agent."""

from uuid import UUID

from sqlmodel import Session

from bot.work import Tools
from models import payer as payers
from models import workspace as workspaces
from models.enums import PayerKind


def kind_of(session: Session, tools: Tools, agent_id: UUID) -> PayerKind:
    """Who pays for an agent: by exception or by the workspace's habit."""
    payer = payers.known(session, agent_id)
    return (payer and payer.kind) or workspaces.get(session, tools.workspace_id).payer


def pays_by_card(session: Session, tools: Tools, agent_id: UUID) -> bool:
    """Whether orders for this agent are paid before they are done: with a card, at the provider."""
    return tools.billing is not None and kind_of(session, tools, agent_id) == PayerKind.AGENT
