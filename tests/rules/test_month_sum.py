"""A month's sum adds up, whatever happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.month_sum import MonthSum, add_up
from models.enums import EntryKind as Kind

MARCH, FEBRUARY = 202603, 202602
CASES = [  # opened, lines (kind, month, of what is owed, credits), came, the figures, the net
    (0, [], 0, {}, 0),
    (100, [(Kind.GRANT, MARCH, False, 500)], 0, {"granted": 500}, 600),
    (100, [(Kind.CHARGE, MARCH, False, -30)], 10, {"out": 20, "came": 10}, 70),
    (100, [(Kind.CHARGE, MARCH, False, -30), (Kind.EXTRA, MARCH, False, -2)], 0, {"out": 32}, 68),
    (
        100,
        [(Kind.CHARGE, MARCH, False, -30), (Kind.RETURN, MARCH, False, 3)],
        0,
        {"out": 30, "returned": 3},
        73,
    ),
    (100, [(Kind.RETURN, FEBRUARY, False, 3), (Kind.EXTRA, FEBRUARY, False, -1)], 0, {"earlier": 2}, 102),
    (
        100,
        [(Kind.EXPIRE, MARCH, False, -5), (Kind.REMOVE, MARCH, False, -6), (Kind.TAKE, MARCH, False, -7)],
        0,
        {"expired": 5, "removed": 6, "taken": 7},
        82,
    ),
    (  # 4 of 10 were not there; then 100 came and paid them
        6,
        [
            (Kind.CHARGE, MARCH, False, -6),
            (Kind.CHARGE, MARCH, True, -4),
            (Kind.GRANT, MARCH, False, 100),
            (Kind.REPAY, MARCH, False, -4),
            (Kind.REPAY, MARCH, True, 4),
        ],
        10,
        {"came": 10, "granted": 100, "repaid": 4},
        96,
    ),
]


@pytest.mark.parametrize(("opened", "lines", "came", "figures", "net"), CASES)
def test_the_figures(
    opened: int, lines: list[tuple[Kind, int, bool, int]], came: int, figures: dict[str, int], net: int
) -> None:
    made = add_up(opened, lines, came, MARCH)
    assert made == MonthSum(opened, **figures)
    assert made.net == net


LINES = st.tuples(
    st.sampled_from([one for one in Kind if one != Kind.REPAY]),
    st.sampled_from([MARCH, FEBRUARY]),
    st.booleans(),
    st.integers(-50, 50),
)


@given(st.integers(-99, 99), st.lists(LINES), st.integers(0, 99))
def test_they_always_come_to_the_balance(
    opened: int, lines: list[tuple[Kind, int, bool, int]], came: int
) -> None:
    assert add_up(opened, lines, came, MARCH).net == opened + sum(line[3] for line in lines)
