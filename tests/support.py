"""What whole-path tests stand on: real sockets, a clock that moves, Parley wired as app.py wires it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any, TypeVar

from cheroot.wsgi import Server

import app
from bot.ports import Clock
from bot.settings import Settings
from models.database import Database
from playground.world import Wiring, World, build_world

SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT = "shh", "xoxb-test", "twilio-token", "AC" + "0" * 32
MARIA, BEN, ZOE = "UMARIA", "UBEN", "UZOE"
OURS, BENS = "+13125550100", "+13125550101"
ANA, WILL = "+12015550123", "+12015550124"
Found = TypeVar("Found")


class Socket:
    """A server that stays up for the whole run; every test puts its own application behind it."""

    def __init__(self, threads: int = 16) -> None:
        self.app: Any = None
        self._server = Server(
            ("127.0.0.1", 0), lambda *request: self.app(*request), numthreads=threads, timeout=2
        )
        self._server.prepare()
        self._thread = Thread(target=self._server.serve)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.bind_addr[1]}"

    def close(self) -> None:
        self._server.stop()
        self._thread.join()


@dataclass
class MovingClock:
    """The product's time: stands still until a test moves it."""

    instant: datetime = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    started: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """It runs on, so that two things typed one after the other have an order."""
        return self.instant + timedelta(seconds=time.monotonic() - self.started)

    def move_to(self, instant: datetime) -> None:
        self.instant, self.started = instant, time.monotonic()

    def forward(self, **by: float) -> None:
        self.move_to(self.now() + timedelta(**by))


def until(look: Callable[[], Found | None], seconds: float = 10.0) -> Found:
    """What `look` finds, as soon as it finds something."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError(f"nothing came within {seconds} s")


@dataclass
class Town:
    """Parley at work in a pretend world."""

    world: World
    house: app.House
    clock: MovingClock
    url: str

    @property
    def tools(self) -> app.Tools:
        return self.house.tools

    def first_use(self, user: str = MARIA) -> None:
        """Somebody's first command: that makes the admin."""
        self.world.slack.command(user, "/parley", "help")

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until no job is left that could run now."""

        def idle() -> bool:
            counts = app.house.count_jobs(self.tools)
            return not counts.get("ready") and not counts.get("running")

        until(lambda: idle() or None, seconds)

    def thread_of(self, user: str, name: str) -> str:
        """The ts of the newest card with this name in somebody's direct message."""
        cards = [one for one in self.world.slack.messages(self.world.slack.dm_of(user)) if name in one["text"]]
        parents = [one for one in cards if one.get("thread_ts") in (None, one["ts"])]
        assert parents, f"no card of {name}"
        return str(parents[-1]["ts"])

    def replies(self, user: str, name: str) -> list[dict[str, Any]]:
        """What stands in a thread below its card."""
        dm = self.world.slack.dm_of(user)
        parent = self.thread_of(user, name)
        return [one for one in self.world.slack.messages(dm, thread_ts=parent) if one["ts"] != parent]

    def reply(self, user: str, name: str, text: str, **more: Any) -> str:
        """Type a reply in the thread of a client."""
        dm = self.world.slack.dm_of(user)
        return self.world.slack.type(user, dm, text, thread_ts=self.thread_of(user, name), **more)


def settings_for(api_url: str, bot_url: str, **more: Any) -> Settings:
    """Settings that point at the pretend world."""
    values = {
        "public_url": bot_url,
        "slack_bot_token": BOT_TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": f"{api_url}/slack/api/",
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": AUTH_TOKEN,
        "twilio_api_url": api_url,
        "twilio_phone_number": OURS,
        "number_pace_seconds": 0.0,
        "channel_pace_seconds": 0.0,
        "look_again_seconds": 0.3,
        "worker_threads": 8,
        "web_threads": 8,
    }
    return Settings(_env_file=None, **(values | more))  # type: ignore[call-arg]


def new_world(bot_url: str, clock: MovingClock) -> World:
    world = build_world(Wiring(bot_url, SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT), clock.now, clock.move_to)
    world.slack.enforce_tiers = False
    return world


def build_house(settings: Settings, database_url: str, clock: MovingClock) -> app.House:
    """Parley as app.py wires it, not started."""
    product = Clock(now=clock.now)
    database = Database(database_url, 24)
    app.house.prepare(database, "live", product)
    return app.build(settings, database, product)
