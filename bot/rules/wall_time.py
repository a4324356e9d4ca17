"""Moments that people name by the clock on the wall, through hours that spring skips and autumn repeats."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.local_time import local, show_clock

JUST_NOW = "just now"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_WEEK = 7
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def instant_of(day: date, at: time, zone: str) -> datetime:
    """The instant, in UTC, when the clocks of `zone` show this.

    A time that spring skips is the first moment after the gap, one that autumn repeats is the first of both.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0), ZoneInfo(zone))
    instant = wall.astimezone(UTC)
    shown = instant.astimezone(wall.tzinfo)
    if shown.replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _end_of_gap(wall)


def show_when(at: datetime, zone: str, now: datetime) -> str:
    """A moment to come, as short as it stays clear: "today 9:00 AM", "Tue 9:00 AM", "Mar 3, 9:00 AM".

    A day of the week is the next one of that name; another year is named. Raises ValueError for a moment
    without a zone.
    """
    then, today = local(at, zone), local(now, zone).date()
    days = (then.date() - today).days
    if days in _NEAR:
        return f"{_NEAR[days]} {show_clock(then)}"
    if 0 < days < _WEEK:
        return f"{then:%a} {show_clock(then)}"
    year = "" if then.year == today.year else f", {then.year}"
    return f"{then:%b} {then.day}{year}, {show_clock(then)}"


def tomorrow_at(now: datetime, zone: str, hour: int) -> datetime:
    """The instant, in UTC, of this hour on the day after `now` in `zone`."""
    return instant_of(local(now, zone).date() + timedelta(days=1), time(hour), zone)


def age(since: datetime, now: datetime) -> str:
    """How long ago, in one unit rounded down: "just now", "5 min", "2 h", "3 d"."""
    seconds = int((now - since).total_seconds())
    if seconds < _MINUTE:
        return JUST_NOW
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    return f"{seconds // _HOUR} h" if seconds < _DAY else f"{seconds // _DAY} d"


def _end_of_gap(wall: datetime) -> datetime:
    """The instant of the jump over `wall`, searched between what it is by the clock after and before."""
    after, before = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    offset = after.astimezone(wall.tzinfo).utcoffset()
    low, high = before.replace(microsecond=0), after.replace(microsecond=0) + timedelta(seconds=1)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=1) // 2)
        jumped = middle.astimezone(wall.tzinfo).utcoffset() == offset
        low, high = (low, middle) if jumped else (middle, high)
    return high
