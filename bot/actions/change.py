"""What becomes of a text when the agent takes it back, edits it or deletes it in Slack.

While it waits it simply changes. Once it left, the agent is told that the client has the old words.
The text's row is locked first: either the worker that picks it up decides, or the agent.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, credit, event, notes, outcome, queue
from bot.actions import conversation as talk
from bot.actions.draft import Draft, set_part, set_whole
from bot.actions.gate import NotNow
from bot.actions.hold import drop, hold_back
from bot.actions.people import Who, find_agent
from bot.actions.permission import may_act, need_writer
from bot.actions.reply import ANSWERED, SETTLED, Typed, draft_of, jotted, take_reply, whisper
from bot.actions.text import add_parts, asked, check, parts_for
from bot.actions.thread import load, post_in_thread
from bot.actions.words import phone_words
from bot.rules.note import AskFirst, Command, Note, Text, read_reply
from bot.rules.parts import MOST, paid_segments
from bot.rules.slack_text import escape, to_phone
from bot.screens import people as people_words
from bot.screens import refusal
from bot.screens import thread as screens
from bot.work import Refusal, Tools
from models import agent as agents
from models import conversation as conversations
from models import job as jobs
from models import message as messages
from models import opening as openings
from models.enums import MessageState, Night
from models.message import Message
from models.opening import Opening

WAITS = (MessageState.QUEUED, MessageState.HELD, MessageState.SCHEDULED)
NEVER_LEFT = (MessageState.REFUSED, MessageState.FAILED, MessageState.CANCELED)


def undo_text(tools: Tools, who: Who, message_id: UUID) -> str:
    """Take back a text that has not left; what to say. Raises Refusal when it is somebody else's."""
    need_writer(who)
    with tools.write() as session:
        message = messages.get(session, message_id)
        if message is None:
            return refusal.ANSWERED
        opening, texts = _lock(session, tools, message.conversation_id, message.root_key)
        if not may_act(session, tools, opening.id, who):
            raise Refusal(people_words.NOT_YOURS)
        returned = sum(one.credits for one in texts if one.state in WAITS)
        is_all = _take_back(session, tools, texts, who.author_id)
        return refusal.undone(returned) if is_all else refusal.TOO_LATE_TO_UNDO


def take_deletion(tools: Tools, channel: str, ts: str, thread_ts: str | None) -> None:
    """The agent deleted their message in Slack: what has not left never leaves."""
    key = messages.typed_key(channel, ts)
    with tools.write() as session:
        thread = thread_ts and conversations.by_thread(session, tools.workspace_id, channel, thread_ts)
        if not thread:
            return
        _, texts = _lock(session, tools, thread.conversation_id, key)
        notes.remove(session, key)
        if not texts:
            # The message itself may still be on its way to us: it must not become a text when it comes.
            jobs.take_tick(session, SETTLED, key)
            return
        _take_back(session, tools, texts)
        left = [one for one in texts if one.state not in (*WAITS, *NEVER_LEFT)]
        if left:
            _tell(session, tools, left[0], refusal.DELETED_TOO_LATE, "", f"{key}:deleted")


def take_edit(tools: Tools, typed: Typed, before: str) -> None:
    """The agent edited their message in Slack; `typed` holds the new words, `before` the old ones."""
    with tools.read() as session:
        known = messages.by_source(session, tools.workspace_id, typed.key)
        place = typed.thread_ts and conversations.by_thread(
            session, tools.workspace_id, typed.channel, typed.thread_ts
        )
    if known is not None:
        who = find_agent(tools, typed.slack_user_id)
        if who is None or not _edit(tools, typed, who, known.conversation_id):
            _edit_of_a_stranger(tools, typed, known.conversation_id)
    elif place and not _edit_note(tools, typed, place.conversation_id):
        # The edit came before the message itself; a note stays a note.
        kind = read_reply(to_phone(before, {}).text)
        if isinstance(kind, Text | Note):
            take_reply(tools, typed, inside=isinstance(kind, Note))


def _edit_note(tools: Tools, typed: Typed, conversation_id: UUID) -> bool:
    """Let a note that is kept have its author's new words; whether one is kept."""
    who = find_agent(tools, typed.slack_user_id)
    if who is None:
        return False
    with tools.write() as session:
        conversations.lock(session, conversation_id)
        return notes.reword(session, jotted(session, tools, typed, who))


def _edit(tools: Tools, typed: Typed, who: Who, conversation_id: UUID) -> bool:
    """Let the new words leave or say why they do not; False for somebody who may not write here any more."""
    try:
        words, problem = phone_words(tools, typed.text, typed.blocks), ""
    except Refusal as refused:
        words, problem = "", refused.sentence
    with tools.write() as session:
        opening, texts = _lock(session, tools, conversation_id, typed.key)
        if not may_act(session, tools, opening.id, who, typed.channel):
            return False
        waits = [one for one in texts if one.state in WAITS]
        left = [one for one in texts if one.state not in (*WAITS, *NEVER_LEFT)]
        if left:
            if _letters(*attach.typed_in(session, left)) != _letters(words):
                _drop(session, tools, texts)
                _tell(session, tools, left[0], refusal.EDITED_TOO_LATE, words, f"{typed.key}:{words}")
        elif not waits:
            is_note = notes.reword(session, jotted(session, tools, typed, who))
            if is_note and isinstance(read_reply(words), Note):
                return True
            _tell(session, tools, texts[0], refusal.EDIT_SENDS_NOTHING, words, f"{typed.key}:{words}")
        elif problem:
            _refuse(session, tools, waits, problem)
        else:
            before = attach.typed_words(session, waits)
            _change(session, tools, typed, opening, waits, words)
            _write_down(session, tools, typed, who, waits, words, before)
    return True


def _write_down(
    session: Session, tools: Tools, typed: Typed, who: Who, waits: list[Message], words: str, before: str
) -> None:
    """Let the timeline tell what an edit did to a text that has not left."""
    first = waits[0]
    if first.state == MessageState.CANCELED:
        event.taken_back(session, tools, first, before, who.author_id)
        if isinstance(read_reply(words), Note):
            notes.keep(session, tools, first.conversation_id, jotted(session, tools, typed, who))
    elif first.state in WAITS and _letters(before) != _letters(words):
        event.reworded(session, tools, first, before, who.author_id)


def _edit_of_a_stranger(tools: Tools, typed: Typed, conversation_id: UUID) -> None:
    """The number went to somebody else meanwhile, who reads nothing of this.

    The old words do not leave either: an edit may be meant to keep something inside.
    """
    with tools.write() as session:
        _, texts = _lock(session, tools, conversation_id, typed.key)
        _drop(session, tools, texts)
        has_left = any(one.state not in (*WAITS, *NEVER_LEFT) for one in texts)
    whisper(tools, typed, people_words.NOT_YOURS_TO_CHANGE if has_left else people_words.NOT_YOURS)


def _lock(session: Session, tools: Tools, conversation_id: UUID, key: str) -> tuple[Opening, list[Message]]:
    """The conversation first, as everywhere: two doors that lock in one order never wait for each other."""
    opening = openings.stays(session, conversation_id)
    return opening, messages.parts(session, tools.workspace_id, key, lock=True)


def _letters(*bodies: str) -> str:
    """Words without their white space: where a long text was cut it lost some."""
    return "".join("".join(bodies).split())


def _change(
    session: Session, tools: Tools, typed: Typed, opening: Opening, waits: list[Message], words: str
) -> None:
    kind = read_reply(words)
    files = attach.attached_to(session, waits[0].id)
    if files and not words.strip():
        kind = Text()  # a picture needs none
    words = attach.with_files(session, tools, waits, words)
    if isinstance(kind, Command):
        _refuse(session, tools, waits, refusal.command_in_thread(kind.name))
    elif isinstance(kind, AskFirst):
        _hold(session, tools, waits, words)
    elif isinstance(kind, Text) and (dear := _dear(session, tools, typed, opening, waits, words)):
        _hold(session, tools, waits, words, dear)
    elif isinstance(kind, Text) and waits[0].state == MessageState.HELD:
        _hold(session, tools, waits, words)
    elif isinstance(kind, Text):
        _rewrite(session, tools, typed, opening, waits, words)
    else:
        _drop(session, tools, waits)  # it became a note, or nothing


def _dear(
    session: Session, tools: Tools, typed: Typed, opening: Opening, waits: list[Message], words: str
) -> str:
    """What to ask before other words leave that cost more, and more than their author sends unasked."""
    first = waits[0]
    most = agents.get(session, first.author_id).dear_credits if first.author_id else 0
    sender = _draft(session, tools, typed, first, words).sender_name
    begun = messages.has_begun(session, opening.id, [one.id for one in waits])
    parts = parts_for(session, tools, begun, sender, words)
    cost = credit.price_of_parts(session, tools, opening.phone, parts, first.has_pictures)
    is_dear = most and cost > most and cost > sum(one.credits for one in waits)
    can_leave = len(parts) <= MOST  # else it is refused
    return refusal.dear(cost, paid_segments(parts)) if is_dear and can_leave else ""


def _rewrite(
    session: Session, tools: Tools, typed: Typed, opening: Opening, waits: list[Message], words: str
) -> None:
    """Other words leave, when the old ones would have; the rules are asked anew."""
    begun = messages.has_begun(session, opening.id, [one.id for one in waits])
    first, draft = waits[0], _draft(session, tools, typed, waits[0], words)
    draft = replace(draft, files=attach.attached_to(session, first.id))
    try:
        parts = check(session, tools, replace(opening, has_begun=begun), draft)
        if first.state == MessageState.SCHEDULED:
            set_whole(first, words, parts)
            return
        for message, part in zip(waits, parts, strict=False):
            set_part(message, part)
            session.add(message)
        _drop(session, tools, waits[len(parts) :])
        credit.reprice(session, tools, opening, waits[: len(parts)])
        # Those canceled before keep their keys.
        used = len(messages.parts(session, tools.workspace_id, typed.key))
        later = add_parts(session, tools, draft, opening, parts[len(waits) :], used)
    except Refusal as refused:
        _refuse(session, tools, waits, refused.sentence)
        return
    except NotNow as met:
        _hold(session, tools, waits, words, asked(met), Night.ASKED)
        return
    attach.place_links(session, [*waits[: len(parts)], *later], waits)


def _draft(session: Session, tools: Tools, typed: Typed, message: Message, words: str) -> Draft:
    draft = draft_of(typed, talk.parties(session, tools, message.conversation_id), message.author_id, words)
    draft = replace(draft, position=message.position, night=message.night)
    return replace(draft, send_at=message.send_at if message.state == MessageState.SCHEDULED else None)


def _hold(
    session: Session,
    tools: Tools,
    waits: list[Message],
    words: str,
    reason: str = "",
    night: Night | None = None,
) -> None:
    """Ask before these words leave; `reason`: what to ask, if not what was asked already."""
    queue.drop_deliveries(session, [waits[0].id])
    night = night if reason else waits[0].night
    hold_back(session, tools, waits, words, reason or waits[0].reason or refusal.NOTE_INSIDE, night)


def _refuse(session: Session, tools: Tools, waits: list[Message], sentence: str) -> None:
    first, *rest = waits
    queue.drop_deliveries(session, [first.id])
    outcome.refuse(session, tools, first, sentence)
    _drop(session, tools, rest)


def _take_back(session: Session, tools: Tools, texts: Sequence[Message], by_id: UUID | None = None) -> bool:
    """Cancel those that have not left and write it down; whether that is all of them."""
    waits = [one for one in texts if one.state in WAITS]
    if waits:
        event.taken_back(session, tools, waits[0], attach.typed_words(session, waits), by_id)
    return _drop(session, tools, texts)


def _drop(session: Session, tools: Tools, texts: Sequence[Message]) -> bool:
    """Cancel those that have not left; whether that is all of them."""
    waits = [one for one in texts if one.state in WAITS]
    drop(session, tools, waits)
    return len(waits) == len(texts)


def _tell(session: Session, tools: Tools, message: Message, sentence: str, words: str, once: str) -> None:
    mark = sha256(once.encode()).hexdigest()[:16]
    if jobs.take_tick(session, ANSWERED, f"change:{mark}"):
        told = {"once": mark, "mark": mark, "sentence": sentence, "words": words}
        outcome.tell(session, tools, message, "post_change", queue.Priority.FAILURE, **told)


def post_change(tools: Tools, message_id: UUID, mark: str, sentence: str, words: str, again: bool) -> None:
    """Say in the thread that an edit or deletion came too late, with the way out."""
    shown = load(tools, message_id)
    if shown is not None:
        text = sentence.format(name=escape(shown.who.name))
        post = screens.changed(text, str(shown.who.conversation.id), words)
        post_in_thread(tools, shown.who, shown.host, post, f"change:{mark}", again)
