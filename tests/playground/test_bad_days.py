"""Bad days that a visitor switches on: each does what it says, and all end together."""

import time

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from playground import bad_days
from playground.bad_days import DAYS, BadDays
from playground.world import World
from tests.playground.conftest import StubBot

ANA, OURS = "+12015550123", "+13125550100"


@pytest.fixture
def days(world: World) -> BadDays:
    return BadDays(world.slack, world.twilio)


def send(client: Client, bot: StubBot) -> None:
    client.messages.create(to=ANA, from_=OURS, body="Hi", status_callback=f"{bot.url}/twilio/status/1")


@pytest.mark.parametrize(
    ("name", "problem", "sent"), [("silent", requests.Timeout, 1), ("busy", TwilioRestException, 0)]
)
def test_twilio(
    world: World, client: Client, bot: StubBot, days: BadDays, name: str, problem: type[Exception], sent: int
) -> None:
    days.switch(name)
    for count in (1, 2):
        with pytest.raises(problem):
            send(client, bot)
        assert len(world.twilio.sent) == sent * count
    days.switch("")
    send(client, bot)


@pytest.mark.parametrize(("name", "problem"), [("slack_busy", SlackApiError), ("slack_away", OSError)])
def test_slack(web: WebClient, days: BadDays, name: str, problem: type[Exception]) -> None:
    days.switch(name)
    web.retry_handlers = []
    with pytest.raises(problem):
        web.auth_test()
    days.switch(name)
    assert web.auth_test()["ok"]


def test_a_short_one_ends_by_itself(
    web: WebClient, days: BadDays, bot: StubBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bad_days.ENDS, "slack_away", 0.05)
    days.switch("slack_away")
    days.switch("late")
    assert set(days.on()) == {"slack_away", "late"}
    until = time.monotonic() + 5
    while days.on() != ["late"] and time.monotonic() < until:
        time.sleep(0.01)
    assert web.auth_test()["ok"]


def test_texts_twice_late_and_reports_in_disorder(
    world: World, client: Client, bot: StubBot, days: BadDays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bad_days, "LATE_SECONDS", 0.1)
    for name in ("twice", "late", "disorder"):
        days.switch(name)
    world.twilio.text(ANA, OURS, "Hello")
    assert bot.asked == []
    assert [asked.data["Body"] for asked in bot.wait_for(2)] == ["Hello", "Hello"]
    world.twilio.callback_delay = 0.0
    send(client, bot)
    assert [asked.data["MessageStatus"] for asked in bot.wait_for(4)[2:]] == ["delivered", "sent"]
    assert world.twilio.conversation(ANA)[-1].status == "delivered"


def test_every_day_has_a_name_and_can_be_switched(days: BadDays) -> None:
    for name in DAYS:
        days.switch(name)
    assert days.on() == list(DAYS)
    days.switch("")
    assert days.on() == []
