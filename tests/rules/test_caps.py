"""The daily caps at their edges."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.caps import is_full, next_free

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "most", "wait"),
    [
        ([], 3, 0),
        ([1, 2], 3, 0),
        ([1, 2, 3], 3, 21),
        ([24, 2, 1], 3, 0),
        ([23, 2, 1, 0], 3, 22),
        ([23, 2, 1, 0], 1, 24),
        ([5], 1, 19),
        ([], 0, None),
    ],
)
def test_next_free(ago: list[float], most: int, wait: float | None) -> None:
    sent = [NOW - timedelta(hours=one) for one in ago]
    expected = None if wait is None else NOW + timedelta(hours=wait)
    assert next_free(sent, most, NOW) == expected


@pytest.mark.parametrize(
    ("count", "most", "full"), [(0, 1, False), (1, 1, True), (199, 200, False), (0, 0, True)]
)
def test_is_full(count: int, most: int, full: bool) -> None:
    assert is_full(count, most) is full
