"""Whatever somebody does with plans within a month, no credits cost less than at a plan's rate."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.plan_change import Standing, change, signed_tax_on, tax_on

ONE = st.tuples(st.integers(1, 3000), st.integers(1, 10_000))
PLANS = st.lists(ONE, min_size=1, max_size=6, unique_by=lambda one: one[0])
STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3000)), max_size=12)


@given(PLANS, STEPS)
def test_nobody_has_credits_below_the_rate_of_a_plan_they_had(
    plans: list[tuple[int, int]], steps: list[tuple[int, int]]
) -> None:
    # A smaller plan that is dearer is paid from the 1st on only: nothing is charged for fewer credits.
    fair = all(one[1] <= two[1] for one in plans for two in plans if one[0] < two[0])
    standing, all_used, had = Standing(), 0, []
    for which, used in steps:
        credits, price = plans[which % len(plans)]
        before, left = standing, standing.credits - all_used
        done = change(before, left, credits, price)
        standing = done.standing
        had.append((credits, price))
        assert min(done.granted, done.charged, done.removed, done.credited) >= 0
        assert standing.credits == before.credits + done.granted - done.removed
        assert standing.charge == before.charge + done.charged - done.credited
        # The plan one is on is there and paid, however one came to it.
        assert standing.credits >= credits
        assert standing.charge >= price or not fair
        # All that was ever there and not taken away was paid at the rate of a plan one had this month.
        assert any(standing.charge * size >= cost * standing.credits for size, cost in had), standing
        all_used = min(all_used + used, standing.credits)


@given(st.integers(1, 5000), st.integers(0, 10_000), st.integers(1, 5000), st.integers(0, 10_000), st.data())
def test_up_use_down_up_costs_what_the_big_plan_costs(
    small: int, cheap: int, more: int, dear: int, data: st.DataObject
) -> None:
    big = small + more
    up = change(Standing(), 0, big, cheap + dear)
    used = data.draw(st.integers(0, big))
    down = change(up.standing, big - used, small, cheap)
    again = change(down.standing, down.standing.credits - used, big, cheap + dear)
    assert again.standing == Standing(big, cheap + dear)
    assert again.granted == down.removed
    assert again.charged == down.credited


@given(st.integers(-(10**9), 10**9), st.integers(0, 10_000))
def test_the_tax_of_what_is_given_back_is_that_of_the_charge(amount: int, rate: int) -> None:
    assert signed_tax_on(amount, rate) == -signed_tax_on(-amount, rate)
    assert signed_tax_on(abs(amount), rate) == tax_on(abs(amount), rate)
