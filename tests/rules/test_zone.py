from datetime import UTC, datetime

import pytest

from bot.rules.zone import show_zone, zone_of, zones_of

NEW_YORK, DENVER, BOISE = "America/New_York", "America/Denver", "America/Boise"
LOS_ANGELES, CHICAGO = "America/Los_Angeles", "America/Chicago"
WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phone", "zones"),
    [
        ("+12015550123", (NEW_YORK,)),
        ("+13125550123", (CHICAGO,)),
        ("+16025550123", ("America/Phoenix",)),
        ("+18085550123", ("Pacific/Honolulu",)),
        ("+19075550123", ("America/Anchorage", "America/Adak")),
        ("+17875550123", ("America/Puerto_Rico",)),
        ("+12085550123", (BOISE, LOS_ANGELES)),
        ("+442079460958", ("Europe/London",)),
        ("+4915112345678", ("Europe/Berlin",)),
        ("+18005550123", ()),
        ("+18335550123", ()),
        ("+19005550123", ()),
        ("+15558675310", ()),
        ("+1", ()),
        ("12345", ()),
        ("OAKREALTY", ()),
        ("", ()),
        ("+" + "9" * 5000, ()),
    ],
)
def test_zones_of(phone: str, zones: tuple[str, ...]) -> None:
    assert zones_of(phone) == zones


@pytest.mark.parametrize(
    ("phone", "own", "fallback", "zone"),
    [
        ("+12015550123", None, CHICAGO, NEW_YORK),
        ("+12015550123", DENVER, CHICAGO, DENVER),
        ("+12015550123", "", CHICAGO, NEW_YORK),
        ("+12015550123", "Mars/Olympus", CHICAGO, NEW_YORK),
        ("+12015550123", "../etc/passwd", CHICAGO, NEW_YORK),
        ("+12085550123", None, LOS_ANGELES, LOS_ANGELES),
        ("+12085550123", None, BOISE, BOISE),
        ("+12085550123", None, CHICAGO, BOISE),
        ("+18005550123", None, CHICAGO, CHICAGO),
        ("+18005550123", DENVER, CHICAGO, DENVER),
        ("+15558675310", None, CHICAGO, CHICAGO),
        ("12345", None, CHICAGO, CHICAGO),
    ],
)
def test_zone_of(phone: str, own: str | None, fallback: str, zone: str) -> None:
    assert zone_of(phone, own, fallback) == zone


@pytest.mark.parametrize(
    ("zone", "at", "shown"),
    [
        (LOS_ANGELES, WINTER, "Pacific time"),
        (LOS_ANGELES, SUMMER, "Pacific time"),
        ("America/Vancouver", SUMMER, "Pacific time"),
        (DENVER, SUMMER, "Mountain time"),
        (BOISE, WINTER, "Mountain time"),
        ("America/Phoenix", WINTER, "Arizona time"),
        ("America/Phoenix", SUMMER, "Arizona time"),
        (CHICAGO, WINTER, "Central time"),
        ("America/Indiana/Knox", SUMMER, "Central time"),
        ("America/Regina", WINTER, "Central time"),
        ("America/Regina", SUMMER, "Regina time"),
        (NEW_YORK, SUMMER, "Eastern time"),
        ("America/Detroit", WINTER, "Eastern time"),
        ("America/Toronto", WINTER, "Eastern time"),
        ("US/Eastern", WINTER, "Eastern time"),
        ("America/Jamaica", SUMMER, "Jamaica time"),
        ("America/Anchorage", WINTER, "Alaska time"),
        ("Pacific/Honolulu", SUMMER, "Hawaii time"),
        ("America/Halifax", SUMMER, "Atlantic time"),
        ("America/Puerto_Rico", SUMMER, "Puerto Rico time"),
        ("America/St_Johns", SUMMER, "Newfoundland time"),
        ("Europe/London", WINTER, "London time"),
        ("Asia/Shanghai", WINTER, "Shanghai time"),  # calls itself CST
        ("Asia/Manila", WINTER, "Manila time"),  # and this one PST
        ("America/Havana", WINTER, "Havana time"),
        ("America/Argentina/Buenos_Aires", WINTER, "Buenos Aires time"),
        ("UTC", WINTER, "UTC"),
        ("Etc/UTC", WINTER, "UTC"),
    ],
)
def test_show_zone(zone: str, at: datetime, shown: str) -> None:
    assert show_zone(zone, at) == shown
