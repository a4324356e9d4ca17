"""Who answers for whom, at the edges of time and in circles."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.rules.cover import Cover, cover_of, who_answers

MARIA, BEN, ZOE = (UUID(int=one) for one in (1, 2, 3))
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def by(other: UUID, since: datetime = NOW, until: datetime | None = None) -> Cover:
    return Cover(other, since, until)


@pytest.mark.parametrize(
    ("covers", "who"),
    [
        ({}, MARIA),
        ({MARIA: by(BEN)}, BEN),
        ({MARIA: by(BEN, NOW + TICK)}, MARIA),
        ({MARIA: by(BEN, NOW - TICK, NOW)}, MARIA),
        ({MARIA: by(BEN, NOW - TICK, NOW + TICK)}, BEN),
        ({BEN: by(ZOE)}, MARIA),
        ({MARIA: by(BEN), BEN: by(ZOE)}, ZOE),
        ({MARIA: by(BEN), BEN: by(ZOE, NOW + TICK)}, BEN),
        ({MARIA: by(BEN), BEN: by(MARIA)}, MARIA),
        ({MARIA: by(BEN), BEN: by(ZOE), ZOE: by(MARIA)}, MARIA),
        ({MARIA: by(BEN), BEN: by(ZOE), ZOE: by(BEN)}, MARIA),
        ({MARIA: by(MARIA)}, MARIA),
    ],
)
def test_who_answers(covers: dict[UUID, Cover], who: UUID) -> None:
    assert who_answers(MARIA, covers, NOW) == who


def test_a_row_without_a_colleague_or_a_beginning_is_no_cover() -> None:
    assert cover_of(None, NOW, None) is None
    assert cover_of(BEN, None, NOW) is None
    assert cover_of(BEN, NOW, None) == by(BEN)
