from datetime import UTC, datetime

import pytest

from bot.rules.local_time import show_time, valid_zone


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("America/Chicago", True),
        ("UTC", True),
        ("", False),
        ("America", False),
        ("America/", False),
        ("Chicago", False),
        ("/etc/passwd", False),
        ("../UTC", False),
        ("a\0b", False),
        ("x" * 5000, False),
    ],
)
def test_valid_zone(name: str, valid: bool) -> None:
    assert valid_zone(name) is valid


@pytest.mark.parametrize(
    ("instant", "zone", "shown"),
    [
        (datetime(2026, 11, 23, 15, 5, tzinfo=UTC), "America/Chicago", "Mon, Nov 23, 9:05 AM"),
        (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), "America/Chicago", "Sun, Nov 22, 11:59 PM"),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "America/Chicago", "Mon, Nov 23, 12:00 AM"),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), "America/Chicago", "Mon, Nov 23, 12:00 PM"),
        (datetime(2026, 3, 8, 8, 30, tzinfo=UTC), "America/Chicago", "Sun, Mar 8, 3:30 AM"),
        (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), "Pacific/Honolulu", "Tue, Jun 30, 2:00 PM"),
    ],
)
def test_show_time(instant: datetime, zone: str, shown: str) -> None:
    assert show_time(instant, zone) == shown


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        show_time(datetime(2026, 11, 23, 9, 5), "America/Chicago")  # noqa: DTZ001
