"""Twilio may have taken a text and nobody heard: it is looked up, never repeated blindly."""

from collections.abc import Callable
from typing import Any

import pytest

from models.enums import MessageState
from tests.support import MARIA, Town, until

TWICE_IN_DOUBT = "Twilio did not say whether this text left, twice"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    built = make_town(twilio_timeout_seconds=0.5)
    built.first_use()
    built.meet_ana()
    return built


def test_a_text_whose_answer_is_lost_is_found_and_adopted(town: Town) -> None:
    town.world.twilio.auto_callbacks = False
    faults = ("timeout_after_accept", "drop_after_accept", "bad_json", "500_after_accept")
    for fault in faults:
        town.world.twilio.fail(fault)
        town.reply(MARIA, "201", fault)
        until(lambda: state(town) == MessageState.ACCEPTED)
        assert town.messages()[-1].sid == town.world.twilio.sent[-1].sid
        assert town.messages()[-1].attempts == 1
    assert town.bodies() == list(faults)


def test_a_text_that_two_looks_do_not_find_is_sent_once_more(town: Town) -> None:
    faults = ("timeout", "drop_before_accept", "500")
    for fault in faults:
        town.world.twilio.fail(fault)
        town.reply(MARIA, "201", fault)
        until(lambda: town.bodies()[-1:] == [fault])  # noqa: B023 it is called at once
        town.settle()
        assert town.messages()[-1].attempts == 2
    assert town.bodies() == list(faults)


def test_a_look_that_fails_is_repeated_before_anything_is_sent_again(town: Town) -> None:
    town.world.twilio.auto_callbacks = False
    town.world.twilio.fail("drop_after_accept")
    town.world.twilio.fail("500", 3, on="list")
    town.reply(MARIA, "201", "On my way")
    until(lambda: state(town) == MessageState.ACCEPTED)
    assert town.bodies() == ["On my way"]


def test_the_second_doubt_is_the_agents_to_settle(town: Town) -> None:
    question = doubt_twice(town)
    assert "On my way" in question["text"]
    assert town.bodies() == []
    assert state(town) == MessageState.UNKNOWN


def test_send_again_sends_once_however_often_it_is_clicked(town: Town) -> None:
    question = doubt_twice(town)
    town.world.slack.fail("response_url", "slow:2000")  # the buttons stay for a moment
    for _ in range(2):
        town.world.slack.click(MARIA, "question_send", channel="DMARIA", ts=question["ts"])
    until(lambda: town.bodies())
    town.settle()
    assert town.bodies() == ["On my way"]


def test_leave_it_leaves_it(town: Town) -> None:
    question = doubt_twice(town)
    town.world.slack.click(MARIA, "question_drop", channel="DMARIA", ts=question["ts"])
    town.settle()
    assert state(town) == MessageState.CANCELED
    assert town.bodies() == []


def test_a_third_doubt_after_send_again_asks_again(town: Town) -> None:
    question = doubt_twice(town)
    town.world.twilio.fail("drop_before_accept")
    town.world.slack.click(MARIA, "question_send", channel="DMARIA", ts=question["ts"])
    until(lambda: [one for one in questions(town) if one["ts"] != question["ts"]])
    town.settle()
    assert town.bodies() == []


def test_ten_hours_without_an_answer_count_as_failed(town: Town) -> None:
    doubt_twice(town)
    town.clock.forward(hours=10, minutes=1)
    until(lambda: state(town) == MessageState.FAILED)
    town.settle()
    assert "ten hours have passed" in town.replies(MARIA, "201")[-1]["text"]
    assert town.bodies() == []


def test_a_report_settles_the_doubt(make_town: Callable[..., Town]) -> None:
    town = make_town(look_again_seconds=60)
    town.first_use()
    town.meet_ana()
    town.world.twilio.auto_callbacks = False
    town.world.twilio.fail("drop_after_accept")
    town.world.twilio.fail("500", 50, on="list")
    town.reply(MARIA, "201", "On my way")
    until(lambda: state(town) == MessageState.UNKNOWN)
    sid = town.world.twilio.sent[0].sid
    assert town.world.twilio.callback(sid, "delivered") == 204
    town.world.twilio.faults.heal()
    town.settle()
    assert (state(town), town.messages()[-1].sid) == (MessageState.DELIVERED, sid)
    assert town.bodies() == ["On my way"]


def test_two_equal_texts_in_doubt_are_two_texts(town: Town) -> None:
    town.world.twilio.auto_callbacks = False
    town.world.twilio.fail("drop_after_accept", 2)
    for _ in range(2):
        town.reply(MARIA, "201", "Ok")
    until(lambda: [one.state for one in town.messages()[1:]] == [MessageState.ACCEPTED] * 2)
    assert town.bodies() == ["Ok", "Ok"]
    assert {one.sid for one in town.messages()[1:]} == {one.sid for one in town.world.twilio.sent}


def doubt_twice(town: Town) -> dict[str, Any]:
    """Twilio's answer is lost twice, and it has nothing."""
    town.world.twilio.fail("drop_before_accept", 2)
    town.reply(MARIA, "201", "On my way")
    return until(lambda: questions(town))[0]


def questions(town: Town) -> list[dict[str, Any]]:
    return [one for one in town.replies(MARIA, "201") if TWICE_IN_DOUBT in one["text"]]


def state(town: Town) -> MessageState:
    return town.messages()[-1].state
