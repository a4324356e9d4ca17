"""What whole-path tests stand on: real sockets, a clock that moves, Parley wired as app.py wires it."""

import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Condition, Thread
from typing import Any, TypeVar

from cheroot.wsgi import Server
from sqlalchemy import and_, or_, update
from sqlmodel import col, func, select

import app
from bot.actions import house
from bot.ports import Clock
from bot.settings import Settings
from bot.work import Tools
from models import do_not_call
from models import job as jobs
from models.agent import Agent
from models.database import Database
from models.enums import JobState
from models.job import Job
from models.message import Message
from models.tables import metadata
from playground.world import Wiring, World, build_world

SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT = "shh", "xoxb-test", "twilio-token", "AC" + "0" * 32
MARIA, BEN, ZOE = "UMARIA", "UBEN", "UZOE"
OURS, BENS = "+13125550100", "+13125550101"
ANA, WILL = "+12015550123", "+12015550124"
Found = TypeVar("Found")


class Socket:
    """A server that stays up for the whole run; every test puts its own application behind it."""

    def __init__(self, threads: int = 16, port: int = 0) -> None:
        self.app: Any = nobody
        self._busy = 0
        self._idle = Condition()
        self._server = Server(("127.0.0.1", port), self._serve, numthreads=threads, timeout=2)
        self._server.prepare()
        self._thread = Thread(target=self._server.serve)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.bind_addr[1]}"

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self._idle:
            self._busy += 1
        try:
            return self.app(environ, start_response)
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def put_away(self) -> None:
        """Nobody is at home any more; what runs ends first."""
        self.app = nobody
        with self._idle:
            assert self._idle.wait_for(lambda: self._busy == 0, 10)

    def close(self) -> None:
        self._server.stop()
        self._thread.join()


def nobody(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """An application that is not there."""
    start_response("503 Service Unavailable", [])
    return []


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
    def tools(self) -> Tools:
        return self.house.tools

    def first_use(self, user: str = MARIA) -> None:
        """Somebody's first command: that makes the admin. The welcome is taken away: stories begin empty."""
        self.world.slack.command(user, "/parley", "help")
        if self.house.stops:
            until(lambda: not self.busy())
            self.forget_welcome(user)

    def forget_welcome(self, user: str) -> None:
        """Take the first words to a new agent out of their direct message."""
        slack = self.world.slack
        for post in slack.messages(slack.dm_of(user)):
            if post.get("metadata", {}).get("event_payload", {}).get("key", "").startswith("welcome:"):
                with slack.stage.lock:
                    slack.remove(slack.dm_of(user), post["ts"])

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until no job is left that could run now."""

        until(lambda: not self.busy(), seconds)

    def busy(self) -> int:
        """How many jobs could run now or do."""
        running = col(Job.state) == JobState.RUNNING
        due = and_(col(Job.state) == JobState.READY, col(Job.due_at) <= self.clock.now())
        # Where a test has taken Twilio away, nobody waits for the first number to be set there.
        due = and_(due, or_(col(Job.kind) != "point_number", col(Job.claims) == 0))
        with self.tools.read() as session:
            return session.exec(select(func.count()).select_from(Job).where(or_(running, due))).one()

    def rows(self) -> dict[str, int]:
        """How many rows each table holds."""
        with self.tools.read() as session:
            return {
                name: session.exec(select(func.count()).select_from(table)).one()
                for name, table in metadata.tables.items()
            }

    def messages(self) -> list[Message]:
        """The texts as the database knows them, in order."""
        with self.tools.read() as session:
            return list(session.exec(select(Message).order_by(col(Message.position))))

    def dead_letters(self) -> list[str]:
        """The kinds of work that was given up."""
        with self.tools.read() as session:
            return [job.kind for job in session.exec(select(Job).where(Job.state == JobState.DEAD))]

    def ask_never(self) -> None:
        """Everybody's texts leave unasked, whatever they cost."""
        with self.tools.write() as session:
            session.connection().execute(update(Agent).values(dear_credits=0))

    def meet_ana(self, phone: str = ANA, ours: str = OURS) -> None:
        """A client writes first: her thread stands in Maria's direct message and no line is owed."""
        before = len(self.texts())
        self.world.twilio.text(phone, ours, "Hi, it's me")
        until(lambda: len(self.texts()) > before)
        self.settle()

    def texts(self) -> list[dict[str, Any]]:
        """What stands in Maria's direct message, threads and all, in order."""
        posts = self.world.slack.posts.get(self.world.slack.dm_of(MARIA), {})
        with self.world.slack.stage.lock:
            return [deepcopy(post) for post in posts.values()]

    def bodies(self) -> list[str]:
        """What Twilio accepted from us, in order."""
        return [text.body for text in self.world.twilio.sent]

    def signs(self, user: str, ts: str) -> list[str]:
        """The reactions on a message."""
        message = self.world.slack.find(self.world.slack.dm_of(user), ts)
        return [one["name"] for one in message.get("reactions", [])]

    def thread_of(self, user: str, name: str) -> str:
        """The ts of the newest card with this name in somebody's direct message, once it is there."""
        return until(lambda: self._card(user, name))

    def _card(self, user: str, name: str) -> str:
        cards = [
            one for one in self.world.slack.messages(self.world.slack.dm_of(user)) if name in one["text"]
        ]
        parents = [one["ts"] for one in cards if one.get("thread_ts") in (None, one["ts"])]
        return str(parents[-1]) if parents else ""

    def replies(self, user: str, name: str) -> list[dict[str, Any]]:
        """What stands in a thread below its card."""
        parent = self._card(user, name)
        if not parent:
            return []
        dm = self.world.slack.dm_of(user)
        return [one for one in self.world.slack.messages(dm, thread_ts=parent) if one["ts"] != parent]

    def reply(self, user: str, name: str, text: str, **more: Any) -> str:
        """Type a reply in the thread of a client."""
        dm = self.world.slack.dm_of(user)
        return self.world.slack.type(user, dm, text, thread_ts=self.thread_of(user, name), **more)


def settings_for(api_url: str, bot_url: str, **more: Any) -> Settings:
    """Settings that point at the pretend world."""
    values: dict[str, Any] = {
        "public_url": bot_url,
        "slack_bot_token": BOT_TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": f"{api_url}/slack/api/",
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": AUTH_TOKEN,
        "twilio_api_url": api_url,
        "twilio_phone_number": OURS,
        "stripe_api_url": api_url,
        "number_pace_seconds": 0.0,
        "channel_pace_seconds": 0.0,
        "back_off_seconds": 0.05,
        "look_again_seconds": 0.0,
        "undo_seconds": 0,
        "welcome_credits": 100_000,
        "worker_threads": 8,
        "web_threads": 8,
    }
    return Settings(_env_file=None, **(values | more))  # type: ignore[call-arg]


def new_world(bot_url: str, clock: MovingClock) -> World:
    world = build_world(Wiring(bot_url, SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT), clock.now, clock.move_to)
    world.slack.enforce_tiers = False
    world.twilio.callback_delay = 0.02
    return world


def know_of_no_lists(tools: Tools) -> None:
    """The admins know that there is no do-not-call list: stories are about something else."""
    with tools.write() as session:
        jobs.take_tick(session, do_not_call.NONE_TOLD, "")


def build_house(settings: Settings, database_url: str, clock: MovingClock) -> app.House:
    """Parley as app.py wires it, not started."""
    product = Clock(now=clock.now)
    database = Database(database_url, 24)
    house.prepare(database, "live", product)
    return app.build(settings, database, product)
