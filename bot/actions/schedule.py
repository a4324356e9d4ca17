"""Scheduled texts: what waits for its time, and what their agent may do with it until then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, clock, credit, event, gate, outcome, queue
from bot.actions import conversation as talk
from bot.actions.draft import Draft, has_pictures, set_whole
from bot.actions.gate import NotNow
from bot.actions.hold import hold_back
from bot.actions.people import Who
from bot.actions.permission import is_theirs, need_writer
from bot.actions.release import leave
from bot.actions.text import asked, check
from bot.rules.position import position_of
from bot.screens import hours as hour_words
from bot.screens import people as people_words
from bot.screens import refusal
from bot.screens import schedule as words
from bot.screens.compose import mark
from bot.work import Refusal, Tools
from models import agent as agents
from models import message as messages
from models import opening as openings
from models import schedule as rows
from models import suppression as suppressions
from models.enums import MessageState, Night
from models.message import Message
from models.opening import Opening

MOST = 200


@dataclass(frozen=True)
class Scheduled:
    """A text that waits for its time."""

    message_id: UUID
    conversation_id: UUID
    name: str
    phone: str
    words: str
    send_at: datetime
    zone: str  # the client's
    credits: int  # what it takes when it leaves, by today's count
    as_mms: bool  # as a picture message without pictures
    mark: str  # what is wrong with the number, in a word

    @property
    def when(self) -> str:
        """Its time by the client's clock."""
        return clock.time_there(self.send_at, self.zone)


def scheduled_of(tools: Tools, who: Who, most: int = MOST) -> list[Scheduled]:
    """What waits to leave from the agent's number, the soonest first."""
    with tools.read() as session:
        found = rows.of_agent(session, who.agent_id, most)
        return [_shown(session, tools, who.agent_id, message, phone) for message, phone in found]


def scheduled_one(tools: Tools, who: Who, message_id: UUID) -> Scheduled:
    """One of them, to be changed. Raises Refusal when it is settled or somebody else's."""
    with _in_hand(tools, who, message_id) as (session, opening, message):
        return _shown(session, tools, opening.agent_id, message, opening.phone)


def _shown(session: Session, tools: Tools, agent_id: UUID | None, message: Message, phone: str) -> Scheduled:
    assert message.send_at is not None
    name = talk.parties(session, tools, message.conversation_id).name
    zone = clock.zone_for(session, tools, agent_id, phone)
    words = "".join(attach.typed_in(session, [message]))
    about = (message.id, message.conversation_id, name, phone, words, message.send_at, zone)
    cost = credit.price_of(session, tools, phone, message.segments, message.has_pictures)
    as_mms = message.has_pictures and not has_pictures(attach.attached_to(session, message.id))
    opted_out = suppressions.is_standing(session, tools.workspace_id, phone)
    return Scheduled(*about, cost, as_mms, mark(None, opted_out))


@contextmanager
def _in_hand(tools: Tools, who: Who, message_id: UUID) -> Iterator[tuple[Session, Opening, Message]]:
    """A scheduled text of the agent's that nobody else changes or sends meanwhile. Raises Refusal."""
    need_writer(who)
    with tools.write() as session:
        seen = messages.get(session, message_id)
        if seen is None:
            raise Refusal(words.GONE)
        opening = openings.stays(session, seen.conversation_id)
        if not is_theirs(session, who, opening.agent_id):
            raise Refusal(people_words.NOT_YOURS)
        message = messages.lock(session, message_id)
        if message is None or message.state != MessageState.SCHEDULED:
            raise Refusal(words.settled(message.state if message else None))
        yield session, opening, message


def _holder(session: Session, opening: Opening) -> str:
    """Whom the client knows, whoever writes."""
    assert opening.agent_id is not None  # else nobody has it in hand
    return agents.get(session, opening.agent_id).name


def send_now(tools: Tools, who: Who, message_id: UUID) -> str:
    """Let it leave before its time; what to say. Raises Refusal."""
    with _in_hand(tools, who, message_id) as (session, opening, message):
        reason = _go(session, tools, who, opening, message)
        return (
            hour_words.asks(reason) if reason else refusal.sending(talk.name_of(opening.cards, opening.phone))
        )


def _go(session: Session, tools: Tools, who: Who, opening: Opening, message: Message) -> str:
    """Let it leave; outside its client's hours it is held, and what is asked comes back."""
    queue.drop_deliveries(session, [message.id])
    message.send_at, message.night, message.author_id = None, None, who.author_id
    try:
        leave(session, tools, opening, message, position_of(tools.now()), who.undo)
    except NotNow as met:
        hold_back(session, tools, [message], message.body, asked(met), Night.ASKED)
        return asked(met)
    return ""


def cancel(tools: Tools, who: Who, message_id: UUID) -> str:
    """Let it never leave; what to say. Raises Refusal."""
    with _in_hand(tools, who, message_id) as (session, _, message):
        queue.drop_deliveries(session, [message.id])
        outcome.drop(session, tools, message)
        event.taken_back(session, tools, message, attach.typed_words(session, [message]), who.author_id)
        return words.CANCELED


def change(
    tools: Tools, who: Who, message_id: UUID, text: str, at: datetime | None, as_mms: bool = False
) -> None:
    """Give it other words and another time; None: now. Raises Refusal, and then it stays as it was."""
    with _in_hand(tools, who, message_id) as (session, opening, message):
        before, typed = attach.typed_words(session, [message]), text
        text = attach.with_files(session, tools, [message], text)
        asked_by = (message.source_key, who.author_id, _holder(session, opening), message.position)
        draft = Draft(text, *asked_by, send_at=at or tools.now())
        draft = replace(draft, files=attach.attached_to(session, message.id))
        parts = check(session, tools, opening, draft)
        set_whole(message, text, parts)
        message.has_pictures = has_pictures(draft.files) or (
            as_mms and credit.mms_saves(session, tools, opening.phone, parts) > 0
        )
        message.author_id, message.changed_at = who.author_id, tools.now()
        if typed.strip() not in ("", before):
            event.reworded(session, tools, message, before, who.author_id)
        if at is None:
            _go(session, tools, who, opening, message)
            return
        message.send_at, message.night = at, gate.night_of(session, opening.id, at)
        session.add(message)
        queue.release(session, tools, message.id, at)
        outcome.redraw(session, tools, message)
