"""What texts cost in a month: a chart, the same numbers as a table and in words, and what else can be shown.

Slack draws charts in messages only, so this is a message that changes when something else is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.ports import Post
from bot.rules.month import first_of
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, context, cut, option, plain, section

EVERYBODY = "*"  # instead of a Slack user id
POINTS = 16  # days in one chart: Slack takes 20 points, and two charts in a message
PAGE = 10  # rows of the table at once
IN_DIRECT_MESSAGE = "Your usage is in your direct message with Parley."
NOT_YOURS = "Only admins see what others use. Type `/usage` for your own."
CHART_BELOW = "The chart is in this message's thread."
HEAD = ("Day", "Texts in", "Texts out", "Pictures in", "Pictures out", "Credits")
CAME, LEFT = "In", "Out"


@dataclass(frozen=True)
class Day:
    """One day by the payer's clock: texts without and with pictures, and credits, both ways."""

    day: date
    texts_in: int = 0
    texts_out: int = 0
    pictures_in: int = 0
    pictures_out: int = 0
    credits_in: int = 0
    credits_out: int = 0

    @property
    def credits(self) -> int:
        return self.credits_in + self.credits_out

    @property
    def numbers(self) -> tuple[int, ...]:
        """As they stand in the table."""
        return (self.texts_in, self.texts_out, self.pictures_in, self.pictures_out, self.credits)


@dataclass(frozen=True)
class Client:
    """What the texts with one client cost."""

    name: str
    agent: str  # whose client, where that is not clear
    texts: int
    credits: int


@dataclass(frozen=True)
class Report:
    """A month of one agent's or everybody's texts."""

    month: int
    months: Sequence[int]  # that can be chosen, the newest first
    whose: str  # a Slack user id or EVERYBODY
    name: str
    may_choose: bool  # an admin
    days: Sequence[Day]
    carried: int  # credits that the workspace carried
    top: Sequence[Client]


def month_name(month: int) -> str:
    return f"{first_of(month):%B %Y}"


def report(seen: Report) -> Post:
    """The message with Slack's own chart and table."""
    shown = [*_charts(seen.days), _table(seen)] if any(any(day.numbers) for day in seen.days) else []
    return Post(_words(seen), [section(_totals(seen)), *shown, *_rest(seen), _choices(seen)])


def without_chart(seen: Report) -> Post:
    """The same for a Slack that does not take its newer blocks yet; the chart is a picture in the thread."""
    rows = [HEAD, *((_short(day.day), *(f"{one:,}" for one in day.numbers)) for day in seen.days)]
    lines = "\n".join(
        "".join(cell.rjust(13) if at else cell.ljust(8) for at, cell in enumerate(row)) for row in rows
    )
    blocks = [section(_totals(seen)), section(f"```{lines}```"), context(CHART_BELOW)]
    return Post(f"{_words(seen)}\n{CHART_BELOW}", [*blocks, *_rest(seen), _choices(seen)])


def chart_words(seen: Report) -> str:
    """What the picture of the chart shows, for those who cannot see it."""
    dearest = max(seen.days, key=lambda day: day.credits)
    return (
        f"Bars for the credits of each day in {month_name(seen.month)}, in and out. The most on one day were "
        f"{credits(dearest.credits)}, on {_short(dearest.day)}. All numbers are in the table."
    )


def bars(days: Sequence[Day]) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """The labels and the series of a chart, which has no place below zero."""
    came = [max(day.credits_in, 0) for day in days]
    left = [max(day.credits_out, 0) for day in days]
    return [str(day.day.day) for day in days], [(CAME, came), (LEFT, left)]


def file_words(seen: Report, by: str) -> str:
    return f"Usage in {month_name(seen.month)} by {by}: {seen.name}"


def _words(seen: Report) -> str:
    return f"Usage. {_totals(seen).replace('*', '')}"


def _totals(seen: Report) -> str:
    came = sum(day.texts_in + day.pictures_in for day in seen.days)
    left = sum(day.texts_out + day.pictures_out for day in seen.days)
    pictures = sum(day.pictures_in + day.pictures_out for day in seen.days)
    head = f"*{month_name(seen.month)} · {escape(seen.name)}*\n"
    if not came + left and not any(day.credits for day in seen.days):
        return f"{head}No texts."
    spent_in, spent_out = (
        sum(one) for one in zip(*((day.credits_in, day.credits_out) for day in seen.days), strict=True)
    )
    with_pictures = f", {pictures:,} of them with pictures" if pictures else ""
    return (
        f"{head}{credits(spent_in + spent_out)} for {_texts(came + left)}{with_pictures}: "
        f"{_texts(came)} in for {credits(spent_in)}, {_texts(left)} out for {credits(spent_out)}."
    )


def _texts(count: int) -> str:
    return f"{count:,} text{'' if count == 1 else 's'}"


def _charts(days: Sequence[Day]) -> list[Block]:
    return [_chart(days[at : at + POINTS]) for at in range(0, len(days), POINTS)]


def _chart(days: Sequence[Day]) -> Block:
    labels, series = bars(days)
    drawn = [
        {"name": name, "data": [{"label": a, "value": b} for a, b in zip(labels, values, strict=True)]}
        for name, values in series
    ]
    title = f"Credits a day, {_short(days[0].day)} to {_short(days[-1].day)}"
    axes = {"categories": labels, "x_label": "Day", "y_label": "Credits"}
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": "bar", "series": drawn, "axis_config": axes},
    }


def _table(seen: Report) -> Block:
    head = [{"type": "raw_text", "text": name} for name in HEAD]
    rows = [
        [
            {"type": "raw_text", "text": _short(day.day)},
            *({"type": "raw_number", "value": one, "text": f"{one:,}"} for one in day.numbers),
        ]
        for day in seen.days
    ]
    caption = f"Usage by day, {month_name(seen.month)}"
    return {"type": "data_table", "caption": caption, "page_size": PAGE, "rows": [head, *rows]}


def _short(day: date) -> str:
    return f"{day:%b} {day.day}"


def _rest(seen: Report) -> list[Block]:
    blocks = []
    if seen.top:
        lines = [f"{place}. {_client(one)}" for place, one in enumerate(seen.top, 1)]
        blocks.append(section("*Most credits by client*\n" + "\n".join(lines)))
    if seen.carried:
        carried = f"{credits(seen.carried)} for texts that came in"
        blocks.append(context(f"The brokerage carried {carried}, beyond what agents can owe."))
    return blocks


def _client(one: Client) -> str:
    agent = f" ({escape(cut(one.agent, 60))})" if one.agent else ""
    return f"{escape(cut(one.name, 80))}{agent}: {credits(one.credits)}, {_texts(one.texts)}"


def _choices(seen: Report) -> Block:
    """What it shows stands in the block's name: a later click says which report it belongs to."""
    months = [option(month_name(one), str(one)) for one in seen.months]
    chosen = [one for one in months if one["value"] == str(seen.month)]
    picked: Block = {
        "type": "static_select",
        "action_id": "usage_month",
        "placeholder": plain("Month"),
        "options": months,
    }
    made: list[Block] = [picked | ({"initial_option": chosen[0]} if chosen else {})]
    if seen.may_choose:
        person: Block = {
            "type": "users_select",
            "action_id": "usage_agent",
            "placeholder": plain("One agent"),
        }
        is_one = seen.whose != EVERYBODY
        made.append(person | ({"initial_user": seen.whose} if is_one else {}))
        if is_one:
            made.append(button("Everybody", "usage_everybody"))
    made.append(button("Download CSV", "usage_csv"))
    return actions(*made) | {"block_id": f"usage:{seen.month}:{seen.whose}"}
