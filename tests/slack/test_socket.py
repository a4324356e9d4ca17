"""Socket Mode: the same Parley behind a WebSocket that it opens itself."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Queue
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, jsonify
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from bot.slack.socket import Socket as SocketDoor
from tests.support import ANA, MARIA, OURS, Socket, Town, until

APP_TOKEN = "xapp-test"


@dataclass
class Line:
    """Slack's end of the WebSocket."""

    out: Queue[str] = field(default_factory=Queue)
    acks: dict[str, Any] = field(default_factory=dict)
    connected: int = 0

    def hold(self, connection: ServerConnection) -> None:
        self.connected += 1
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        Thread(target=self._speak, args=(connection,), daemon=True).start()
        try:
            for heard in connection:
                ack = json.loads(heard)
                self.acks[ack["envelope_id"]] = ack.get("payload")
        except ConnectionClosed:
            pass

    def _speak(self, connection: ServerConnection) -> None:
        while said := self.out.get():
            connection.send(said)

    def say(self, kind: str, payload: dict[str, Any]) -> Any:
        """Send an envelope; what came back with its acknowledgement."""
        envelope_id = uuid4().hex
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        self.out.put(json.dumps(envelope | {"accepts_response_payload": kind != "events_api"}))
        until(lambda: envelope_id in self.acks)
        return self.acks[envelope_id]


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def server(line: Line) -> Iterator[Server]:
    with serve(line.hold, "127.0.0.1", 0) as made:
        thread = Thread(target=made.serve_forever)
        thread.start()
        yield made
        line.out.put("")
        made.shutdown()
        thread.join()


@pytest.fixture
def town(make_town: Callable[..., Town], server: Server, sockets: list[Socket]) -> Town:
    built = make_town(slack_app_token=APP_TOKEN, slack_signing_secret=None)
    slack = sockets[2].app = Flask("slack")
    answer = {"ok": True, "url": f"ws://127.0.0.1:{server.socket.getsockname()[1]}/"}
    slack.add_url_rule("/apps.connections.open", view_func=lambda: jsonify(answer), methods=["POST"])
    door = SocketDoor(built.house.slack, APP_TOKEN, f"{sockets[2].url}/", 4)
    built.house.started(door)
    until(door.is_connected)
    return built


def command(name: str, words: str) -> dict[str, Any]:
    return {
        "command": name,
        "text": words,
        "user_id": MARIA,
        "team_id": "T0OAK",
        "channel_id": "DMARIA",
        "trigger_id": uuid4().hex,
        "response_url": "",
    }


def test_commands_events_and_clicks_come_over_the_line(town: Town, line: Line) -> None:
    told = line.say("slash_commands", command("/text", f"{ANA} Running 5 late"))
    assert "Texting (201) 555-0123" in told["text"]
    until(lambda: town.bodies())

    town.world.twilio.text(ANA, OURS, "No worries!")
    town.settle()
    ts = town.reply(MARIA, "201", "See you soon", deliver=False)
    event = {**town.world.slack.find("DMARIA", ts), "channel": "DMARIA", "channel_type": "im"}
    for number in range(3):
        outer = {"type": "event_callback", "team_id": "T0OAK", "event_id": f"Ev{number}", "event": event}
        assert line.say("events_api", outer) is None
    until(lambda: len(town.bodies()) == 2)
    town.settle()
    assert town.bodies()[1:] == ["See you soon"]

    about = {"user": {"id": MARIA, "team_id": "T0OAK"}, "team": {"id": "T0OAK"}}
    click = {"type": "shortcut", "callback_id": "text_a_contact"}
    trigger = town.world.slack.views.trigger(MARIA)
    line.say("interactive", about | click | {"trigger_id": trigger})
    assert town.world.slack.view_of(MARIA)
    assert line.connected == 1


def test_over_http_nobody_is_at_home_then(town: Town) -> None:
    assert town.world.slack.command(MARIA, "/text", f"{ANA} Hi").status == 404
    town.settle()
    assert town.bodies() == []
