"""Instants as people in one place read them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def valid_zone(name: str) -> bool:
    """Whether `name` is a time zone of the IANA database ("America/Chicago")."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a plain name, a folder of names
        return False
    return True


def show_time(instant: datetime, zone: str) -> str:
    """`instant` on the clocks of `zone`: "Mon, Nov 23, 9:05 AM".

    Raises ValueError for an instant without a zone of its own, which would be read in the server's.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    local = instant.astimezone(ZoneInfo(zone))
    return (
        f"{local:%a, %b} {local.day}, {local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"
    )
