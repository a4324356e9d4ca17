"""Contacts out of sight and back, and those that are deleted."""

from uuid import UUID

from bot.actions import event, notes
from bot.actions.attachment import settle_phones
from bot.actions.contact import held
from bot.actions.people import Who
from bot.screens import contact as words
from bot.work import Tools
from models import card as cards
from models import event as events
from models import lead as leads
from models import relationship as relationships
from models.enums import EventKind


def archive(tools: Tools, who: Who, contact_id: UUID) -> str:
    """Put a contact out of sight until a text comes or goes; what was done. Raises Refusal."""
    with tools.write() as session:
        contact = held(session, who, contact_id)
        if contact.archived_at is None:
            contact.archived_at = tools.now()
            session.add(contact)
            event.note(session, tools, EventKind.ARCHIVED, contact_id=contact.id, by_id=who.author_id)
    return words.PUT_AWAY


def restore(tools: Tools, who: Who, contact_id: UUID) -> str:
    """The reverse."""
    with tools.write() as session:
        contact = held(session, who, contact_id)
        if contact.archived_at is not None:
            contact.archived_at = None
            session.add(contact)
            event.note(session, tools, EventKind.RESTORED, contact_id=contact.id, by_id=who.author_id)
    return words.BACK


def delete(tools: Tools, who: Who, contact_id: UUID) -> None:
    """Take everything personal off a card, for good, and off those it took in. Raises Refusal.

    What the law asks to be kept is kept by the number: texts, consents, opt-outs.
    """
    with tools.write() as session:
        contact = held(session, who, contact_id)
        settle_phones(session, tools, contact, ())
        for one in (contact.id, *cards.absorbed(session, contact.id)):
            events.forget(session, one)
            leads.forget(session, one)
            relationships.forget(session, one)
            notes.forget(session, one)
            cards.blank(session, one, tools.now())
