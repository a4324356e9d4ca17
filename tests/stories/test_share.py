"""The shortcut on a message: its words, for a client."""

from typing import Any

import pytest

from tests.support import ANA, BEN, MARIA, Town

DM = "DMARIA"


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


def opened(town: Town, ts: str, channel: str = DM, user: str = MARIA) -> dict[str, Any]:
    assert town.world.slack.shortcut(user, "text_this", channel, ts).status == 200
    shown = town.world.slack.view_of(user)
    assert shown
    return dict(shown["state"]["values"])


def words(values: dict[str, Any]) -> str:
    return str(values["message"]["words"]["value"])


def client(values: dict[str, Any]) -> str:
    return str((values["to"]["recipient"]["selected_option"] or {}).get("value"))


def test_a_clients_words_come_as_she_wrote_them_and_she_is_chosen(town: Town) -> None:
    values = opened(town, town.replies(MARIA, "201")[0]["ts"])
    assert words(values) == "Hi, it's me"
    assert ANA in client(values)


def test_our_own_post_and_the_agents_reply(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Running *5* late")
    town.settle()
    post = town.replies(MARIA, "201")[1]
    assert words(opened(town, post["ts"])) == "Running *5* late"
    reply = town.reply(MARIA, "201", "On my way :tada:")
    town.settle()
    assert words(opened(town, reply)) == "On my way 🎉"


def test_a_message_elsewhere_has_no_client(town: Town) -> None:
    ts = town.world.slack.type(MARIA, "C0GENERAL", "Open house at <https://x.example> & more")
    values = opened(town, ts, "C0GENERAL")
    assert "https://x.example" in words(values)
    assert client(values) == "None"


def test_somebody_elses_client_is_not_chosen_and_strangers_are_told(town: Town) -> None:
    ts = town.world.slack.type(BEN, "C0GENERAL", "Hello")
    town.world.slack.shortcut(BEN, "text_this", "C0GENERAL", ts)
    assert "not set up to text" in str(town.world.slack.view_of(BEN))


BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "Price cut: *$300k*"}}, {"type": "divider"}]


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ({"text": "", "blocks": BLOCKS, "ts": "1.1", "bot_id": "B1"}, "Price cut"),
        ({"text": "Hello <@UNOBODY>", "ts": "1.1"}, "Hello [name]"),
        ({"text": "z" * 5000, "ts": "1.1"}, "zzz"),
        ({}, ""),
        ({"text": 5, "blocks": [5, None, {"type": "section", "text": 7}], "ts": [], "thread_ts": {}}, ""),
        (None, ""),
    ],
)
def test_odd_messages_open_it_all_the_same(town: Town, message: Any, says: str) -> None:
    payload = {"type": "message_action", "callback_id": "text_this", "user": {"id": MARIA}}
    payload |= {"trigger_id": town.world.slack.views.trigger(MARIA), "team": {"id": "T0OAK"}}
    payload |= {"message": message, "channel": {"id": "D1"}}
    assert town.world.slack.door.payload(payload).status == 200
    shown = town.world.slack.view_of(MARIA)
    assert shown
    assert says in (words(shown["state"]["values"]) or "")
