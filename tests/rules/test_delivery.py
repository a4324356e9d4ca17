from itertools import pairwise

import pytest

from bot.rules.delivery import forward, from_provider, next_sign, rank
from models.enums import MessageState, Sign

S = MessageState
FINAL = (S.DELIVERED, S.UNDELIVERED, S.FAILED, S.REFUSED, S.CANCELED, S.RECEIVED)


def test_the_way_of_a_message() -> None:
    for earlier, later in pairwise((S.HELD, S.QUEUED, S.SENDING, S.UNKNOWN, S.ACCEPTED, S.SENT, S.DELIVERED)):
        assert rank(earlier) < rank(later)
        assert forward(earlier, later)
        assert not forward(later, earlier)


@pytest.mark.parametrize("final", FINAL)
def test_a_final_state_stays(final: MessageState) -> None:
    assert not any(forward(final, state) for state in S)
    assert all(forward(state, final) for state in S if state not in FINAL)


def test_the_same_report_twice_changes_nothing() -> None:
    assert not any(forward(state, state) for state in S)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("accepted", S.ACCEPTED),
        ("scheduled", S.ACCEPTED),
        ("queued", S.ACCEPTED),
        ("sending", S.ACCEPTED),
        ("sent", S.SENT),
        ("Delivered", S.DELIVERED),
        ("read", S.DELIVERED),
        ("undelivered", S.UNDELIVERED),
        ("failed", S.FAILED),
        ("canceled", S.CANCELED),
        ("received", None),
        ("", None),
        ("new_word", None),
    ],
)
def test_from_provider(status: str, state: MessageState | None) -> None:
    assert from_provider(status) is state


@pytest.mark.parametrize(
    ("shown", "swaps", "state", "age", "expected"),
    [
        (None, 0, S.DELIVERED, 0, Sign.DELIVERED),
        (None, 0, S.FAILED, 0, Sign.FAILED),
        (None, 0, S.UNDELIVERED, 0, Sign.FAILED),
        (None, 0, S.REFUSED, 0, Sign.FAILED),
        (None, 0, S.SENT, 29.9, None),
        (None, 0, S.SENT, 30, Sign.SENT),
        (None, 0, S.QUEUED, 29.9, None),
        (None, 0, S.QUEUED, 30, Sign.WAITING),
        (None, 0, S.SENDING, 31, Sign.WAITING),
        (None, 0, S.UNKNOWN, 31, Sign.WAITING),
        (None, 0, S.ACCEPTED, 31, Sign.WAITING),
        (None, 0, S.HELD, 999, None),
        (None, 0, S.CANCELED, 0, Sign.GONE),
        (None, 0, S.RECEIVED, 999, None),
        # One swap is affordable.
        (Sign.WAITING, 0, S.SENT, 29.9, Sign.WAITING),
        (Sign.WAITING, 0, S.SENT, 30, Sign.SENT),
        (Sign.WAITING, 0, S.DELIVERED, 1, Sign.DELIVERED),
        (Sign.SENT, 0, S.DELIVERED, 1, Sign.DELIVERED),
        (Sign.WAITING, 0, S.FAILED, 1, Sign.FAILED),
        # After it only a failure is.
        (Sign.SENT, 1, S.DELIVERED, 1, Sign.SENT),
        (Sign.SENT, 1, S.UNDELIVERED, 1, Sign.FAILED),
        # A sign never goes back.
        (Sign.WAITING, 0, S.CANCELED, 1, Sign.GONE),
        (Sign.SENT, 0, S.ACCEPTED, 99, Sign.SENT),
        (Sign.SENT, 0, S.SENT, 99, Sign.SENT),
        (Sign.DELIVERED, 0, S.FAILED, 1, Sign.DELIVERED),
        (Sign.FAILED, 0, S.DELIVERED, 1, Sign.FAILED),
    ],
)
def test_next_sign(
    shown: Sign | None, swaps: int, state: MessageState, age: float, expected: Sign | None
) -> None:
    assert next_sign(shown, swaps, state, age) is expected
