"""What an admin sets about when and how often clients are texted."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.caps import MOST_AUTOMATED, MOST_NEW
from bot.screens import hour_settings as words
from bot.screens import settings as setting_words
from bot.screens.hour_settings import Limits
from bot.work import Refusal
from models.workspace import Workspace


class WrongLimit(Refusal):
    """What cannot be set; `field` is the one to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class ChosenLimits:
    """What stands in the fields, the counts as written."""

    minutes: Mapping[str, int]  # by the name of the field
    asks: bool
    automated_a_day: str
    new_numbers_a_day: str


def limits_of(workspace: Workspace) -> Limits:
    """What is set now."""
    return Limits(
        (workspace.week_from, workspace.week_until),
        (workspace.sunday_from, workspace.sunday_until),
        workspace.asks_outside_hours,
        workspace.automated_a_day,
        workspace.new_numbers_a_day,
    )


def set_limits(workspace: Workspace, chosen: ChosenLimits) -> None:
    """Keep what was chosen; the caller stores the row. Raises WrongLimit."""
    workspace.week_from, workspace.week_until = _span(chosen, "week_from", "week_until")
    workspace.sunday_from, workspace.sunday_until = _span(chosen, "sunday_from", "sunday_until")
    workspace.asks_outside_hours = chosen.asks
    automated, new = chosen.automated_a_day, chosen.new_numbers_a_day
    workspace.automated_a_day = _read(words.AUTOMATED, automated, MOST_AUTOMATED, words.NO_AUTOMATED)
    workspace.new_numbers_a_day = _read(words.NEW, new, MOST_NEW, words.NO_NEW)


def _read(field: str, written: str, most: int, sentence: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= 6 and int(written) <= most):
        raise WrongLimit(field, sentence)
    return int(written)


def _span(chosen: ChosenLimits, first: str, last: str) -> tuple[int, int]:
    for field in (first, last):
        if chosen.minutes.get(field) not in words.HALF_HOURS:
            raise WrongLimit(field, setting_words.FROM_THE_LIST)
    if chosen.minutes[first] >= chosen.minutes[last]:
        raise WrongLimit(last, words.ENDS_FIRST)
    return chosen.minutes[first], chosen.minutes[last]
