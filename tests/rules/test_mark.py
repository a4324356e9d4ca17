from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.mark import MARKS, passed, reached


@pytest.mark.parametrize(
    ("used", "available", "mark"),
    [
        (0, 0, 0),
        (0, 100, 0),
        (79, 21, 0),
        (80, 20, 80),
        (81, 19, 80),
        (84, 16, 80),
        (85, 15, 85),
        (89, 11, 85),
        (90, 10, 90),
        (94, 6, 90),
        (95, 5, 95),
        (99, 1, 95),
        (100, 0, 95),
        # No rounding: 79.9 % is not 80 %.
        (799, 201, 0),
        (7_999_999, 2_000_001, 0),
        (8_000_000, 2_000_000, 80),
        (4, 1, 80),
        (3, 1, 0),
        (1, 0, 95),
    ],
)
def test_passed(used: int, available: int, mark: int) -> None:
    assert passed(used, available) == mark


@pytest.mark.parametrize(
    ("before", "used", "available", "owed", "mark"),
    [
        (0, 79, 21, 0, None),
        (0, 80, 20, 0, 80),
        (0, 81, 19, 0, 80),
        (80, 81, 19, 0, None),  # spoken of already
        (80, 84, 16, 0, None),
        (80, 85, 15, 0, 85),
        (0, 92, 8, 0, 90),  # several at once: the highest
        (85, 96, 4, 0, 95),
        (95, 100, 0, 0, None),
        (0, 100, 0, 0, 95),
        (90, 82, 18, 0, None),  # something came back
        # Nothing to use, only clients who wrote.
        (0, 0, 0, 0, None),
        (0, 3, 0, 3, None),
        (0, 30, 0, 30, None),
        # There was something, and more came than it covered.
        (0, 12, 0, 2, 95),
    ],
)
def test_reached(before: int, used: int, available: int, owed: int, mark: int | None) -> None:
    assert reached(before, used, available, owed) == mark


@settings(deadline=None, database=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_mark_is_exactly_that_share(used: int, available: int) -> None:
    mark = passed(used, available)
    assert all(
        (used + available > 0 and Fraction(used, used + available) >= Fraction(one, 100)) == (one <= mark)
        for one in MARKS
    )
