"""Finding the conversation a text belongs to, with its cards and its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.rules.phone import show_phone
from bot.rules.quick_form import fold
from bot.work import Tools
from models import agent as agents
from models import contact as contacts
from models import conversation as conversations
from models import number as numbers
from models.agent import Agent
from models.contact import Contact
from models.conversation import Conversation
from models.number import Number


@dataclass(frozen=True)
class Parties:
    """A conversation with everything about it that is shown."""

    conversation: Conversation
    number: Number
    owner: Agent | None  # who holds the number; else the first admin; None before anybody is here
    is_orphan: bool  # nobody holds the number
    name: str  # the client's, or both of a couple's

    @property
    def phone(self) -> str:
        return self.conversation.phone


def parties(session: Session, conversation_id: UUID) -> Parties:
    """Everything about a conversation that is shown."""
    conversation = conversations.get(session, conversation_id)
    number = numbers.get(session, conversation.number_id)
    owner = agents.get(session, number.agent_id) if number.agent_id else None
    is_orphan = owner is None
    if owner is None:
        owner = next(iter(agents.admins(session, conversation.workspace_id)), None)
    cards = conversations.contacts(session, conversation_id)
    return Parties(conversation, number, owner, is_orphan, name_of(cards, conversation.phone))


def name_of(cards: Sequence[Contact], phone: str) -> str:
    """How a conversation is called: by its people, else by its number."""
    return " & ".join(card.name for card in cards) or show_phone(phone)


def open_with(
    session: Session, tools: Tools, number: Number, phone: str, at: datetime, name: str | None = None
) -> tuple[Conversation, list[Contact]]:
    """The conversation of a number of ours with a phone, locked, and its cards; made if it is new."""
    conversation = conversations.open_between(session, tools.workspace_id, number.id, phone, at)
    cards = conversations.contacts(session, conversation.id)
    if number.agent_id and not cards:
        cards = contacts.with_phone(session, number.agent_id, phone)
        if not cards:
            cards = [add_contact(session, tools, number.agent_id, phone, name, at)]
        for card in cards:
            conversations.attach(session, conversation.id, card.id)
    return conversation, cards


def add_contact(
    session: Session, tools: Tools, agent_id: UUID, phone: str, name: str | None, at: datetime
) -> Contact:
    """A new contact; without a name it is called by its number and not searched by name."""
    shown = name or show_phone(phone)
    return contacts.add(
        session, tools.workspace_id, agent_id, shown, fold(shown), phone, name is not None, at
    )


def touch(
    session: Session, conversation: Conversation, cards: Sequence[Contact], at: datetime, inbound: bool
) -> None:
    """Note that a text went or came: lists show the last touched first."""
    conversations.touch(session, conversation.id, at, inbound)
    contacts.touch(session, [card.id for card in cards], at)
