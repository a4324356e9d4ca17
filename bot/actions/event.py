"""Writing down what happened with a contact, in the transaction that makes it happen."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.rules.position import position_of
from bot.work import Tools
from models import event as events
from models.enums import EventKind
from models.event import Event
from models.message import Message


def note(
    session: Session,
    tools: Tools,
    kind: EventKind,
    words: str = "",
    *,
    contact_id: UUID | None = None,
    conversation_id: UUID | None = None,
    by_id: UUID | None = None,
    source_key: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Something happened with a contact, or with everybody in a conversation; whether it is new.

    `words`: what exactly, for a person; `source_key`: what it came from, which is noted once; `at`: when, if
    not now.
    """
    now = at or tools.now()
    event = Event(
        workspace_id=tools.workspace_id,
        contact_id=contact_id,
        conversation_id=conversation_id,
        kind=kind,
        at=now,
        position=position_of(now),
        by_id=by_id,
        words=words,
        source_key=source_key,
    )
    return events.add_once(session, event)


def taken_back(
    session: Session, tools: Tools, message: Message, words: str, by_id: UUID | None = None
) -> None:
    """Somebody decided that a text shall not leave. Decided twice, it is noted once."""
    talk, key = message.conversation_id, f"taken back:{message.id}"
    kind = EventKind.TAKEN_BACK
    note(session, tools, kind, words, conversation_id=talk, by_id=by_id or message.author_id, source_key=key)


def reworded(
    session: Session, tools: Tools, message: Message, before: str, by_id: UUID | None = None
) -> None:
    """A text that has not left has other words now; `before`: those it had."""
    talk, by = message.conversation_id, by_id or message.author_id
    note(session, tools, EventKind.REWORDED, before, conversation_id=talk, by_id=by)
