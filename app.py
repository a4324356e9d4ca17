"""Parley's entry: reads the settings, builds everything once, starts it."""

import secrets
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from slack_bolt import App

from bot.actions import house
from bot.actions.house import HouseError
from bot.actions.movable_clock import MovableClock
from bot.cli import contacts
from bot.cli.arguments import parse
from bot.cli.commands import AT_THE_DATABASE
from bot.cli.log import log_to_stderr
from bot.gateways.bell import PostgresBell
from bot.gateways.pictures import PillowPictures
from bot.gateways.slack import SlackGateway
from bot.gateways.smtp import SmtpMailer
from bot.gateways.stripe import StripeGateway
from bot.gateways.twilio import TwilioGateway
from bot.jobs.handlers import HANDLERS
from bot.jobs.timetable import Timetable
from bot.jobs.worker import Worker
from bot.ports import Clock
from bot.screens.help import COMMANDS, MESSAGE_SHORTCUTS, SHORTCUTS
from bot.settings import Settings, SettingsError, read_settings
from bot.slack import app as slack_app
from bot.slack import http as slack_http
from bot.slack.socket import Socket
from bot.web import app as web_app
from bot.web.metrics import Metrics
from bot.web.paths import share
from bot.web.server import HttpServer, PortTaken
from bot.work import Policy, Tools
from models.database import Database
from models.job import BELL
from playground.phones import OWN_NUMBERS
from playground.seed import beginning, seed
from playground.world import Wiring, World, build_world

WIRED = ("signing_secret", "bot_token", "auth_token", "stripe_key", "webhook_secret")
LIVE_DATABASE, PLAYGROUND_DATABASE = "sqlite:///parley.db", "sqlite:///playground.db"


@dataclass
class House:
    """Everything that runs in this process, in the order in which it was started."""

    tools: Tools
    slack: App
    web: Any
    worker: Worker
    timetable: Timetable
    checks: list[Callable[[], bool]]  # all of them say whether this process can work
    stops: list[Callable[[], None]] = field(default_factory=list)

    def started(self, thing: Any) -> None:
        thing.start()
        self.stops.append(thing.stop)

    def stop(self) -> None:
        """End what was started, the doors first, and let running work finish."""
        for stop in reversed(self.stops):
            stop()
        self.tools.database.close()


def build(settings: Settings, database: Database, clock: Clock) -> House:
    """Wire the parts together; nothing runs yet."""
    token, secret = settings.slack_bot_token or "", settings.slack_signing_secret or "socket mode needs none"
    slack = SlackGateway(token, settings.slack_api_url)
    identity = house.who_we_are(slack, database)
    workspace_id = house.move_in(database, identity, settings.workspace_time_zone)
    tools = tools_for(settings, database, clock, slack, workspace_id)
    house.keep_pace(tools)
    house.stock_plans(tools)
    metrics = Metrics(lambda: house.count_jobs(tools))
    worker = Worker(tools, HANDLERS, settings.worker_threads, metrics.count_job)
    bolt = slack_app.build(tools, identity, token, secret, settings.slack_api_url, settings.web_threads)
    over_http = None if settings.slack_app_token else slack_http.handler(bolt, secret)
    checks: list[Callable[[], bool]] = []
    web = web_app.build(tools, over_http, metrics.registry, lambda: all(check() for check in checks))
    metrics.watch(web)
    return House(tools, bolt, web, worker, Timetable(tools), checks)


def tools_for(
    settings: Settings, database: Database, clock: Clock, slack: SlackGateway, workspace_id: UUID
) -> Tools:
    texts = TwilioGateway(
        settings.twilio_account_sid or "",
        settings.twilio_auth_token or "",
        settings.twilio_api_url,
        settings.twilio_messaging_service_sid,
        settings.worker_threads,
        settings.twilio_timeout_seconds,
    )
    mail = SmtpMailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else None
    figures, billing = policy(settings), cards(settings)
    return Tools(database, texts, slack, PillowPictures(), mail, clock, figures, workspace_id, billing)


def cards(settings: Settings) -> StripeGateway | None:
    """Payments by card, if Stripe is set up."""
    key, secret = settings.stripe_api_key, settings.stripe_webhook_secret
    if key is None or secret is None:
        return None
    return StripeGateway(key, secret, settings.stripe_api_url, settings.worker_threads)


def policy(settings: Settings) -> Policy:
    return Policy(
        public_url=settings.public_url,
        number_pace=timedelta(seconds=settings.number_pace_seconds),
        channel_pace=timedelta(seconds=settings.channel_pace_seconds),
        sign_pace=timedelta(seconds=1.1 * settings.channel_pace_seconds),
        lease=timedelta(seconds=settings.lease_seconds),
        look_again_after=timedelta(seconds=settings.look_again_seconds),
        back_off=timedelta(seconds=settings.back_off_seconds),
        undo_seconds=settings.undo_seconds,
        first_number=settings.twilio_phone_number,
        welcome_credits=settings.welcome_credits,
        delete_media=settings.twilio_delete_media,
    )


def start(settings: Settings, running: House, command: str, web: Any = None) -> None:
    """Start the parts that this command asks for."""
    if command in ("serve", "worker"):
        if not running.tools.database.is_sqlite:
            conninfo = settings.database_url or ""
            ring = running.worker.ring
            running.started(PostgresBell(conninfo.replace("+psycopg", "", 1), BELL, ring))
        running.started(running.worker)
        running.checks.append(running.worker.is_alive)
        running.started(running.timetable)
    if command in ("serve", "web"):
        running.started(HttpServer(settings.host, settings.port, web or running.web, settings.web_threads))
        if settings.slack_app_token:
            threads = settings.web_threads
            socket = Socket(running.slack, settings.slack_app_token, settings.slack_api_url, threads)
            running.started(socket)
            running.checks.append(socket.is_connected)


def open_database(settings: Settings, kind: str, clock: Clock) -> Database:
    default = PLAYGROUND_DATABASE if kind == "playground" else LIVE_DATABASE
    database = Database(settings.database_url or default, settings.worker_threads + settings.web_threads + 8)
    house.prepare(database, kind, clock)
    return database


def at_the_shell(settings: Settings, url: str, asked: Namespace) -> int:
    """Something done once on the database, beside a Parley that may run; the exit code."""
    with house.beside(url) as (database, workspace_id):
        clock = MovableClock(database) if settings.is_playground else Clock()
        slack = SlackGateway(settings.slack_bot_token or "", settings.slack_api_url)
        return contacts.run(tools_for(settings, database, Clock(now=clock.now), slack, workspace_id), asked)


def listen_for_signals() -> threading.Event:
    """Set by Ctrl-C or SIGTERM; asked for before anything starts, so that an early one ends in order, too."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    return told


def serve(settings: Settings, command: str) -> None:
    """Serve real clients until told to stop."""
    told, clock = listen_for_signals(), Clock()
    running = build(settings, open_database(settings, "live", clock), clock)
    try:
        start(settings, running, command)
        print(f"Parley is running at {settings.public_url}. Stop it with Ctrl-C.", flush=True)
        told.wait()
    finally:
        running.stop()


def play(settings: Settings, command: str) -> None:
    """Serve the playground: the pretend world on both sides of the same Parley."""
    if command != "serve":
        raise SettingsError("the playground runs in one process: start it without a command")
    told = listen_for_signals()
    database = open_database(settings, "playground", Clock())
    clock = MovableClock(database)
    url = f"http://{settings.host}:{settings.port}"
    wiring = Wiring(
        url,
        **{name: secrets.token_hex(16) for name in WIRED},
        account_sid="AC" + secrets.token_hex(16),
    )
    world = build_world(wiring, clock.now, clock.move_to, COMMANDS, SHORTCUTS, MESSAGE_SHORTCUTS)
    api = HttpServer("127.0.0.1", 0, world.api_app, 64)
    world.api_url = f"http://127.0.0.1:{api.start()}"
    world.keep_in(memory_beside(database))
    stops = [api.stop, world.close]
    try:
        settings = playground_settings(settings, wiring, world, url)
        is_new = house.identity_of(database) is None
        if is_new:
            clock.start_at(beginning(datetime.now(UTC)))
        running = build(settings, database, Clock(now=clock.now))
        clock.moved = running.timetable.run_now
        clock.settle = running.worker.settle
        stops.append(running.stop)
        start(settings, running, command, share(running.web, world.page_app))
        if is_new:
            story = threading.Thread(target=live_story, args=(world, clock, running, told), daemon=True)
            story.start()
            stops.append(story.join)  # it plays through the doors, so it ends before they close
        print(f"Parley's playground is at {url}. Stop it with Ctrl-C.", flush=True)
        told.wait()
    finally:
        for stop in reversed(stops):
            stop()


def live_story(world: World, clock: MovableClock, running: House, told: threading.Event) -> None:
    """Two weeks at a brokerage in a few seconds: meanwhile nothing waits for its pace."""
    paces = vars(running.tools.policy).copy()
    for name in ("number_pace", "channel_pace", "sign_pace"):
        setattr(running.tools.policy, name, timedelta())
    house.keep_pace(running.tools)
    seed(world, clock.move_to, datetime.now(UTC), told.is_set)
    clock.move_to(datetime.now(UTC))
    vars(running.tools.policy).update(paces)
    house.keep_pace(running.tools)


def memory_beside(database: Database) -> Path:
    """Where the pretend world keeps what the database knows nothing of."""
    file = database.url.removeprefix("sqlite:///") if database.is_sqlite else "playground"
    return Path(file).with_suffix(".world")


def playground_settings(
    settings: Settings, wiring: Wiring, world: World, url: str, *, by_card: bool = True
) -> Settings:
    """The same settings, pointed at the pretend world. Plans are billed to the brokerage, or paid by card."""
    stripe = {"stripe_api_key": wiring.stripe_key, "stripe_webhook_secret": wiring.webhook_secret}
    return settings.model_copy(
        update={
            "public_url": url,
            "slack_bot_token": wiring.bot_token,
            "slack_signing_secret": wiring.signing_secret,
            "slack_api_url": f"{world.api_url}/slack/api/",
            "twilio_account_sid": wiring.account_sid,
            "twilio_auth_token": wiring.auth_token,
            "twilio_api_url": world.api_url,
            "twilio_phone_number": OWN_NUMBERS[0],
            "smtp_url": f"smtp://127.0.0.1:{world.start_mailbox()}",
        }
        | (stripe | {"stripe_api_url": world.api_url} if by_card else {})
    )


def main(argv: list[str]) -> int:
    asked = parse(argv)
    command = asked.command
    log_to_stderr()
    try:
        settings = read_settings()
        default = PLAYGROUND_DATABASE if settings.is_playground else LIVE_DATABASE
        url = settings.database_url or default
        if command in AT_THE_DATABASE:
            is_well, words = AT_THE_DATABASE[command](url, asked)
            print(words)
            return 0 if is_well else 1
        if command in contacts.COMMANDS:
            return at_the_shell(settings, url, asked)
        if settings.is_playground:
            play(settings, command)
        else:
            serve(settings, command)
    except (SettingsError, HouseError, PortTaken) as error:
        print(f"parley: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
