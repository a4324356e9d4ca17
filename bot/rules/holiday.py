"""The federal holidays of the United States (5 U.S.C. 6103), on their days and on those they are kept on."""

from datetime import date, timedelta
from functools import lru_cache

_SATURDAY, _SUNDAY = 5, 6
_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
# Month, day of the week from Monday as 0, which of them.
_NTH = ((1, 0, 3), (2, 0, 3), (9, 0, 1), (10, 0, 2), (11, 3, 4))
_DAY = timedelta(days=1)


def is_holiday(day: date) -> bool:
    """Whether it is a federal holiday, or the weekday on which one of a Saturday or Sunday is kept."""
    return day in _holidays(day.year)


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    fixed = [date(year, month, day) for month, day in _FIXED] + [date(year + 1, 1, 1)]
    memorial = date(year, 5, 31)
    memorial -= memorial.weekday() * _DAY
    return frozenset([*fixed, *map(_kept, fixed), memorial, *(_nth(year, *rule) for rule in _NTH)])


def _kept(day: date) -> date:
    return day - _DAY if day.weekday() == _SATURDAY else day + _DAY if day.weekday() == _SUNDAY else day


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + _DAY * ((weekday - first.weekday()) % 7 + 7 * (count - 1))
