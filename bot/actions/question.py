"""Texts that wait for their agent's answer: held ones, and those nobody knows the end of."""

from uuid import UUID

from bot.actions import attach, event, outcome, queue
from bot.actions import conversation as talk
from bot.actions.people import Who
from bot.actions.permission import may_act, need_writer
from bot.actions.text import Draft, add_parts, check
from bot.screens import people as people_words
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import agent as agents
from models import message as messages
from models import opening as openings
from models.enums import MessageState
from models.message import Message


def answer_question(tools: Tools, who: Who, message_id: UUID, send: bool) -> str:
    """Send a text that waited for an answer, or drop it; what to show instead of the question.

    Raises Refusal when it is not theirs to answer or a rule forbids the text; it then stays as it was.
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
        if not send:
            outcome.drop(session, tools, message)
            event.taken_back(session, tools, message, attach.typed_words(session, [message]), who.author_id)
            return refusal.DROPPED
        if message.state == MessageState.HELD:
            sender = agents.get(session, opening.agent_id or who.author_id)  # whom the client knows
            typed_by = (message.source_key, who.author_id, sender.name, message.position)
            draft = Draft(message.body, *typed_by, files=attach.attached_to(session, message.id))
            parts = check(session, tools, opening, draft)
            # Something long was kept as one while it waited.
            used = len(messages.parts(session, tools.workspace_id, message.root_key))
            later = add_parts(session, tools, draft, opening, parts, used, message)
            attach.place_links(session, [message, *later])
        openings.goes_in(session, opening.id, tools.now())
        queue.card_soon(session, tools, opening.id)
        message.state, message.changed_at, message.created_at = MessageState.QUEUED, tools.now(), tools.now()
        message.reason = ""
        session.add(message)
        queue.deliver(session, tools, message.id, message.position, opening.id, opening.our_phone)
        if not message.was_typed_here:
            outcome.redraw(session, tools, message)  # its own post says that it waits
        return refusal.sending(talk.name_of(opening.cards, opening.phone))


def _waits_for_answer(message: Message) -> bool:
    """An unknown text is looked up first; only when that ends in doubt its agent is asked."""
    asked = message.state == MessageState.UNKNOWN and message.reason == refusal.WHO_KNOWS
    return asked or message.state == MessageState.HELD
