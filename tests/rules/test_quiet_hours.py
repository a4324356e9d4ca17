"""The hours for texts at their edges: every state's rule, holidays, the nights when clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.holiday import is_holiday
from bot.rules.place import ANYWHERE, Place
from bot.rules.quiet_hours import Closed, Hours, closed_at, next_open
from bot.rules.state_rules import STATE_RULES

NEW_YORK, CHICAGO, PHOENIX, DENVER = (
    "America/New_York",
    "America/Chicago",
    "America/Phoenix",
    "America/Denver",
)
LOS_ANGELES = "America/Los_Angeles"
HOURS, WIDE = Hours(), Hours((480, 1260), (480, 1260))


def at(zone: str, wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("state", "day", "opens", "closes"),
    [
        ("", "2026-03-02", "09:00", "20:00"),  # a Monday
        ("", "2026-03-07", "09:00", "20:00"),
        ("", "2026-03-08", "12:00", "20:00"),  # the Sunday on which clocks change
        ("", "2026-11-01", "12:00", "20:00"),
        ("RI", "2026-03-02", "09:00", "18:00"),
        ("RI", "2026-03-07", "10:00", "17:00"),
        ("RI", "2026-03-08", "12:00", "17:00"),
        ("KY", "2026-03-02", "10:00", "20:00"),
        ("TX", "2026-03-08", "12:00", "20:00"),
        ("NJ", "2026-03-02", "09:00", "20:00"),
        ("AL", "2026-03-03", "09:00", "20:00"),
        ("PA", "2026-10-11", "12:00", "20:00"),  # the last Sunday before its rule
        ("CA", "2026-07-03", "09:00", "20:00"),  # a holiday that counts in few states
    ],
)
def test_the_edges_of_a_day(state: str, day: str, opens: str, closes: str) -> None:
    place = Place((CHICAGO,), (state,) if state else ())
    first, last = at(CHICAGO, f"{day} {opens}"), at(CHICAGO, f"{day} {closes}")
    a_moment = timedelta(microseconds=1)
    assert closed_at(first - a_moment, place, HOURS)
    assert closed_at(first, place, HOURS) is None
    assert closed_at(last - a_moment, place, HOURS) is None
    assert closed_at(last, place, HOURS)
    assert next_open(first - timedelta(hours=1), place, HOURS) == first
    assert next_open(last - a_moment, place, HOURS) == last - a_moment


@pytest.mark.parametrize(
    ("state", "opens", "closes"),
    [
        ("FL", 8, 20), ("OK", 8, 20), ("WA", 8, 20), ("MD", 8, 20), ("MA", 8, 20), ("TX", 9, 21),
        ("CT", 9, 20), ("RI", 9, 18), ("AL", 8, 20), ("LA", 8, 20), ("MS", 8, 20), ("NV", 9, 20),
        ("KY", 10, 21), ("MI", 9, 21), ("MN", 9, 21), ("NM", 9, 21), ("NJ", 8, 20), ("PA", 8, 21),
        ("NY", 8, 21),
    ],
)  # fmt: skip
def test_no_brokerage_opens_wider_than_a_state(state: str, opens: int, closes: int) -> None:
    midnight, place = at(CHICAGO, "2026-10-20 00:00"), Place((CHICAGO,), (state,))
    open_hours = [one for one in range(24) if not closed_at(midnight + timedelta(hours=one), place, WIDE)]
    assert (open_hours[0], open_hours[-1] + 1) == (opens, closes)


@pytest.mark.parametrize(
    ("place", "now", "then"),
    [
        (Place((NEW_YORK,)), at(NEW_YORK, "2026-03-07 20:00"), at(NEW_YORK, "2026-03-08 12:00")),
        (Place((NEW_YORK,)), at(NEW_YORK, "2026-03-08 20:00"), at(NEW_YORK, "2026-03-09 09:00")),
        (Place((NEW_YORK,)), at(NEW_YORK, "2026-10-31 22:40"), at(NEW_YORK, "2026-11-01 12:00")),
        # In July Phoenix is with Los Angeles, in winter with Denver.
        (Place((PHOENIX,)), at(PHOENIX, "2026-07-14 21:00"), datetime(2026, 7, 15, 16, tzinfo=UTC)),
        (Place((PHOENIX, DENVER)), at(DENVER, "2026-07-14 21:00"), datetime(2026, 7, 15, 16, tzinfo=UTC)),
        (Place((PHOENIX, DENVER)), at(DENVER, "2026-01-14 21:00"), datetime(2026, 1, 15, 16, tzinfo=UTC)),
        # Whoever may be anywhere: not before nine in the west, not after eight in the east.
        (Place(ANYWHERE), at(NEW_YORK, "2026-03-03 09:00"), at(LOS_ANGELES, "2026-03-03 09:00")),
        (Place(ANYWHERE), at(LOS_ANGELES, "2026-03-03 17:00"), at(LOS_ANGELES, "2026-03-04 09:00")),
        (Place(ANYWHERE), at(NEW_YORK, "2026-03-08 12:00"), at(LOS_ANGELES, "2026-03-08 12:00")),
        (Place((CHICAGO,), ("AL",)), at(CHICAGO, "2026-03-07 20:00"), at(CHICAGO, "2026-03-09 09:00")),
        # Christmas, and a Fourth of July that is kept on the Friday before, with the Sunday after it.
        (Place((CHICAGO,), ("LA",)), at(CHICAGO, "2026-12-24 20:00"), at(CHICAGO, "2026-12-26 09:00")),
        (Place((CHICAGO,), ("MS",)), at(CHICAGO, "2026-07-02 20:00"), at(CHICAGO, "2026-07-06 09:00")),
        (Place((NEW_YORK,), ("PA",)), at(NEW_YORK, "2026-10-17 20:00"), at(NEW_YORK, "2026-10-19 09:00")),
        (
            Place((NEW_YORK,), ("RI", "KY")),
            at(NEW_YORK, "2026-03-02 18:00"),
            at(NEW_YORK, "2026-03-03 10:00"),
        ),
        (Place(()), at(NEW_YORK, "2026-03-02 03:00"), at(NEW_YORK, "2026-03-02 03:00")),
        # One who may be on both sides of the earth.
        (Place((NEW_YORK, "Asia/Dhaka")), at(NEW_YORK, "2026-01-05 09:00"), None),
    ],
)
def test_next_open(place: Place, now: datetime, then: datetime | None) -> None:
    assert next_open(now, place, HOURS) == then


@pytest.mark.parametrize(
    ("place", "now", "closed"),
    [
        (Place((NEW_YORK,), ("NJ",)), "2026-03-02 22:40", Closed(NEW_YORK, 540, 1200, "")),
        (Place((NEW_YORK,), ("RI",)), "2026-03-02 18:40", Closed(NEW_YORK, 540, 1080, "RI")),
        (Place((NEW_YORK,), ("AL",)), "2026-03-08 15:00", Closed(NEW_YORK, 0, 0, "AL")),
        (Place((NEW_YORK, LOS_ANGELES)), "2026-03-02 11:00", Closed(LOS_ANGELES, 540, 1200, "")),
    ],
)
def test_what_stands_against_it(place: Place, now: str, closed: Closed) -> None:
    assert closed_at(at(NEW_YORK, now), place, HOURS) == closed


def test_every_minute_of_a_year_agrees_with_the_next_open_one() -> None:
    place = Place((CHICAGO, DENVER), ("TX",))
    instant = at(CHICAGO, "2026-01-01 00:07")
    for _ in range(1500):
        found = next_open(instant, place, HOURS)
        assert found
        assert closed_at(found, place, HOURS) is None
        assert (found == instant) == (closed_at(instant, place, HOURS) is None)
        assert found == instant or closed_at(found - timedelta(microseconds=1), place, HOURS)
        instant += timedelta(hours=5, minutes=49)


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        closed_at(datetime(2026, 3, 2, 12), Place((CHICAGO,)), HOURS)  # noqa: DTZ001 the point of it


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-07-04",
        "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25", "2021-12-31", "2022-12-26",
        "2027-12-24", "2027-12-31", "2028-01-01", "2027-07-05",
    ],
)  # fmt: skip
def test_holidays(day: str) -> None:
    assert is_holiday(date.fromisoformat(day))


def test_a_year_has_no_more_holidays() -> None:
    days = [date(2026, 1, 1) + timedelta(days=one) for one in range(365)]
    assert len([one for one in days if is_holiday(one)]) == 12


def test_rows_say_where_they_are_from() -> None:
    assert all(rule.source and rule.reviewed for rule in STATE_RULES)
    assert len({rule.state for rule in STATE_RULES}) == len(STATE_RULES)
