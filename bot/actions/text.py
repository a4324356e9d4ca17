"""Texting out: from an agent's words to a text that waits for its turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import gate, queue
from bot.actions.people import Who
from bot.rules.opt_out_line import DEFAULT_TEMPLATE, Lined, free_segments, too_long, with_opt_out_line
from bot.rules.position import position_of
from bot.rules.segment import count_segments
from bot.screens import people as people_words
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import agent as agents
from models import message as messages
from models import number as numbers
from models import workspace as workspaces
from models.contact import Contact
from models.conversation import Conversation
from models.enums import Direction, MessageState
from models.message import Message
from models.number import Number


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


def send_text(tools: Tools, who: Who, phone: str, words: str, key: str, name: str | None = None) -> Receipt:
    """Accept a text typed in the composer or the command and show it in its thread.

    `phone` is E.164; `name` is for a new contact where the phone is unknown. Raises Refusal, keeping nothing.
    """
    now = tools.now()
    with tools.write() as session:
        number = number_of(session, tools, who.agent_id)
        conversation, cards = talk.open_with(session, tools, number, phone, now, name)
        draft = Draft(words, key, who.agent_id, who.name, position_of(now))
        message = accept(session, tools, draft, conversation, cards, number)
        place = queue.dm_of(who.agent_id, conversation.id)
        queue.show(
            session,
            tools,
            "post_outbound",
            message.id,
            place,
            queue.Priority.RECEIPT,
            message.position,
            dedupe=f"post_outbound:{message.id}",
        )
    lined = Lined(message.whole, message.line)
    return Receipt(
        message.id,
        talk.name_of(cards, phone),
        phone,
        message.body,
        message.line,
        message.segments,
        free_segments(message.body, lined),
    )


def number_of(session: Session, tools: Tools, agent_id: UUID) -> Number:
    """The number an agent texts from. Raises Refusal that names who can give one."""
    number = numbers.of_agent(session, agent_id)
    if number is None:
        admins = agents.admins(session, tools.workspace_id)
        raise Refusal(people_words.no_number([one.slack_user_id for one in admins]))
    return number


def accept(
    session: Session,
    tools: Tools,
    draft: Draft,
    conversation: Conversation,
    cards: Sequence[Contact],
    number: Number,
) -> Message:
    """Store a text that may leave and let it wait for its turn; once by its key. Raises Refusal.

    The price and the charge belong here, in the transaction that stores the text.
    """
    known = messages.by_source(session, tools.workspace_id, draft.key)
    if known is not None:
        return known
    lined = check(session, tools, conversation, draft)
    message = new_message(tools, draft, conversation, MessageState.QUEUED, lined.line)
    if not messages.add_once(session, message):
        return messages.stored(session, tools.workspace_id, draft.key)
    queue.deliver(session, tools, message, conversation, number)
    talk.touch(session, conversation, cards, tools.now(), inbound=False)
    return message


def check(session: Session, tools: Tools, conversation: Conversation, draft: Draft) -> Lined:
    """The text as it would leave, with the line that a first text carries. Raises Refusal."""
    if not draft.words.strip():
        raise Refusal(refusal.EMPTY)
    objection = gate.objection(session, tools.workspace_id, conversation.id, conversation.phone)
    if objection:
        raise Refusal(objection)
    lined = lined_for(session, tools, conversation.id, draft.author_name, draft.words)
    if over := too_long(lined.text):
        raise Refusal(refusal.too_long(over, bool(lined.line)))
    return lined


def lined_for(
    session: Session, tools: Tools, conversation_id: UUID | None, author_name: str, words: str
) -> Lined:
    """The words with the opt-out line, if this is the first text to a number that never wrote to us."""
    if conversation_id and messages.has_begun(session, conversation_id):
        return Lined(words, "")
    workspace = workspaces.get(session, tools.workspace_id)
    template = workspace.opt_out_line or DEFAULT_TEMPLATE
    return with_opt_out_line(words, template, author_name, workspace.name)


def new_message(
    tools: Tools,
    draft: Draft,
    conversation: Conversation,
    state: MessageState,
    line: str = "",
    reason: str = "",
) -> Message:
    """The row of an outbound text."""
    counted = count_segments(f"{draft.words}\n{line}" if line else draft.words)
    now: datetime = tools.now()
    return Message(
        workspace_id=tools.workspace_id,
        conversation_id=conversation.id,
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
