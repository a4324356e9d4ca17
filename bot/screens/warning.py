"""Warnings about credits: the same few sentences as a direct message and as an e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape as html_escape

from bot.rules.mark_sum import MarkSum, Part
from bot.rules.slack_text import escape
from bot.screens.amount import credits, unit, units
from bot.screens.letter import page
from models.enums import Meter

WHO = "\ue000"  # stands in a sentence for those who can help: mentioned in Slack, named in a mail
PARTS = {
    Part.PLAN: "from your plan",
    Part.ROLLED: "rolled over",
    Part.OWED: "owed from before",
    Part.WELCOME: "to begin with",
    Part.ADMIN: "added by an admin",
    Part.PACK: "bought",
    Part.HANDED: "handed over",
    Part.EXPIRED: "expired",
    Part.TAKEN: "taken back",
}
NO_SERVER = "No e-mail was sent: Parley has no mail server yet."
NO_ADDRESS = "No e-mail was sent: your Slack profile shows no address. Write one in `/parley settings`."


@dataclass(frozen=True)
class Letter:
    """One warning in both forms."""

    dm: str  # mrkdwn
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Around:
    """What every warning also says: when new ones come, and who can help."""

    meter: Meter
    renews: date
    renewal: int  # credits or e-mails that come then; 0: none
    helpers: Sequence[tuple[str, str]]  # (Slack user id, name) of those who can add credits
    is_helper: bool  # the reader is one of them
    brokerage: str


@dataclass(frozen=True)
class Smaller:
    """A smaller plan that would have done."""

    used: int  # a month, on average
    monthly: int  # what one's own brings
    name: str


def mark(month: date, stands: MarkSum, around: Around) -> Letter:
    """So much of a month is used, as a sum that a person can redo."""
    meter, name = around.meter, f"{month:%B}"
    words = unit(0, meter)
    share = "All" if stands.left == 0 else f"{stands.percent} %"
    used = (
        f"You have used {stands.used:,} of the {units(stands.had, meter)} you had for {name}"
        f"{_parts(stands)}: {stands.percent} %."
    )
    left = f"{units(stands.left, meter)} {'is' if stands.left == 1 else 'are'} left."
    left = left if stands.left else "None are left."
    if stands.owed:
        left = f"You owe {credits(stands.owed)} for texts that came in. The next credits pay that first."
    return _both(f"{share} of your {words} for {name} are used", [used, f"{left} {_way_out(around)}"], around)


def empty(needed: int, available: int, owed: int, around: Around) -> Letter:
    """Something was not sent because the credits did not cover it."""
    meter = around.meter
    thing = "text" if meter == Meter.SMS else "e-mail"
    why = f"It takes {units(needed, meter)} and you have {f'{available:,}' if available else 'none left'}."
    if owed:
        why = (
            f"You owe {credits(owed)} for texts that came in while you had none. "
            "The next credits pay that first, and until then no text leaves."
        )
    why += " Your clients' texts still reach you." if meter == Meter.SMS else ""
    return _both(f"Your {thing} was not sent: not enough {unit(0, meter)}", [why, _way_out(around)], around)


def expiring(lots: Sequence[tuple[int, date]], smaller: Smaller | None, around: Around) -> Letter:
    """`lots`: (credits, the last day on which they can be used), the first to end first."""
    total, last = sum(amount for amount, _ in lots), lots[-1][1]
    (first, day), *more = lots
    until = f"{credits(first)} can be used until {_day(day)}"
    until += "".join(f", {amount:,} more until {_day(day)}" for amount, day in more)
    lines = [f"{until}. Your next texts use them first."]
    if smaller is not None:
        lines.append(
            f"You used {credits(smaller.used)} a month lately, and your plan brings {smaller.monthly:,}. "
            f"A smaller plan would have done: {smaller.name}. You can change it with `/plan`."
        )
    return _both(f"{credits(total)} of yours end by {_day(last)}", lines, around)


def carried(name: str, amount: int, month: date) -> str:
    """For an admin: an agent owes all that one can owe, and the workspace pays for what still comes in."""
    return (
        f"{escape(name)} owes as many credits as one agent can. The workspace pays for what else clients "
        f"text to them, {credits(amount)} so far in {month:%B}. They cannot answer until you add credits in "
        "`/parley`. You read this once a month for each agent."
    )


def not_taken(subject: str, address: str, reason: str) -> str:
    """The mail server refused an agent's address."""
    return (
        f"The e-mail “{escape(subject)}” did not reach {escape(address)}. "
        f"The mail server says: {escape(reason)}\n"
        "Write another address in `/parley settings`."
    )


def _parts(stands: MarkSum) -> str:
    """ " (1,000 from your plan + 500 rolled over)"; nothing where there is but one."""
    if len(stands.parts) < 2:
        return ""
    words = ""
    for part, amount in stands.parts:
        sign = " − " if amount < 0 else " + " if words else ""
        words += f"{sign}{abs(amount):,} {PARTS[part]}"
    return f" ({words})"


def _way_out(around: Around) -> str:
    day, meter = _day(around.renews), around.meter
    if meter == Meter.EMAIL:
        renewal = f"On {day} you have {units(around.renewal, meter)} again."
        helps = "You can choose a bigger plan with `/plan email`."
    else:
        renewal = f"On {day} your plan brings {around.renewal:,} more." if around.renewal else ""
        renewal = renewal or "You have no plan that brings more each month."
        helps = "Choose a bigger plan or a pack with `/plan`, or "
        helps += "add credits in `/parley`." if around.is_helper else f"ask {WHO} to add credits."
    return f"{renewal} {helps}"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}"


def _both(title: str, lines: Sequence[str], around: Around) -> Letter:
    return letter(title, lines, around.brokerage, around.helpers)


def letter(
    title: str, lines: Sequence[str], brokerage: str, helpers: Sequence[tuple[str, str]] = ()
) -> Letter:
    """Plain sentences in both forms; `helpers`: (Slack user id, name) of those whom WHO stands for."""
    mentions = " or ".join(f"<@{user}>" for user, _ in helpers) or "an admin"
    names = " or ".join(name for _, name in helpers) or "an admin"
    foot = (
        f"You get this because you text your clients with Parley at {brokerage}. "
        "To change the address or to switch such e-mails off, type /parley settings in Slack."
    )
    mail = [line.replace(WHO, names).replace("`", "") for line in lines]
    html = [
        f"<p><strong>{html_escape(title)}</strong></p>",
        *(f"<p>{html_escape(line)}</p>" for line in mail),
    ]
    html.append(f'<p style="color:#616061;font-size:13px">{html_escape(foot)}</p>')
    return Letter(
        "\n".join([f"*{escape(title)}*", *(escape(line).replace(WHO, mentions) for line in lines)]),
        title,
        "\n\n".join([title, *mail, f"-- \n{foot}\n"]),
        page("".join(html)),
    )
