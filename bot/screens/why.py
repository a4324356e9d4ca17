"""Why a balance is what it is: the month as a sum, and what happened, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.local_time import local, show_clock
from bot.rules.month import first_of
from bot.rules.month_sum import MonthSum
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, context, cut, modal, section
from bot.screens.inbox import header
from models.enums import EntryKind, GrantSource

LINES = 5  # in one block


@dataclass(frozen=True)
class Move:
    """One operation of the journal."""

    kind: EntryKind
    at: datetime
    zone: str
    delta: int
    net_after: int
    expired: int  # what came back to a grant that had ended
    repaid: int
    name: str  # whose text it was; "" if it is not kept
    is_in: bool
    link: str
    source: GrantSource | None
    month: int
    reason: str


@dataclass(frozen=True)
class Why:
    """The month's sum, and a page of what happened."""

    month: int
    adds_up: MonthSum
    moves: Sequence[Move]
    older: int | None  # the number below which older ones are
    is_paged: bool  # newer ones are not shown


def window(seen: Why) -> Block:
    """Why this number: a sum to redo, and what happened, the newest first."""
    blocks = [section(_sum(seen)), *_notes(seen.adds_up)]
    if seen.moves:
        blocks += [header("What happened"), *by_lines([_move(one) for one in seen.moves])]
    pages = [button("Latest", "balance_page_latest", "0")] if seen.is_paged else []
    pages += [button("Older", "balance_page_older", str(seen.older))] if seen.older else []
    return modal("balance_why", "Why this number?", [*blocks, *([actions(*pages)] if pages else [])], None)


def _sum(seen: Why) -> str:
    """The figures below each other, as on paper; those that are 0 are left out."""
    it = seen.adds_up
    rows = [
        ("Added", it.granted),
        ("Texts you sent", -it.out),
        ("Texts that came in", -it.came),
        ("Returned", it.returned),
        ("For texts of earlier months", it.earlier),
        ("Expired", -it.expired),
        ("Plan made smaller", -it.removed),
        ("Taken back by an admin", -it.taken),
        ("Handed over", -it.handed),
    ]
    opened = ("Owed as it began" if it.opened < 0 else "Left as it began", f"{it.opened:,}")
    ends = ("You owe", f"{-it.net:,}") if it.net < 0 else ("You have", f"{it.net:,}")
    shown = [opened, *((label, f"{count:+,}") for label, count in rows if count), ends]
    wide, deep = max(len(label) for label, _ in shown), max(len(count) for _, count in shown)
    table = [f"{label:<{wide}}  {count.replace('-', '−'):>{deep}}" for label, count in shown]
    rule = "─" * (wide + 2 + deep)
    return "\n".join([f"*{month_name(seen.month)}*\n```", *table[:-1], rule, f"{table[-1]}```"])


def _notes(it: MonthSum) -> list[Block]:
    """What else a person may ask about the figures."""
    if not it.repaid:
        return []
    return [context(f"{credits(it.repaid)} of those added paid what you owed, so they are in the sum once.")]


def _move(one: Move) -> str:
    what = _what(one)
    linked = f"<{one.link}|{what}>" if one.link else what
    more = (
        [f"{credits(one.expired)} of it had expired"] if one.expired and one.kind != EntryKind.EXPIRE else []
    )
    more += [f"{credits(one.repaid)} paid what you owed"] if one.repaid else []
    after = f"{one.net_after:,} left" if one.net_after >= 0 else f"{-one.net_after:,} owed"
    change = f"{one.delta:+,}".replace("-", "−")
    return f"*{change}* · {linked}{''.join(f', {said}' for said in more)} · {after} · {_when(one)}"


def _when(one: Move) -> str:
    """By the clock that also says in which month it counts."""
    at = local(one.at, one.zone)
    return f"{at:%b} {at.day}, {show_clock(at)}"


def _what(one: Move) -> str:
    match one.kind:
        case EntryKind.GRANT:
            said = source_words(one.source, one.month, one.reason)
            return said[0].upper() + said[1:]
        case EntryKind.CHARGE:
            return _text(one)
        case EntryKind.EXTRA:
            return f"{_text(one)}: the carrier counted more"
        case EntryKind.RETURN:
            return f"Returned: {_text(one)[0].lower()}{_text(one)[1:]}"
        case EntryKind.REPAY:
            return "Paid what you owed"
        case EntryKind.EXPIRE:
            return "Expired"
        case EntryKind.REMOVE:
            return "Your plan was made smaller"
        case EntryKind.TAKE:
            return f"Taken back by an admin{f' ({escape(cut(one.reason, 80))})' if one.reason else ''}"

        case EntryKind.HAND_OVER:
            return f"Handed over {escape(cut(one.reason, 80))}"


def _text(one: Move) -> str:
    if not one.name:
        return "Text"
    return f"Text {'from' if one.is_in else 'to'} {escape(cut(one.name, 40))}"


def by_lines(lines: Sequence[str]) -> list[Block]:
    return [section("\n".join(lines[at : at + LINES])) for at in range(0, len(lines), LINES)]


def source_words(source: GrantSource | None, month: int, reason: str) -> str:
    what = {
        GrantSource.WELCOME: "welcome credits",
        GrantSource.PLAN: f"your plan for {month_name(month)}",
        GrantSource.CHANGE: f"a bigger plan in {month_name(month)}",
        GrantSource.ADMIN: "added by an admin",
        GrantSource.PACK: "a pack",
        GrantSource.HAND_OVER: "handed over",
        None: "added",
    }[source]
    if source == GrantSource.HAND_OVER:
        return f"{what} {escape(cut(reason, 80))}"
    return f"{what} ({escape(cut(reason, 80))})" if reason else what


def month_name(number: int) -> str:
    return f"{first_of(number):%B}"
