"""The calendar months in which meters run, and the year that a grant lives.

Computed here and never in SQL: databases disagree about the last days of months.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.rules.local_time import local
from bot.rules.wall_time import instant_of

_DECEMBER, _HUNDRED = 12, 100


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in a zone; `ends_at` is the first instant after it."""

    number: int  # 202603
    starts_at: datetime
    ends_at: datetime

    @property
    def first(self) -> date:
        return first_of(self.number)


def month_of(at: datetime, zone: str) -> Month:
    """The month that the clocks of `zone` show."""
    there = local(at, zone)
    return month(there.year * _HUNDRED + there.month, zone)


def month(number: int, zone: str) -> Month:
    """The month of this number."""
    return Month(number, _start(number, zone), _start(after(number), zone))


def after(number: int) -> int:
    """The number of the next month."""
    return number + 1 if number % _HUNDRED < _DECEMBER else (number // _HUNDRED + 1) * _HUNDRED + 1


def first_of(number: int) -> date:
    """The first day of a month."""
    return date(number // _HUNDRED, number % _HUNDRED, 1)


def year_later(at: datetime, zone: str) -> datetime:
    """The instant, exclusive, at which a grant added at `at` ends: the same time twelve months later.

    29 February ends on the 28th of the next year; a time that the clocks skip is the first one after.
    """
    there = local(at, zone)
    last = monthrange(there.year + 1, there.month)[1]
    day = date(there.year + 1, there.month, min(there.day, last))
    clock = there.time().replace(tzinfo=None, fold=0)
    return instant_of(day, clock, zone)


def _start(number: int, zone: str) -> datetime:
    return instant_of(first_of(number), time(), zone)
