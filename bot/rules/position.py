"""The order of texts within a conversation: microseconds, by the moment of typing."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def position_of(instant: datetime) -> int:
    """The place of something that happened at this instant."""
    return (instant - _EPOCH) // _STEP


def instant_of(position: int) -> datetime:
    """The instant that has this place. Raises OverflowError for one that no calendar has."""
    return _EPOCH + position * _STEP


def position_of_slack_ts(ts: str) -> int:
    """The place of a Slack message. Slack may deliver two replies out of order; their ts keeps it."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6] or 0)
