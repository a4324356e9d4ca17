"""Which cards are on a conversation follows from whose numbers they have."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import queue
from bot.actions.absorb import absorb
from bot.rules.phone_lines import CardPhone
from bot.work import Tools
from models import book as books
from models import card as cards
from models import contact as contacts
from models import conversation as conversations
from models.contact import Contact


def settle_phones(session: Session, tools: Tools, contact: Contact, phones: Sequence[CardPhone]) -> None:
    """Let a card have exactly these numbers: it joins their conversations and leaves those of the others."""
    kept = {one.e164 for one in phones}
    gone = [one for one in contacts.phones(session, contact.id) if one not in kept]
    cards.drop_phones(session, contact.id, gone)
    for phone in gone:
        leave(session, tools, contact, phone)
    for one in phones:
        if cards.put_phone(session, contact, one.e164, one.label, one.extension, tools.now()):
            join(session, tools, contact, one.e164)


def join(session: Session, tools: Tools, contact: Contact, phone: str) -> None:
    """The card's new number may have conversations already: it is on them from now on.

    A card that only named the number gives way: the texts so far were this person's.
    """
    book = books.book_of(session, contact.agent_id)
    for conversation_id in cards.in_book(session, book, phone):
        conversations.lock(session, conversation_id)
        others = conversations.contacts(session, conversation_id)
        since = tools.now() if any(one.is_saved for one in others) else None
        conversations.attach(session, conversation_id, contact.id, since)
        for one in others:
            if not one.is_saved and one.id != contact.id:
                absorb(session, tools, contact, one)
        queue.card_now(session, tools, conversation_id)


def leave(session: Session, tools: Tools, contact: Contact, phone: str) -> None:
    """The number is not this card's any more: its texts so far stay on the card's timeline."""
    for conversation_id in cards.in_book(session, books.book_of(session, contact.agent_id), phone):
        conversation = conversations.lock(session, conversation_id)
        cards.detach(session, conversation_id, contact.id, tools.now())
        if not conversations.contacts(session, conversation_id):
            owner = talk.parties(session, tools, conversation_id).number.agent_id or contact.agent_id
            nameless = talk.add_contact(session, tools, owner, conversation.phone, None, tools.now())
            conversations.attach(session, conversation_id, nameless.id, tools.now())
        queue.card_now(session, tools, conversation_id)
