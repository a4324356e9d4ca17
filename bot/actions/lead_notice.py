"""A new lead as the agent reads it, and the composer that opens from there."""

from uuid import UUID

from sqlmodel import Session

from bot.actions.compose import Suggestion, mark_of
from bot.actions.notice import post_once
from bot.actions.people import Who
from bot.rules.lead_form import read_lead
from bot.screens import lead as screens
from bot.work import Refusal, Tools
from models import agent as agents
from models import book as books
from models import card as cards
from models import contact as contacts
from models import lead as leads
from models import suppression as suppressions
from models.agent import Agent
from models.contact import Contact
from models.lead import Lead


def post_lead(tools: Tools, lead_id: UUID, agent_id: UUID, again: bool) -> None:
    """Post a lead into an agent's direct message, once. Nothing if its contact was deleted meanwhile."""
    with tools.read() as session:
        lead, agent = leads.lead(session, lead_id), agents.get(session, agent_id)
        shown = _shown(session, tools, lead, agent) if lead else None
    if shown is not None:
        post_once(tools, agent, screens.notice(shown), f"lead:{lead_id}", again)


def _shown(session: Session, tools: Tools, lead: Lead, reader: Agent) -> screens.Shown | None:
    source = leads.source(session, lead.workspace_id, lead.source_id)
    contact = _contact(session, lead)
    if source is None or contact is None:
        return None
    form, owner = read_lead(lead.told), agents.get(session, source.agent_id)
    phone = form.phone.e164 if form.phone else ""
    others = contacts.with_phone(session, books.book_of(session, owner.id), phone) if phone else []
    return screens.Shown(
        lead_id=str(lead.id),
        contact_id=str(contact.id) if contact.agent_id in books.book_of(session, reader.id) else "",
        name=contact.name,
        form=form,
        source=source.name,
        tags=tuple(cards.tags(session, contact.id)),
        is_new=lead.is_new,
        shares_with=tuple(one.name for one in others if one.id != contact.id),
        opted_out=bool(phone) and suppressions.is_standing(session, lead.workspace_id, phone),
        instead_of="" if owner.id == reader.id else owner.name,
    )


def _contact(session: Session, lead: Lead) -> Contact | None:
    """The lead's contact or the card that took it in; None once it is deleted."""
    source = leads.source(session, lead.workspace_id, lead.source_id)
    book = books.book_of(session, source.agent_id) if source else ()
    return contacts.in_book(session, book, lead.contact_id)


def client_of(tools: Tools, who: Who, lead_id: UUID) -> Suggestion:
    """Whom to text about a lead, for its agent, who shares their book, and admins. Raises Refusal."""
    with tools.read() as session:
        lead = leads.lead(session, lead_id)
        contact = _contact(session, lead) if lead else None
        if lead is None or contact is None:
            raise Refusal(screens.GONE)
        if not (who.is_admin or contact.agent_id in books.book_of(session, who.agent_id)):
            raise Refusal(screens.NOT_YOURS)
        form = read_lead(lead.told)
        if form.phone is None:
            raise Refusal(screens.NO_PHONE)
        phone = form.phone.e164
        return Suggestion(contact.id, contact.name, phone, mark_of(session, tools, who, phone))
