"""A conversation opened for one text, in plain statements: these two run for each text that goes or comes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, case, exists, update
from sqlmodel import Session, col, select

from models.account import Account
from models.agent import Agent
from models.columns import Instant
from models.contact import Contact
from models.conversation import Conversation, ConversationContact
from models.do_not_call import concerns
from models.enums import Meter, Turn
from models.message import NEVER_LEFT, Message
from models.number import Number
from models.suppression import standing


@dataclass(frozen=True)
class Card:
    """A contact, as far as a text needs it."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Opening:
    """Everything that deciding about a text needs. The conversation is locked until the unit of work ends."""

    id: UUID
    phone: str
    our_phone: str
    agent_id: UUID | None  # who holds our number
    account_id: UUID | None  # that pays for texts; None: nobody holds the number, or it is not made yet
    has_begun: bool  # a text left, is about to, or came: the first of ours named the way out
    is_suppressed: bool
    is_listed: bool  # a do-not-call list may have the phone
    cards: tuple[Card, ...]  # the longest known first
    # Who answers for the holder, from when, until when; and whether the holder is no longer with us.
    cover: tuple[UUID | None, datetime | None, datetime | None] = (None, None, None)
    has_left: bool = False


_OF_AGENT = select(Number.id).where(Number.agent_id == bindparam("agent")).scalar_subquery()
_OF_PHONE = select(Number.id).where(Number.phone == bindparam("ours")).scalar_subquery()
_AT = bindparam("at", type_=Instant)
_ID = col(Conversation.id)
# Whose turn it is changes in the same statement as the stamp: an agent's text answers whatever waited,
# a client's text waits since the first one that nobody has answered.
_ANSWERED = {"turn": Turn.THEM, "waiting_since": None, "remind_at": None}
_WAITED = col(Conversation.waiting_since)
_WAITS = {"turn": Turn.YOU, "waiting_since": case((_WAITED <= _AT, _WAITED), else_=_AT)}
_GOES = update(Conversation).values(last_out_at=_AT, **_ANSWERED).returning(_ID)
_CLOSED = {"turn": Turn.DONE, "waiting_since": None, "remind_at": None}
_STAYS = select(_ID).where(col(Conversation.id) == bindparam("talk")).with_for_update()
_THEIRS = col(Conversation.phone) == bindparam("theirs")
_GOES_BY_AGENT = _GOES.where(col(Conversation.number_id) == _OF_AGENT, _THEIRS)
_STAYS_BY_AGENT = select(_ID).where(col(Conversation.number_id) == _OF_AGENT, _THEIRS).with_for_update()
_GOES_IN = _GOES.where(col(Conversation.id) == bindparam("talk"))
_NEWEST = case((col(Conversation.last_in_at) > _AT, col(Conversation.last_in_at)), else_=_AT)
_COMES_TO = {  # by what becomes of the turn; None: it stays as it was
    turn: update(Conversation)
    .where(col(Conversation.number_id) == _OF_PHONE, _THEIRS)
    .values(last_in_at=_NEWEST, **changes)
    .returning(_ID)
    for turn, changes in ((Turn.YOU, _WAITS), (Turn.DONE, _CLOSED), (None, {}))
}

# Asked after the lock: what a rival decided in this conversation is seen.
_OPENING = (
    select(  # type: ignore[call-overload]
        Conversation.id,
        Conversation.phone,
        Number.phone,
        Number.agent_id,
        Account.id,
        exists().where(
            col(Message.conversation_id) == col(Conversation.id), col(Message.state).not_in(NEVER_LEFT)
        ),
        standing(Conversation.workspace_id, Conversation.phone),
        Agent.cover_id,
        Agent.cover_from,
        Agent.cover_until,
        col(Agent.left_at).is_not(None),
        concerns(Conversation.workspace_id, Conversation.phone),
        Contact.id,
        Contact.name,
    )
    .join(Number, col(Number.id) == col(Conversation.number_id))
    .outerjoin(Agent, col(Agent.id) == col(Number.agent_id))
    .outerjoin(Account, and_(col(Account.agent_id) == col(Number.agent_id), col(Account.meter) == Meter.SMS))
    .outerjoin(ConversationContact, col(ConversationContact.conversation_id) == col(Conversation.id))
    .outerjoin(Contact, col(Contact.id) == col(ConversationContact.contact_id))
    .where(Conversation.id == bindparam("talk"))
    .order_by(col(Contact.created_at), col(Contact.id))
)


def goes_from(session: Session, agent_id: UUID, phone: str, at: datetime) -> Opening | None:
    """The agent's conversation with this phone, about to carry a text out; None if there is none yet."""
    return _open(session, _GOES_BY_AGENT, {"agent": agent_id, "theirs": phone, "at": at})


def stays_with(session: Session, agent_id: UUID, phone: str) -> Opening | None:
    """The same for a text that leaves later: locked, and nothing changed."""
    return _open(session, _STAYS_BY_AGENT, {"agent": agent_id, "theirs": phone})


def goes_in(session: Session, conversation_id: UUID, at: datetime) -> Opening:
    """The same for a known conversation."""
    opening = _open(session, _GOES_IN, {"talk": conversation_id, "at": at})
    assert opening is not None, conversation_id
    return opening


def stays(session: Session, conversation_id: UUID) -> Opening:
    """The same for a known conversation in which no text goes or comes: locked, and nothing changed."""
    opening = _open(session, _STAYS, {"talk": conversation_id})
    assert opening is not None, conversation_id
    return opening


def comes_to(
    session: Session, our_phone: str, phone: str, at: datetime, becomes: Turn | None = Turn.YOU
) -> Opening | None:
    """The conversation of a number of ours with this phone, about to take a text in.

    `becomes`: whose turn it is then (the agent's or nobody's); None leaves it as it was.
    """
    return _open(session, _COMES_TO[becomes], {"ours": our_phone, "theirs": phone, "at": at})


def _open(session: Session, touch: object, asked: dict[str, object]) -> Opening | None:
    connection = session.connection()
    conversation_id = connection.execute(touch, asked).scalar()  # type: ignore[call-overload]
    if conversation_id is None:
        return None
    rows = connection.execute(_OPENING, {"talk": conversation_id}).all()
    cards = tuple(Card(row[12], row[13]) for row in rows if row[12] is not None)
    id_, theirs, ours, agent_id, account_id, has_begun, is_suppressed = rows[0][:7]
    holder = (tuple(rows[0][7:10]), bool(rows[0][10]))
    barred = (is_suppressed, bool(rows[0][11]))
    return Opening(id_, theirs, ours, agent_id, account_id, has_begun, *barred, cards, *holder)
