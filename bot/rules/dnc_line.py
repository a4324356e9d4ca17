"""One line or element of a do-not-call file."""

import re
from typing import NamedTuple

_CUT = re.compile(r"[,;\t]")
_PHONE = re.compile(r"[0-9\s().+-]+")
_NATIONAL = re.compile(r"1?([2-9][0-9]{2}[2-9][0-9]{6})")
_DATE = re.compile(r"[0-9][0-9T:/. Z-]{5,}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*[\"']([^\"']*)[\"']")
_CHANGES = {"A": False, "D": True}  # the registry's own letters: added, deleted
AREA = 3  # digits of an area code


class Entry(NamedTuple):
    """A number that is listed, or in a change list one that came or went."""

    number: int  # ten digits
    is_gone: bool | None  # None: the line speaks of no change


def read_line(line: str) -> Entry | None:
    """The entry of a line: the number in one cell or two, perhaps a date and a letter behind it."""
    first, *rest = [cell.strip().strip('"').strip() for cell in _CUT.split(line)]
    digits = _digits(first)
    if len(digits) == AREA and rest:
        digits, rest = digits + _digits(rest[0]), rest[1:]
    number = _NATIONAL.fullmatch(digits)
    return Entry(int(number[1]), _change([cell for cell in rest if cell])) if number else None


def _digits(cell: str) -> str:
    return re.sub(r"[^0-9]", "", cell) if _PHONE.fullmatch(cell) else ""


def _change(cells: list[str]) -> bool | None:
    """What the cells behind a number say: A or D beside dates and nothing else."""
    letters = [cell for cell in cells if not _DATE.fullmatch(cell)]
    return _CHANGES.get(letters[0].upper()) if len(letters) == 1 else None


def is_heading(line: str) -> bool:
    """Whether a line names what stands below it: words, and no number in them."""
    return bool(re.search(r"[A-Za-z]{2}", line)) and len(re.findall(r"[0-9]", line)) < AREA


def attributes(tag: str) -> dict[str, str]:
    """The attributes of an XML element, by their names in small letters."""
    return {name.lower(): value.strip() for name, value in _ATTRIBUTE.findall(tag)}


def read_element(given: dict[str, str], area: str) -> Entry | None:
    """The entry of a `ph` element inside the `ac` of this area code."""
    digits = _digits(given.get("val", ""))
    number = _NATIONAL.fullmatch(digits) or _NATIONAL.fullmatch(area + digits)
    if number is None:
        return None
    others = [value for name, value in given.items() if name != "val" and value]
    return Entry(int(number[1]), _change(others))
