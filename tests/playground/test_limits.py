"""Slack's limits: rates, Block Kit, and days when it does not answer."""

from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.blocks import check_message, check_view
from playground.world import World

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def button(text: str = "Go", **more: Any) -> Json:
    return {"type": "button", "action_id": "go", "text": plain(text)} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(count: int, text: str = "x") -> list[Json]:
    return [{"text": plain(text), "value": str(at)} for at in range(count)]


def select(count: int, text: str = "x", kind: str = "static_select") -> Json:
    return {"type": kind, "action_id": "pick", "options": options(count, text)}


CHART: Json = {
    "type": "bar",
    "series": [{"name": "Sent", "data": [{"label": "Mon", "value": 3}]}],
    "axis_config": {"categories": ["Mon"]},
}
_FAR = "x" * 21
LONG = {
    "series": [{"name": "Sent", "data": [{"label": _FAR, "value": 3}]}],
    "axis_config": {"categories": [_FAR]},
}
CELL = {"type": "raw_text", "text": "x"}
TYPED = {"type": "plain_text_input", "action_id": "t"}


def asks(**element: Any) -> Json:
    return {"type": "input", "label": plain("Name"), "element": TYPED | element}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Text"), "submit": plain("Send"), "blocks": list(blocks)} | more


@pytest.mark.parametrize(
    "blocks",
    [
        [section("x" * 3000, accessory=button())],
        [section(fields=[plain("x" * 2000)] * 10)],
        [{"type": "header", "text": plain("x" * 150)}, {"type": "divider"}],
        [actions(*[button(action_id=str(at)) for at in range(25)])],
        [{"type": "context", "elements": [plain("x")] * 10}],
        [actions(select(100))],
        [section(block_id="a"), section(block_id="b")],
        [section()] * 50,
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100}],
        [actions({"type": "overflow", "action_id": "o", "options": options(5)})],
        [{"type": "data_visualization", "title": "x", "chart": CHART}],
        [
            {
                "type": "data_table",
                "caption": "x",
                "rows": [[CELL], [CELL | {"type": "raw_number", "value": 1}]],
            }
        ],
    ],
)
def test_good_messages(blocks: list[Json]) -> None:
    assert check_message(blocks) == []


@pytest.mark.parametrize(
    "blocks",
    [
        [section()] * 51,
        [section("x" * 3001)],
        [section("")],
        [{"type": "section"}],
        [section(fields=[plain("x" * 2001)])],
        [section(fields=[plain("x")] * 11)],
        [{"type": "header", "text": plain("x" * 151)}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [actions(button("x" * 76))],
        [actions(button(value="x" * 2001))],
        [actions(*[button(action_id=str(at)) for at in range(26)])],
        [actions()],
        [actions(button(), button())],
        [actions(TYPED)],
        [{"type": "context", "elements": [plain("x")] * 11}],
        [actions(select(101))],
        [actions(select(1, "x" * 76))],
        [actions(select(11, kind="radio_buttons"))],
        [
            actions(
                button(
                    confirm={
                        "title": plain("x" * 101),
                        "text": plain("?"),
                        "confirm": plain("Y"),
                        "deny": plain("N"),
                    }
                )
            )
        ],
        [{"type": "image", "alt_text": "x"}],
        [{"type": "image", "image_url": "http://x/y.png"}],
        [section(block_id="a"), section(block_id="a")],
        [{"type": "alert", "text": plain("x")}],
        [{"type": "unheard_of"}],
        [{"type": "data_visualization", "title": "x"}] * 3,
        [{"type": "data_visualization", "title": "x", "chart": CHART | {"series": CHART["series"] * 2}}],
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
        [{"type": "data_visualization", "title": "x", "chart": CHART | LONG}],
        [{"type": "data_table", "rows": [[{"type": "raw_text", "text": "x"}]]}],
        [{"type": "data_table", "caption": "x", "rows": [[CELL], [CELL, CELL]]}],
        [{"type": "data_table", "caption": "x", "rows": [[CELL], [{"type": "raw_number", "value": 1}]]}],
        [actions({"type": "overflow", "action_id": "o", "options": options(6)})],
        [actions({"type": "static_select", "action_id": "s"})],
        [actions(select(2) | {"initial_option": options(3)[2]})],
        [actions(button(style="green"))],
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "tomorrow"})],
        [actions({"type": "timepicker", "action_id": "d", "initial_time": "25:00"})],
        [asks(type="file_input")],
    ],
)
def test_bad_messages(blocks: list[Json]) -> None:
    assert check_message(blocks)


@pytest.mark.parametrize(
    ("view", "good"),
    [
        (modal(asks(max_length=3000)), True),
        (modal(asks(type="file_input", max_files=10)), True),
        (modal(asks(type="file_input", max_files=11)), False),
        (modal(asks(type="number_input", is_decimal_allowed=False)), True),
        (modal(asks(type="number_input")), False),
        (modal(asks(focus_on_load=True), asks(focus_on_load=True)), False),
        (modal(section(), external_id="x" * 256), False),
        ({"type": "home", "blocks": [asks(type="email_text_input")]}, False),
        (modal(*[section()] * 100), True),
        ({"type": "home", "blocks": [section()]}, True),
        (modal(*[section()] * 101), False),
        (modal(asks(max_length=3001)), False),
        (modal(section(), title=plain("x" * 25)), False),
        (modal(section(), submit=plain("x" * 25)), False),
        (modal(section(), close=plain("x" * 25)), False),
        (modal(section(), private_metadata="x" * 3001), False),
        ({"type": "modal", "title": plain("Text"), "blocks": [asks()]}, False),
        ({"type": "modal", "submit": plain("Send"), "blocks": [section()]}, False),
        (modal({"type": "data_visualization", "title": "x"}), False),
        ({"type": "workflow", "blocks": []}, False),
    ],
)
def test_views(view: Json, *, good: bool) -> None:
    assert (check_view(view) == []) is good


def test_a_bad_block_is_refused_with_its_place(web: WebClient) -> None:
    with pytest.raises(SlackApiError) as problem:
        web.chat_postMessage(channel="UMARIA", text="x", blocks=[section(), section("x" * 3001)])
    body = problem.value.response
    assert body["error"] == "invalid_blocks"
    assert "/blocks/1/text" in body["response_metadata"]["messages"][0]


def test_a_bad_view_is_refused(web: WebClient, world: World) -> None:
    with pytest.raises(SlackApiError) as problem:
        web.views_open(
            trigger_id=world.slack.views.trigger("UMARIA"), view=modal(section(), title=plain("x" * 25))
        )
    assert problem.value.response["error"] == "invalid_arguments"


def test_posts_come_in_bursts_of_five(web: WebClient) -> None:
    for at in range(5):
        web.chat_postMessage(channel="UMARIA", text=str(at))
    with pytest.raises(SlackApiError) as problem:
        web.chat_postMessage(channel="UMARIA", text="one too many")
    assert (problem.value.response["error"], problem.value.response.status_code) == ("ratelimited", 429)
    assert 1 <= int(problem.value.response.headers["Retry-After"]) <= 5
    web.chat_postMessage(channel="UBEN", text="another channel")


@pytest.mark.parametrize(("method", "limit"), [("users_list", 20), ("auth_test", 100)])
def test_tiers_are_counted_a_method(web: WebClient, world: World, method: str, limit: int) -> None:
    for _ in range(limit):
        getattr(web, method)()
    with pytest.raises(SlackApiError, match="ratelimited"):
        getattr(web, method)()
    assert len(world.slack.calls) == limit
    world.slack.enforce_tiers = False
    getattr(web, method)()


@pytest.mark.parametrize(("kind", "posted"), [("429", 0), ("500", 0), ("500_after_accept", 1)])
def test_refusals_on_request(web: WebClient, world: World, kind: str, posted: int) -> None:
    world.slack.fail("chat.postMessage", kind)
    with pytest.raises(SlackApiError):
        web.chat_postMessage(channel="UMARIA", text="x")
    assert len(world.slack.messages(world.slack.dm_of("UMARIA"))) == posted
    web.chat_postMessage(channel="UMARIA", text="again")


@pytest.mark.parametrize(
    ("kind", "posted"), [("drop_after_accept", 1), ("timeout", 0), ("timeout_after_accept", 1), ("down", 0)]
)
def test_silence_on_request(web: WebClient, world: World, kind: str, posted: int) -> None:
    world.slack.fail("*", kind)
    impatient = WebClient(token=web.token, base_url=web.base_url, timeout=1, retry_handlers=[])
    with pytest.raises((URLError, TimeoutError, ConnectionError)):
        impatient.chat_postMessage(channel="UMARIA", text="x")
    assert len(world.slack.messages(world.slack.dm_of("UMARIA"))) == posted


def test_an_unknown_fault_is_a_mistake(world: World) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        world.slack.fail("chat.postMessage", "gremlins")


def test_healing_forgets_what_was_planned(web: WebClient, world: World) -> None:
    world.slack.fail("*", "down", times=99)
    world.slack.faults.heal()
    assert web.auth_test()["ok"]
