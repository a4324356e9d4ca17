"""Where a client is: which clocks they may live by, and which states' rules protect them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.area_code import state_of
from bot.rules.local_time import valid_zone
from bot.rules.phone import is_short_code, region_of
from bot.rules.zip_area import (
    ARIZONA,
    CENTRAL,
    EASTERN,
    MOUNTAIN,
    PACIFIC,
    states_of_zip,
    zones_of_state,
    zones_of_zip,
)
from bot.rules.zone import zones_of

ANYWHERE = (EASTERN, CENTRAL, MOUNTAIN, ARIZONA, PACIFIC)  # toll-free and unknown numbers: the contiguous US
TERRITORIES = frozenset(
    {"PR", "GU", "VI", "AS", "MP"}
)  # countries of their own by number, with American rules


@dataclass(frozen=True, slots=True)
class Address:
    """What a contact's card says about where they are; "" where it says nothing."""

    time_zone: str = ""
    state: str = ""  # "NJ"
    zip_code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may be. Without zones it is nowhere: nobody sleeps behind a short code."""

    zones: tuple[str, ...]
    states: tuple[str, ...] = ()  # whose rules hold; () abroad and where nobody knows


def place_of(phone: str, addresses: Iterable[Address] = ()) -> Place:
    """Where whoever reads this number may be: a couple may live in two places, and both count."""
    return _place(phone, tuple(addresses) or (Address(),))


@lru_cache(maxsize=4096)  # asked twice for each text
def _place(phone: str, addresses: tuple[Address, ...]) -> Place:
    if is_short_code(phone):
        return Place(())
    zones = (zone for one in addresses for zone in _zones(phone, one))
    states = (state for one in addresses for state in _states(phone, one))
    return Place(tuple(dict.fromkeys(zones)), tuple(dict.fromkeys(states)))


def _zones(phone: str, address: Address) -> tuple[str, ...]:
    """The card's own zone, else its ZIP and state, else the number's, else all that an American may have."""
    if address.time_zone and valid_zone(address.time_zone):
        return (address.time_zone,)
    by_zip, by_state = zones_of_zip(address.zip_code), zones_of_state(address.state)
    if by_zip and (not by_state or address.state in states_of_zip(address.zip_code)):
        return by_zip
    return (*by_zip, *by_state) or zones_of(phone) or ANYWHERE


def _states(phone: str, address: Address) -> tuple[str, ...]:
    if zones_of_state(address.state):
        return (address.state,)
    if found := states_of_zip(address.zip_code):
        return found
    region = region_of(phone)
    state = region if region in TERRITORIES else state_of(phone)
    return (state,) if state else ()
