"""Asking an agent whether a client wants no more texts, and taking the answer."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import event, outcome, turn
from bot.actions.opt_out import opt_out
from bot.actions.people import Who
from bot.actions.permission import need_writer
from bot.actions.thread import Shown, load, post_in_thread, unless_lost
from bot.rules.plain_opt_out import read_wish
from bot.screens import doubt as words
from bot.screens import refusal
from bot.work import Tools
from models import agent as agents
from models import conversation as conversations
from models import doubt as doubts
from models import message as messages
from models import number as numbers
from models import suppression as suppressions
from models.conversation import Conversation
from models.doubt import Doubt
from models.enums import DoubtAnswer, EventKind, SuppressionSource


def show_doubt(tools: Tools, message_id: UUID, again: bool) -> None:
    """Post the question below the client's words, once; put the answer in its place when there is one."""
    shown = load(tools, message_id)
    with tools.write() as session:
        doubt = doubts.of_message(session, message_id)
        # A STOP that came in the same moment to another of our numbers did not see the question.
        if doubt and doubt.answered_at is None and _is_out(session, tools, doubt):
            doubts.answer(session, doubt.id, DoubtAnswer.BY_THEM, tools.now())
            doubt = doubts.of_message(session, message_id)
        said = _settled(session, doubt) if doubt else ""
        names = (
            [card.name for card in conversations.contacts(session, shown.message.conversation_id)]
            if shown
            else []
        )
    if shown is None or doubt is None:
        return
    key = f"doubt:{message_id}"
    if doubt.answered_at is None:
        question = words.question(shown.who.name, str(message_id), read_wish(doubt.words, names))
        post_in_thread(tools, shown.who, shown.host, question, key, again)
    else:
        _replace(tools, shown, key, said)


def _replace(tools: Tools, shown: Shown, key: str, said: str) -> None:
    with tools.read() as session:
        thread = conversations.current_thread(session, shown.message.conversation_id)
    posted = unless_lost(lambda: tools.slack.find(thread.channel, key, thread.ts)) if thread else None
    if thread and posted:
        unless_lost(lambda: tools.slack.update(thread.channel, posted.ts, words.answered(said)))


def _is_out(session: Session, tools: Tools, doubt: Doubt) -> bool:
    return suppressions.is_standing(session, tools.workspace_id, doubt.phone)


class Faster(Exception):
    """Somebody else settled it in this moment: whatever this unit of work did is undone."""


def answer(tools: Tools, who: Who, message_id: UUID, out: bool) -> str:
    """Opt the client out, or let everything go on; what to show instead of the question.

    The first answer counts. Raises Refusal for who may not answer.
    """
    try:
        with tools.write() as session:
            return _answer(session, tools, who, message_id, out)
    except Faster:
        with tools.read() as session:
            doubt = doubts.of_message(session, message_id)
            return _settled(session, doubt) if doubt else refusal.ANSWERED


def _answer(session: Session, tools: Tools, who: Who, message_id: UUID, out: bool) -> str:
    message = messages.get(session, message_id)
    if message is None:
        return refusal.ANSWERED
    conversation = _taken(session, tools, message.conversation_id, who)
    doubt = doubts.of_message(session, message_id)
    if doubt is None or doubt.answered_at is not None:
        return _settled(session, doubt) if doubt else refusal.ANSWERED
    given = DoubtAnswer.OPT_OUT if out else DoubtAnswer.MEANT_ELSE
    if out:  # the texts first, as a STOP does: one order, no deadlock
        outcome.cancel_waiting(session, tools, doubt.phone, refusal.OPTED_OUT_MEANWHILE)
    if not doubts.answer(session, doubt.id, given, tools.now(), who.author_id):
        raise Faster
    if out:
        ours = numbers.get(session, conversation.number_id).phone
        proof, manual = words.proof(doubt.words, ours), SuppressionSource.MANUAL
        opt_out(session, tools, doubt.phone, manual, proof, tools.now(), who.author_id)
        turn.close(session, tools, conversation)
    else:
        kind, by = EventKind.MEANT_ELSE, who.author_id
        event.note(session, tools, kind, doubt.words, conversation_id=conversation.id, by_id=by)
    session.expire(doubt)
    return _settled(session, doubt)


def _taken(session: Session, tools: Tools, conversation_id: UUID, who: Who) -> Conversation:
    """The conversation, for who may act in it; for admins where nobody holds our number. Raises Refusal."""
    held = numbers.get(session, conversations.get(session, conversation_id).number_id).agent_id
    if held is None and who.is_admin:
        need_writer(who)
        return conversations.lock(session, conversation_id)
    return turn.taken(session, tools, conversation_id, who)


def _settled(session: Session, doubt: Doubt) -> str:
    by = agents.get(session, doubt.by_id).name if doubt.by_id else ""
    return words.settled(doubt.answer, by)
