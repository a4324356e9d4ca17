"""What people do, as the bot hears it: signed, shaped as Slack's, its answers obeyed."""

import time
from typing import Any

import pytest
import requests
from flask import Response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.world import World
from tests.playground.conftest import Asked, Clock, StubBot
from tests.support import until

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def modal(title: str = "Text", note: str = "0 credits", **more: Any) -> Json:
    watched = {"trigger_actions_on": ["on_character_entered"]}
    body = {
        "type": "plain_text_input",
        "action_id": "body",
        "multiline": True,
        "dispatch_action_config": watched,
    }
    who = {"type": "external_select", "action_id": "who", "min_query_length": 0}
    blocks = [
        {"type": "input", "block_id": "who", "label": plain("To"), "element": who},
        {
            "type": "input",
            "block_id": "body",
            "label": plain("Message"),
            "element": body,
            "dispatch_action": True,
        },
        {"type": "context", "block_id": "note", "elements": [{"type": "mrkdwn", "text": note}]},
    ]
    return {
        "type": "modal",
        "callback_id": "compose",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": blocks,
    } | more


def open_modal(world: World, web: WebClient, bot: StubBot, **more: Any) -> Json:
    world.slack.command("UMARIA", "/text")
    trigger = bot.asked[-1].data["trigger_id"]
    view: Json = web.views_open(trigger_id=trigger, view=modal(**more))["view"]
    return view


def test_a_command_is_signed_and_its_answer_whispered(world: World, bot: StubBot) -> None:
    bot.answer = lambda asked: {"text": "Sent to Ana", "response_type": "ephemeral"}
    answer = world.slack.command("UMARIA", "/text", "Ana hi")
    (asked,) = bot.asked
    assert (asked.path, asked.genuine, answer.status) == ("/slack/events", True, 200)
    assert (asked.data["command"], asked.data["text"], asked.data["user_id"]) == ("/text", "Ana hi", "UMARIA")
    assert (asked.data["team_id"], asked.data["channel_id"]) == ("T0OAK", "DMARIA")
    assert [each["text"] for each in world.slack.ephemerals("UMARIA")] == ["Sent to Ana"]
    assert world.slack.ephemerals("UBEN") == []


def test_a_command_that_fails_tells_the_agent(world: World, bot: StubBot) -> None:
    bot.answer = lambda asked: Response("", 500)
    world.slack.command("UMARIA", "/text")
    assert "dispatch_failed" in world.slack.ephemerals("UMARIA")[0]["text"]


def test_a_command_answered_too_late_fails(world: World, bot: StubBot) -> None:
    def late(asked: Asked) -> str:
        time.sleep(0.4)
        return "late"

    world.slack.door.ack_seconds = 0.2
    bot.answer = late
    answer = world.slack.command("UMARIA", "/text")
    assert (answer.status, answer.body) == (0, "http_timeout")
    assert "operation_timeout" in world.slack.ephemerals("UMARIA")[0]["text"]


def test_a_response_url_serves_five_times(world: World, bot: StubBot) -> None:
    world.slack.command("UMARIA", "/text")
    url = bot.asked[0].data["response_url"]
    with requests.Session() as session:
        answers = [session.post(url, json={"text": str(at)}) for at in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [404]
    assert [each["text"] for each in world.slack.ephemerals("UMARIA")] == list("01234")


def test_a_response_url_replaces_and_deletes_the_message_it_came_from(
    world: World, web: WebClient, bot: StubBot
) -> None:
    button = {"type": "button", "action_id": "done", "text": plain("Done"), "value": "7"}
    card = [{"type": "actions", "block_id": "a", "elements": [button]}]
    ts = str(web.chat_postMessage(channel="UMARIA", text="card", blocks=card)["ts"])
    world.slack.click("UMARIA", "done", channel="DMARIA", ts=ts)
    payload = bot.asked[0].data
    assert (payload["type"], payload["actions"][0]["value"]) == ("block_actions", "7")
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == ts
    with requests.Session() as session:
        session.post(payload["response_url"], json={"text": "closed", "replace_original": True})
        assert world.slack.messages("DMARIA")[0]["text"] == "closed"
        session.post(payload["response_url"], json={"delete_original": True})
    assert world.slack.messages("DMARIA") == []


def test_typed_text_arrives_in_slacks_form(world: World, bot: StubBot) -> None:
    channel = world.slack.dm_of("UMARIA")
    ts = world.slack.type("UMARIA", channel, "Tom & I: see https://oak.example/1. :tada: <b>")
    event = bot.asked[0].data["event"]
    elements = event["blocks"][0]["elements"][0]["elements"]
    assert event["text"] == "Tom &amp; I: see <https://oak.example/1>. :tada: &lt;b&gt;"
    assert [each["type"] for each in elements] == ["text", "link", "text", "emoji", "text"]
    assert (event["ts"], event["channel_type"], event["channel"]) == (ts, "im", channel)
    assert bot.asked[0].data["authorizations"][0]["user_id"] == "UPARLEY"


def test_edits_and_deletions_tell_what_was(world: World, bot: StubBot) -> None:
    channel = world.slack.dm_of("UMARIA")
    ts = world.slack.type("UMARIA", channel, "one", deliver=False)
    world.slack.edit("UMARIA", channel, ts, "two")
    world.slack.delete("UMARIA", channel, ts)
    changed, deleted = (asked.data["event"] for asked in bot.asked)
    assert (changed["subtype"], deleted["subtype"]) == ("message_changed", "message_deleted")
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("two", "one")
    assert deleted["deleted_ts"] == ts
    assert world.slack.messages(channel) == []


def test_an_event_can_come_again_with_the_same_id(world: World, bot: StubBot) -> None:
    channel = world.slack.dm_of("UMARIA")
    ts = world.slack.type("UMARIA", channel, "one")
    world.slack.deliver_message_event(channel, ts, retry_num=1)
    world.slack.deliver_message_event(channel, ts, event_id="Ev2")
    first, again, other = bot.asked
    assert first.data["event_id"] == again.data["event_id"] != other.data["event_id"]
    assert again.headers["X-Slack-Retry-Num"] == "1"


def test_a_failed_event_is_tried_three_times_more_by_the_products_clock(
    world: World, bot: StubBot, clock: Clock
) -> None:
    bot.answer = lambda asked: Response("", 500)
    world.slack.type("UMARIA", world.slack.dm_of("UMARIA"), "one")
    for count, minutes in ((2, 1), (3, 5)):
        bot.wait_for(count)
        until(lambda: world.slack.stage._errands)  # the next try is planned after the answer
        clock.forward(minutes=minutes)
    tries = bot.wait_for(4)
    assert [asked.headers.get("X-Slack-Retry-Num") for asked in tries] == [None, "1", "2", "3"]
    assert tries[1].headers["X-Slack-Retry-Reason"] == "http_error"
    assert len({asked.data["event_id"] for asked in tries}) == 1


def test_reactions_and_home_are_told(world: World, bot: StubBot, web: WebClient) -> None:
    ts = str(web.chat_postMessage(channel="UMARIA", text="card")["ts"])
    world.slack.add_reaction("UMARIA", "DMARIA", ts, "white_check_mark")
    world.slack.open_home("UMARIA")
    reaction, home = (asked.data["event"] for asked in bot.asked)
    assert (reaction["type"], reaction["reaction"], reaction["item"]["ts"]) == (
        "reaction_added",
        "white_check_mark",
        ts,
    )
    assert (home["type"], home["tab"]) == ("app_home_opened", "home")


def test_a_trigger_opens_one_view(world: World, web: WebClient, bot: StubBot) -> None:
    open_modal(world, web, bot)
    trigger = bot.asked[-1].data["trigger_id"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        web.views_open(trigger_id=trigger, view=modal())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        web.views_open(trigger_id="made up", view=modal())


def test_a_trigger_runs_out(world: World, web: WebClient, bot: StubBot) -> None:
    world.slack.views.trigger_seconds = 0.05
    world.slack.command("UMARIA", "/text")
    time.sleep(0.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        web.views_open(trigger_id=bot.asked[-1].data["trigger_id"], view=modal())


def test_typing_in_a_watched_field_is_told_and_an_update_keeps_it(
    world: World, web: WebClient, bot: StubBot
) -> None:
    view = open_modal(world, web, bot)
    answer = world.slack.type_in_view("UMARIA", "body", "body", "Hello")
    payload = bot.asked[-1].data
    assert answer is not None
    assert payload["view"]["state"]["values"]["body"]["body"]["value"] == "Hello"
    web.views_update(view_id=view["id"], hash=payload["view"]["hash"], view=modal(note="1 credit"))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        web.views_update(view_id=view["id"], hash=payload["view"]["hash"], view=modal(note="2 credits"))
    shown = world.slack.view_of("UMARIA")
    assert shown is not None
    assert shown["state"]["values"]["body"]["body"]["value"] == "Hello"
    assert shown["blocks"][2]["elements"][0]["text"] == "1 credit"


def test_a_search_field_asks_for_options(world: World, web: WebClient, bot: StubBot) -> None:
    open_modal(world, web, bot)
    bot.answer = lambda asked: {
        "option_groups": [{"label": plain("Recent"), "options": [option("Ana Lopez", "c1")]}]
    }
    options = world.slack.suggest("UMARIA", "who", "who", "an")
    assert options == [option("Ana Lopez", "c1")]
    assert (bot.asked[-1].data["type"], bot.asked[-1].data["value"]) == ("block_suggestion", "an")
    world.slack.type_in_view("UMARIA", "who", "who", options[0])
    view = world.slack.view_of("UMARIA")
    assert view is not None
    assert view["state"]["values"]["who"]["who"]["selected_option"]["value"] == "c1"


def fill(world: World) -> None:
    world.slack.type_in_view("UMARIA", "who", "who", option("Ana Lopez", "c1"))
    world.slack.type_in_view("UMARIA", "body", "body", "Hello")


def test_an_empty_required_field_never_reaches_the_bot(world: World, web: WebClient, bot: StubBot) -> None:
    open_modal(world, web, bot)
    heard = len(bot.asked)
    answer = world.slack.submit("UMARIA")
    assert (answer.status, set(answer.body["errors"])) == (0, {"who", "body"})
    assert len(bot.asked) == heard


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ("", []),
        ({"response_action": "errors", "errors": {"who": "Who?"}}, ["Text"]),
        ({"response_action": "update", "view": modal("Done")}, ["Done"]),
        ({"response_action": "push", "view": modal("Sure?")}, ["Text", "Sure?"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "errors", "errors": {"note": "not an input"}}, ["Text"]),
    ],
)
def test_answers_to_a_submission_are_obeyed(
    world: World, web: WebClient, bot: StubBot, answer: Any, titles: list[str]
) -> None:
    open_modal(world, web, bot)
    fill(world)
    bot.answer = lambda asked: answer
    assert world.slack.submit("UMARIA").ok
    assert bot.asked[-1].data["type"] == "view_submission"
    assert [view["title"]["text"] for view in world.slack.views.stacks["UMARIA"]] == titles


def test_the_stack_holds_three(world: World, web: WebClient, bot: StubBot) -> None:
    open_modal(world, web, bot)
    fill(world)
    for title in ("two", "three"):
        web.views_push(trigger_id=world.slack.views.trigger("UMARIA"), view=modal(title))
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        web.views_push(trigger_id=world.slack.views.trigger("UMARIA"), view=modal("four"))


def test_closing_is_told_where_asked(world: World, web: WebClient, bot: StubBot) -> None:
    open_modal(world, web, bot, notify_on_close=True)
    world.slack.close_view("UMARIA")
    assert bot.asked[-1].data["type"] == "view_closed"
    assert world.slack.view_of("UMARIA") is None


def test_a_closed_account_is_told_and_opens_no_conversation(
    world: World, bot: StubBot, web: WebClient
) -> None:
    assert world.slack.deactivate("UBEN") == 200
    told = bot.asked[-1].data["event"]
    assert (told["type"], told["user"]["id"], told["user"]["deleted"]) == ("user_change", "UBEN", True)
    with pytest.raises(SlackApiError, match="user_disabled"):
        web.conversations_open(users="UBEN")
    world.slack.reactivate("UBEN")
    assert bot.asked[-1].data["event"]["user"]["deleted"] is False
    assert web.conversations_open(users="UBEN")["ok"]


def test_shortcuts_and_home(world: World, web: WebClient, bot: StubBot) -> None:
    channel = world.slack.dm_of("UMARIA")
    ts = world.slack.type("UMARIA", channel, "hello", deliver=False)
    world.slack.shortcut("UMARIA", "compose")
    world.slack.shortcut("UMARIA", "forward", channel, ts)
    everywhere, on_message = (asked.data for asked in bot.asked)
    assert (everywhere["type"], on_message["type"]) == ("shortcut", "message_action")
    assert on_message["message"]["text"] == "hello"
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
    web.views_publish(
        user_id="UMARIA", view={"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    )
    assert world.slack.click("UMARIA", "go").ok
    assert bot.asked[-1].data["view"]["type"] == "home"
