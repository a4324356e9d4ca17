"""Texting out: from an agent's words to texts that wait for their turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, credit, gate, hold, queue
from bot.actions import conversation as talk
from bot.actions.account import account_now
from bot.actions.draft import Draft, has_pictures, new_message, set_part
from bot.actions.gate import Ask, NotNow, Refused, Wait, Wish
from bot.actions.host import host_in
from bot.actions.people import Who
from bot.actions.permission import need_theirs
from bot.rules.opt_out_line import DEFAULT_TEMPLATE, Lined, with_opt_out_line
from bot.rules.parts import MOST, Part, paid_segments, parts_of
from bot.rules.position import position_of
from bot.screens import hours as hour_words
from bot.screens import refusal
from bot.screens.amount import credits
from bot.work import Refusal, Tools
from models import account as accounts
from models import contact as contacts
from models import message as messages
from models import workspace as workspaces
from models.enums import MessageState, Night
from models.message import Message, NewMessage, Text
from models.opening import Opening


@dataclass(frozen=True)
class Receipt:
    """What was accepted."""

    message_id: UUID
    name: str
    phone: str
    words: str
    line: str
    texts: int
    segments: int  # without what is free
    credits: int
    left: int  # available credits, less what is owed
    can_undo: bool
    writes_as: str  # the agent for whom an assistant wrote it
    asks: str = ""  # what is asked before it leaves; "": nothing


class Dear(Exception):
    """It costs more than its author sends unasked. Nothing is kept: what this unit of work did is undone."""

    def __init__(self, credits: int, segments: int) -> None:
        super().__init__(credits)
        self.credits, self.segments = credits, segments


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
    *,
    send_at: datetime | None = None,
    as_mms: bool = False,
    most: int = 0,
) -> Receipt:
    """Accept a text typed in the composer or the command and show it in its thread.

    `phone` is E.164; `name` is for a new contact where the phone is unknown; `shared` are files as Slack
    describes them; `send_at` schedules it; `as_mms` sends long words as one picture message where that is
    cheaper; `most`: the credits above which it raises Dear, 0 for never. Outside the client's hours it is
    held and asked about in the thread. Raises Refusal, keeping nothing.
    """
    now, files = tools.now(), attach.read_files(shared)
    draft = Draft(words, key, who.author_id, who.name, position_of(now))
    draft = replace(draft, undo=who.undo, files=files, send_at=send_at, as_mms=as_mms)
    accepted: Sequence[Text]
    try:
        with tools.write() as session:
            need_theirs(session, who)
            opening = talk.going_out(session, tools, who.agent_id, phone, now, name, send_at is not None)
            accepted = accept(session, tools, draft, opening)
            not_dear(accepted, most)
            show_texts(session, tools, accepted, opening)
    except (Known, NotNow) as met:
        with tools.write() as session:
            opening = talk.going_out(session, tools, who.agent_id, phone, now, name, later=True)
            if isinstance(met, NotNow):
                hold.hold(session, tools, replace(draft, night=Night.ASKED), opening.id, asked(met))
            accepted = messages.parts(session, tools.workspace_id, key)
    return _receipt(tools, who, accepted, talk.name_of(opening.cards, phone), phone, words)


def asked(met: NotNow) -> str:
    """What is asked before a text leaves that a person typed."""
    assert isinstance(met.verdict, Ask)
    return met.verdict.sentence


def _receipt(tools: Tools, who: Who, accepted: Sequence[Text], name: str, phone: str, words: str) -> Receipt:
    parts = [Part(one.body, one.line) for one in accepted]
    return Receipt(
        accepted[0].id,
        name,
        phone,
        words,
        parts[0].line,
        len(parts),
        paid_segments(parts),
        sum(one.credits for one in accepted),
        _left(tools, who),
        bool(who.undo) and accepted[0].state == MessageState.QUEUED and accepted[0].send_at is None,
        who.writes_as,
        accepted[0].reason if accepted[0].state == MessageState.HELD else "",
    )


def _left(tools: Tools, who: Who) -> int:
    with tools.read() as session:
        left = accounts.left(session, who.agent_id)
    return account_now(tools, who.agent_id).net if left is None else left


def not_dear(accepted: Sequence[Text], most: int) -> None:
    """Raise Dear if texts that were just accepted cost more than `most` credits; 0: whatever they cost."""
    cost = sum(one.credits for one in accepted)
    if most and cost > most:
        raise Dear(cost, sum(one.paid_segments for one in accepted))


def show_texts(session: Session, tools: Tools, accepted: Sequence[Text], opening: Opening) -> None:
    """Let texts that were not typed in their thread appear there."""
    host_id = host_in(session, tools, opening)
    if host_id is None:
        return
    for message in accepted:
        place, receipt = queue.dm_of(host_id, message.conversation_id), queue.Priority.RECEIPT
        queue.show(session, tools, "post_outbound", message.id, place, receipt, message.position)


def accept(session: Session, tools: Tools, draft: Draft, opening: Opening) -> list[NewMessage]:
    """Store what may leave, in as many texts as it takes, and let them wait for their turn.

    They are charged here, in the transaction that stores them. What nobody typed waits for its client's
    hours. Raises Refusal, NotNow for what a person typed outside of them, and Known for a known key.
    """
    parcel = attach.pack(session, tools, draft.words, draft.files)
    whole, draft = draft, replace(draft, words=parcel.words)
    try:
        parts = check(session, tools, opening, draft)
    except NotNow as met:
        if not isinstance(met.verdict, Wait):
            raise
        return accept(session, tools, replace(whole, send_at=met.verdict.until), opening)
    if draft.as_mms and not credit.mms_saves(session, tools, opening.phone, parts):
        draft = replace(draft, as_mms=False)
    contacts.touch(session, [card.id for card in opening.cards], tools.now())
    queue.card_soon(session, tools, opening.id)
    if draft.send_at is not None:
        made = [_schedule(session, tools, draft, opening, parts, draft.send_at)]
    else:
        made = add_parts(session, tools, draft, opening, parts)
    attach.keep(session, made[0].id, parcel)
    attach.place_links(session, made)
    return made


def add_parts(
    session: Session,
    tools: Tools,
    draft: Draft,
    opening: Opening,
    parts: Sequence[Part],
    start: int = 0,
    first: Message | None = None,
) -> list[NewMessage]:
    """Charge and store texts and let them wait for their turn. Raises NoCredits and Known.

    `first`: a text that is stored already and gets the first of the parts; `start`: the place in the draft of
    the first that is stored now.
    """
    made = [
        new_message(tools, draft, opening.id, MessageState.QUEUED, part, place)
        for place, part in enumerate(parts[1:] if first else parts, start)
    ]
    segments = [paid_segments([part]) for part in parts]
    if first:
        first.has_pictures = first.has_pictures or has_pictures(draft.files)
    credit.charge_texts(session, tools, opening, [first, *made] if first else made, segments)
    if first:
        set_part(first, parts[0])
    for message in made:
        if not messages.add_once(session, message):
            raise Known
        queue.deliver(
            session, tools, message.id, message.position, opening.id, opening.our_phone, wait=draft.undo
        )
    return made


def _schedule(
    session: Session, tools: Tools, draft: Draft, opening: Opening, parts: Sequence[Part], at: datetime
) -> NewMessage:
    """Store the words as a whole, with the line they would have now: they are cut and lined when they leave.

    Raises Known.
    """
    draft = replace(draft, night=None if draft.is_automated else gate.night_of(session, opening.id, at))
    message = new_message(tools, draft, opening.id, MessageState.SCHEDULED, Part(draft.words, parts[0].line))
    message.segments, message.free = paid_segments(parts), 0
    if not messages.add_once(session, message):
        raise Known
    queue.release(session, tools, message.id, at)
    return message


def check(session: Session, tools: Tools, opening: Opening, draft: Draft) -> list[Part]:
    """The texts as they would leave, with the line that a first text carries. Raises Refusal and NotNow."""
    if not draft.words.strip() and not draft.files:
        raise Refusal(refusal.EMPTY)
    # An agent may schedule a text for any hour: they are told beside the time.
    night = Night.CHOSEN if draft.send_at else draft.night
    wish = Wish(draft.key, night, draft.is_automated, not opening.has_begun, draft.send_at)
    verdict = gate.ask(session, tools, opening.id, opening, wish)
    if isinstance(verdict, Refused):
        raise Refusal(verdict.sentence)
    parts = parts_for(session, tools, opening.has_begun, draft.sender_name, draft.words)
    if len(parts) > MOST:
        raise Refusal(refusal.too_long(len(parts), MOST))
    if isinstance(verdict, Ask) and paid_segments(parts) > 1:
        is_mms = draft.as_mms or has_pictures(draft.files)
        cost = credit.price_of_parts(session, tools, opening.phone, parts, is_mms)
        raise NotNow(Ask(verdict.sentence + hour_words.costs(credits(cost))))
    if isinstance(verdict, Ask | Wait):
        raise NotNow(verdict)
    return parts


def parts_for(session: Session, tools: Tools, has_begun: bool, sender_name: str, words: str) -> list[Part]:
    """The texts that words make; the first ever to a number that never wrote to us has the opt-out line."""
    if has_begun:
        return parts_of(Lined(words, ""), words)
    workspace = workspaces.get(session, tools.workspace_id)
    template = workspace.opt_out_line or DEFAULT_TEMPLATE
    return parts_of(with_opt_out_line(words, template, sender_name, workspace.name), words)
