"""Whose turn it is: done, open again, and back when what we sent did not arrive."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.actions.people import Who
from bot.actions.permission import may_act, need_leave
from bot.rules.tapback import read_tapback
from bot.screens import people as people_words
from bot.work import Refusal, Tools
from models import conversation as conversations
from models import turn as turns
from models.conversation import Conversation
from models.enums import Turn


def done(tools: Tools, who: Who, conversation_id: UUID) -> None:
    """Nothing is left to answer here until the client writes again. Raises Refusal."""
    with tools.write() as session:
        close(session, tools, taken(session, tools, conversation_id, who))


def taken(session: Session, tools: Tools, conversation_id: UUID, who: Who) -> Conversation:
    """The conversation, locked, for somebody who may act in it. Raises Refusal."""
    conversation = conversations.lock_if_there(session, conversation_id)
    if conversation is None:
        raise Refusal(people_words.GONE)
    need_leave(session, tools, conversation_id, who)
    return conversation


def sign_done(tools: Tools, who: Who, channel: str, ts: str, at: datetime) -> None:
    """A mark on the card says that it is done; one from before the client's last text says nothing."""
    with tools.write() as session:
        conversation = _signed(session, tools, who, channel, ts)
        if conversation is None or (conversation.last_in_at or at) > at:
            return
        close(session, tools, conversation)


def sign_undone(tools: Tools, who: Who, channel: str, ts: str) -> None:
    """The mark was taken off the card: what nobody has answered waits again."""
    with tools.write() as session:
        conversation = _signed(session, tools, who, channel, ts)
        if conversation is not None and conversation.turn == Turn.DONE:
            _reopen(session, tools, conversation)


def mend(tools: Tools, conversation_id: UUID) -> None:
    """A text of ours did not leave or arrive after all: the client waits again if nothing else answered.

    A job of its own: whoever ends a text has locked it, and conversations are locked before their texts.
    """
    with tools.write() as session:
        conversation = conversations.lock(session, conversation_id)
        if conversation.turn == Turn.THEM:
            _reopen(session, tools, conversation)
        queue.card_soon(session, tools, conversation_id)


def wait(session: Session, tools: Tools, conversation: Conversation, since: datetime) -> None:
    """The conversation waits for the agent, as the caller, who locked it, found."""
    conversation.turn = Turn.YOU
    conversation.waiting_since = min(conversation.waiting_since or since, since)
    session.add(conversation)
    queue.card_soon(session, tools, conversation.id)


def show_soon(session: Session, tools: Tools, conversation: Conversation) -> None:
    """Keep a change that somebody made by a click and show it on the card at once."""
    session.add(conversation)
    session.flush()
    queue.card_now(session, tools, conversation.id)


def close(session: Session, tools: Tools, conversation: Conversation) -> None:
    """Nothing is left to answer, as the caller, who locked the conversation, knows."""
    conversation.turn, conversation.waiting_since, conversation.remind_at = Turn.DONE, None, None
    show_soon(session, tools, conversation)


def _reopen(session: Session, tools: Tools, conversation: Conversation) -> None:
    since = _unanswered_since(session, conversation.id)
    if since is not None:
        conversation.turn, conversation.waiting_since = Turn.YOU, since
        show_soon(session, tools, conversation)


def _unanswered_since(session: Session, conversation_id: UUID) -> datetime | None:
    texts = turns.unanswered(session, conversation_id)
    return next((at for body, at in texts if read_tapback(body) is None), None)


def _signed(session: Session, tools: Tools, who: Who, channel: str, ts: str) -> Conversation | None:
    """The conversation whose card was marked; None if it is no card or not this person's to decide."""
    thread = conversations.by_thread(session, tools.workspace_id, channel, ts)
    if thread is None:
        return None
    conversation = conversations.lock(session, thread.conversation_id)  # before anything reads it
    return conversation if may_act(session, tools, conversation.id, who) else None
