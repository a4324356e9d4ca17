"""The pretend outside world, built once: vendors for the bot to call, and the page for people."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from flask import Flask

from playground.mailbox import Mailbox
from playground.memory import EVERY, recall, remember
from playground.page import Offers, Page, page_app
from playground.slack import Slack
from playground.slack_api import slack_routes
from playground.stage import Stage
from playground.stripe import Stripe
from playground.stripe_api import stripe_routes
from playground.stripe_pages import stripe_pages
from playground.twilio import Twilio
from playground.twilio_api import twilio_routes
from playground.wire import Answer, Wiring

__all__ = ["Answer", "Wiring", "World", "build_world"]


class World:
    def __init__(self, stage: Stage, offers: Offers, move_to: Callable[[datetime], None]) -> None:
        self._stage = stage
        self._memory: Path | None = None
        self._kept_version = 0
        self.slack = Slack(stage)
        self.twilio = Twilio(stage)
        self.mailbox = Mailbox(stage)
        self.stripe = Stripe(stage)
        self.api_app = Flask("playground.api", static_folder=None)
        self.api_app.config["PROPAGATE_EXCEPTIONS"] = True  # a dropped connection is an exception: see faults
        self.api_app.register_blueprint(slack_routes(self.slack))
        self.api_app.register_blueprint(twilio_routes(self.twilio))
        self.api_app.register_blueprint(stripe_routes(self.stripe))
        self.page_app = page_app(Page(self.slack, self.twilio, self.mailbox, offers, move_to))
        self.page_app.register_blueprint(stripe_pages(self.stripe))

    @property
    def api_url(self) -> str:
        """Where api_app listens; links to files and media point there."""
        return self._stage.api_url

    @api_url.setter
    def api_url(self, url: str) -> None:
        self._stage.api_url = url.rstrip("/")

    def start_mailbox(self) -> int:
        return self.mailbox.start()

    def keep_in(self, path: Path) -> None:
        """Go on from this file if it is there, and keep it up to date until the end."""
        recall(self, path)
        self.stripe.go_on()
        self._memory, self._kept_version = path, self._stage.version
        self._stage.after(EVERY, self._keep)

    def _keep(self) -> None:
        if self._memory and self._kept_version != self._stage.version:
            self._kept_version = self._stage.version
            remember(self, self._memory)
        self._stage.after(EVERY, self._keep)

    def close(self) -> None:
        self._stage.close()
        if self._memory:
            remember(self, self._memory)
        self.mailbox.close()


def build_world(
    wiring: Wiring,
    now: Callable[[], datetime],
    move_to: Callable[[datetime], None],
    commands: Sequence[tuple[str, str, str]] = (),
    shortcuts: Sequence[tuple[str, str]] = (),
    message_shortcuts: Sequence[tuple[str, str]] = (),
) -> World:
    """Commands as (command, usage hint, description) and shortcuts as (callback id, name) are the page's."""
    return World(Stage(wiring, now), Offers(commands, shortcuts, message_shortcuts), move_to)
