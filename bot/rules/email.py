"""Addresses for e-mail, as people type them."""

import re

LONGEST, LONGEST_NAME = 254, 64
_ADDRESS = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.I
)


class AddressRefusal(ValueError):
    """This is no address that mail could reach. The sentence is for the person who typed it."""


def read_address(typed: str) -> str:
    """The address without the spaces around it. Raises AddressRefusal."""
    address = typed.strip()
    name = address.partition("@")[0]
    fits = len(address) <= LONGEST and len(name) <= LONGEST_NAME
    has_dots_inside = not (name.startswith(".") or name.endswith(".") or ".." in name)
    if not (fits and has_dots_inside and _ADDRESS.fullmatch(address)):
        raise AddressRefusal("This is not an e-mail address. Write one such as maria@example.com.")
    return address
