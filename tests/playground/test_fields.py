"""Fields of every kind in a modal: what they hold, and what Slack itself holds back."""

from typing import Any

import pytest
import requests
from slack_sdk import WebClient

from playground.world import World
from tests.playground.conftest import StubBot
from tests.playground.test_limits import asks, modal, options, section

Json = dict[str, Any]
PNG = ("house.png", "image/png", b"png")


def field(kind: str, block_id: str = "f", optional: bool = False, **more: Any) -> Json:
    return asks(type=kind, action_id="x", **more) | {"block_id": block_id, "optional": optional}


def open_with(world: World, web: WebClient, *blocks: Json) -> None:
    web.views_open(trigger_id=world.slack.views.trigger("UMARIA"), view=modal(*blocks))


def held(world: World) -> Json:
    view = world.slack.view_of("UMARIA")
    assert view is not None
    value: Json = view["state"]["values"]["f"]["x"]
    return value


def test_files_go_into_the_state_as_slack_knows_them(world: World, web: WebClient, bot: StubBot) -> None:
    open_with(world, web, field("file_input", max_files=2))
    world.slack.type_in_view("UMARIA", "f", "x", [PNG])
    world.slack.type_in_view(
        "UMARIA", "f", "x", [*held(world)["files"], ("a b.pdf", "application/pdf", b"pdf")]
    )
    first, second = held(world)["files"]
    assert (first["name"], first["mimetype"], first["filetype"], first["size"]) == (
        "house.png",
        "image/png",
        "png",
        3,
    )
    assert second["url_private_download"].endswith("/a%20b.pdf")
    got = requests.get(
        second["url_private_download"], headers={"Authorization": f"Bearer {web.token}"}, timeout=5
    )
    assert got.content == b"pdf"
    assert world.slack.submit("UMARIA").ok
    assert web.files_info(file=first["id"])["file"]["user"] == "UMARIA"


@pytest.mark.parametrize(
    ("block", "value", "key", "kept"),
    [
        (field("datepicker"), "2026-12-01", "selected_date", "2026-12-01"),
        (field("timepicker", initial_time="09:00"), None, "selected_time", "09:00"),
        (field("datetimepicker"), 1796220900, "selected_date_time", 1796220900),
        (field("users_select"), "UZOE", "selected_user", "UZOE"),
        (field("conversations_select"), "C0CLIENTS", "selected_conversation", "C0CLIENTS"),
        (field("multi_users_select"), ["UZOE", "UBEN"], "selected_users", ["UZOE", "UBEN"]),
        (field("multi_channels_select"), ["C0CLIENTS"], "selected_channels", ["C0CLIENTS"]),
        (field("checkboxes", options=options(2)), ["1"], "selected_options", options(2)[1:]),
        (field("radio_buttons", options=options(2)), "0", "selected_option", options(2)[0]),
        (field("number_input", is_decimal_allowed=False), "12", "value", "12"),
    ],
)
def test_what_is_chosen_is_kept(
    world: World, web: WebClient, block: Json, value: Any, key: str, kept: Any
) -> None:
    open_with(world, web, block)
    if value is not None:
        world.slack.type_in_view("UMARIA", "f", "x", value)
    assert held(world)[key] == kept


@pytest.mark.parametrize(
    ("block", "value", "problem"),
    [
        (field("file_input"), [], "required"),
        (field("file_input", max_files=1), [PNG, PNG], "fewer files"),
        (field("file_input", filetypes=["pdf"]), [PNG], "another kind"),
        (field("number_input", is_decimal_allowed=False), "twelve", "a number"),
        (field("number_input", is_decimal_allowed=False, max_value="60"), "61", "between -inf and 60"),
        (field("email_text_input"), "ana", "valid email"),
        (field("url_text_input"), "ana", "valid URL"),
        (field("plain_text_input", max_length=3), "four", "0 to 3 characters"),
        (field("plain_text_input", optional=True, min_length=3), "ab", "3 to 3000 characters"),
    ],
)
def test_what_slack_holds_back(world: World, web: WebClient, block: Json, value: Any, problem: str) -> None:
    open_with(world, web, block, section())
    world.slack.type_in_view("UMARIA", "f", "x", value)
    answer = world.slack.submit("UMARIA")
    assert answer.status == 0
    assert problem in answer.body["errors"]["f"]
