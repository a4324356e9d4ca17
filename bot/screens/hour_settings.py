"""The admins' settings about when and how often clients are texted."""

from dataclasses import dataclass

from bot.rules.caps import MOST_AUTOMATED, MOST_NEW
from bot.rules.local_time import show_minute
from bot.rules.state_rules import FEDERAL
from bot.screens.blocks import Block, choice_menu, input_block, option

HALF_HOURS = range(FEDERAL[0] * 60, FEDERAL[1] * 60 + 1, 30)
ASKS, AUTOMATED, NEW = "asks", "automated", "new_numbers"
LABELS = {
    "week_from": "Clients are texted Monday to Saturday from",
    "week_until": "Monday to Saturday until",
    "sunday_from": "Clients are texted on Sundays from",
    "sunday_until": "On Sundays until",
}
BY_THEIR_CLOCK = "By each client's own clock. Where a state's law leaves fewer hours, those count."
ENDS_FIRST = "Choose a time after the one at which it begins."
NO_AUTOMATED = f"Write a whole number from 0 to {MOST_AUTOMATED}."
NO_NEW = f"Write a whole number from 0 to {MOST_NEW:,}."


@dataclass(frozen=True)
class Limits:
    """What is set about hours, in minutes of the client's day, and about how much is too much in a day."""

    week: tuple[int, int]
    sunday: tuple[int, int]
    asks: bool
    automated_a_day: int
    new_numbers_a_day: int


def fields(limits: Limits) -> list[Block]:
    """The fields for all of it."""
    chosen = dict(zip(LABELS, (*limits.week, *limits.sunday), strict=True))
    return [
        *(_time(name, chosen[name]) for name in LABELS),
        _asks(limits.asks),
        _count(
            AUTOMATED,
            "Automatic texts a client may get in 24 hours",
            limits.automated_a_day,
            MOST_AUTOMATED,
            "More than three are against the law in some states.",
        ),
        _count(
            NEW,
            "New numbers an agent may text in a day",
            limits.new_numbers_a_day,
            MOST_NEW,
            "Networks take many first texts in a day for spam.",
        ),
    ]


def _time(name: str, chosen: int) -> Block:
    minutes = sorted({*HALF_HOURS, chosen})
    menu = choice_menu(name, [option(show_minute(one), str(one)) for one in minutes], str(chosen))
    return input_block(LABELS[name], name, menu, hint=BY_THEIR_CLOCK if name == "week_from" else "")


def _asks(on: bool) -> Block:
    choice = option("Ask before a text that somebody types outside these hours", ASKS)
    boxes: Block = {"type": "checkboxes", "action_id": ASKS, "options": [choice]}
    boxes |= {"initial_options": [choice]} if on else {}
    hint = "Whoever wrote in the last 24 hours is answered at any hour."
    return input_block("Outside these hours", ASKS, boxes, True, hint)


def _count(name: str, label: str, chosen: int, most: int, hint: str) -> Block:
    made: Block = {"type": "number_input", "action_id": name, "is_decimal_allowed": False}
    made |= {"initial_value": str(chosen), "min_value": "0", "max_value": str(most)}
    return input_block(label, name, made, hint=hint)
