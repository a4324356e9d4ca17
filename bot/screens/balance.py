"""What an agent has: a card for each meter, the grants, and why the number is what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.local_time import local, show_clock
from bot.rules.month import first_of
from bot.rules.month_sum import MonthSum
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, context, cut, modal, section
from bot.screens.inbox import header
from bot.screens.refusal import ask_whom
from models.enums import EntryKind, GrantSource

CELLS = 10  # of a bar
SHOWN = 20  # grants; more are added up
LINES = 5  # in one block


@dataclass(frozen=True)
class Given:
    """A grant that still holds something."""

    source: GrantSource
    month: int
    granted: int
    remaining: int
    last_day: date
    reason: str = ""


@dataclass(frozen=True)
class Card:
    """Credits at a glance."""

    month: int  # 202603
    available: int
    owed: int
    used: int
    had: int  # what could be used in the month
    brought: int  # of it by the plan
    given: int  # and what else was added in the month
    grants: Sequence[Given]  # the first to be used first
    renews: tuple[int, date] | None
    ends: date | None  # the first day without the plan that was canceled
    lasts: date | None
    pace: float  # credits a day
    admins: Sequence[str]  # Slack user ids


@dataclass(frozen=True)
class Sends:
    """E-mails at a glance."""

    month: int
    used: int
    left: int
    renews: date
    plan: str | None  # None: the free ones


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


def window(card: Card, sends: Sends) -> Block:
    """The answer to `/balance`."""
    blocks = [*cards(card, sends), actions(_why())]
    if card.grants:
        blocks += [header("Your credits, the first to be used first"), *_lines(_grants(card))]
    return modal("balance", "Balance", blocks, None)


def at_home(card: Card, sends: Sends) -> list[Block]:
    """The part of Home."""
    more = actions(button("All credits", "open_balance"), _why()) | {"block_id": "balance"}
    return [header("Credits"), *cards(card, sends), more]


def cards(card: Card, sends: Sends) -> list[Block]:
    """A card for each meter."""
    return [section("\n".join(_texts(card))), section("\n".join(_sends(sends)))]


def _why() -> Block:
    return button("Why this number?", "balance_why")


def _texts(card: Card) -> list[str]:
    share = bar(card.used, card.used + card.available)
    said = [f"*Texts*\n{share} *{credits(card.available)} left*", _used(card)]
    if card.owed:
        said.append(
            f":warning: You owe {credits(card.owed)} for texts that came in while you had none; "
            f"they come off your next credits. Until then nothing can be sent."
        )
    said += [_next_end(card), _renewal(card), _pace(card)]
    return [one for one in said if one]


def bar(used: int, of: int) -> str:
    """How much is used, with words beside it: a screen reader makes nothing of the bar."""
    share = used / of if of > 0 else float(used > 0)
    full = min(int(share * CELLS), CELLS)
    return f"{'▓' * full}{'░' * (CELLS - full)} {int(share * 100)}% used ·"


def _used(card: Card) -> str:
    said = f"You used {card.used:,} of the {max(card.had, 0):,} you had for {_month(card.month)}"
    rest = card.had - card.brought - card.given
    parts = [(card.brought, "from your plan"), (card.given, "added"), (rest, "rolled over")]
    shown = [f"{count:,} {words}" for count, words in parts if count > 0]
    if rest < 0:
        return f"{said}: {' + '.join(shown)} − {-rest:,} that paid a debt, expired or were taken back."
    return f"{said}: {' + '.join(shown)}." if shown else f"{said}."


def _next_end(card: Card) -> str:
    if not card.grants:
        return ""
    day = card.grants[0].last_day
    amount = sum(one.remaining for one in card.grants if one.last_day == day)
    return f"Next to expire: {amount:,}, usable until {show_day(day, card.month)}."


def _renewal(card: Card) -> str:
    if card.renews:
        amount, day = card.renews
        return f"On {show_day(day, card.month)} your plan brings {amount:,} more."
    ask = f"Ask {ask_whom(card.admins)} for one, or for credits."
    if card.ends:
        return f"Your plan ends: from {show_day(card.ends, card.month)} on it brings no credits. {ask}"
    return f"You have no plan. {ask}"


def _pace(card: Card) -> str:
    if card.lasts is None:
        return ""
    pace = f"At this pace, about {max(round(card.pace), 1):,} a day, they last"
    if card.renews and card.lasts >= card.renews[1]:
        return f"{pace} beyond {show_day(card.renews[1], card.month)}."
    return f"{pace} until {show_day(card.lasts, card.month)}."


def _sends(sends: Sends) -> list[str]:
    limit = sends.used + sends.left
    whose = f"Your plan: {escape(sends.plan)}." if sends.plan else f"{limit:,} a month are free."
    anew = f"They start anew on {show_day(sends.renews, sends.month)}."
    return [
        f"*E-mails*\n{bar(sends.used, limit)} *{sends.left:,} left*",
        f"You sent {sends.used:,} of {limit:,} in {_month(sends.month)}. {whose} {anew}",
    ]


def _grants(card: Card) -> list[str]:
    lines = [
        f"*{one.remaining:,}* of {one.granted:,} left: {_source(one.source, one.month, one.reason)}, "
        f"until {show_day(one.last_day)}"
        for one in card.grants[:SHOWN]
    ]
    rest = card.grants[SHOWN:]
    return (
        [*lines, f"and {credits(sum(one.remaining for one in rest))} in {len(rest)} more"] if rest else lines
    )


def _lines(lines: Sequence[str]) -> list[Block]:
    return [section("\n".join(lines[at : at + LINES])) for at in range(0, len(lines), LINES)]


def _source(source: GrantSource | None, month: int, reason: str) -> str:
    what = {
        GrantSource.WELCOME: "welcome credits",
        GrantSource.PLAN: f"your plan for {_month(month)}",
        GrantSource.CHANGE: f"a bigger plan in {_month(month)}",
        GrantSource.ADMIN: "added by an admin",
        GrantSource.PACK: "a pack",
        None: "added",
    }[source]
    return f"{what} ({escape(cut(reason, 80))})" if reason else what


def why(seen: Why) -> Block:
    """Why this number: a sum to redo, and what happened, the newest first."""
    blocks = [section(_sum(seen)), *_notes(seen.adds_up)]
    if seen.moves:
        blocks += [header("What happened"), *_lines([_move(one) for one in seen.moves])]
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
    ]
    opened = ("Owed as it began" if it.opened < 0 else "Left as it began", f"{it.opened:,}")
    ends = ("You owe", f"{-it.net:,}") if it.net < 0 else ("You have", f"{it.net:,}")
    shown = [opened, *((label, f"{count:+,}") for label, count in rows if count), ends]
    wide, deep = max(len(label) for label, _ in shown), max(len(count) for _, count in shown)
    table = [f"{label:<{wide}}  {count.replace('-', '−'):>{deep}}" for label, count in shown]
    rule = "─" * (wide + 2 + deep)
    return "\n".join([f"*{_month(seen.month)}*\n```", *table[:-1], rule, f"{table[-1]}```"])


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
            said = _source(one.source, one.month, one.reason)
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


def _text(one: Move) -> str:
    if not one.name:
        return "Text"
    return f"Text {'from' if one.is_in else 'to'} {escape(cut(one.name, 40))}"


def _month(number: int) -> str:
    return f"{first_of(number):%B}"


def show_day(day: date, month: int = 0) -> str:
    """ "Mar 21", with its year where that is not the month's own."""
    year = f", {day.year}" if day.year != month // 100 else ""
    return f"{day:%b} {day.day}{year}"
