"""What a change of plan does, and that no sequence of changes is a way to cheap credits."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.plan_change import Change, Standing, change

PLANS = ((250, 900), (500, 1500), (1000, 2500), (2500, 5500), (5000, 9900))


@pytest.mark.parametrize(
    ("standing", "left", "plan", "done"),
    [
        # A first purchase: the whole month.
        ((0, 0), 0, (500, 1500), (500, 1500, 0, 0, (500, 1500))),
        # Up: the differences, whether or not anything is left.
        ((500, 1500), 500, (1000, 2500), (500, 1000, 0, 0, (1000, 2500))),
        ((500, 1500), 0, (1000, 2500), (500, 1000, 0, 0, (1000, 2500))),
        # The same again: nothing.
        ((500, 1500), 120, (500, 1500), (0, 0, 0, 0, (500, 1500))),
        # Down, unused: all of it, both ways.
        ((1000, 2500), 1000, (500, 1500), (0, 0, 500, 1000, (500, 1500))),
        ((1000, 2500), 500, (500, 1500), (0, 0, 500, 1000, (500, 1500))),
        # Down, partly used: the share that is taken back, rounded down to the cent.
        ((1000, 2500), 499, (500, 1500), (0, 0, 499, 998, (501, 1502))),
        ((1000, 2500), 1, (500, 1500), (0, 0, 1, 2, (999, 2498))),
        ((1000, 2500), 1, (250, 900), (0, 0, 1, 2, (999, 2498))),  # 2.13 cents
        # Down, all used: nothing to take back, nothing to credit.
        ((1000, 2500), 0, (250, 900), (0, 0, 0, 0, (1000, 2500))),
        # E-mail: everybody has 5,000 for nothing.
        ((5000, 0), 5000, (10_000, 1500), (5000, 1500, 0, 0, (10_000, 1500))),
        # More for less money: nothing is charged, nothing is credited for what was kept.
        ((500, 1500), 500, (600, 1200), (100, 0, 0, 0, (600, 1500))),
        # Fewer for more money: taken back, and nothing to credit.
        ((600, 1200), 600, (500, 1500), (0, 0, 100, 0, (500, 1200))),
    ],
)
def test_change(
    standing: tuple[int, int],
    left: int,
    plan: tuple[int, int],
    done: tuple[int, int, int, int, tuple[int, int]],
) -> None:
    granted, charged, removed, credited, after = done
    assert change(Standing(*standing), left, *plan) == Change(
        granted, charged, removed, credited, Standing(*after)
    )


def test_up_use_down_up() -> None:
    stands = change(Standing(), 0, 250, 900).standing
    up = change(stands, 250, 1000, 2500)
    assert (up.granted, up.charged) == (750, 1600)
    down = change(up.standing, 1000 - 600, 250, 900)  # after 600 are used
    assert (down.removed, down.credited) == (400, 853)
    again = change(down.standing, 0, 1000, 2500)
    assert (again.granted, again.charged) == (400, 853)
    assert again.standing == up.standing  # whoever goes up and down stands where they would without


STEPS = st.lists(st.tuples(st.integers(0, len(PLANS) - 1), st.integers(0, 100)), min_size=1, max_size=12)


@settings(deadline=None, database=None)
@given(STEPS)
def test_no_sequence_of_changes_gives_cheap_credits(steps: list[tuple[int, int]]) -> None:
    """Within one month: each step is a change, then a share of what is left is used."""
    standing, left, used, paid = Standing(), 0, 0, 0
    rates = []
    for place, share in steps:
        credits, price = PLANS[place]
        rates.append(Fraction(price, credits))
        done = change(standing, left, credits, price)
        assert min(done.granted, done.charged, done.removed, done.credited) >= 0
        assert done.granted == 0 or done.removed == 0
        left += done.granted - done.removed
        paid += done.charged - done.credited
        standing = done.standing
        # What the month has brought is what is left and what was used, and the money is what it says.
        assert (standing.credits, standing.charge) == (left + used, paid)
        # Every credit was paid at the rate of a plan that was chosen, or more.
        assert paid >= min(rates) * (left + used)
        # Nobody stands with less than the plan that was just chosen, nor has more of it left.
        assert standing.credits >= credits
        assert left <= max(credits, 0)
        spent = left * share // 100
        left, used = left - spent, used + spent


@settings(deadline=None, database=None)
@given(STEPS)
def test_going_up_ends_where_a_purchase_would(steps: list[tuple[int, int]]) -> None:
    """After any changes without use the month stands as if the last plan had been bought at once."""
    standing, left = Standing(), 0
    for place, _ in steps:
        done = change(standing, left, *PLANS[place])
        standing, left = done.standing, left + done.granted - done.removed
    assert standing == Standing(*PLANS[steps[-1][0]])
