"""Slack delivers an event again when it heard no answer: one reply is one text, an old one is asked about."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support import MARIA, Socket, Town, until


def test_a_reply_delivered_eleven_times_is_one_text(town: Town) -> None:
    town.meet_ana()
    ts = town.reply(MARIA, "201", "On my way")
    for number in range(10):
        town.world.slack.deliver_message_event(dm(town), ts, event_id=f"EvAGAIN{number}")
    town.settle()
    assert town.bodies() == ["On my way"]


def test_a_reply_delivered_by_many_at_once_is_one_text(town: Town) -> None:
    town.meet_ana()
    ts = town.reply(MARIA, "201", "On my way", deliver=False)
    with ThreadPoolExecutor(8) as pool:
        statuses = pool.map(
            lambda number: town.world.slack.deliver_message_event(dm(town), ts, event_id=f"Ev{number}"),
            range(11),
        )
    assert set(statuses) == {200}
    town.settle()
    assert town.bodies() == ["On my way"]


def test_a_command_is_texted_once_and_typed_again_twice(town: Town) -> None:
    town.meet_ana()
    for _ in range(2):
        town.world.slack.command(MARIA, "/text", "+12015550123 Hi")
    town.settle()
    assert town.bodies() == ["Hi", "Hi"]


@pytest.mark.parametrize("first_came_through", [True, False])
def test_slacks_retry_after_a_crash_sends_exactly_one_text(
    make_town: Callable[..., Town], sockets: list[Socket], first_came_through: bool
) -> None:
    town = make_town()
    town.first_use()
    town.meet_ana()
    parley = sockets[0].app

    def broken(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if first_came_through:  # the answer is lost after the commit
            list(parley(environ, lambda *_: None))
        start_response("500 Internal Server Error", [])
        return []

    sockets[0].app = broken
    town.reply(MARIA, "201", "On my way")
    sockets[0].app = broken  # the first retry comes at once and fails alike
    town.settle()
    sockets[0].app = parley
    town.clock.forward(minutes=1)
    town.clock.forward(minutes=5)
    until(lambda: town.bodies())
    town.settle()
    assert town.bodies() == ["On my way"]


def test_a_reply_first_seen_after_a_quarter_of_an_hour_is_asked_about(town: Town) -> None:
    late_reply(town, "Coming now")
    assert town.bodies() == []
    question = town.replies(MARIA, "201")[-1]
    assert "You wrote this a while ago" in question["text"]
    assert "Coming now" in question["text"]


def test_send_now_sends_a_late_reply_once_however_often_it_is_clicked(town: Town) -> None:
    late_reply(town, "Coming now")
    question = town.replies(MARIA, "201")[-1]
    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(click, town, question, "question_send") for _ in range(2)]
    assert [one.result() for one in clicks] == [200, 200]
    town.settle()
    assert town.bodies() == ["Coming now"]
    assert not town.world.slack.find(dm(town), question["ts"])["blocks"]


def test_dropping_a_late_reply_sends_nothing_ever(town: Town) -> None:
    late_reply(town, "Coming now")
    question = town.replies(MARIA, "201")[-1]
    click(town, question, "question_drop")
    town.settle()
    assert "Dropped. Nothing was sent." in town.replies(MARIA, "201")[-1]["text"]
    town.world.slack.deliver_message_event(dm(town), town.messages()[-1].slack_ts or "", event_id="EvLATER")
    town.settle()
    assert town.bodies() == []


def late_reply(town: Town, words: str) -> None:
    """Typed while Parley was away; Slack delivers it sixteen minutes later."""
    town.meet_ana()
    ts = town.reply(MARIA, "201", words, deliver=False)
    town.clock.forward(minutes=16)
    town.world.slack.deliver_message_event(dm(town), ts)
    town.settle()


def click(town: Town, message: dict[str, Any], action: str) -> int:
    return town.world.slack.click(MARIA, action, channel=dm(town), ts=message["ts"]).status


def dm(town: Town) -> str:
    return town.world.slack.dm_of(MARIA)
