"""Who pays for an agent, and the words for what a change costs."""

from uuid import UUID

from sqlmodel import Session

from bot.work import Tools
from models import payer as payers
from models import workspace as workspaces
from models.enums import PayerKind
from models.payer import Payer


def payer_of(session: Session, tools: Tools, agent_id: UUID) -> tuple[Payer, PayerKind]:
    """The agent's paying side, and who that is by the workspace's habit or by exception."""
    payer = payers.of_agent(session, tools.workspace_id, agent_id)
    return payer, payer.kind or workspaces.get(session, tools.workspace_id).payer


def kind_of(session: Session, tools: Tools, agent_id: UUID) -> PayerKind:
    """Who pays for an agent; unlike `payer_of` it writes nothing."""
    payer = payers.known(session, agent_id)
    return (payer and payer.kind) or workspaces.get(session, tools.workspace_id).payer


def pays_by_card(session: Session, tools: Tools, agent_id: UUID) -> bool:
    """Whether orders for this agent are paid before they are done: with a card, at the provider."""
    return tools.billing is not None and payer_of(session, tools, agent_id)[1] == PayerKind.AGENT
