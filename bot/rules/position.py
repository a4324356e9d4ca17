"""The order of texts within a conversation: microseconds, by the moment of typing."""

from datetime import datetime


def position_of(instant: datetime) -> int:
    """The place of something that happened at this instant."""
    return int(instant.timestamp() * 1_000_000)


def position_of_slack_ts(ts: str) -> int:
    """The place of a Slack message. Slack may deliver two replies out of order; their ts keeps it."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6] or 0)
