"""Writing down what happened with a contact, in the transaction that makes it happen."""

from uuid import UUID

from sqlmodel import Session

from bot.rules.position import position_of
from bot.work import Tools
from models import event as events
from models.enums import EventKind
from models.event import Event


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
) -> bool:
    """Something happened with a contact, or with everybody in a conversation; whether it is new.

    `words`: what exactly, for a person; `source_key`: what it came from, which is noted once.
    """
    now = tools.now()
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
