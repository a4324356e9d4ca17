"""Sending a text again that did not get through."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, hold
from bot.actions import conversation as talk
from bot.actions.draft import Draft
from bot.actions.gate import NotNow
from bot.actions.people import Who
from bot.actions.permission import may_act, need_writer
from bot.actions.text import Known, accept, asked, show_texts
from bot.rules.position import position_of
from bot.screens import hours as hour_words
from bot.screens import people as people_words
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import agent as agents
from models import failure as failures
from models import message as messages
from models import opening as openings
from models.enums import MessageState, Night

FAILED = (MessageState.FAILED, MessageState.UNDELIVERED)


def send_again(tools: Tools, who: Who, message_id: UUID) -> str:
    """Send the words of a failed text once more, as a new text; what to say. Raises Refusal.

    Once for each failure: a second click finds its key known.
    """
    need_writer(who)
    try:
        with tools.write() as session:
            return _send(session, tools, who, message_id)
    except Known:
        return refusal.ANSWERED
    except NotNow as met:
        with tools.write() as session:
            return _send(session, tools, who, message_id, asked(met))


def _send(session: Session, tools: Tools, who: Who, message_id: UUID, reason: str = "") -> str:
    """Accept it; `reason`: hold it instead and ask this. Raises Refusal, Known and NotNow."""
    now, old = tools.now(), messages.get(session, message_id)
    if old is None or old.state not in FAILED:
        return refusal.ANSWERED
    opening = openings.stays(session, old.conversation_id)
    if opening.agent_id is None or not may_act(session, tools, opening.id, who):
        raise Refusal(people_words.NOT_YOURS)
    owner_id = opening.agent_id
    sender = agents.get(session, owner_id)
    files, (words,) = attach.attached_to(session, old.id), attach.typed_in(session, [old])
    key = failures.again_key(old.id)
    draft = Draft(words, key, who.author_id, sender.name, position_of(now), files=files, undo=who.undo)
    draft = replace(draft, as_mms=old.has_pictures)
    if reason:
        hold.hold(session, tools, replace(draft, night=Night.ASKED), opening.id, reason)
        return hour_words.asks(reason)
    opening = openings.goes_in(session, opening.id, now)
    show_texts(session, tools, accept(session, tools, draft, opening), opening)
    return refusal.sending(talk.name_of(opening.cards, opening.phone))
