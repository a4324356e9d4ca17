"""The calendar months in which meters run, and the year that a grant lives.

Computed here and never in SQL: databases disagree about the last days of months.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules.local_time import local
from bot.rules.wall_time import instant_of

_DECEMBER, _HUNDRED = 12, 100
_INSTANT = timedelta(microseconds=1)


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
    return month(number_of(local(at, zone)), zone)


def month(number: int, zone: str) -> Month:
    """The month of this number."""
    return Month(number, _start(number, zone), _start(after(number), zone))


def number_of(day: date) -> int:
    """The number of the month of a day: 202603."""
    return day.year * _HUNDRED + day.month


def after(number: int) -> int:
    """The number of the next month."""
    return number + 1 if number % _HUNDRED < _DECEMBER else (number // _HUNDRED + 1) * _HUNDRED + 1


def before(number: int, months: int = 1) -> int:
    """The number of the month so many months before."""
    count = number // _HUNDRED * _DECEMBER + number % _HUNDRED - 1 - months
    return count // _DECEMBER * _HUNDRED + count % _DECEMBER + 1


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


def last_day(ends_at: datetime, zone: str) -> date:
    """The last day on which a grant can be used: it ends at the instant after."""
    return local(ends_at - _INSTANT, zone).date()


def _start(number: int, zone: str) -> datetime:
    return instant_of(first_of(number), time(), zone)
