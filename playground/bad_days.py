"""Bad days that a visitor can switch on, and off again all at once."""

import math
import time
from collections.abc import Callable

from playground.slack import Slack
from playground.twilio import Twilio

AWAY_SECONDS = 60.0


# name -> what a visitor reads, what it does
DAYS: dict[str, tuple[str, Callable[[Slack, Twilio], None]]] = {
    "silent": (
        "Twilio takes a text but does not answer",
        lambda _, twilio: twilio.faults.always("create", "timeout_after_accept"),
    ),
    "busy": ("Twilio says: too many requests", lambda _, twilio: twilio.faults.always("create", "429")),
    "twice": ("Every text to Parley arrives twice", lambda _, twilio: setattr(twilio, "webhook_times", 2)),
    "late": (
        "Texts to Parley arrive 30 seconds late",
        lambda _, twilio: setattr(twilio, "webhook_delay", 30.0),
    ),
    "disorder": (
        "Delivery reports come in the wrong order",
        lambda _, twilio: setattr(twilio, "in_order", False),
    ),
    "slack_busy": ("Slack says: too many requests", lambda slack, _: slack.faults.always("*", "429")),
    "slack_away": ("Slack is away for a minute", lambda slack, _: slack.faults.always("*", "down")),
}
ENDS = {"slack_away": AWAY_SECONDS}


class BadDays:
    def __init__(self, slack: Slack, twilio: Twilio) -> None:
        self._slack, self._twilio = slack, twilio
        self._until: dict[str, float] = {}

    def switch(self, name: str) -> None:
        """On, or off again; "" turns all off."""
        if name in self.on() or not name:
            self._until = {one: until for one, until in self._until.items() if name and one != name}
        else:
            seconds = ENDS.get(name, math.inf)
            self._until[name] = time.monotonic() + seconds
            if seconds < math.inf:
                self._slack.stage.after(seconds, self._renew)
        self._renew()

    def on(self) -> list[str]:
        return [name for name, until in self._until.items() if time.monotonic() < until]

    def _renew(self) -> None:
        """What is on, and nothing else."""
        self._slack.faults.heal()
        self._twilio.faults.heal()
        self._twilio.webhook_times, self._twilio.webhook_delay, self._twilio.in_order = 1, 0.0, True
        for name in self.on():
            DAYS[name][1](self._slack, self._twilio)
        self._slack.stage.touch()
