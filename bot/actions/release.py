"""A scheduled text leaves: the rules are asked again, with its words as they are then."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, outcome, queue
from bot.actions.draft import Draft
from bot.actions.gate import NotNow, Wait
from bot.actions.hold import hold_back
from bot.actions.text import add_parts, asked, check, show_texts
from bot.rules.position import position_of
from bot.screens import doubt as doubt_words
from bot.screens import schedule as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import assistant as assistants
from models import doubt as doubts
from models import message as messages
from models import number as numbers
from models import opening as openings
from models import schedule as rows
from models.enums import MessageState, Night
from models.message import Message
from models.opening import Opening

STALE = timedelta(days=1)  # a text this late may say something that is not true any more


def release_text(tools: Tools, message_id: UUID) -> None:
    """The time of a scheduled text has come, and with it of those that should have left before it.

    Whoever changes one meanwhile waits for the conversation, too; one that was put off has a later job.
    """
    with tools.write() as session:
        seen = messages.get(session, message_id)
        if seen is None or seen.state != MessageState.SCHEDULED:
            return
        # The conversation first, as everywhere: two doors that lock in one order never wait for each other.
        opening = openings.stays(session, seen.conversation_id)
        last = 0
        for message in rows.due(session, opening.id, tools.now()):
            last = _decide(session, tools, message, last)


def _decide(session: Session, tools: Tools, message: Message, last: int) -> int:
    """What becomes of one whose time has come; the last position that was given out."""
    assert message.send_at is not None
    opening = openings.stays(session, message.conversation_id)  # the text before it may have carried the line
    if tools.now() - message.send_at > STALE:
        _ask(session, tools, message, words.LATE)
        return last
    if not _is_still_theirs(session, opening, message):
        _ask(session, tools, message, words.MOVED)
        return last
    if doubts.is_paused(session, tools.workspace_id, opening.phone):
        _ask(session, tools, message, doubt_words.HELD)
        return last
    try:
        return leave(session, tools, opening, message, max(position_of(message.send_at), last + 1))
    except Refusal as refused:
        outcome.refuse(session, tools, message, refused.sentence)
    except NotNow as met:
        _put_off(session, tools, message, met)
    return last


def _put_off(session: Session, tools: Tools, message: Message, met: NotNow) -> None:
    """It comes too late for its client's hours: its agent decides, and what nobody typed waits again."""
    if isinstance(met.verdict, Wait):
        message.send_at = met.verdict.until
        session.add(message)
        queue.release(session, tools, message.id, met.verdict.until)
    else:
        hold_back(session, tools, [message], message.body, asked(met), Night.ASKED)


def _is_still_theirs(session: Session, opening: Opening, message: Message) -> bool:
    """Whether the number has not moved, and whoever scheduled it may still write from it."""
    author_id, holder_id = message.author_id, opening.agent_id
    if author_id is None or holder_id is None or author_id == holder_id:
        return holder_id is not None and author_id is not None
    given_at = numbers.given_at(session, opening.our_phone)
    was_theirs = given_at is not None and given_at <= message.created_at
    return was_theirs and assistants.assists(session, author_id, holder_id)


def leave(
    session: Session,
    tools: Tools,
    opening: Opening,
    message: Message,
    position: int,
    undo: timedelta = timedelta(),
) -> int:
    """Let a scheduled text wait for its turn like any other; the last position that its parts take.

    The caller has locked both. Raises Refusal and NotNow.
    """
    assert message.author_id is not None
    sender = agents.get(session, opening.agent_id or message.author_id)
    draft = Draft(message.body, message.source_key, message.author_id, sender.name, position, undo=undo)
    draft = replace(draft, files=attach.attached_to(session, message.id))
    draft = replace(draft, night=message.night, is_automated=message.is_automated)
    parts = check(session, tools, opening, draft)
    used = len(messages.parts(session, tools.workspace_id, message.root_key))
    more = add_parts(session, tools, draft, opening, parts, used, message)
    openings.goes_in(session, opening.id, tools.now())
    queue.card_soon(session, tools, opening.id)
    message.position, message.state = position, MessageState.QUEUED
    message.created_at = message.changed_at = tools.now()
    session.add(message)
    session.flush()
    queue.deliver(session, tools, message.id, position, opening.id, opening.our_phone, wait=undo)
    attach.place_links(session, [message, *more])
    show_texts(session, tools, more, opening)
    outcome.redraw(session, tools, message)
    return position + len(more)


def _ask(session: Session, tools: Tools, message: Message, reason: str) -> None:
    hold_back(session, tools, [message], message.body, reason)
