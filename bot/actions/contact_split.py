"""A number has another person now, or one more: a card of their own, and no consent that was not theirs."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import event, outcome, queue
from bot.actions.attachment import settle_phones
from bot.actions.book import index
from bot.actions.contact import held, make, show_again, text_of
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.contact_change import CardText
from bot.rules.fold import fold
from bot.rules.phone import show_phone
from bot.screens import contact as words
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import card as cards
from models import consent as consents
from models import conversation as conversations
from models import event as events
from models.contact import Contact
from models.enums import ContactSource, EventKind


@dataclass(frozen=True)
class Asked:
    """Whose number it is now."""

    phone: str  # E.164, one of the card's
    name: str  # of the other person; "" for nobody knows
    shares: bool  # both have it; else only the other


def split(tools: Tools, who: Who, contact_id: UUID, asked: Asked, key: str) -> str:
    """Give a number of a contact to another person, once by `key`; what was done.

    The texts so far stay with the contact, an opt-out stays with the number, and consent with neither other:
    the new person has given none. What still waits to leave was meant for the contact. Raises FieldRefusal
    and Refusal, keeping nothing.
    """
    name = " ".join(asked.name.split())
    if asked.shares and not fold(name):
        raise FieldRefusal("name", words.NO_NAME)
    with tools.write() as session:
        contact = held(session, who, contact_id)
        told = words.split(contact.name, name or show_phone(asked.phone), asked.shares)
        if events.contact_of(session, key):
            return told
        phone = next((one for one in text_of(session, contact).phones if one.e164 == asked.phone), None)
        if phone is None:
            raise Refusal(words.NOT_ON_CARD)
        others = [one for one in text_of(session, contact).phones if one != phone]
        new = make(
            session, tools, contact.agent_id, CardText(name or show_phone(phone.e164)), ContactSource.HAND
        )
        new.is_saved = bool(fold(name))
        session.add(new)
        settle_phones(session, tools, new, [phone])
        index(session, new)
        if not asked.shares:
            _move_on(session, tools, contact, phone.e164)
            settle_phones(session, tools, contact, others)
            index(session, contact)
        by, kind = who.author_id, EventKind.SPLIT
        event.note(session, tools, kind, told, contact_id=new.id, by_id=by, source_key=key)
        event.note(session, tools, kind, told, contact_id=contact.id, by_id=by)
        for one in (contact, new):
            show_again(session, tools, one.id)
        return told


def _move_on(session: Session, tools: Tools, contact: Contact, phone: str) -> None:
    """The contact is not reached there any more: nothing of theirs may come to somebody else."""
    consents.end(session, contact.id, phone, tools.now(), words.ANOTHER_PERSON)
    attached = cards.of_phone(session, cards.conversations(session, contact.id), phone)
    outcome.cancel_waiting(session, tools, phone, refusal.ANOTHER_PERSON, attached)
    for conversation_id in attached:
        for thread_id in conversations.close_threads(session, conversation_id):
            queue.close_card(session, tools, thread_id, conversation_id)
