"""Texting in: stored once, answered at once, then posted into the thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import credit, doubt, outcome, queue
from bot.actions.host import host_in
from bot.actions.opt_out import opt_in, opt_out
from bot.actions.ring import rings
from bot.actions.tapback import folded
from bot.actions.thread import load, post_in_thread
from bot.rules.keyword import read_keyword
from bot.rules.position import position_of
from bot.rules.segment import count_segments
from bot.rules.tapback import read_tapback
from bot.rules.waiting import after_inbound
from bot.screens import refusal
from bot.screens import thread as screens
from bot.work import Tools
from models import contact as contacts
from models import conversation as conversations
from models import media as files
from models import message as messages
from models import shown as shown_texts
from models import suppression as suppressions
from models import turn as turns
from models.enums import Direction, Keyword, MessageState, SuppressionSource, Turn
from models.message import Message, NewMessage


@dataclass(frozen=True)
class Inbound:
    """A text as the provider reports it."""

    sid: str
    from_phone: str
    to_phone: str
    body: str
    media: Sequence[tuple[str, str]] = ()  # url, content type
    segments: int | None = None
    opt_out_type: str | None = None
    sent_at: datetime | None = None  # when the provider got it, if we missed it then


def receive_text(tools: Tools, text: Inbound) -> bool:
    """Keep a text from a client, once by its id, and let it be shown; whether it was new.

    It is never withheld: no balance, opt-out or missing owner stops it. What it costs may be owed.
    """
    try:
        _receive(tools, text, text.sent_at or tools.now())
    except Repeated:
        return False
    return True


class Repeated(Exception):
    """The provider told us of this text before: whatever this unit of work touched is undone."""


def _receive(tools: Tools, text: Inbound, at: datetime) -> None:
    with tools.write() as session:
        keyword = read_keyword(text.body, text.opt_out_type)
        opening = talk.coming_in(
            session, tools, text.to_phone, text.from_phone, at, _turn_after(text, keyword)
        )
        message = _message(tools, text, opening.id, at)
        _obey(session, tools, text, keyword, at)  # it locks texts, and accounts come after those
        credit.charge_inbound(session, tools, opening, message)
        if not messages.add_once(session, message):
            raise Repeated
        if keyword is None:
            doubt.notice(session, tools, opening, message, at)
        files.add(session, message.id, list(text.media))
        contacts.touch(session, [card.id for card in opening.cards], at)
        host_id = host_in(session, tools, opening)
        if host_id is not None:
            place = queue.dm_of(host_id, opening.id)
            queue.show(
                session, tools, "post_inbound", message.id, place, queue.Priority.INBOUND, message.position
            )
            queue.card_soon(session, tools, opening.id)


def _message(tools: Tools, text: Inbound, conversation_id: UUID, at: datetime) -> NewMessage:
    counted = count_segments(text.body)
    return NewMessage(
        workspace_id=tools.workspace_id,
        conversation_id=conversation_id,
        source_key=f"twilio:{text.sid}",
        sid=text.sid,
        direction=Direction.IN,
        state=MessageState.RECEIVED,
        body=text.body,
        position=position_of(at),
        segments=counted.count,
        encoding=counted.encoding,
        provider_segments=text.segments,
        has_pictures=bool(text.media),
        created_at=at,
        changed_at=tools.now(),
    )


def _turn_after(text: Inbound, keyword: Keyword | None) -> Turn | None:
    """A reaction changes nothing: None."""
    return None if read_tapback(text.body) else after_inbound(False, Turn.THEM, keyword)


def _obey(session: Session, tools: Tools, text: Inbound, keyword: Keyword | None, at: datetime) -> None:
    """Follow a carrier keyword. The provider answers the person itself, so nothing is sent here.

    `at`: when they wrote it. One that we learn of late changes nothing that they decided after it.
    """
    if keyword == Keyword.STOP and not suppressions.lifted_since(
        session, tools.workspace_id, text.from_phone, at
    ):
        proof = f"texted {text.body.strip()!r} to {text.to_phone} ({text.sid})"
        # The texts first, as where a text that failed tells of an opt-out: one order, no deadlock.
        outcome.cancel_waiting(session, tools, text.from_phone, refusal.OPTED_OUT_MEANWHILE)
        opt_out(session, tools, text.from_phone, SuppressionSource.KEYWORD, proof, at)
    elif keyword in (Keyword.START, Keyword.YES):
        # "Yes" to an agent's question lifts nothing: there is a keyword's opt-out to lift or there is not.
        opt_in(session, tools, text.from_phone, at)
        if keyword == Keyword.START:  # "yes" may be the answer to "shall I stop?"
            doubt.settle(session, tools, text.from_phone)


def post_inbound(tools: Tools, message_id: UUID, again: bool) -> None:
    """Show a client's text in the thread; it rings the agent's phone if the agent wants that."""
    shown = load(tools, message_id)
    if shown is None:
        return
    message, who, host = shown.message, shown.who, shown.host
    if message.slack_ts is None and not folded(tools, shown):
        with tools.read() as session:
            loud = rings(session, message, host)
            unknown = _is_new_face(session, message)
            pictures = len(files.of_message(session, message_id))
            opted_out = suppressions.is_standing(session, tools.workspace_id, who.phone)
        ring, save = host.slack_user_id if loud else None, who.conversation.id if unknown else None
        post = screens.inbound(who.name, message.body, pictures, ring, opted_out, save)
        posted = post_in_thread(tools, who, host, post, f"in:{message_id}", again, broadcast=loud)
        with tools.write() as session:
            shown_texts.shown_at(session, message_id, posted.channel, posted.ts)
    with tools.write() as session:
        for file in files.of_message(session, message_id):
            place = queue.dm_of(host.id, who.conversation.id)
            queue.show(
                session,
                tools,
                "post_media",
                file.id,
                place,
                queue.Priority.INBOUND,
                message.position,
                dedupe=f"media:{file.id}",
            )


def _is_new_face(session: Session, message: Message) -> bool:
    """Whether this is the first text of somebody whose name nobody has written down."""
    cards = conversations.contacts(session, message.conversation_id)
    is_unknown = any(not card.is_saved for card in cards)
    return is_unknown and turns.previous_in(session, message) is None
