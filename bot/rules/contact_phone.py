"""The phone numbers in one cell of a table, or in a line that somebody pasted."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberMatcher

from bot.rules.blank import one_line
from bot.rules.contact_heading import kind_of_phone
from bot.rules.phone import TOO_SHORT, PhoneRefusal, parse_phone
from bot.rules.phone_lines import CardPhone

_LONGEST = 400  # characters of a cell that are looked at
_MOST = 10  # numbers of one person
_SHOWN = 40
_AMERICAN = re.compile(
    r"(?:\+?1[ .-]?)?(?:\(([2-9]\d\d)\)|([2-9]\d\d))[ .-]{0,2}([2-9]\d\d)[ .-]?(\d{4})", re.ASCII
)
_WHOLE_NUMBER = re.compile(r"(\d{10,11})\.0", re.ASCII)  # as some programs write what they took for a count
_LOCAL = re.compile(r"\d{3}[ .-]?\d{4}", re.ASCII)
_PARTS = re.compile(r":::|[\n;|/&]|,(?!\s*ext)|\b(?:or|and|y|o)\b", re.IGNORECASE)
_BESIDE = 12  # characters around a number that may say what kind it is
_EXTENSION = re.compile(r"\d{1,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers in a text, where they stand, and what of it cannot be used."""

    phones: tuple[CardPhone, ...] = ()
    remarks: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


@lru_cache(maxsize=20_000)  # exports repeat rows, and every import reads its file twice
def read_phones(cell: str) -> Found:
    """The numbers of a cell, each once. What is none of a person's numbers is remarked upon."""
    text = _WHOLE_NUMBER.sub(r"\1", cell.strip()[:_LONGEST])
    if not text:
        return Found()
    if american := _american(text):
        return Found((CardPhone(american),))
    try:
        read = parse_phone(text)
    except PhoneRefusal as refused:
        return _several(text, str(refused) == TOO_SHORT)
    return Found((CardPhone(read.e164, "", read.extension),))


def find_phones(text: str) -> Found:
    """The numbers within other words."""
    matches = list(PhoneNumberMatcher(text[:2000], "US", leniency=Leniency.VALID, max_tries=50))[:_MOST]
    phones = []
    for place, match in enumerate(matches):
        before = text[matches[place - 1].end if place else 0 : match.start]
        after = text[match.end : match.end + _BESIDE]
        phones.append(
            CardPhone(_e164(match.number), _kind_beside(before, after), match.number.extension or "")
        )
    return Found(tuple(phones), spans=tuple((match.start, match.end) for match in matches))


def read_extension(cell: str) -> str:
    """The digits of "x12", "12" or "ext. 12"; "" if there are none."""
    found = _EXTENSION.search(cell)
    return found[0] if found else ""


def in_order(phones: list[CardPhone]) -> tuple[CardPhone, ...]:
    """Mobile ones first, each number once."""
    found: dict[str, CardPhone] = {}
    for phone in sorted(phones, key=lambda one: one.label != "mobile"):
        found.setdefault(phone.e164, phone)
    return tuple(found.values())[:_MOST]


def _american(text: str) -> str:
    """What `parse_phone` reads, three times as fast: nearly all numbers look so."""
    shape = _AMERICAN.fullmatch(text)
    if shape is None:
        return ""
    digits = "".join(filter(None, shape.groups()))
    valid = phonenumbers.is_valid_number(PhoneNumber(country_code=1, national_number=int(digits)))
    return f"+1{digits}" if valid else ""


def _several(text: str, is_short: bool) -> Found:
    found = find_phones(text)
    if not found.phones:
        return Found(remarks=(_no_number(text, is_short),))
    rest = _without(text, found.spans)
    odd = [part.strip() for part in _PARTS.split(rest) if sum(map(str.isdigit, part)) > 2]
    return Found(found.phones, tuple(_no_number(part, bool(_LOCAL.fullmatch(part))) for part in odd))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]};{text[end:]}"
    return text


def _no_number(text: str, is_short: bool) -> str:
    shown = one_line(text, _SHOWN)
    return (
        f"{shown} has no area code" if is_short and _LOCAL.fullmatch(shown) else f"{shown} is no phone number"
    )


def _kind_beside(before: str, after: str) -> str:
    """ "cell: 201-555-0123" and "201-555-0123 (h)": the words right before or after, up to a comma."""
    left = re.split(r"[,;/|\n\d]", before)[-1][-_BESIDE:]
    right = re.split(r"[,;/|\n\d:]", after)[0]
    words = (
        left if left.rstrip().endswith(":") else right if right.strip().startswith("(") else f"{left} {right}"
    )
    return kind_of_phone(words).replace("fax", "other")


def _e164(number: PhoneNumber) -> str:
    return f"+{number.country_code}{phonenumbers.national_significant_number(number)}"
