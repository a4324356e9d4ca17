"""The page's own doors: what it is served, what it sees, what it can do."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from slack_sdk import WebClient

from playground.world import World
from tests.playground.conftest import Clock, StubBot

Json = dict[str, Any]
ANA, OURS = "+12015550123", "+13125550100"
SCRIPTS = ("blocks", "dom", "fields", "messages", "outside", "page", "state", "text", "views")
LOOK = {"user": "UMARIA", "channel": "", "thread": "", "phone": ANA}
FILE = {"name": "house.png", "type": "image/png", "data": b64encode(b"png").decode()}


@pytest.fixture
def page(world: World) -> Iterator[FlaskClient]:
    with world.page_app.test_client() as client:
        yield client


def look(page: FlaskClient, **more: Any) -> Json:
    answer = page.get("/state", query_string=LOOK | more)
    assert answer.status_code == 200
    seen: Json = answer.get_json()
    return seen


def do(page: FlaskClient, verb: str, **asked: Any) -> Any:
    answer = page.post(f"/do/{verb}", json={"user": "UMARIA"} | asked)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["answer"]


@pytest.mark.parametrize("path", ["/", "/static/page.css", *(f"/static/{name}.js" for name in SCRIPTS)])
def test_it_is_served_from_here_only(page: FlaskClient, path: str) -> None:
    with page.get(path) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_nothing_new_is_answered_with_the_version_and_the_time(page: FlaskClient, clock: Clock) -> None:
    first = look(page, since=-1)
    again = look(page, since=first["version"])
    assert again == {"version": first["version"], "now": clock.now().isoformat()}


def test_the_first_look_shows_the_direct_messages(page: FlaskClient) -> None:
    seen = look(page)
    assert [each["id"] for each in seen["channels"]] == ["C0GENERAL", "C0CLIENTS", "C0LISTINGS", "DMARIA"]
    assert (seen["channel"], seen["messages"], seen["view"]) == ("DMARIA", [], None)
    assert len(seen["phones"]) == 12


def test_what_the_bot_posts_is_seen_with_its_thread(page: FlaskClient, web: WebClient) -> None:
    parent = str(web.chat_postMessage(channel="UMARIA", text="Ana Lopez")["ts"])
    web.chat_postMessage(channel="UMARIA", text="Hi", thread_ts=parent)
    seen = look(page, thread=parent)
    assert [each["text"] for each in seen["messages"]] == ["Ana Lopez"]
    assert [each["text"] for each in seen["thread"]] == ["Ana Lopez", "Hi"]
    assert look(page, user="UBEN")["messages"] == []


def test_words_commands_and_mistakes(page: FlaskClient, world: World, bot: StubBot) -> None:
    channel = look(page)["channel"]
    do(page, "say", channel=channel, text="hello", files=[FILE])
    do(page, "say", channel=channel, text="/text Ana hi")
    do(page, "say", channel=channel, text="/nonsense")
    do(page, "say", channel=channel, text="/text Ana", thread="1.0")
    event, command = bot.asked
    assert (event.data["event"]["text"], event.data["event"]["files"][0]["name"]) == ("hello", "house.png")
    assert (command.data["command"], command.data["text"]) == ("/text", "Ana hi")
    errors = [each["text"] for each in world.slack.ephemerals("UMARIA")]
    assert errors == ["/nonsense is not a valid command.", "/text is not supported in threads. Sorry!"]


def test_own_messages_can_be_changed_and_taken_back(page: FlaskClient, world: World, bot: StubBot) -> None:
    channel = look(page)["channel"]
    do(page, "say", channel=channel, text="one")
    ts = look(page)["messages"][0]["ts"]
    do(page, "edit", channel=channel, ts=ts, text="two")
    do(page, "react", channel=channel, ts=ts, name="eyes")
    assert look(page)["messages"][0]["reactions"][0]["name"] == "eyes"
    do(page, "unreact", channel=channel, ts=ts, name="eyes")
    do(page, "delete", channel=channel, ts=ts)
    kinds = [asked.data["event"].get("subtype", asked.data["event"]["type"]) for asked in bot.asked]
    assert kinds == ["message", "message_changed", "reaction_added", "reaction_removed", "message_deleted"]


def test_a_modal_is_filled_and_sent(page: FlaskClient, world: World, web: WebClient, bot: StubBot) -> None:
    plain = {"type": "plain_text", "text": "Text"}
    field = {"type": "plain_text_input", "action_id": "body"}
    block = {"type": "input", "block_id": "body", "label": plain, "element": field}
    search = {"type": "external_select", "action_id": "who"}
    pick = {"type": "section", "block_id": "pick", "text": plain, "accessory": search}
    view = {"type": "modal", "title": plain, "submit": plain, "blocks": [block, pick]}
    do(page, "shortcut", callback_id="compose")
    web.views_open(trigger_id=bot.asked[-1].data["trigger_id"], view=view)
    do(page, "submit")
    assert look(page)["errors"] == {"body": "Please complete this required field."}
    bot.answer = lambda asked: {"options": [{"text": plain, "value": "1"}]}
    assert do(page, "suggest", block_id="pick", action_id="who", query="an") == [
        {"text": plain, "value": "1"}
    ]
    bot.answer = lambda asked: ""
    do(page, "fill", block_id="body", action_id="body", value="Hello")
    do(page, "submit")
    assert bot.asked[-1].data["view"]["state"]["values"]["body"]["body"]["value"] == "Hello"
    assert look(page)["view"] is None


def test_home_and_closing(page: FlaskClient, world: World, web: WebClient, bot: StubBot) -> None:
    go = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    home = {"type": "home", "blocks": [{"type": "actions", "block_id": "a", "elements": [go]}]}
    do(page, "home", tab="home")
    web.views_publish(user_id="UMARIA", view=home)
    do(page, "click", block_id="a", action_id="go")
    assert [asked.data["type"] for asked in bot.asked] == ["event_callback", "block_actions"]
    assert look(page)["home"]["blocks"][0]["block_id"] == "a"
    assert page.post("/do/close", json={"user": "UMARIA"}).get_json() == {"error": "not_found"}


def test_a_client_writes_with_a_picture(page: FlaskClient, bot: StubBot) -> None:
    do(page, "text", sender=ANA, to=OURS, text="Look", files=[FILE])
    (text,) = look(page)["texts"]
    assert (text["body"], text["mine"], text["ours"]) == ("Look", True, OURS)
    picture = page.get(f"/file/{text['media'][0]['id']}")
    assert (picture.data, picture.content_type) == (b"png", "image/png")
    assert bot.asked[0].path == "/twilio/inbound"


def test_what_is_no_picture_is_for_saving(page: FlaskClient, world: World) -> None:
    file = world.slack.add_file("page.html", "text/html", b"<script>")
    answer = page.get(f"/file/{file.id}")
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.content_type == "application/octet-stream"
    assert page.get("/file/F0").status_code == 404


@pytest.mark.parametrize(
    ("to", "instant"),
    [
        ("minute", "2026-03-02T09:01:00-06:00"),
        ("hour", "2026-03-02T10:00:00-06:00"),
        ("monday", "2026-03-09T09:00:00-05:00"),
        ("tomorrow", "2026-03-03T09:00:00-06:00"),
        ("month", "2026-04-01T09:00:00-05:00"),
    ],
)
def test_the_clock_moves_forward(page: FlaskClient, clock: Clock, to: str, instant: str) -> None:
    do(page, "clock", to=to)
    assert clock.now().isoformat() == instant


def test_only_json_acts_are_taken(page: FlaskClient) -> None:
    assert page.post("/do/submit", data={"user": "UMARIA"}).status_code == 404
    assert page.post("/do/nothing", json={}).status_code == 404


def test_a_file_field_takes_new_files_and_keeps_old_ones(
    page: FlaskClient, world: World, web: WebClient
) -> None:
    plain = {"type": "plain_text", "text": "Pictures"}
    block = {
        "type": "input",
        "block_id": "f",
        "label": plain,
        "element": {"type": "file_input", "action_id": "x"},
    }
    view = {"type": "modal", "title": plain, "submit": plain, "blocks": [block]}
    web.views_open(trigger_id=world.slack.views.trigger("UMARIA"), view=view)
    do(page, "fill", block_id="f", action_id="x", value=[FILE])
    held = look(page)["view"]["state"]["values"]["f"]["x"]["files"]
    do(page, "fill", block_id="f", action_id="x", value=[*held, FILE])
    again = look(page)["view"]["state"]["values"]["f"]["x"]["files"]
    assert (again[0], [each["name"] for each in again]) == (held[0], ["house.png", "house.png"])


def test_a_bad_day_is_seen_until_all_is_well(page: FlaskClient, world: World) -> None:
    do(page, "bad_day", name="twice")
    assert [each["id"] for each in look(page)["bad"] if each["on"]] == ["twice"]
    assert world.twilio.webhook_times == 2
    do(page, "bad_day", name="")
    assert (world.twilio.webhook_times, [each for each in look(page)["bad"] if each["on"]]) == (1, [])


def test_channels_say_whether_the_bot_is_in_them(page: FlaskClient) -> None:
    shown = {each["name"]: (each["has_bot"], each["is_archived"]) for each in look(page)["channels"]}
    assert shown["maria-clients"] == (True, False)
    assert shown["listings"] == (False, False)
