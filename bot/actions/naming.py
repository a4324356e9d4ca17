"""Giving a client their name: from the card, or from the first text of somebody unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from bot.actions import queue, turn
from bot.actions.book import rename
from bot.actions.people import Who
from bot.rules.fold import fold
from bot.screens import naming as words
from bot.work import Refusal, Tools
from models import conversation as conversations


@dataclass(frozen=True)
class Named:
    """A contact of a conversation; a couple on one phone are two."""

    contact_id: UUID
    name: str
    is_saved: bool


@dataclass(frozen=True)
class People:
    """Who writes from a phone."""

    phone: str
    people: tuple[Named, ...]


def names_in(tools: Tools, who: Who, conversation_id: UUID) -> People:
    """The people of a conversation, for somebody who may act in it. Raises Refusal."""
    with tools.write() as session:
        conversation = turn.taken(session, tools, conversation_id, who)
        found = conversations.contacts(session, conversation_id)
        return People(conversation.phone, tuple(Named(one.id, one.name, one.is_saved) for one in found))


def name_contacts(tools: Tools, who: Who, conversation_id: UUID, names: Mapping[UUID, str]) -> None:
    """Write down what these people are called, on every card they have. Raises Refusal.

    An id that is not of this conversation is let be.
    """
    with tools.write() as session:
        turn.taken(session, tools, conversation_id, who)
        for contact in conversations.contacts(session, conversation_id):
            name = " ".join(names.get(contact.id, contact.name).split())
            if not fold(name):
                raise Refusal(words.NO_NAME)
            if contact.id in names:
                rename(session, contact, name)
                for other in conversations.of_contact(session, contact.id):
                    queue.card_now(session, tools, other)
