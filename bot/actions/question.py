"""Texts that wait for their agent's answer: held ones, and those nobody knows the end of."""

from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, clock, event, gate, outcome, queue
from bot.actions import conversation as talk
from bot.actions.draft import Draft
from bot.actions.gate import NotNow
from bot.actions.hold import hold_back, put_off
from bot.actions.people import Who
from bot.actions.permission import may_act, need_writer
from bot.actions.text import add_parts, asked, check, show_texts
from bot.screens import hours as hour_words
from bot.screens import people as people_words
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import agent as agents
from models import message as messages
from models import opening as openings
from models import passage as passages
from models.enums import MessageState, Night
from models.message import Message, Text
from models.opening import Opening


class Answer(StrEnum):
    """What an agent may say to a question."""

    SEND = "send"
    LATER = "later"  # when the client's hours begin
    DROP = "drop"


def answer_question(tools: Tools, who: Who, message_id: UUID, answer: Answer) -> str:
    """Send a text that waited for an answer, now or in its client's hours, or drop it.

    Gives what to show instead of the question. Raises Refusal when it is not theirs to answer or a rule
    forbids the text; it then stays as it was.
    """
    need_writer(who)
    with tools.write() as session:
        seen = messages.get(session, message_id)
        if seen is None:
            return refusal.ANSWERED
        # The conversation first, as everywhere: two doors that lock in one order never wait for each other.
        opening = openings.stays(session, seen.conversation_id)
        message = messages.lock(session, message_id)
        if message is None or not _waits_for_answer(message):
            return refusal.ANSWERED
        if not may_act(session, tools, opening.id, who):
            raise Refusal(people_words.NOT_YOURS)
        if answer == Answer.DROP:
            outcome.drop(session, tools, message)
            event.taken_back(session, tools, message, attach.typed_words(session, [message]), who.author_id)
            return refusal.DROPPED
        if answer == Answer.LATER and (said := _wait_for_hours(session, tools, who, opening, message)):
            return said
        return _send(session, tools, who, opening, message)


def _wait_for_hours(session: Session, tools: Tools, who: Who, opening: Opening, message: Message) -> str:
    """Schedule a held text for the beginning of the hours and say so; "" if they have begun, or never do."""
    now = tools.now()
    at = gate.opens(passages.of_conversation(session, opening.id), now)
    if at is None or at <= now or message.state != MessageState.HELD:
        return ""
    draft = replace(_draft(session, who, opening, message), send_at=at)
    message.author_id = who.author_id
    line = check(session, tools, opening, draft)[0].line
    put_off(session, tools, [message], message.body, at)
    message.line = line
    _show(session, tools, opening, message, [])
    return hour_words.waits(
        clock.time_there(at, clock.zone_for(session, tools, opening.agent_id, opening.phone))
    )


def _send(session: Session, tools: Tools, who: Who, opening: Opening, message: Message) -> str:
    more: list[Text] = []
    if message.state == MessageState.HELD:
        draft = _draft(session, who, opening, message)
        try:
            parts = check(session, tools, opening, draft)
        except NotNow as met:
            hold_back(session, tools, [message], message.body, asked(met), Night.ASKED)
            return hour_words.asks(asked(met))
        # Something long was kept as one while it waited.
        used = len(messages.parts(session, tools.workspace_id, message.root_key))
        more += add_parts(session, tools, draft, opening, parts, used, message)
        attach.place_links(session, [message, *more])
        message.night = draft.night
    openings.goes_in(session, opening.id, tools.now())
    queue.card_soon(session, tools, opening.id)
    message.state, message.changed_at, message.created_at = MessageState.QUEUED, tools.now(), tools.now()
    message.reason = ""
    session.add(message)
    queue.deliver(session, tools, message.id, message.position, opening.id, opening.our_phone)
    _show(session, tools, opening, message, more)
    return refusal.sending(talk.name_of(opening.cards, opening.phone))


def _draft(session: Session, who: Who, opening: Opening, message: Message) -> Draft:
    """What is held, as its agent wants it now: whoever was asked about the hours has chosen."""
    sender = agents.get(session, opening.agent_id or who.author_id)  # whom the client knows
    asked_by = (message.source_key, who.author_id, sender.name, message.position)
    draft = Draft(message.body, *asked_by, files=attach.attached_to(session, message.id))
    return replace(draft, night=Night.CHOSEN if message.night == Night.ASKED else None)


def _show(session: Session, tools: Tools, opening: Opening, message: Message, more: list[Text]) -> None:
    """What was not typed in its thread has a post of its own there, which says how far it is."""
    if message.was_typed_here:
        return
    if message.slack_ts is None:
        more = [message, *more]
    else:
        outcome.redraw(session, tools, message)
    show_texts(session, tools, more, opening)


def _waits_for_answer(message: Message) -> bool:
    """An unknown text is looked up first; only when that ends in doubt its agent is asked."""
    is_asked = message.state == MessageState.UNKNOWN and message.reason == refusal.WHO_KNOWS
    return is_asked or message.state == MessageState.HELD
