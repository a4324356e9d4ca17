"""Replies typed faster than they can leave keep their order, whatever happens to one of them."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.actions import claims
from models.enums import MessageState
from tests.support import MARIA, OURS, Town, until

WORDS = [f"line {count}" for count in range(10)]


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """One text leaves each tenth of a second."""
    built = make_town(number_pace_seconds=0.1, look_again_seconds=60)
    built.first_use()
    built.meet_ana()
    built.world.twilio.auto_callbacks = False
    return built


def test_ten_replies_at_once_leave_in_order_and_at_the_numbers_pace(town: Town) -> None:
    started = time.monotonic()
    for one in WORDS:
        town.reply(MARIA, "201", one)
    until(lambda: len(town.bodies()) == len(WORDS))
    assert town.bodies() == WORDS
    assert time.monotonic() - started > 0.9


def test_slack_may_deliver_them_in_swapped_order(town: Town) -> None:
    town.reply(MARIA, "201", "first of all")
    until(lambda: town.bodies())
    claims.hold_lane(town.tools, f"number:{OURS}", timedelta(minutes=1))
    stamps = [town.reply(MARIA, "201", one, deliver=False) for one in WORDS]
    for ts in reversed(stamps):
        town.world.slack.deliver_message_event("DMARIA", ts)
    claims.hold_lane(town.tools, f"number:{OURS}", timedelta())
    until(lambda: len(town.bodies()) == 11)
    assert town.bodies()[1:] == WORDS


def test_one_that_twilio_puts_off_holds_the_later_ones_back(town: Town) -> None:
    town.world.twilio.fail("429", 3)
    for one in WORDS:
        town.reply(MARIA, "201", one)
    until(lambda: len(town.bodies()) == len(WORDS))
    assert town.bodies() == WORDS


def test_one_in_doubt_does_not_block_the_later_ones(town: Town) -> None:
    town.world.twilio.fail("drop_before_accept")
    for one in WORDS[:3]:
        town.reply(MARIA, "201", one)
    until(lambda: town.bodies() == WORDS[1:3])
    assert town.messages()[1].state == MessageState.UNKNOWN


def test_one_that_is_refused_does_not_block_the_later_ones(town: Town) -> None:
    town.reply(MARIA, "201", "words " * 2800)
    town.reply(MARIA, "201", "short")
    until(lambda: town.bodies() == ["short"])
    town.settle()
    assert any("at most 10 leave" in one["text"] for one in town.replies(MARIA, "201"))


def test_another_conversation_does_not_wait_for_one_that_is_put_off(town: Town) -> None:
    town.meet_ana("+13125550141")
    town.world.twilio.fail("429", 3)
    town.reply(MARIA, "201", "first")
    town.reply(MARIA, "312", "second")
    until(lambda: len(town.bodies()) == 2)
    assert set(town.bodies()) == {"first", "second"}
