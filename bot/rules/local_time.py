"""Instants as people in one place read them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo


def valid_zone(name: str) -> bool:
    """Whether `name` is a time zone of the IANA database ("America/Chicago")."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a plain name, a folder of names
        return False
    return True


def local(instant: datetime, zone: str) -> datetime:
    """`instant` on the clocks of `zone`.

    Raises ValueError for an instant without a zone of its own, which would be read in the server's.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(ZoneInfo(zone))


def show_clock(at: datetime | time) -> str:
    """The time of day as its own clock shows it: "9:05 AM"."""
    return f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"


def show_minute(minute: int) -> str:
    """A minute of the day as people say it: "8:30 AM"."""
    return show_clock(time(minute // 60, minute % 60))


def show_time(instant: datetime, zone: str) -> str:
    """`instant` on the clocks of `zone`: "Mon, Nov 23, 9:05 AM". Raises ValueError as `local` does."""
    at = local(instant, zone)
    return f"{at:%a, %b} {at.day}, {show_clock(at)}"
