"""What an agent has: a card for each meter, and the grants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, modal, section
from bot.screens.inbox import header
from bot.screens.refusal import ask_whom
from bot.screens.shop import plan_button
from bot.screens.why import by_lines, month_name, source_words
from models.enums import GrantSource

CELLS = 10  # of a bar
SHOWN = 20  # grants; more are added up


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


def window(card: Card, sends: Sends) -> Block:
    """The answer to `/balance`."""
    blocks = [*cards(card, sends), actions(_why(), plan_button())]
    if card.grants:
        blocks += [header("Your credits, the first to be used first"), *by_lines(_grants(card))]
    return modal("balance", "Balance", blocks, None)


def at_home(card: Card, sends: Sends) -> list[Block]:
    """The part of Home."""
    more = actions(button("All credits", "open_balance"), _why(), plan_button()) | {"block_id": "balance"}
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
    said = f"You used {card.used:,} of the {max(card.had, 0):,} you had for {month_name(card.month)}"
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
    ask = f"Choose one with `/plan`, or ask {ask_whom(card.admins)} for credits."
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
        f"You sent {sends.used:,} of {limit:,} in {month_name(sends.month)}. {whose} {anew}",
    ]


def _grants(card: Card) -> list[str]:
    lines = [
        f"*{one.remaining:,}* of {one.granted:,} left: {source_words(one.source, one.month, one.reason)}, "
        f"until {show_day(one.last_day)}"
        for one in card.grants[:SHOWN]
    ]
    rest = card.grants[SHOWN:]
    return (
        [*lines, f"and {credits(sum(one.remaining for one in rest))} in {len(rest)} more"] if rest else lines
    )


def show_day(day: date, month: int = 0) -> str:
    """ "Mar 21", with its year where that is not the month's own."""
    year = f", {day.year}" if day.year != month // 100 else ""
    return f"{day:%b} {day.day}{year}"
