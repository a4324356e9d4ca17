"""Places of things that happen: microseconds, exact both ways."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.rules.position import instant_of, position_of, position_of_slack_ts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACES = [
    (EPOCH, 0),
    (EPOCH - timedelta(microseconds=1), -1),
    (datetime(2026, 3, 2, 15, 0, tzinfo=UTC), 1772463600000000),
    (datetime(2026, 3, 2, 15, 0, 0, 1, tzinfo=UTC), 1772463600000001),
    (datetime(2026, 3, 2, 15, 0, 0, 999999, tzinfo=UTC), 1772463600999999),
    (datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), 253402300799999999),
]


@pytest.mark.parametrize(("instant", "position"), PLACES)
def test_an_instant_and_its_place(instant: datetime, position: int) -> None:
    assert position_of(instant) == position
    assert position_of(instant.astimezone(timezone(timedelta(hours=-6)))) == position
    assert instant_of(position) == instant


def test_every_microsecond_has_a_place_of_its_own() -> None:
    """A float of seconds would let some of them share one."""
    start = datetime(2026, 3, 2, 15, 0, 0, 123456, tzinfo=UTC)
    places = [position_of(start + timedelta(microseconds=one)) for one in range(1000)]
    assert places == list(range(places[0], places[0] + 1000))


@pytest.mark.parametrize(
    ("ts", "position"),
    [("1772463600.000001", 1772463600000001), ("1772463600.5", 1772463600500000), ("7", 7000000)],
)
def test_a_slack_message_has_the_place_of_its_typing(ts: str, position: int) -> None:
    assert position_of_slack_ts(ts) == position


def test_no_calendar_has_it() -> None:
    with pytest.raises(OverflowError):
        instant_of(10**18)
