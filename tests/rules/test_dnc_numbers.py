"""Numbers in little room are the same numbers."""

import pytest

from bot.rules.dnc_numbers import BITMAP, FEW, Changes, Numbers, count, holds, packed, unpacked


@pytest.mark.parametrize(
    ("tails", "room"),
    [
        ([], 0),
        ([0], 2),
        ([9999, 0, 9999], 4),
        (range(FEW - 1), BITMAP - 2),
        (range(FEW), BITMAP),
        (range(10_000), BITMAP),
        (range(3, 10_000, 7), BITMAP),
    ],
)
def test_packing(tails: list[int], room: int) -> None:
    content = packed(tails)
    assert (len(content), unpacked(content), count(content)) == (room, set(tails), len(set(tails)))
    assert [one for one in (0, 1, 3, 9998, 9999) if holds(content, one)] == [
        one for one in (0, 1, 3, 9998, 9999) if one in set(tails)
    ]


def test_numbers_in_any_order() -> None:
    numbers = [3035550000 + 13 * one % 10_000 for one in range(2000)] + [3035551234] * 2000 + [2012345678]
    listed = Numbers()
    listed.add(numbers[:100])
    listed.add(reversed(numbers))
    listed.add([3035560001] * 5000)
    contents = dict(listed.contents())
    assert list(contents) == ["201234", "303555", "303556"]
    assert unpacked(contents["303555"]) == {one % 10_000 for one in numbers if one // 10_000 == 303555}
    assert (unpacked(contents["201234"]), unpacked(contents["303556"])) == ({5678}, {1})


def test_changes_count_in_their_order() -> None:
    changes = Changes()
    for tail, is_gone in ((1, True), (2, False), (3, True), (3, False), (4, False), (4, True)):
        changes.add([3035550000 + tail], is_gone)
    assert changes.heads() == ["303555"]
    assert unpacked(changes.applied("303555", packed([1, 4, 5]))) == {2, 3, 5}
    assert unpacked(changes.applied("303556", packed([1]))) == {1}
