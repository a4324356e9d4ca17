"""A reply in a thread is a text to the client, unless it is a note, a command or somebody else's."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, contact_import, hold, notes, outcome, queue
from bot.actions import conversation as talk
from bot.actions.assistant import writing
from bot.actions.conversation import Parties
from bot.actions.draft import Draft, new_message
from bot.actions.gate import NotNow
from bot.actions.notes import Jotted
from bot.actions.people import Who, find_agent
from bot.actions.permission import may_act
from bot.actions.remark import remark
from bot.actions.text import Dear, Known, accept, asked, not_dear
from bot.actions.words import inside_words, phone_words
from bot.rules.note import AskFirst, Command, Note, note_words, read_reply
from bot.rules.permalink import is_direct
from bot.rules.position import instant_of, position_of, position_of_slack_ts
from bot.rules.shared_file import Attached, read_shared
from bot.screens import cover as cover_words
from bot.screens import help as help_words
from bot.screens import people as people_words
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import agent as agents
from models import conversation as conversations
from models import job as jobs
from models import message as messages
from models import opening as openings
from models.conversation import Conversation
from models.enums import MessageState, Night, Role

Files = tuple[Attached, ...]
SETTLED, ANSWERED = "settled", "answered"  # Slack messages that never become texts; that were answered
LISTS = (".csv", ".vcf", ".tsv", ".xlsx", ".xls")  # spreadsheets are told how to become one of the others


@dataclass(frozen=True)
class Typed:
    """A message somebody typed in Slack."""

    slack_user_id: str
    channel: str
    ts: str
    thread_ts: str | None
    text: str
    blocks: Sequence[Mapping[str, Any]] = ()
    files: Sequence[Mapping[str, Any]] = ()  # as Slack describes them
    edited_ts: str | None = None  # when these words took the place of others

    @property
    def key(self) -> str:
        return messages.typed_key(self.channel, self.ts)


def take_reply(tools: Tools, typed: Typed, inside: bool = False) -> None:
    """Act on a message typed to the bot, once however often Slack delivers it.

    The owner's words in a conversation's thread become a text; a note stays inside; whatever else it is, the
    person is told and nothing leaves. `inside`: it was a note before it was edited.
    """
    with tools.read() as session:
        if messages.by_source(session, tools.workspace_id, typed.key) is not None:
            return
        if jobs.has_tick(session, SETTLED, typed.key):
            return  # a note, or taken back before it came
        thread = typed.thread_ts and conversations.by_thread(
            session, tools.workspace_id, typed.channel, typed.thread_ts
        )
    who = find_agent(tools, typed.slack_user_id)
    if not thread:
        _answer_outside(tools, typed, who)
        return
    with tools.read() as session:
        conversation = conversations.get(session, thread.conversation_id)
        may = who is not None and may_act(session, tools, conversation.id, who, typed.channel)
    if who is None or not may:
        whisper(tools, typed, people_words.not_yours(who.role if who else None))
        return
    if thread.is_closed:
        whisper(tools, typed, refusal.CLOSED_THREAD)
        return
    try:
        _take(tools, typed, who, conversation, inside)
    except Refusal as refused:
        _keep_refused(tools, typed, who, conversation, refused.sentence)


def _take(tools: Tools, typed: Typed, who: Who, conversation: Conversation, inside: bool) -> None:
    if inside or conversation.notes_first or isinstance(read_reply(typed.text), Note):
        _keep_note(tools, typed, who, conversation)  # whatever it mentions or carries
        return
    words = phone_words(tools, typed.text, typed.blocks)
    kind = read_reply(words)  # as a phone shows it: Slack writes the ">" before a quoted note as "&gt;"
    if isinstance(kind, Note):
        _keep_note(tools, typed, who, conversation)
        return
    if isinstance(kind, Command):
        raise Refusal(refusal.command_in_thread(kind.name))
    files = attach.read_files(typed.files)
    reason = refusal.LATE if _is_late(tools, typed) else ""
    reason = reason or (refusal.NOTE_INSIDE if isinstance(kind, AskFirst) else "")
    night = None
    try:
        if not reason:
            _send(tools, typed, who, conversation, words, files)
    except Dear as dear:
        reason = refusal.dear(dear.credits, dear.segments)
    except NotNow as met:
        reason, night = asked(met), Night.ASKED
    if reason:
        _hold(tools, typed, who, conversation, words, files, reason, night)


def _keep_note(tools: Tools, typed: Typed, who: Who, conversation: Conversation) -> None:
    """A note stays one: no later delivery, edit or changed habit sends what was meant for inside."""
    with suppress(Gone), tools.write() as session:
        _enter(session, tools, typed, conversation)
        jobs.take_tick(session, SETTLED, typed.key)
        notes.keep(session, tools, conversation.id, jotted(session, tools, typed, who))


def jotted(session: Session, tools: Tools, typed: Typed, who: Who) -> Jotted:
    """What is kept of a note: its words, and what its files are called."""
    said = note_words(inside_words(session, tools, typed.text, typed.blocks))
    named = attach.called(typed.files)
    words = "\n".join(filter(None, (said, f"With {named}" if named else "")))
    at = instant_of(position_of_slack_ts(typed.edited_ts or typed.ts))
    return Jotted(typed.key, words, instant_of(position_of_slack_ts(typed.ts)), at, who.agent_id)


class Gone(Exception):
    """The message was deleted while we read it."""


def _enter(session: Session, tools: Tools, typed: Typed, conversation: Conversation) -> None:
    """Lock the conversation, as a deletion does: one of the two sees the other. Raises Gone."""
    conversations.lock(session, conversation.id)
    if jobs.has_tick(session, SETTLED, typed.key):
        raise Gone


def _send(tools: Tools, typed: Typed, who: Who, conversation: Conversation, words: str, files: Files) -> None:
    with suppress(Known, Gone), tools.write() as session:
        _enter(session, tools, typed, conversation)
        opening = openings.goes_in(session, conversation.id, tools.now())
        seen = talk.parties(session, tools, conversation.id)
        draft = draft_of(typed, seen, who.author_id, words)
        accepted = accept(session, tools, replace(draft, undo=who.undo, files=files), opening)
        not_dear(accepted, who.dear)
        if seen.is_covered and seen.host is not None and seen.host.id != who.agent_id:
            # Typed in another thread than that of who answers now: they shall not answer a second time.
            remark(session, tools, accepted[0], cover_words.wrote(who.name, words))


def draft_of(typed: Typed, seen: Parties, author_id: UUID | None, words: str) -> Draft:
    """What a reply asks for. The client knows the holder of the number, whoever of a team writes."""
    owner = seen.owner
    assert owner is not None
    position = position_of_slack_ts(typed.ts)
    return Draft(words, typed.key, author_id or owner.id, owner.name, position, typed.channel, typed.ts)


def _is_late(tools: Tools, typed: Typed) -> bool:
    typed_at = position_of_slack_ts(typed.ts)
    return position_of(tools.now()) - typed_at > tools.policy.late_reply / timedelta(microseconds=1)


def _hold(
    tools: Tools,
    typed: Typed,
    who: Who,
    conversation: Conversation,
    words: str,
    files: Files,
    reason: str,
    night: Night | None,
) -> None:
    """Keep the words and ask: they leave by themselves never."""
    with suppress(Gone), tools.write() as session:
        _enter(session, tools, typed, conversation)
        draft = draft_of(typed, talk.parties(session, tools, conversation.id), who.author_id, words)
        hold.hold(session, tools, replace(draft, files=files, night=night), conversation.id, reason)


def _keep_refused(tools: Tools, typed: Typed, who: Who, conversation: Conversation, sentence: str) -> None:
    """A refused reply is kept under its key, so that a later delivery of it cannot send it."""
    with suppress(Gone), tools.write() as session:
        _enter(session, tools, typed, conversation)
        words = typed.text or attach.called(typed.files)
        draft = draft_of(typed, talk.parties(session, tools, conversation.id), who.author_id, words)
        message = new_message(tools, draft, conversation.id, MessageState.REFUSED, reason=sentence)
        if messages.add_once(session, message):
            outcome.tell(session, tools, message, "post_problem", queue.Priority.FAILURE)
            outcome.sign(session, tools, message)


def _answer_outside(tools: Tools, typed: Typed, who: Who | None) -> None:
    """A message to the bot outside any conversation never picks a recipient: it is answered with help."""
    if not is_direct(typed.channel):
        return  # people talking among themselves
    if who is not None:
        if who.role == Role.COMPLIANCE:
            whisper(tools, typed, people_words.TEXTS_NOBODY)
        elif not _import_dropped(tools, typed, who):
            whisper(tools, typed, help_words.OUTSIDE_THREADS)
        return
    with tools.read() as session:
        admins = agents.admin_users(session, tools.workspace_id)
    whisper(tools, typed, people_words.not_invited(admins))


def _import_dropped(tools: Tools, typed: Typed, who: Who) -> bool:
    """Whether a file with contacts was dropped there: what importing it would do is shown then."""
    lists = [one for one in read_shared(typed.files) if one.name.lower().endswith(LISTS)]
    if typed.thread_ts or not lists:
        return False
    try:
        who = writing(tools, who)
        for place, one in enumerate(lists):
            contact_import.begin_file(tools, who, one, f"{typed.key}:{place}")
    except Refusal as refusal:
        whisper(tools, typed, refusal.sentence)
    return True


def whisper(tools: Tools, typed: Typed, text: str) -> None:
    """Answer privately, once for each message."""
    with tools.write() as session:
        if not jobs.take_tick(session, ANSWERED, typed.key):
            return
        place = queue.Place(f"slack:{typed.channel}")
        args = {"channel": typed.channel, "user": typed.slack_user_id, "thread_ts": typed.thread_ts}
        queue.show(
            session,
            tools,
            "whisper",
            tools.workspace_id,
            place,
            queue.Priority.FAILURE,
            position_of_slack_ts(typed.ts),
            text=text,
            **args,
        )
