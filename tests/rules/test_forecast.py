"""How long credits last."""

from datetime import date

import pytest

from bot.rules.forecast import days_known, lasts_until

TODAY = date(2026, 3, 10)
LASTS = [  # left, spent, days, the last day
    (110, 140, 14, date(2026, 3, 21)),  # 10 a day: 11 more days
    (111, 140, 14, date(2026, 3, 21)),  # what is begun is not a day
    (9, 140, 14, TODAY),
    (30, 15, 3, date(2026, 3, 16)),
    (366, 14, 14, date(2027, 3, 11)),
    (367, 14, 14, None),  # more than a year says nothing
    (100, 0, 14, None),
    (100, -3, 14, None),  # more came back than was used
    (100, 50, 2, None),  # too few days
    (0, 140, 14, None),
]


@pytest.mark.parametrize(("left", "spent", "days", "last"), LASTS)
def test_how_long_they_last(left: int, spent: int, days: int, last: date | None) -> None:
    assert lasts_until(left, spent, days, TODAY) == last


def test_a_pace_is_that_of_two_weeks_or_of_the_days_since_the_beginning() -> None:
    began = (date(2025, 3, 1), date(2026, 2, 25), date(2026, 2, 26), date(2026, 3, 8), TODAY)
    assert [days_known(one, TODAY) for one in began] == [14, 14, 13, 3, 1]
