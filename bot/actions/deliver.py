"""A text leaves: never twice, never lost.

The intent is committed before the provider is called and the outcome after it. An outcome nobody knows is
`unknown`: it is looked up at the provider, never repeated blindly.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, gate, outcome, queue, settle
from bot.actions.gate import Allowed, Ask, Refused, Verdict, Wait, Wish
from bot.actions.hold import hold_back, put_off
from bot.actions.ready import make_ready
from bot.ports import Accepted, Busy, Unclear
from bot.ports import Refused as RefusedByProvider
from bot.rules.failure import failure_words
from bot.screens import refusal
from bot.work import Tools
from models import departure as departures
from models import message as messages
from models.enums import MessageState, Night

WAITS_FOR_ANSWER = (MessageState.SENDING, MessageState.UNKNOWN)


@dataclass(frozen=True)
class Outgoing:
    """What is handed to the provider."""

    from_phone: str
    to_phone: str
    body: str
    pictures: tuple[str, ...]
    as_mms: bool  # without pictures


class FilesFirst(Exception):
    """The text may leave once its files are made ready."""


def deliver_text(tools: Tools, message_id: UUID) -> None:
    """Hand one waiting text to the provider. Raises Busy when it surely did not take it: try again later."""
    try:
        outgoing = _begin(tools, message_id)
    except FilesFirst:
        make_ready(tools, message_id)
        outgoing = _begin(tools, message_id)
    if outgoing is None:
        return
    callback = f"{tools.policy.public_url.rstrip('/')}/twilio/status/{message_id}"
    try:
        accepted = tools.texts.send(
            outgoing.from_phone,
            outgoing.to_phone,
            outgoing.body,
            callback,
            outgoing.pictures,
            outgoing.as_mms,
        )
    except Busy:
        with tools.write() as session:
            departures.back_in_line(session, message_id)
        raise
    except RefusedByProvider as refused:
        _end_refused(tools, message_id, refused)
    except Unclear:
        with tools.write() as session:
            _doubt(session, tools, message_id)
    else:
        adopt(tools, message_id, accepted)


def _begin(tools: Tools, message_id: UUID) -> Outgoing | None:
    """Commit that the text is about to leave, if it still may."""
    with tools.write() as session:
        text = departures.lock(session, message_id)
        if text is None:
            return None
        if text.state == MessageState.SENDING:
            _doubt(session, tools, message_id)  # a worker died while it sent: nobody knows the end
        if text.state != MessageState.QUEUED:
            return None
        if text.created_at + tools.policy.ask_until < tools.now():
            outcome.fail(session, tools, messages.one(session, message_id), refusal.TOO_LATE)
            return None
        # The rest of something long follows its beginning at any hour.
        night = Night.CHOSEN if text.follows else text.night
        wish = Wish(text.root_key, night, text.is_automated)
        verdict = gate.ask(session, tools, text.conversation_id, text, wish)
        if not isinstance(verdict, Allowed):
            _stop(session, tools, message_id, text.root_key, verdict)
            return None
        if text.waits_for_files:
            raise FilesFirst
        departures.leave(session, message_id, tools.now())
        pictures = attach.pictures(session, tools, message_id) if text.has_files else ()
        return Outgoing(text.our_phone, text.phone, text.whole, pictures, text.is_mms and not pictures)


def _stop(session: Session, tools: Tools, message_id: UUID, root_key: str, verdict: Verdict) -> None:
    """The gate let it in and does not let it out: the rules or the hour have changed meanwhile."""
    first = messages.one(session, message_id)
    if isinstance(verdict, Refused):
        outcome.refuse(session, tools, first, verdict.sentence)
        return
    waits = [
        one
        for one in messages.parts(session, tools.workspace_id, root_key, lock=True)
        if one.state == MessageState.QUEUED
    ]
    words = " ".join(one.body for one in waits)
    if isinstance(verdict, Wait):
        put_off(session, tools, waits, words, verdict.until)
    elif isinstance(verdict, Ask):
        hold_back(session, tools, waits, words, verdict.sentence, Night.ASKED)


def adopt(tools: Tools, message_id: UUID, accepted: Accepted) -> None:
    """The provider has the text: keep its id. A callback that was faster has moved the state further."""
    if departures.arrive(tools.database, message_id, accepted.sid, accepted.segments, tools.now()):
        settle.settle_soon(tools, message_id, is_counted=accepted.segments is not None)


def _end_refused(tools: Tools, message_id: UUID, refused: RefusedByProvider) -> None:
    with tools.write() as session:
        message = messages.lock(session, message_id)
        if message is not None and message.state in WAITS_FOR_ANSWER:
            outcome.fail(session, tools, message, failure_words(refused.code), refused.code)


def _doubt(session: Session, tools: Tools, message_id: UUID) -> None:
    doubtful = {"state": MessageState.UNKNOWN, "lookups": 0, "changed_at": tools.now()}
    if departures.move(session, message_id, [MessageState.SENDING], **doubtful):
        queue.later(session, tools, "resolve_text", message_id)
