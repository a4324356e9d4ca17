"""Whether a client may be texted at an instant, by the clocks where they may be, and when next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules.holiday import is_holiday
from bot.rules.local_time import local
from bot.rules.place import Place
from bot.rules.state_rules import FEDERAL, STATE_RULES, StateRule
from bot.rules.wall_time import instant_of

HOUR = 60  # minutes
_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)
_AHEAD = timedelta(days=15)  # every place has an open minute before that, or never
_RULES = {rule.state: rule for rule in STATE_RULES}


@dataclass(frozen=True, slots=True)
class Hours:
    """A brokerage's own hours, in minutes of the client's day: from the first on, before the second."""

    week: tuple[int, int] = (9 * HOUR, 20 * HOUR)  # Monday to Saturday
    sunday: tuple[int, int] = (12 * HOUR, 20 * HOUR)


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a client is not texted at an instant."""

    zone: str  # the clock by which it is outside
    opens: int  # that day's hours there in minutes; both 0: none at all
    closes: int
    state: str  # whose rule narrows them; "": the brokerage's own hours


def closed_at(at: datetime, place: Place, hours: Hours) -> Closed | None:
    """What stands against this instant in one of the zones; None if all of them are inside the hours.

    Raises ValueError for an instant without a zone.
    """
    for zone in place.zones:
        there = local(at, zone)
        opens, closes, state = _window(there.date(), place, hours)
        if not opens <= there.hour * HOUR + there.minute < closes:
            return Closed(zone, opens, closes, state)
    return None


def next_open(at: datetime, place: Place, hours: Hours) -> datetime | None:
    """The first instant from `at` on that is inside the hours in every zone, in UTC.

    None where there is never one. Raises ValueError for an instant without a zone.
    """
    instant = at
    while instant - at < _AHEAD:
        closed = closed_at(instant, place, hours)
        if closed is None:
            return instant
        instant = _opening(instant, closed.zone, place, hours)
    return None


def _opening(at: datetime, zone: str, place: Place, hours: Hours) -> datetime:
    """The next beginning of the hours in one zone."""
    for day in _days(local(at, zone).date()):
        opens, closes, _ = _window(day, place, hours)
        begins = instant_of(day, time(opens // HOUR, opens % HOUR), zone)
        if opens < closes and begins > at:
            return begins
    return at + _AHEAD


def _days(first: date) -> Iterator[date]:
    yield from (first + _DAY * count for count in range(_AHEAD.days))


def _window(day: date, place: Place, hours: Hours) -> tuple[int, int, str]:
    """The hours of a day that all rules leave, and the state that narrows them last."""
    opens, closes = hours.sunday if day.weekday() == _SUNDAY else hours.week
    opens, closes, narrowing = max(opens, FEDERAL[0] * HOUR), min(closes, FEDERAL[1] * HOUR), ""
    for state in place.states:
        rule = _RULES.get(state)
        if rule is None or day < rule.since:
            continue
        first, last = _hours_of(rule, day)
        if first * HOUR > opens or last * HOUR < closes:
            opens, closes, narrowing = max(opens, first * HOUR), min(closes, last * HOUR), state
    return (opens, closes, narrowing) if opens < closes else (0, 0, narrowing)


def _hours_of(rule: StateRule, day: date) -> tuple[int, int]:
    if not rule.holidays and is_holiday(day):
        return (0, 0)
    return {_SATURDAY: rule.saturday, _SUNDAY: rule.sunday}.get(day.weekday(), rule.weekday)
