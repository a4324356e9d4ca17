"""What decides whether a text may pass to its client now, in one question.

It is asked twice for each text.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from models.columns import Instant
from models.contact import Contact
from models.conversation import Conversation, ConversationContact
from models.enums import Direction
from models.message import NEVER_LEFT, Message
from models.usage import Usage
from models.workspace import Workspace


@dataclass(frozen=True)
class Passage:
    """A client as the gate sees them, and what their brokerage has set."""

    phone: str
    last_in_at: datetime | None
    asks_outside_hours: bool
    week: tuple[int, int]  # minutes of the client's day
    sunday: tuple[int, int]
    automated_a_day: int
    new_numbers_a_day: int
    time_zone: str  # the brokerage's
    cards: tuple[tuple[str, str, str], ...]  # time zone, state, ZIP code of each; "": not said


_SET = (
    Workspace.asks_outside_hours,
    Workspace.week_from,
    Workspace.week_until,
    Workspace.sunday_from,
    Workspace.sunday_until,
    Workspace.automated_a_day,
    Workspace.new_numbers_a_day,
    Workspace.time_zone,
)
_PASSAGE = (
    select(  # type: ignore[call-overload]
        Conversation.phone,
        Conversation.last_in_at,
        *_SET,
        Contact.id,
        Contact.time_zone,
        Contact.state,
        Contact.zip_code,
    )
    .join(Workspace, col(Workspace.id) == col(Conversation.workspace_id))
    .outerjoin(ConversationContact, col(ConversationContact.conversation_id) == col(Conversation.id))
    .outerjoin(Contact, col(Contact.id) == col(ConversationContact.contact_id))
    .where(Conversation.id == bindparam("talk"))
    .order_by(col(Contact.created_at), col(Contact.id))
)


def of_conversation(session: Session, conversation_id: UUID) -> Passage:
    """The passage to the client of a conversation."""
    rows = session.connection().execute(_PASSAGE, {"talk": conversation_id}).all()
    cards = tuple((row[11] or "", row[12], row[13]) for row in rows if row[10] is not None)
    phone, last_in_at, asks, opens, closes, late, early, automated, new, zone = rows[0][:10]
    return Passage(phone, last_in_at, asks, (opens, closes), (late, early), automated, new, zone, cards)


def to_phone(workspace: Workspace, phone: str, cards: list[Contact]) -> Passage:
    """The passage to a number that no conversation is with yet."""
    week = (workspace.week_from, workspace.week_until)
    sunday = (workspace.sunday_from, workspace.sunday_until)
    caps = (workspace.automated_a_day, workspace.new_numbers_a_day, workspace.time_zone)
    places = tuple((one.time_zone or "", one.state, one.zip_code) for one in cards)
    return Passage(phone, None, workspace.asks_outside_hours, week, sunday, *caps, places)


_FIRST = (
    select(func.min(Message.position))
    .where(Message.conversation_id == Usage.conversation_id, col(Message.state).not_in(NEVER_LEFT))
    .correlate(Usage)
    .scalar_subquery()
)
_NEW_NUMBERS = select(func.count(func.distinct(Usage.conversation_id))).where(
    Usage.account_id == bindparam("account"),
    Usage.day == bindparam("day"),
    Usage.direction == Direction.OUT,
    Usage.texts > 0,
    select(Message.id)
    .where(
        Message.conversation_id == Usage.conversation_id,
        Message.position == _FIRST,
        Message.direction == Direction.OUT,
        col(Message.created_at) >= bindparam("since", type_=Instant),
    )
    .correlate(Usage)
    .exists(),
)
_AUTOMATED = (
    select(Message.created_at)
    .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
    .where(
        Conversation.workspace_id == bindparam("workspace"),
        Conversation.phone == bindparam("phone"),
        col(Message.is_automated),
        col(Message.state).not_in(NEVER_LEFT),
        col(Message.created_at) > bindparam("since", type_=Instant),
        Message.source_key != bindparam("besides"),
    )
    .order_by(col(Message.created_at))
)


def new_numbers(session: Session, account_id: UUID, day: date, since: datetime) -> int:
    """To how many numbers that had never written or been written to this account's agent texted on a day.

    `since`: the day's first instant.
    """
    asked = {"account": account_id, "day": day, "since": since}
    return int(session.connection().execute(_NEW_NUMBERS, asked).scalar_one())


def automated_since(
    session: Session, workspace_id: UUID, phone: str, since: datetime, besides: str
) -> list[datetime]:
    """When texts that nobody typed were made for this phone, oldest first, whoever's they are.

    `besides`: the key of one that does not count, as it is being decided on.
    """
    asked = {"workspace": workspace_id, "phone": phone, "since": since, "besides": besides}
    return list(session.connection().execute(_AUTOMATED, asked).scalars())
