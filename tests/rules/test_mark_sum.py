"""The sums that a person can redo."""

import pytest

from bot.rules.mark_sum import MarkSum, Part, mark_sum
from models.enums import EntryKind, GrantSource

GRANT, EXPIRE, REMOVE, TAKE = EntryKind.GRANT, EntryKind.EXPIRE, EntryKind.REMOVE, EntryKind.TAKE
PLAN, CHANGE, ADMIN = GrantSource.PLAN, GrantSource.CHANGE, GrantSource.ADMIN
WELCOME = GrantSource.WELCOME

CASES = [
    ((80, 20, 0), [(GRANT, WELCOME, 100)], 80, 100, [(Part.WELCOME, 100)], 80),
    ((1200, 300, 0), [(GRANT, PLAN, 1000)], 1200, 1500, [(Part.PLAN, 1000), (Part.ROLLED, 500)], 80),
    ((1, 249, 0), [(GRANT, PLAN, 100), (GRANT, CHANGE, 150)], 1, 250, [(Part.PLAN, 250)], 0),
    ((199, 1, 0), [], 199, 200, [(Part.ROLLED, 200)], 99),
    (  # the month began with 20 owed
        (0, 80, 0), [(GRANT, PLAN, 100)], 0, 80, [(Part.PLAN, 100), (Part.OWED, -20)], 0,
    ),
    (  # 120 used where there were 100: all of it, and 20 are owed
        (120, 0, 20), [(GRANT, PLAN, 100)], 100, 100, [(Part.PLAN, 100)], 100,
    ),
    (
        (10, 90, 0),
        [(GRANT, PLAN, 100), (GRANT, ADMIN, 30), (EXPIRE, PLAN, -25), (REMOVE, PLAN, -10), (TAKE, ADMIN, -5)],
        10,
        100,
        [(Part.PLAN, 100), (Part.ROLLED, 10), (Part.ADMIN, 30), (Part.EXPIRED, -25), (Part.TAKEN, -15)],
        10,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("stands", "moved", "used", "had", "parts", "percent"), CASES)
def test_the_parts_add_up(
    stands: tuple[int, int, int],
    moved: list[tuple[EntryKind, GrantSource, int]],
    used: int,
    had: int,
    parts: list[tuple[Part, int]],
    percent: int,
) -> None:
    found = mark_sum(*stands, moved)
    assert found == MarkSum(used, had, stands[1], stands[2], tuple(parts))
    assert sum(amount for _, amount in found.parts) == found.had
    assert found.percent == percent
