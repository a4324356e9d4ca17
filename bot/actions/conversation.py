"""Finding the conversation a text belongs to, with its cards and its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions.book import index
from bot.actions.host import host_of
from bot.rules.couple import called_together
from bot.rules.phone import show_phone
from bot.rules.quick_form import fold
from bot.screens import people as people_words
from bot.work import Refusal, Tools
from models import agent as agents
from models import book as books
from models import contact as contacts
from models import conversation as conversations
from models import number as numbers
from models import opening as openings
from models.agent import Agent
from models.contact import Contact
from models.conversation import Conversation
from models.enums import Turn
from models.number import Number
from models.opening import Card, Opening


@dataclass(frozen=True)
class Parties:
    """A conversation with everything about it that is shown."""

    conversation: Conversation
    number: Number
    owner: Agent | None  # who holds the number: whose name, credits, book and clock count
    host: Agent | None  # in whose direct message the thread is, who is asked; None before anybody is here
    name: str  # the client's, or both of a couple's

    @property
    def phone(self) -> str:
        return self.conversation.phone

    @property
    def is_orphan(self) -> bool:
        """Whether nobody holds the number."""
        return self.owner is None

    @property
    def is_covered(self) -> bool:
        """Whether somebody answers in the owner's place."""
        return self.owner is not None and self.host is not None and self.host.id != self.owner.id

    def is_shown_to(self, agent_id: UUID) -> bool:
        """Whether a thread in this agent's direct message is still the conversation's."""
        return agent_id in {one.id for one in (self.owner, self.host) if one is not None}


def parties(session: Session, tools: Tools, conversation_id: UUID) -> Parties:
    """Everything about a conversation that is shown, with who answers at this moment."""
    conversation = conversations.get(session, conversation_id)
    number = numbers.get(session, conversation.number_id)
    owner = agents.get(session, number.agent_id) if number.agent_id else None
    host_id = host_of(session, tools, owner)
    host = agents.get(session, host_id) if host_id else None
    cards = conversations.contacts(session, conversation_id)
    return Parties(conversation, number, owner, host, name_of(cards, conversation.phone))


def name_of(cards: Sequence[Contact | Card], phone: str) -> str:
    """How a conversation is called: by its people, else by its number."""
    return called(phone, [card.name for card in cards])


def called(phone: str, names: Sequence[str]) -> str:
    """The same of the names on its cards."""
    return called_together(names) or show_phone(phone)


def going_out(
    session: Session,
    tools: Tools,
    agent_id: UUID,
    phone: str,
    at: datetime,
    name: str | None = None,
    later: bool = False,
) -> Opening:
    """An agent's conversation with a phone, for a text out; made if it is new.

    `name` is for a new contact; a text that leaves `later` answers nobody yet. Raises Refusal for an agent
    without a number.
    """
    known = (
        openings.stays_with(session, agent_id, phone)
        if later
        else openings.goes_from(session, agent_id, phone, at)
    )
    if known is not None and known.cards:
        return known
    conversation_id = _make(session, tools, number_of(session, tools, agent_id), phone, at, name)
    return (
        openings.stays(session, conversation_id) if later else openings.goes_in(session, conversation_id, at)
    )


def coming_in(
    session: Session, tools: Tools, our_phone: str, phone: str, at: datetime, becomes: Turn | None = Turn.YOU
) -> Opening:
    """The conversation of one of our numbers with a phone, for a text in; made if it is new.

    `becomes`: whose turn it is then; None leaves it as it was.
    """
    known = openings.comes_to(session, our_phone, phone, at, becomes)
    if known is not None and (known.cards or known.agent_id is None):
        return known
    _make(session, tools, numbers.get_or_add(session, tools.workspace_id, our_phone), phone, at, None)
    made = openings.comes_to(session, our_phone, phone, at, becomes)
    assert made is not None
    return made


def number_of(session: Session, tools: Tools, agent_id: UUID) -> Number:
    """The number an agent texts from. Raises Refusal that names who can give one."""
    number = numbers.of_agent(session, agent_id)
    if number is None:
        raise Refusal(people_words.no_number(agents.admin_users(session, tools.workspace_id)))
    return number


def _make(session: Session, tools: Tools, number: Number, phone: str, at: datetime, name: str | None) -> UUID:
    """A new conversation with its cards: those the agent has for this phone, else a new one."""
    conversation = conversations.make(session, tools.workspace_id, number.id, phone, at)
    if number.agent_id and not conversations.contacts(session, conversation.id):
        known = contacts.with_phone(session, books.book_of(session, number.agent_id), phone)
        for card in known or [add_contact(session, tools, number.agent_id, phone, name, at)]:
            conversations.attach(session, conversation.id, card.id)
    return conversation.id


def add_contact(
    session: Session, tools: Tools, agent_id: UUID, phone: str, name: str | None, at: datetime
) -> Contact:
    """A new contact; without a name it is called by its number and not searched by name."""
    shown = name or show_phone(phone)
    made = contacts.add(
        session, tools.workspace_id, agent_id, shown, fold(shown), phone, name is not None, at
    )
    index(session, made)
    return made
