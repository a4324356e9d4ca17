"""A pretend world on real sockets, a bot that only notes what it is asked, and a clock that tests move."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from cheroot.wsgi import Server
from flask import Flask, Response, jsonify, request
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from stripe import WebhookSignature
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from playground.world import Wiring, World, build_world

SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT = "shh", "xoxb-test", "twilio-token", "AC" + "0" * 32


class Socket:
    """A server that stays up for the whole run; every test puts its own application behind it."""

    def __init__(self) -> None:
        self.app: Any = Flask("nothing yet")
        self._server = Server(("127.0.0.1", 0), lambda *request: self.app(*request), numthreads=8, timeout=2)
        self._server.prepare()
        self._thread = Thread(target=self._server.serve)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.bind_addr[1]}"

    def close(self) -> None:
        self._server.stop()
        self._thread.join()


@dataclass
class Clock:
    instant: datetime = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def move_to(self, instant: datetime) -> None:
        self.instant = instant

    def forward(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass
class Asked:
    """One request the bot got, already checked with the vendors' own verifiers."""

    path: str
    headers: dict[str, str]
    data: dict[str, Any]
    genuine: bool


@dataclass
class StubBot:
    asked: list[Asked] = field(default_factory=list)
    answer: Callable[[Asked], Any] = lambda asked: ""
    url: str = ""
    fetched: list[str] = field(default_factory=list)

    def app(self) -> Flask:
        app = Flask("stub")

        @app.post("/<path:path>")
        def hear(path: str) -> Response:
            asked = self._read(request.full_path.rstrip("?"), request.get_data())
            self.asked.append(asked)
            made = self.answer(asked)
            return (
                made
                if isinstance(made, Response)
                else jsonify(made)
                if isinstance(made, dict)
                else Response(made)
            )

        @app.get("/media/<name>")
        def media(name: str) -> Response:
            self.fetched.append(f"{request.method} {name}")
            size, kind = (
                {"long": 500_001, "large": 3_000_000}.get(name.split(".", maxsplit=1)[0], 3),
                name[-3:],
            )
            content_type = {"png": "image/png", "pdf": "application/pdf"}.get(kind, "application/x-dosexec")
            return Response(
                kind.encode().ljust(size), 404 if name == "gone.png" else 200, content_type=content_type
            )

        return app

    def _read(self, path: str, body: bytes) -> Asked:
        headers = dict(request.headers)
        if path.startswith("/stripe"):
            return Asked(path, headers, json.loads(body), self._is_from_stripe(body))
        form = {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        if path.startswith("/slack"):
            genuine = SignatureVerifier(SECRET).is_valid_request(body, headers)
            wrapped = form["payload"] if "payload" in form else body.decode() if request.is_json else ""
            return Asked(path, headers, json.loads(wrapped) if wrapped else form, genuine)
        signature = headers.get("X-Twilio-Signature", "")
        genuine = RequestValidator(AUTH_TOKEN).validate(self.url + path, form, signature)
        return Asked(path, headers, form, genuine)

    def _is_from_stripe(self, body: bytes) -> bool:
        signature = request.headers["Stripe-Signature"]
        return bool(WebhookSignature.verify_header(body, signature, "whsec_playground", 300))

    def wait_for(self, count: int, seconds: float = 5.0) -> list[Asked]:
        until = time.monotonic() + seconds
        while len(self.asked) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.asked) >= count
        return self.asked


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sockets() -> Iterator[list[Socket]]:
    opened = [Socket(), Socket(), Socket()]
    yield opened
    for each in opened:
        each.close()


@pytest.fixture
def bot(sockets: list[Socket]) -> StubBot:
    stub = StubBot(url=sockets[0].url)
    sockets[0].app = stub.app()
    return stub


@pytest.fixture
def world(bot: StubBot, clock: Clock, sockets: list[Socket]) -> Iterator[World]:
    wiring = Wiring(bot.url, SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT)
    commands = [("/text", "[name] [message]", "Text a client")]
    built = build_world(wiring, clock.now, clock.move_to, commands, [("compose", "Text a contact")])
    sockets[1].app, built.api_url = built.api_app, sockets[1].url
    yield built
    built.close()


@pytest.fixture
def web(world: World) -> WebClient:
    return WebClient(token=BOT_TOKEN, base_url=f"{world.api_url}/slack/api/", timeout=5)


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    http = TwilioHttpClient(timeout=1)
    made = Client(ACCOUNT, AUTH_TOKEN, http_client=http)
    made.api.base_url = world.api_url
    yield made
    http.session.close()
