"""Texts that wait for their agent's answer or their client's hours: kept whole and not charged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, credit, outcome, queue
from bot.actions.draft import Draft, new_message
from bot.work import Tools
from models import message as messages
from models.enums import MessageState, Night
from models.message import Message


def hold(session: Session, tools: Tools, draft: Draft, conversation_id: UUID, reason: str) -> None:
    """Keep what was never accepted and ask; nothing if its key is known."""
    parcel = attach.pack(session, tools, draft.words, draft.files)
    draft = replace(draft, words=parcel.words)
    made = new_message(tools, draft, conversation_id, MessageState.HELD, reason=reason)
    if messages.add_once(session, made):
        attach.keep(session, made.id, parcel)
        queue.card_soon(session, tools, conversation_id)
        outcome.tell(session, tools, made, "post_question", queue.Priority.FAILURE)


def hold_back(
    session: Session,
    tools: Tools,
    texts: Sequence[Message],
    words: str,
    reason: str,
    night: Night | None = None,
) -> None:
    """Let texts that were accepted wait as one with these words, and ask if that was not asked already.

    What waits is not charged. The caller has locked them.
    """
    first = texts[0]
    is_asked = first.state == MessageState.HELD and reason == first.reason
    first.state, first.reason, first.night, first.send_at = MessageState.HELD, reason, night, None
    _wait_as_one(session, tools, texts, words)
    if not is_asked:
        outcome.tell(session, tools, first, "post_question", queue.Priority.FAILURE, once=night or "")


def put_off(session: Session, tools: Tools, texts: Sequence[Message], words: str, at: datetime) -> None:
    """Let texts wait as one for this instant. The caller has locked them."""
    first = texts[0]
    first.state, first.reason, first.night, first.send_at = MessageState.SCHEDULED, "", None, at
    _wait_as_one(session, tools, texts, words)
    queue.release(session, tools, first.id, at)


def _wait_as_one(session: Session, tools: Tools, texts: Sequence[Message], words: str) -> None:
    first, *rest = texts
    credit.return_all(session, tools, first)
    first.body, first.line, first.changed_at = words, "", tools.now()
    session.add(first)
    attach.place_links(session, [first], texts)
    drop(session, tools, rest)
    if not first.was_typed_here:
        outcome.redraw(session, tools, first)
    queue.later(session, tools, "mend_turn", first.conversation_id)


def drop(session: Session, tools: Tools, texts: Sequence[Message]) -> None:
    """None of these leaves any more, and nothing needs saying."""
    queue.drop_deliveries(session, [one.id for one in texts])
    for message in texts:
        outcome.drop(session, tools, message)
