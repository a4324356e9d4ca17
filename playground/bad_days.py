"""Bad days that a visitor can switch on, and off again all at once."""

import math
import time

from playground.slack import Slack
from playground.twilio import Twilio

DAYS = {
    "silent": "Twilio takes a text but does not answer",
    "busy": "Twilio says: too many requests",
    "twice": "Every text to Parley arrives twice",
    "late": "Texts to Parley arrive 30 seconds late",
    "disorder": "Delivery reports come in the wrong order",
    "slack_busy": "Slack says: too many requests",
    "slack_away": "Slack is away for a minute",
}
SLACK_FAULTS = {"slack_busy": ("*", "429"), "slack_away": ("*", "down")}
TWILIO_FAULTS = {"silent": ("create", "timeout_after_accept"), "busy": ("create", "429")}
LATE_SECONDS = 30.0
ENDS = {"slack_away": 60.0}


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
        on, slack, twilio = self.on(), self._slack, self._twilio
        for vendor, faults in ((slack, SLACK_FAULTS), (twilio, TWILIO_FAULTS)):
            vendor.faults.heal()
            for key, kind in [faults[name] for name in on if name in faults]:
                vendor.faults.always(key, kind)
        twilio.webhook_times = 2 if "twice" in on else 1
        twilio.webhook_delay = LATE_SECONDS if "late" in on else 0.0
        twilio.in_order = "disorder" not in on
        slack.stage.touch()
