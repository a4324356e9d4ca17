"""The composer: what it says while somebody types, and what becomes of what they wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, clock, credit, gate, merge, schedule
from bot.actions import conversation as talk
from bot.actions.account import account_now
from bot.actions.compose import mark_of
from bot.actions.draft import has_pictures
from bot.actions.people import Who
from bot.actions.text import parts_for, send_text
from bot.actions.words import phone_words
from bot.rules.local_time import local, show_clock
from bot.rules.merge import has_fields
from bot.rules.parts import Part, paid_segments
from bot.rules.permalink import is_direct, permalink
from bot.rules.segment import count_segments
from bot.rules.shared_file import read_shared
from bot.rules.swap import cheaper
from bot.rules.zone import show_zone
from bot.screens import compose as numbers
from bot.screens import composer as screens
from bot.screens import hours as hour_words
from bot.screens import refusal
from bot.screens import schedule as schedule_words
from bot.screens import template as template_words
from bot.screens.composer import Sight
from bot.work import Tools
from models import agent as agents
from models import book as books
from models import contact as contacts
from models import conversation as conversations
from models import message as messages
from models import passage as passages
from models import workspace as workspaces
from models.conversation import Conversation

FILLED_LATER = "Fields such as {first_name} are filled once somebody is chosen."


@dataclass(frozen=True)
class Written:
    """What stands in a composer that is submitted."""

    phone: str  # E.164
    words: str  # as typed
    key: str  # which composer it was: the same never sends twice
    name: str | None = None  # for a new number
    files: Sequence[Mapping[str, Any]] = ()  # as Slack describes them
    later: bool = False
    day: str = ""  # "2026-03-03", by the client's clock
    time: str = ""  # "09:00"
    editing: UUID | None = None  # the scheduled text it changes
    as_mms: bool = False  # as one picture message without a picture, where that is cheaper


def look(tools: Tools, who: Who, written: Written) -> Sight:
    """What to say about a text; without a phone nobody is chosen yet, so it may be a first text.

    Raises Refusal for an agent without a number and for a mention that nobody can name.
    """
    words, phone = phone_words(tools, written.words), written.phone
    account = account_now(tools, who.agent_id)
    with tools.read() as session:
        number = talk.number_of(session, tools, who.agent_id)
        known = conversations.between(session, number.id, phone) if phone else None
        has_begun = known is not None and messages.has_begun(session, known.id)
        text, reads, problem = _filled(session, tools, who, phone, words, written.name)
        parts = parts_for(session, tools, has_begun, who.name, _with_links(session, tools, written, text))
        price = _price(session, tools, written, parts)
        left = account.net - price.credits
        admins = agents.admin_users(session, tools.workspace_id) if left < 0 else []
        link = _link(session, tools, who, known.id) if known else ""
        mark = mark_of(session, tools, who, phone) if phone else ""
        zone = clock.zone_for(session, tools, who.agent_id, phone)
        night = _night(session, tools, who, written, known) if phone else ""
    swap = cheaper(words)
    costly = () if swap or price.is_mms or paid_segments(parts) < 2 else count_segments(text).costly
    there = local(tools.now(), zone)
    stands = (price.credits, account.available, account.owed, admins, written.later)
    weight = numbers.mms_weight if price.is_mms else numbers.weight
    return Sight(
        estimate=numbers.estimate(
            weight(len(parts), paid_segments(parts)),
            (numbers.forecast if written.later else numbers.cost)(price.credits, left),
            parts[0].line,
            costly,
        ),
        lacking=refusal.lacking(*stands) if left < 0 else "",
        can_be_mms=price.can_be_mms,
        reads=reads,
        warning=" ".join(filter(None, (numbers.WARNINGS.get(mark, ""), problem, night))),
        swap=screens.swap_words(swap.char, swap.plain, swap.before, swap.after) if swap else None,
        link=link,
        clock=_clock(phone, show_zone(zone, there), show_clock(there)),
        tomorrow=(there.date() + timedelta(days=1)).isoformat(),
    )


def _night(session: Session, tools: Tools, who: Who, written: Written, known: Conversation | None) -> str:
    """What to say about the hours of the client; "" inside of them."""
    if known:
        passage = passages.of_conversation(session, known.id)
    else:
        cards = contacts.with_phone(session, books.book_of(session, who.agent_id), written.phone)
        workspace = workspaces.get(session, tools.workspace_id)
        passage = passages.to_phone(workspace, written.phone, cards)
    at = tools.now()
    if written.later:
        zone = clock.zone_for(session, tools, who.agent_id, written.phone)
        at = clock.meant(written.day, written.time, zone) or at
    closed = gate.outside(passage, at)
    if closed is None:
        return ""
    return hour_words.beside_later(at, closed) if written.later else hour_words.beside_now(at, closed)


@dataclass(frozen=True)
class _Price:
    credits: int
    is_mms: bool
    can_be_mms: bool  # without a picture, and that would cost less


def _price(session: Session, tools: Tools, written: Written, parts: Sequence[Part]) -> _Price:
    shared = read_shared(written.files)
    kept = attach.attached_to(session, written.editing) if written.editing else ()
    pictures = has_pictures([*shared, *kept])
    can_be_mms = not pictures and credit.mms_saves(session, tools, written.phone, parts) > 0
    is_mms = pictures or (can_be_mms and written.as_mms)
    cost = credit.price_of_parts(session, tools, written.phone, parts, is_mms)
    return _Price(cost, is_mms, can_be_mms)


def _with_links(session: Session, tools: Tools, written: Written, text: str) -> str:
    """The words with a line for each linked file, those of a scheduled text included."""
    kept = messages.get(session, written.editing) if written.editing else None
    text = attach.with_files(session, tools, [kept], text) if kept else text
    return attach.previewed(tools, text, written.files)


def _filled(
    session: Session, tools: Tools, who: Who, phone: str, words: str, name: str | None
) -> tuple[str, str, str]:
    """The text to count, how it reads if that differs, and what cannot be filled."""
    if not phone:
        return words, FILLED_LATER if has_fields(words) else "", ""
    merged = merge.filled(session, tools, who, phone, words, name)
    reads = f"Reads: {merged.text}" if merged.text != words else ""
    return merged.text, reads, template_words.unfilled(merged.missing, merged.unknown)


def _clock(phone: str, zone: str, now: str) -> str:
    return f"{zone}, now {now} there" if phone else schedule_words.CHOOSE_SOMEBODY


def _link(session: Session, tools: Tools, who: Who, conversation_id: UUID) -> str:
    thread = conversations.current_thread(session, conversation_id)
    if thread and who.writes_as and is_direct(thread.channel):
        return ""  # an assistant cannot open it
    url = workspaces.get(session, tools.workspace_id).url
    return permalink(url, thread.channel, thread.ts) if thread else ""


def submit(tools: Tools, who: Who, written: Written) -> None:
    """Send, schedule or change what was written. Raises Refusal, WrongTime for the fields of day and time."""
    words = phone_words(tools, written.words)
    at = None
    if written.later:
        at = clock.read_time(tools, who.agent_id, written.phone, written.day, written.time)
    text = merge.fill(tools, who, written.phone, words, written.name)
    if written.editing:
        schedule.change(tools, who, written.editing, text, at, written.as_mms)
    else:
        to = (written.phone, text, written.key, written.name, written.files)
        send_text(tools, who, *to, send_at=at, as_mms=written.as_mms)
