from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from bot.rules.wall_time import age, instant_of, show_when, tomorrow_at

NEW_YORK, CHICAGO, HONOLULU = "America/New_York", "America/Chicago", "Pacific/Honolulu"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        ("2026-11-23 09:00", NEW_YORK, "2026-11-23 14:00"),
        ("2026-07-01 09:00", NEW_YORK, "2026-07-01 13:00"),
        ("2026-07-01 22:00", HONOLULU, "2026-07-02 08:00"),
        ("2026-07-01 09:00", "Asia/Kolkata", "2026-07-01 03:30"),
        ("2026-07-01 09:00", "UTC", "2026-07-01 09:00"),
        # Spring skips 2:00 to 3:00.
        ("2026-03-08 01:59:59", NEW_YORK, "2026-03-08 06:59:59"),
        ("2026-03-08 02:00", NEW_YORK, "2026-03-08 07:00"),
        ("2026-03-08 02:00:01", NEW_YORK, "2026-03-08 07:00"),
        ("2026-03-08 02:30", NEW_YORK, "2026-03-08 07:00"),
        ("2026-03-08 02:30:00.5", NEW_YORK, "2026-03-08 07:00"),
        ("2026-03-08 02:59:59.999999", NEW_YORK, "2026-03-08 07:00"),
        ("2026-03-08 03:00", NEW_YORK, "2026-03-08 07:00"),
        ("2026-03-29 01:30", "Europe/London", "2026-03-29 01:00"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:30"),  # half an hour
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 10:00"),  # a whole day
        # Autumn has 1:00 to 2:00 twice.
        ("2026-11-01 00:59", NEW_YORK, "2026-11-01 04:59"),
        ("2026-11-01 01:00", NEW_YORK, "2026-11-01 05:00"),
        ("2026-11-01 01:30", NEW_YORK, "2026-11-01 05:30"),
        ("2026-11-01 02:00", NEW_YORK, "2026-11-01 07:00"),
    ],
)
def test_instant_of(wall: str, zone: str, instant: str) -> None:
    at = datetime.fromisoformat(wall)
    assert instant_of(at.date(), at.time(), zone) == utc(instant)
    assert instant_of(at.date(), at.time().replace(fold=1), zone).utcoffset() == timedelta()


def test_the_zone_and_fold_of_the_time_itself_do_not_count() -> None:
    odd = time(1, 30, tzinfo=timezone(timedelta(hours=9)), fold=1)
    assert instant_of(date(2026, 11, 1), odd, NEW_YORK) == utc("2026-11-01 05:30")


@pytest.mark.parametrize(
    ("at", "zone", "now", "shown"),
    [
        ("2026-11-23 15:00", CHICAGO, "2026-11-23 14:00", "today 9:00 AM"),
        ("2026-11-23 13:00", CHICAGO, "2026-11-23 14:00", "today 7:00 AM"),
        ("2026-11-24 05:59", CHICAGO, "2026-11-23 14:00", "today 11:59 PM"),
        ("2026-11-24 06:00", CHICAGO, "2026-11-23 14:00", "tomorrow 12:00 AM"),
        ("2026-11-24 15:00", CHICAGO, "2026-11-24 05:00", "tomorrow 9:00 AM"),  # still the 23rd there
        ("2026-11-25 15:00", CHICAGO, "2026-11-23 14:00", "Wed 9:00 AM"),
        ("2026-11-29 15:00", CHICAGO, "2026-11-23 14:00", "Sun 9:00 AM"),
        ("2026-11-30 15:00", CHICAGO, "2026-11-23 14:00", "Nov 30, 9:00 AM"),
        ("2026-12-03 18:05", CHICAGO, "2026-11-23 14:00", "Dec 3, 12:05 PM"),
        ("2027-03-03 15:00", CHICAGO, "2026-11-23 14:00", "Mar 3, 2027, 9:00 AM"),
        ("2027-01-01 15:00", CHICAGO, "2026-12-30 14:00", "Fri 9:00 AM"),
        ("2027-01-01 05:00", CHICAGO, "2026-12-31 14:00", "today 11:00 PM"),
        ("2026-11-22 15:00", CHICAGO, "2026-11-23 14:00", "yesterday 9:00 AM"),
        ("2026-11-20 15:00", CHICAGO, "2026-11-23 14:00", "Nov 20, 9:00 AM"),
        ("2025-11-20 15:00", CHICAGO, "2026-11-23 14:00", "Nov 20, 2025, 9:00 AM"),
    ],
)
def test_show_when(at: str, zone: str, now: str, shown: str) -> None:
    assert show_when(utc(at), zone, utc(now)) == shown


@pytest.mark.parametrize("naive", [True, False])
def test_an_instant_needs_a_zone(naive: bool) -> None:
    bare, whole = datetime(2026, 11, 23, 9), utc("2026-11-23 09:00")  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        show_when(bare if naive else whole, CHICAGO, whole if naive else bare)


@pytest.mark.parametrize(
    ("now", "zone", "hour", "instant"),
    [
        ("2026-11-23 14:00", CHICAGO, 9, "2026-11-24 15:00"),
        ("2026-11-24 05:59", CHICAGO, 9, "2026-11-24 15:00"),
        ("2026-11-24 06:00", CHICAGO, 9, "2026-11-25 15:00"),
        ("2026-03-07 20:00", NEW_YORK, 9, "2026-03-08 13:00"),
        ("2026-03-07 20:00", NEW_YORK, 2, "2026-03-08 07:00"),
        ("2026-12-31 20:00", NEW_YORK, 0, "2027-01-01 05:00"),
    ],
)
def test_tomorrow_at(now: str, zone: str, hour: int, instant: str) -> None:
    assert tomorrow_at(utc(now), zone, hour) == utc(instant)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-3600, "just now"),
        (0, "just now"),
        (59.9, "just now"),
        (60, "1 min"),
        (359, "5 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (86399, "23 h"),
        (86400, "1 d"),
        (400 * 86400, "400 d"),
    ],
)
def test_age(seconds: float, shown: str) -> None:
    now = utc("2026-11-23 14:00")
    assert age(now - timedelta(seconds=seconds), now) == shown
