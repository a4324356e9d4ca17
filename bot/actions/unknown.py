"""Texts of which nobody knows whether the provider has them."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import outcome, queue
from bot.actions.deliver import adopt
from bot.ports import Accepted, Listed
from bot.screens import leaving as leaving_words
from bot.screens import refusal
from bot.work import Tools
from models import agent as agents
from models import media as files
from models import message as messages
from models.enums import MessageState, Way
from models.message import Message

LOOKUPS = 2  # the provider's list may lag behind
SENDS = 2  # the first and one repetition; after a second doubt a person decides
SKEW = timedelta(seconds=60)  # between our clock and the provider's, whose list knows whole seconds only


def resolve_text(tools: Tools, message_id: UUID) -> None:
    """Look for an ambiguous text at the provider: found is adopted, twice not found is sent once more."""
    with tools.read() as session:
        message = messages.get(session, message_id)
        if message is None or message.state != MessageState.UNKNOWN:
            return  # a callback was faster
        who = talk.parties(session, tools, message.conversation_id)
    found = _find(tools, message, who.number.phone, who.phone)
    if found is not None:
        adopt(tools, message_id, Accepted(found.sid, found.segments, found.status))
    else:
        _not_found(tools, message_id)


def _find(tools: Tools, message: Message, from_phone: str, to_phone: str) -> Listed | None:
    """The text in the provider's list: same words, not older, and not known as another of ours."""
    since = (message.sending_at or message.created_at) - SKEW
    listed = tools.texts.list_sent(from_phone, to_phone, since)
    with tools.read() as session:
        has_pictures = any(one.way == Way.PICTURE for one in files.of_message(session, message.id))
    same = [one for one in listed if one.body == message.whole and bool(one.media) == has_pictures]
    same.sort(key=lambda one: one.created_at)
    with tools.read() as session:
        known = messages.known_sids(session, [one.sid for one in same])
    return next((one for one in same if one.sid not in known), None)


def _not_found(tools: Tools, message_id: UUID) -> None:
    with tools.write() as session:
        message = messages.lock(session, message_id)
        if message is None or message.state != MessageState.UNKNOWN:
            return
        message.lookups += 1
        session.add(message)
        if message.lookups < LOOKUPS:
            queue.later(session, tools, "resolve_text", message_id, wait=tools.policy.look_again_after)
        elif message.attempts < SENDS and _is_left_by(session, message):
            outcome.fail(session, tools, message, leaving_words.NOT_SENT)
        elif message.attempts < SENDS:
            message.state, message.changed_at = MessageState.QUEUED, tools.now()
            who = talk.parties(session, tools, message.conversation_id)
            queue.deliver(
                session, tools, message.id, message.position, message.conversation_id, who.number.phone
            )
        else:
            message.reason = refusal.WHO_KNOWS
            outcome.tell(session, tools, message, "post_question", queue.Priority.FAILURE)
            queue.later(session, tools, "give_up_text", message_id, delay=tools.policy.ask_until)


def _is_left_by(session: Session, message: Message) -> bool:
    """Whether its author has left meanwhile: nothing of theirs leaves by itself."""
    author = agents.get(session, message.author_id) if message.author_id else None
    return author is not None and author.left_at is not None


def give_up_text(tools: Tools, message_id: UUID) -> None:
    """Nobody answered the question in time: nothing can still leave, so it counts as failed."""
    with tools.write() as session:
        message = messages.lock(session, message_id)
        if message is not None and message.state == MessageState.UNKNOWN:
            outcome.fail(session, tools, message, refusal.NEVER_HEARD)
