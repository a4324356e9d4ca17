"""Where a phone number's clock may be. A mobile number moves with its owner, so it is a presumption."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType
from phonenumbers import timezone as phone_zones

from bot.rules.local_time import local, valid_zone

# Their owner may sit anywhere in the country or beyond.
_ANYWHERE = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
}
# What American clocks call themselves in winter and summer, and the city that keeps this time all year.
_NAMES: Mapping[str, tuple[str, str]] = {
    abbreviation: (name, city)
    for abbreviations, name, city in (
        ("PST PDT", "Pacific", "America/Los_Angeles"),
        ("MST MDT", "Mountain", "America/Denver"),
        ("CST CDT", "Central", "America/Chicago"),
        ("EST EDT", "Eastern", "America/New_York"),
        ("AST ADT", "Atlantic", "America/Halifax"),
        ("NST NDT", "Newfoundland", "America/St_Johns"),
        ("AKST AKDT", "Alaska", "America/Anchorage"),
        ("HST HDT", "Hawaii", "Pacific/Honolulu"),
    )
    for abbreviation in abbreviations.split()
}
_SELDOM = {"America/Adak"}  # a few islands, in the alphabet before the rest of Alaska
_ARIZONA = {"America/Phoenix", "US/Arizona"}


def zones_of(phone: str) -> tuple[str, ...]:
    """The IANA zones that a number in E.164 may be in, the likely ones first; () for toll-free or unknown."""
    try:
        number = phonenumbers.parse(phone)
    except NumberParseException:
        return ()
    if phonenumbers.number_type(number) in _ANYWHERE:
        return ()
    zones = filter(valid_zone, phone_zones.time_zones_for_number(number))
    return tuple(sorted(zones, key=_SELDOM.__contains__))


def zone_of(phone: str, own: str | None, fallback: str) -> str:
    """The zone to presume for a contact: its `own` if that is one, else its number's, else `fallback`.

    Where an area code lies in several zones, it is `fallback` if that is among them and else the first.
    """
    if own and valid_zone(own):
        return own
    zones = zones_of(phone)
    return fallback if fallback in zones or not zones else zones[0]


def show_zone(zone: str, at: datetime) -> str:
    """A zone as people call it: "Pacific time", "Arizona time", else by its city: "London time".

    `at` decides for places that share a clock in winter only: Regina is on Central time then.
    """
    there = local(at, zone)
    name, city = _NAMES.get(there.tzname() or "", ("", ""))
    if zone in _ARIZONA:
        return "Arizona time"
    if name and there.utcoffset() == at.astimezone(ZoneInfo(city)).utcoffset():
        return f"{name} time"
    place = zone.rpartition("/")[2].replace("_", " ")
    return place if place in {"UTC", "GMT"} else f"{place} time"
