"""What an agent's inbox shows: conversations by whose turn it is, scheduled texts, failures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, text
from sqlmodel import Session, col, func, select

from models.contact import Contact
from models.conversation import Conversation, ConversationContact, Thread
from models.enums import Direction, MessageState, Turn
from models.failure import sent_again
from models.message import FAILED, SCHEDULED, Message
from models.suppression import standing_among
from models.turn import was_heard

PAGE = 50  # failures looked at in one go
SETTLED = (MessageState.REFUSED, MessageState.CANCELED, MessageState.SCHEDULED, MessageState.HELD)


class Shelf(NamedTuple):
    """Whose inbox it is, and the numbers for which they answer."""

    reader_id: UUID
    number_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Line:
    """One conversation in a list."""

    conversation: Conversation
    names: tuple[str, ...]
    channel: str | None  # where its thread with the reader is
    ts: str | None
    direction: Direction | None  # of the last text
    body: str
    opted_out: bool


def _theirs() -> ColumnElement[bool]:
    return and_(col(Conversation.turn) == Turn.THEM, col(Conversation.remind_at).is_(None))


def _done() -> ColumnElement[bool]:
    return and_(col(Conversation.turn) == Turn.DONE, col(Conversation.remind_at).is_(None))


def waiting(session: Session, shelf: Shelf, most: int) -> tuple[list[Line], int]:
    """The clients who wait for an answer, longest first, and how many there are.

    One who wrote after a reminder was set waits again, and is listed here.
    """
    which = col(Conversation.turn) == Turn.YOU
    return _list(session, shelf, which, most, col(Conversation.waiting_since))


def waiting_for_them(session: Session, shelf: Shelf, most: int) -> tuple[list[Line], int]:
    """Where the agent wrote last, newest first; not those whom no text has ever reached."""
    which = and_(_theirs(), col(Conversation.last_out_at).is_not(None), was_heard(col(Conversation.id)))
    return _list(session, shelf, which, most, col(Conversation.last_out_at).desc())


def reminded(session: Session, shelf: Shelf, most: int) -> tuple[list[Line], int]:
    """What was set aside until a time, the next first."""
    which = and_(col(Conversation.remind_at).is_not(None), col(Conversation.turn) != Turn.YOU)
    return _list(session, shelf, which, most, col(Conversation.remind_at))


def done(session: Session, shelf: Shelf, most: int) -> tuple[list[Line], int]:
    """What needs no answer, the last touched first."""
    latest = func.coalesce(col(Conversation.last_in_at), col(Conversation.last_out_at))
    return _list(session, shelf, _done(), most, latest.desc())


def _list(
    session: Session, shelf: Shelf, which: ColumnElement[bool], most: int, order: Any
) -> tuple[list[Line], int]:
    mine = and_(col(Conversation.number_id).in_(shelf.number_ids), which)
    found = list(
        session.exec(select(Conversation).where(mine).order_by(order, col(Conversation.id)).limit(most))
    )
    total = len(found)
    if total == most:
        total = session.exec(select(func.count()).select_from(Conversation).where(mine)).one()
    return _lines(session, shelf, found), total


def _lines(session: Session, shelf: Shelf, found: Sequence[Conversation]) -> list[Line]:
    """Names, threads and last words for all of them at once."""
    ids = [one.id for one in found]
    names = _names(session, ids)
    threads = {one.conversation_id: one for one in session.exec(_threads(shelf.reader_id, ids))}
    last = {one.conversation_id: one for one in session.exec(_last_texts(ids))}
    out = standing_among(session, found[0].workspace_id, [one.phone for one in found]) if found else set()
    return [
        _line(one, names.get(one.id, []), threads.get(one.id), last.get(one.id), one.phone in out)
        for one in found
    ]


def _line(
    about: Conversation, names: list[str], thread: Thread | None, last: Message | None, out: bool
) -> Line:
    channel, ts = (thread.channel, thread.ts) if thread else (None, None)
    direction, body = (last.direction, last.body) if last else (None, "")
    return Line(about, tuple(names), channel, ts, direction, body, out)


def _names(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    rows = session.exec(
        select(ConversationContact.conversation_id, Contact.name)
        .join(Contact, col(Contact.id) == col(ConversationContact.contact_id))
        .where(col(ConversationContact.conversation_id).in_(ids))
        .order_by(col(Contact.created_at), col(Contact.id))
    )
    named: dict[UUID, list[str]] = {}
    for conversation_id, name in rows:
        named.setdefault(conversation_id, []).append(name)
    return named


def _threads(reader_id: UUID, ids: Sequence[UUID]) -> Any:
    """Their threads with this reader, the newest of each last: nobody reads another's direct message."""
    theirs = col(Thread.conversation_id).in_(ids), col(Thread.agent_id) == reader_id
    return select(Thread).where(*theirs).order_by(col(Thread.created_at), col(Thread.id))


def _last_texts(ids: Sequence[UUID]) -> Any:
    newest = (
        select(func.max(Message.position))
        .where(
            Message.conversation_id == Conversation.id,
            col(Message.state).not_in(SETTLED),
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
    return (
        select(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Conversation.id).in_(ids), col(Message.position) == newest)
    )


def scheduled(session: Session, shelf: Shelf, most: int) -> list[tuple[Message, Line]]:
    """The texts that wait for their time, the next first."""
    asked = (
        select(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Conversation.number_id).in_(shelf.number_ids), text(f"message.{SCHEDULED}"))
        .order_by(col(Message.send_at), col(Message.id))
        .limit(most)
    )
    return _texts(session, shelf, session.exec(asked).all())


def failures(session: Session, shelf: Shelf, since: datetime, most: int) -> list[tuple[Message, Line]]:
    """The texts that did not arrive since an instant and were not sent again, the newest first."""
    asked = (
        select(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(
            col(Conversation.number_id).in_(shelf.number_ids),
            text(f"message.{FAILED}"),  # written out, so that the partial index serves it
            Message.changed_at >= since,
        )
        .order_by(col(Message.changed_at).desc(), col(Message.id))
        .limit(PAGE)
    )
    found: list[Message] = []
    for start in count(0, PAGE):
        page = session.exec(asked.offset(start)).all()
        again = sent_again(session, page)
        found += [one for one in page if one.id not in again]
        if len(found) >= most or len(page) < PAGE:
            break
    return _texts(session, shelf, found[:most])


def _texts(session: Session, shelf: Shelf, found: Sequence[Message]) -> list[tuple[Message, Line]]:
    ids = list({one.conversation_id for one in found})
    about = list(session.exec(select(Conversation).where(col(Conversation.id).in_(ids))))
    lines = {line.conversation.id: line for line in _lines(session, shelf, about)}
    return [(one, lines[one.conversation_id]) for one in found]
