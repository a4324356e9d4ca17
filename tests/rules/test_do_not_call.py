"""How long lists and relationships last, at their edges."""

from datetime import date, timedelta

import pytest

from bot.rules.do_not_call import age, ends_soon, is_old, is_recent, lasts_until, months_later
from models.enums import RelationshipKind

DATED = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("days", "soon", "old"),
    [(0, False, False), (23, False, False), (24, True, False), (31, True, False), (32, False, True)],
)
def test_a_list_ages(days: int, soon: bool, old: bool) -> None:
    today = DATED + timedelta(days=days)
    assert (age(DATED, today), ends_soon(DATED, today), is_old(DATED, today)) == (days, soon, old)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 2), 3, date(2026, 6, 2)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 31), 18, date(2028, 4, 30)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("kind", "given", "until"),
    [
        (RelationshipKind.CUSTOMER, None, date(2027, 9, 1)),
        (RelationshipKind.CUSTOMER, date(2030, 1, 1), date(2027, 9, 1)),
        (RelationshipKind.INQUIRY, None, date(2026, 6, 1)),
        (RelationshipKind.AGREED, date(2026, 12, 31), date(2026, 12, 31)),
        (RelationshipKind.AGREED, None, None),
    ],
)
def test_a_relationship_ends(kind: RelationshipKind, given: date | None, until: date | None) -> None:
    assert lasts_until(kind, DATED, given) == until


def test_a_text_counts_for_three_months() -> None:
    assert is_recent(DATED, date(2026, 6, 1))
    assert not is_recent(DATED, date(2026, 6, 2))
