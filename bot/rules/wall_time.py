"""Times as people say them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant_of(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))


def show_when(at: datetime, zone: str, now: datetime) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%b} {local.day}, {local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


def tomorrow_at(now: datetime, zone: str, hour: int) -> datetime:
    return instant_of(now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1), time(hour), zone)


def age(since: datetime, now: datetime) -> str:
    minutes = int((now - since).total_seconds() // 60)
    return (
        f"{minutes} min"
        if minutes < 60
        else f"{minutes // 60} h"
        if minutes < 2880
        else f"{minutes // 1440} days"
    )
