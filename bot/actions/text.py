"""Texting out: from an agent's words to a text that waits for its turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, gate, queue
from bot.actions import conversation as talk
from bot.actions.people import Who
from bot.rules.opt_out_line import DEFAULT_TEMPLATE, Lined, free_segments, too_long, with_opt_out_line
from bot.rules.position import position_of
from bot.rules.segment import count_segments
from bot.rules.shared_file import Attached
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import contact as contacts
from models import message as messages
from models import workspace as workspaces
from models.enums import Direction, MessageState
from models.message import NewMessage, Text, with_line
from models.opening import Opening


@dataclass(frozen=True)
class Draft:
    """A text somebody wants to send."""

    words: str  # what a phone shall show
    key: str  # who asked, once: the same key never sends twice
    author_id: UUID
    author_name: str
    position: int
    slack_channel: str | None = None  # the agent's own message in the thread, if it was typed there
    slack_ts: str | None = None
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What was accepted."""

    message_id: UUID
    name: str
    phone: str
    words: str
    line: str
    segments: int
    free: int


class Known(Exception):
    """The key was asked for before: nothing is done again, and what this unit of work touched is undone."""


def send_text(
    tools: Tools,
    who: Who,
    phone: str,
    words: str,
    key: str,
    name: str | None = None,
    shared: Sequence[Mapping[str, Any]] = (),
) -> Receipt:
    """Accept a text typed in the composer or the command and show it in its thread.

    `phone` is E.164; `name` is for a new contact where the phone is unknown; `shared` are files as Slack
    describes them. Raises Refusal, keeping nothing.
    """
    now, files = tools.now(), attach.read_files(shared)
    message: Text
    try:
        with tools.write() as session:
            opening = talk.going_out(session, tools, who.agent_id, phone, now, name)
            draft = Draft(words, key, who.agent_id, who.name, position_of(now), files=files)
            message = accept(session, tools, draft, opening)
            place = queue.dm_of(who.agent_id, opening.id)
            receipt = queue.Priority.RECEIPT
            queue.show(session, tools, "post_outbound", message.id, place, receipt, message.position)
    except Known:
        with tools.read() as session:
            message = messages.stored(session, tools.workspace_id, key)
    lined = Lined(message.whole, message.line)
    return Receipt(
        message.id,
        talk.name_of(opening.cards, phone),
        phone,
        message.body,
        message.line,
        message.segments,
        free_segments(message.body, lined),
    )


def accept(session: Session, tools: Tools, draft: Draft, opening: Opening) -> NewMessage:
    """Store a text that may leave and let it wait for its turn. Raises Refusal, and Known for a known key.

    The price and the charge belong here, in the transaction that stores the text.
    """
    parcel = attach.pack(session, tools, draft.words, draft.files)
    draft = replace(draft, words=parcel.words)
    lined = check(session, tools, opening, draft)
    message = new_message(tools, draft, opening.id, MessageState.QUEUED, lined.line)
    if not messages.add_once(session, message):
        raise Known
    attach.keep(session, message.id, parcel)
    queue.deliver(session, tools, message.id, message.position, opening.id, opening.our_phone)
    contacts.touch(session, [card.id for card in opening.cards], tools.now())
    return message


def check(session: Session, tools: Tools, opening: Opening, draft: Draft) -> Lined:
    """The text as it would leave, with the line that a first text carries. Raises Refusal."""
    if not draft.words.strip() and not draft.files:
        raise Refusal(refusal.EMPTY)
    objection = gate.objection(session, opening.id, opening.is_suppressed)
    if objection:
        raise Refusal(objection)
    lined = lined_for(session, tools, opening.has_begun, draft.author_name, draft.words)
    if over := too_long(lined.text):
        raise Refusal(refusal.too_long(over, bool(lined.line)))
    return lined


def lined_for(session: Session, tools: Tools, has_begun: bool, author_name: str, words: str) -> Lined:
    """The words with the opt-out line, if this is the first text to a number that never wrote to us."""
    if has_begun:
        return Lined(words, "")
    workspace = workspaces.get(session, tools.workspace_id)
    template = workspace.opt_out_line or DEFAULT_TEMPLATE
    return with_opt_out_line(words, template, author_name, workspace.name)


def new_message(
    tools: Tools,
    draft: Draft,
    conversation_id: UUID,
    state: MessageState,
    line: str = "",
    reason: str = "",
) -> NewMessage:
    """The row of an outbound text."""
    counted = count_segments(with_line(draft.words, line))
    now = tools.now()
    return NewMessage(
        workspace_id=tools.workspace_id,
        conversation_id=conversation_id,
        source_key=draft.key,
        direction=Direction.OUT,
        state=state,
        body=draft.words,
        line=line,
        author_id=draft.author_id,
        position=draft.position,
        segments=counted.count,
        encoding=counted.encoding,
        reason=reason,
        created_at=now,
        changed_at=now,
        slack_channel=draft.slack_channel,
        slack_ts=draft.slack_ts,
    )
