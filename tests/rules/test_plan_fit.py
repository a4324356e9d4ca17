"""The smaller plan that would have done."""

import pytest

from bot.rules.month import before
from bot.rules.plan_fit import smaller_that_does

OFFERS = (250, 500, 1000, 2500)


@pytest.mark.parametrize(
    ("monthly", "used", "fits"),
    [
        (1000, 0, 250),
        (1000, 750, 250),
        (1000, 751, 500),
        (1000, 1500, 500),
        (1000, 1501, None),
        (250, 0, None),
        (600, 1500, 500),  # a plan that is not on offer any more
    ],
)
def test_it_covers_the_average_of_three_months(monthly: int, used: int, fits: int | None) -> None:
    assert smaller_that_does(monthly, OFFERS, used) == fits


@pytest.mark.parametrize(
    ("months", "number"), [(0, 202603), (1, 202602), (2, 202601), (3, 202512), (15, 202412)]
)
def test_the_months_before(months: int, number: int) -> None:
    assert before(202603, months) == number
