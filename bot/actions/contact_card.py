"""A contact that a client sent becomes one of the agent's own."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions.book import index, rename
from bot.actions.conversation import Parties
from bot.actions.people import Who
from bot.actions.permission import is_theirs, need_writer
from bot.rules.phone import PhoneRefusal, parse_phone
from bot.screens import contact_card as screens
from bot.screens import people as people_words
from bot.work import Refusal, Tools
from models import book as books
from models import card as cards
from models import contact as contacts
from models import conversation as conversations


def save_card(tools: Tools, who: Who, conversation_id: UUID, name: str, phones: Sequence[str]) -> str:
    """Save a contact that came in one of the agent's conversations; what to tell them.

    Clicked twice it is saved once. A contact called by its number so far gets the name. Raises Refusal.
    """
    need_writer(who)
    with tools.write() as session:
        # The lock lets two clicks save one after the other, and the second finds what the first did.
        if conversations.lock_if_there(session, conversation_id) is None:
            raise Refusal(people_words.GONE)
        seen = talk.parties(session, tools, conversation_id)
        if seen.owner is None or not _may_save(session, who, seen):
            raise Refusal(people_words.NOT_YOURS)
        good, owner_id = _good(phones), seen.owner.id
        book = books.book_of(session, owner_id)
        known = [card for phone in good for card in contacts.with_phone(session, book, phone)]
        for card in known:
            if card.is_saved:
                return screens.known(card.name, contacts.phones(session, card.id)[0])
        if known:
            rename(session, known[0], name)
        made = known[0] if known else talk.add_contact(session, tools, owner_id, good[0], name, tools.now())
        for phone in good:
            cards.put_phone(session, made, phone, "", "", tools.now())
        index(session, made)
        return screens.saved(name, good)


def _may_save(session: Session, who: Who, seen: Parties) -> bool:
    """Whoever is shown the conversation, and who assists its owner."""
    owned = seen.owner is not None and is_theirs(session, who, seen.owner.id)
    return owned or seen.is_shown_to(who.agent_id)


def _good(phones: Sequence[str]) -> list[str]:
    try:
        good = [parse_phone(one).e164 for one in phones]
    except PhoneRefusal as refusal:
        raise Refusal(str(refusal)) from refusal
    if not good:
        raise Refusal(screens.NO_PHONE)
    return list(dict.fromkeys(good))
