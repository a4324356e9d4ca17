"""Channels that the bot is in or not, archived ones, and what it hears and may do there."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.workspace import CLIENTS, LISTINGS
from playground.world import World
from tests.playground.conftest import StubBot


def events(bot: StubBot) -> list[dict[str, Any]]:
    return [asked.data["event"] for asked in bot.asked]


def test_a_channel_says_who_is_in_it(web: WebClient) -> None:
    ours = web.conversations_info(channel=CLIENTS)["channel"]
    theirs = web.conversations_info(channel=LISTINGS)["channel"]
    assert (ours["name"], ours["is_member"], ours["is_archived"], ours["is_private"]) == (
        "maria-clients",
        True,
        False,
        False,
    )
    assert (theirs["name"], theirs["is_member"]) == ("listings", False)
    assert web.conversations_members(channel=CLIENTS)["members"] == ["UBEN", "UMARIA", "UPARLEY", "UZOE"]
    assert web.conversations_info(channel="DMARIA" if web.conversations_open(users="UMARIA") else "")["ok"]


def test_the_bot_hears_only_where_it_is(world: World, bot: StubBot) -> None:
    world.slack.type("UZOE", CLIENTS, "hello")
    ts = world.slack.type("UZOE", LISTINGS, "secret")
    world.slack.add_reaction("UBEN", LISTINGS, ts, "eyes")
    assert [(each["text"], each["channel_type"]) for each in events(bot)] == [("hello", "channel")]
    world.slack.invite_bot(LISTINGS)
    world.slack.type("UZOE", LISTINGS, "welcome")
    world.slack.remove_bot(CLIENTS)
    world.slack.type("UZOE", CLIENTS, "goodbye")
    assert [each["text"] for each in events(bot)] == ["hello", "welcome"]


def test_a_private_channel_hides_and_has_its_own_event(world: World, web: WebClient, bot: StubBot) -> None:
    world.slack.channels[CLIENTS]["is_private"] = True
    world.slack.type("UZOE", CLIENTS, "quiet")
    assert events(bot)[0]["channel_type"] == "group"
    world.slack.remove_bot(CLIENTS)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        web.conversations_info(channel=CLIENTS)


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": LISTINGS, "text": "x"}, "not_in_channel"),
        ("conversations.history", {"channel": LISTINGS}, "not_in_channel"),
        ("chat.postMessage", {"channel": CLIENTS, "text": "x"}, "is_archived"),
        ("chat.postEphemeral", {"channel": CLIENTS, "user": "UMARIA", "text": "x"}, "is_archived"),
        ("chat.update", {"channel": CLIENTS, "ts": "1.0", "text": "x"}, "is_inactive"),
        ("reactions.add", {"channel": CLIENTS, "timestamp": "1.0", "name": "eyes"}, "is_archived"),
        ("conversations.info", {"channel": "C0"}, "channel_not_found"),
        ("chat.getPermalink", {"channel": CLIENTS, "message_ts": "1.0"}, "message_not_found"),
    ],
)
def test_refusals(world: World, web: WebClient, method: str, args: dict[str, str], error: str) -> None:
    world.slack.archive(CLIENTS)
    with pytest.raises(SlackApiError) as problem:
        web.api_call(method, json=args)
    assert problem.value.response["error"] == error


def test_changes_are_told_to_those_who_asked(world: World, bot: StubBot) -> None:
    world.slack.archive(CLIENTS)
    world.slack.subscriptions |= {"channel_left"}
    world.slack.remove_bot(CLIENTS)
    assert [each["type"] for each in events(bot)] == ["channel_left"]


def test_a_permalink_names_the_message_and_its_thread(web: WebClient) -> None:
    parent = str(web.chat_postMessage(channel=CLIENTS, text="card")["ts"])
    reply = str(web.chat_postMessage(channel=CLIENTS, text="hi", thread_ts=parent)["ts"])
    first = web.chat_getPermalink(channel=CLIENTS, message_ts=parent)["permalink"]
    second = web.chat_getPermalink(channel=CLIENTS, message_ts=reply)["permalink"]
    assert str(first).endswith(f"/archives/{CLIENTS}/p{parent.replace('.', '')}")
    assert str(second).endswith(f"?thread_ts={parent}&cid={CLIENTS}")


def test_an_update_keeps_metadata_and_needs_something_new(world: World, web: WebClient) -> None:
    metadata = {"event_type": "parley", "event_payload": {"key": "1"}}
    ts = str(web.chat_postMessage(channel=CLIENTS, text="one", metadata=metadata)["ts"])
    web.chat_update(channel=CLIENTS, ts=ts, text="two")
    assert world.slack.find(CLIENTS, ts)["metadata"] == metadata
    with pytest.raises(SlackApiError, match="no_text"):
        web.api_call("chat.update", json={"channel": CLIENTS, "ts": ts})


def test_after_uninstalling_the_token_is_worth_nothing(world: World, web: WebClient, bot: StubBot) -> None:
    world.slack.uninstall()
    assert [each["type"] for each in events(bot)] == ["app_uninstalled"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        web.auth_test()
