import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.allocation import Draw, give_back, take


@pytest.mark.parametrize(
    ("lots", "amount", "draws"),
    [
        ([], 0, []),
        ([(1, 5)], 0, []),
        ([(1, 5)], 3, [(1, 3)]),
        ([(1, 5)], 5, [(1, 5)]),
        ([(1, 5), (2, 5)], 5, [(1, 5)]),
        ([(1, 5), (2, 5)], 6, [(1, 5), (2, 1)]),
        ([(1, 0), (2, 5)], 2, [(2, 2)]),
        ([(3, 1), (1, 1), (2, 1)], 3, [(3, 1), (1, 1), (2, 1)]),
        ([(1, 5)], 7, [(1, 5), (None, 2)]),
        ([], 2, [(None, 2)]),
    ],
)
def test_take(lots: list[tuple[int, int]], amount: int, draws: list[tuple[int | None, int]]) -> None:
    assert take(lots, amount) == draws


@pytest.mark.parametrize(
    ("draws", "amount", "returned"),
    [
        ([(1, 5)], 0, []),
        ([(1, 5)], 5, [(1, 5)]),
        ([(1, 5), (2, 2)], 1, [(2, 1)]),
        ([(1, 5), (2, 2)], 3, [(2, 2), (1, 1)]),
        ([(1, 5), (None, 2)], 3, [(None, 2), (1, 1)]),
        ([(1, 5), (None, 2)], 7, [(None, 2), (1, 5)]),
    ],
)
def test_give_back(
    draws: list[tuple[int | None, int]], amount: int, returned: list[tuple[int | None, int]]
) -> None:
    assert give_back([Draw(*one) for one in draws], amount) == returned


def test_more_than_was_drawn_cannot_come_back() -> None:
    with pytest.raises(ValueError, match="1 credits more"):
        give_back([Draw(1, 2)], 3)


@settings(deadline=None, database=None)
@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 60), st.data())
def test_what_is_taken_comes_back_to_where_it_was(held: list[int], amount: int, data: st.DataObject) -> None:
    lots = list(enumerate(held))
    drawn = take(lots, amount)
    assert sum(draw.amount for draw in drawn) == amount
    first = data.draw(st.integers(0, amount))
    back = give_back(drawn, first)
    kept = {draw.grant: draw.amount for draw in drawn}
    for draw in back:
        kept[draw.grant] -= draw.amount
    # In two steps as in one: what is kept is what a smaller price would have taken.
    assert [Draw(*one) for one in kept.items() if one[1]] == take(lots, amount - first)
