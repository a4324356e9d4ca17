"""Sending a text again that did not get through."""

from uuid import UUID

from bot.actions import attach
from bot.actions import conversation as talk
from bot.actions.people import Who
from bot.actions.permission import may_act, need_writer
from bot.actions.text import Draft, Known, accept, show_texts
from bot.rules.position import position_of
from bot.screens import people as people_words
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import agent as agents
from models import failure as failures
from models import message as messages
from models import opening as openings
from models.enums import MessageState

FAILED = (MessageState.FAILED, MessageState.UNDELIVERED)


def send_again(tools: Tools, who: Who, message_id: UUID) -> str:
    """Send the words of a failed text once more, as a new text; what to say. Raises Refusal.

    Once for each failure: a second click finds its key known.
    """
    need_writer(who)
    now = tools.now()
    try:
        with tools.write() as session:
            old = messages.get(session, message_id)
            if old is None or old.state not in FAILED:
                return refusal.ANSWERED
            opening = openings.goes_in(session, old.conversation_id, now)
            if opening.agent_id is None or not may_act(session, tools, opening.id, who):
                raise Refusal(people_words.NOT_YOURS)
            sender = agents.get(session, opening.agent_id)
            files, (words,) = attach.attached_to(session, old.id), attach.typed_in(session, [old])
            asked = (failures.again_key(old.id), who.author_id, sender.name, position_of(now))
            draft = Draft(words, *asked, files=files, undo=who.undo, as_mms=old.has_pictures)
            show_texts(session, tools, accept(session, tools, draft, opening), opening)
            return refusal.sending(talk.name_of(opening.cards, opening.phone))
    except Known:
        return refusal.ANSWERED
