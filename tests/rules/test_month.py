"""Months and years by the clocks of a place, also where those skip the first minutes of a month."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.local_time import local
from bot.rules.month import after, first_of, month, month_of, number_of, year_later

CHICAGO, NEW_YORK, LONDON = "America/Chicago", "America/New_York", "Europe/London"
HAVANA, BEIRUT = "America/Havana", "Asia/Beirut"
ZONES = (CHICAGO, NEW_YORK, LONDON, HAVANA, BEIRUT, "Pacific/Apia", "Asia/Kolkata", "Pacific/Kiritimati")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("number", "zone", "starts", "ends"),
    [
        (202603, CHICAGO, "2026-03-01 06:00", "2026-04-01 05:00"),  # the clocks change within
        (202611, CHICAGO, "2026-11-01 05:00", "2026-12-01 06:00"),  # and on its first day
        (202612, "UTC", "2026-12-01 00:00", "2027-01-01 00:00"),
        (202402, "UTC", "2024-02-01 00:00", "2024-03-01 00:00"),  # 29 days
        (202602, "Pacific/Kiritimati", "2026-01-31 10:00", "2026-02-28 10:00"),
        # The first minutes of the month never are: it begins when the clocks begin it.
        (200110, "America/Havana", "2001-10-01 04:00", "2001-11-01 05:00"),
        (201804, "Asia/Amman", "2018-03-31 21:00", "2018-04-30 21:00"),
        (200704, "Asia/Gaza", "2007-03-31 22:00", "2007-04-30 21:00"),  # 00:00 was 01:00
        (201204, "Africa/Casablanca", "2012-04-01 00:00", "2012-04-30 23:00"),
    ],
)
def test_a_month(number: int, zone: str, starts: str, ends: str) -> None:
    there = month(number, zone)
    assert (there.number, there.starts_at, there.ends_at) == (number, utc(starts), utc(ends))
    assert there.first == date(number // 100, number % 100, 1)


@pytest.mark.parametrize(
    ("at", "zone", "number"),
    [
        ("2026-04-01 04:59:59.999999", CHICAGO, 202603),
        ("2026-04-01 05:00", CHICAGO, 202604),
        ("2027-01-01 05:59", CHICAGO, 202612),
        ("2027-01-01 06:00", CHICAGO, 202701),
        ("2026-03-31 10:00", "Pacific/Kiritimati", 202604),
        ("2024-02-29 23:59", "UTC", 202402),
    ],
)
def test_month_of(at: str, zone: str, number: int) -> None:
    assert month_of(utc(at), zone).number == number


def test_numbers() -> None:
    assert (after(202603), after(202612)) == (202604, 202701)
    assert first_of(202612) == date(2026, 12, 1)
    assert number_of(date(2026, 3, 31)) == 202603


@pytest.mark.parametrize(
    ("at", "zone", "ends"),
    [
        ("2026-03-02 15:00", CHICAGO, "2027-03-02 15:00"),
        # The last days of February: the 29th ends on the 28th, the 1st of March on the 1st of March.
        ("2024-02-29 12:00", "UTC", "2025-02-28 12:00"),
        ("2023-02-28 12:00", "UTC", "2024-02-28 12:00"),
        ("2023-03-01 00:00", "UTC", "2024-03-01 00:00"),
        ("2024-03-01 00:00", "UTC", "2025-03-01 00:00"),
        ("2024-03-01 04:00", NEW_YORK, "2025-03-01 04:00"),  # 11 PM on the 29th and on the 28th
        # Ends of months stay ends of months.
        ("2026-01-31 12:00", "UTC", "2027-01-31 12:00"),
        ("2026-04-30 12:00", "UTC", "2027-04-30 12:00"),
        ("2026-12-31 23:59:59.5", "UTC", "2027-12-31 23:59:59.5"),
        # By the clock on the wall, not by hours: 9 in the morning in summer time and out of it.
        ("2026-03-08 14:00", NEW_YORK, "2027-03-08 15:00"),  # 10:00 in summer time; a year later not yet
        # The clocks skip 2:00 to 3:00: the first moment after.
        ("2026-03-14 06:30", NEW_YORK, "2027-03-14 07:00"),
        # They show 1:30 twice: the first of both; and added at the second of both, a year later there is one.
        ("2025-11-07 06:30", CHICAGO, "2026-11-07 06:30"),
        ("2025-11-01 06:30", CHICAGO, "2026-11-01 06:30"),
        ("2026-11-01 07:30", CHICAGO, "2027-11-01 06:30"),
        # Midnight itself is skipped in spring.
        ("2025-03-08 05:00", HAVANA, "2026-03-08 05:00"),  # 00:00 to 01:00
        ("2025-03-08 05:30", HAVANA, "2026-03-08 05:00"),
        ("2025-03-28 22:00", BEIRUT, "2026-03-28 22:00"),
        ("2025-03-29 22:00", BEIRUT, "2026-03-29 22:00"),
        ("2026-03-28 22:00", BEIRUT, "2027-03-28 22:00"),
        ("2027-03-27 22:00", BEIRUT, "2028-03-27 22:00"),
    ],
)
def test_year_later(at: str, zone: str, ends: str) -> None:
    assert year_later(utc(at), zone) == utc(ends)


def test_thirteen_monthly_grants_are_never_open_at_once() -> None:
    """A grant of the 1st ends when the thirteenth comes, wherever."""
    for zone in ZONES:
        for number in (202401, 202402, 202403, 202411, 202603):
            starts = month(number, zone).starts_at
            assert year_later(starts, zone) == month(number + 100, zone).starts_at, (zone, number)


@settings(deadline=None, database=None)
@given(st.integers(0, 15 * 365 * 24 * 3600), st.sampled_from(ZONES))
def test_any_moment_lies_in_its_month(seconds: int, zone: str) -> None:
    at = utc("2020-01-01") + timedelta(seconds=seconds)
    there = month_of(at, zone)
    assert there.starts_at <= at < there.ends_at
    assert number_of(local(at, zone)) == there.number
    assert month(after(there.number), zone).starts_at == there.ends_at
    assert timedelta(days=364) < year_later(at, zone) - at < timedelta(days=366, hours=2)
