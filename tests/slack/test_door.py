"""Slack's door: forged, old and malformed requests are turned away, and nothing is written."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from playground.wire import post
from tests.support import MARIA, SECRET, Town

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
USER = {"id": MARIA, "team_id": "T0OAK"}


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    built = make_town()
    built.first_use()
    built.meet_ana()
    return built


def sign(body: bytes, stamp: str, secret: str = SECRET) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def knock(town: Town, body: bytes, kind: str = JSON, **headers: str | bytes) -> int:
    stamp = str(int(time.time()))
    made = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(body, stamp), "Content-Type": kind}
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return post(f"{town.url}/slack/events", body, {**made, **given}, 5).status  # type: ignore[dict-item]


def event(**more: Any) -> bytes:
    return json.dumps({"type": "event_callback", "team_id": "T0OAK", "event_id": "Ev1", **more}).encode()


def payload(**more: Any) -> bytes:
    return urlencode({"payload": json.dumps({"user": USER, "team": {"id": "T0OAK"}, **more})}).encode()


def command(**more: str) -> bytes:
    fields = {"command": "/text", "text": "", "user_id": MARIA, "team_id": "T0OAK", "trigger_id": "1.2"}
    return urlencode(fields | more).encode()


def test_forged_and_old_requests_are_turned_away_and_write_nothing(town: Town) -> None:
    before, body = town.rows(), command(text="+12015550123 Hi")
    # What is early comes nearer while the test runs, what is old does not.
    old, early = str(int(time.time()) - 301), str(int(time.time()) + 360)
    for headers in (
        {"X_Slack_Signature": "v0=00"},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "né".encode()},
        {"X_Slack_Signature": sign(body, str(int(time.time())), "another secret")},
        {"X_Slack_Request_Timestamp": ""},
        {"X_Slack_Request_Timestamp": "soon"},
        {"X_Slack_Request_Timestamp": "²"},
        {"X_Slack_Request_Timestamp": "9" * 400},
        {"X_Slack_Request_Timestamp": "-1", "X_Slack_Signature": sign(body, "-1")},
        {"X_Slack_Request_Timestamp": "nan", "X_Slack_Signature": sign(body, "nan")},
        {"X_Slack_Request_Timestamp": old, "X_Slack_Signature": sign(body, old)},
        {"X_Slack_Request_Timestamp": early, "X_Slack_Signature": sign(body, early)},
    ):
        assert knock(town, body, FORM, **headers) == 401, headers
    assert town.rows() == before


NO_REQUESTS = (
    (b"", JSON),
    (b"\xff\xfe", JSON),
    (b"{", JSON),
    (b"[1]", JSON),
    (b"null", JSON),
    (b'"event"', JSON),
    (b"NaN", JSON),
    (b"[" * 100_000, JSON),
    (event(), JSON),
    (event(event=None), JSON),
    (event(event=[1]), JSON),
    (event(event={"type": 5}), JSON),
    (b'{"type":"url_verification"}', JSON),
    (event(event={"type": "message", "text": "\ud800"}), JSON),
    (event(event={"type": "message", "user": "U\x00"}), JSON),
    (b"", FORM),
    (b"payload=%ff", FORM),
    (b"payload={", FORM),
    (b"payload=[]", FORM),
    (b"payload=" + b"[" * 100_000, FORM),
    (payload(type=None), FORM),
    (payload(type="block_actions", user=None), FORM),
    (payload(type="block_actions", user={"id": 5}), FORM),
    (b"text=hello", FORM),
    (command(user_id=""), FORM),
    (b"command=/text", FORM),
)


def test_what_slack_never_sends_is_turned_away_and_writes_nothing(town: Town) -> None:
    before = town.rows()
    for body, kind in NO_REQUESTS:
        assert 400 <= knock(town, body, kind) < 500, body[:200]
    assert town.rows() == before


def deep(levels: int) -> Any:
    return json.loads('{"elements":[' * levels + "]}" * levels)


def thread(town: Town, **more: Any) -> dict[str, Any]:
    typed = {"type": "message", "channel": "DMARIA", "channel_type": "im", "user": MARIA, "text": "Hi"}
    return typed | {"ts": "1772463600.000001", "thread_ts": town.thread_of(MARIA, "201")} | more


def test_odd_events_never_break_the_door_and_send_nothing(town: Town) -> None:
    odd: tuple[dict[str, Any], ...] = (
        {"user": None},
        {"user": {"id": MARIA}},
        {"user": 5},
        {"ts": "soon"},
        {"ts": "1.x"},
        {"ts": 1772463600.5},
        {"ts": ""},
        {"ts": "1772463600.²"},
        {"ts": "9" * 30},
        {"channel": None},
        {"channel": ["D"]},
        {"thread_ts": 5},
        {"thread_ts": ["1"]},
        {"text": ["Hi"], "blocks": "rich"},
        {"text": None, "blocks": 5, "files": 7},
        {"text": "", "blocks": [None, {"type": "rich_text", "elements": [5]}]},
        {"text": "", "blocks": [{"type": "rich_text"} | deep(100)]},
        {"subtype": ["me"]},
        {"bot_profile": 7},
        {"user_team": ["T0OAK"]},
        {"user_team": {"id": "T0OAK"}},
    )
    before = town.rows() | {"tick": 0, "job": 0, "message": 0, "lane": 0}
    for more in odd:
        assert knock(town, event(event=thread(town, **more))) < 500, more
    for more in ({"team_id": 5}, {"team_id": ["T"]}, {"team": "T"}, {"user": "U"}, {"authorizations": 5}):
        assert knock(town, event(event=thread(town, ts="soon"), **more)) < 500, more
    for kind in ("message", "app_home_opened", "reaction_added", "team_join", ""):
        assert knock(town, event(event={"type": kind})) < 500, kind
    town.settle()
    assert town.rows() | {"tick": 0, "job": 0, "message": 0, "lane": 0} == before
    assert town.bodies() == []
    assert town.dead_letters() == []


def test_odd_clicks_and_forms_never_break_the_door_and_write_nothing(town: Town) -> None:
    before = town.rows()
    for body in (*clicks(), *submissions()):
        status = knock(town, payload(**body), FORM)
        assert status < 500, body
    town.settle()
    assert town.rows() == before
    assert town.bodies() == []


BUTTONS = (
    "question_send",
    "question_drop",
    "quick_send_0",
    "quick_other",
    "compose_to",
    "recipient",
    "words",
    "send_when",
    "swap_letters",
    "insert_template",
    "scheduled_send",
    "scheduled_edit",
    "people_change",
    "people_invite",
    "people_page_on",
    "write_for",
    "scheduled_cancel",
    "template_new",
    "template_edit",
    "template_delete",
    "template_page_on",
    "admin_retry_0",
    "nobody_knows_this",
)


def clicks() -> list[dict[str, Any]]:
    values = ("", "no-id", "{}", "[]", "null", '{"phone":5}', "\x00", {"a": 1}, 5, None)
    click: dict[str, Any] = {
        "type": "block_actions",
        "trigger_id": "1.2.3",
        "response_url": "http://example.com/x",
    }
    made = [
        click | {"actions": [{"action_id": name, "block_id": "b", "type": "button", "value": value}]}
        for name in BUTTONS
        for value in values
    ]
    wrong: tuple[Any, ...] = ([], None, [5], [{}], "x")
    made += [click | {"actions": actions} for actions in wrong]
    shortcut = {"type": "message_action", "callback_id": "text_this", "trigger_id": "1.2.3"}
    odd: tuple[Any, ...] = (None, {}, {"ts": 5, "blocks": [5]}, {"text": ["x"], "blocks": {}}, [], "x")
    made += [shortcut | {"message": one, "channel": two} for one in odd for two in odd]
    return [*made, {"type": "block_actions"}, {"type": "block_suggestion"}, {"type": "shortcut"}]


def submissions() -> list[dict[str, Any]]:
    names = ("composer", "template", "people_invite", "people_change", "admin_zone", "nobody_knows_this")
    states: tuple[Any, ...] = (
        None,
        {},
        {"values": None},
        {"values": {}},
        {"values": {"to": 5, "person": {}, "zone": []}},
    )
    view = {"id": "V1", "type": "modal", "hash": "1", "private_metadata": "", "blocks": []}
    made = [
        {"type": kind, "view": view | {"callback_id": name, "state": state}}
        for kind in ("view_submission", "view_closed")
        for name in names
        for state in states
    ]
    return [*made, {"type": "view_submission"}, {"type": "view_submission", "view": 5}, {"type": "dreams"}]
