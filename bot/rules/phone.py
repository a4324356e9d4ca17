"""Phone numbers as people write them and as Twilio takes them (E.164)."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from bot.rules.blank import plain

EMPTY = "Type a phone number, like (201) 555-0123."
LETTERS = "A phone number has digits only: type it like (201) 555-0123."
TOO_SHORT = "That number is too short: type all of it with the area code, like (201) 555-0123."
TOO_LONG = (
    "That number is too long: type ten digits, like (201) 555-0123, or + and a country code for abroad."
)
UNKNOWN = "There is no such number: check its digits, and start with + and the country code if it is abroad."
SEVERAL = "Those look like two numbers: type one at a time."

_EXTENSION = re.compile(r"[\s,;]*(?:;ext=|ext(?:ension|n)?\.?:?|x|#)\s*(\d{1,7})$", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;/|&\n]|\b(?:or|and)\b", re.IGNORECASE)
_SHORTEST = 7  # digits of a number without its area code
_TWO_NUMBERS = range(20, 23)  # digits of two American numbers with nothing but a space between
_SHORT_CODE = re.compile(r"[0-9]{3,6}")
_TOO_SHORT = {ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can exist: `e164` ("+12015550123") and its extension or "", which a text cannot reach."""

    e164: str
    extension: str = ""


class PhoneRefusal(ValueError):
    """What was typed is not one phone number; the text tells the person what to type instead."""


def parse_phone(text: str, region: str = "US") -> Phone:
    """The one number in `text`, read as if dialled in `region` unless it starts with `+`.

    Raises PhoneRefusal for nothing, letters, two numbers, a wrong length or a number that cannot exist.
    """
    typed = plain(text).removeprefix("tel:")
    extension = _EXTENSION.search(typed)
    main = typed[: extension.start()] if extension else typed
    number = _parsed(main, region)
    if refusal := _shape(main) or _reason(number, _digits(main)):
        raise PhoneRefusal(refusal)
    assert number is not None
    return Phone(_e164(number), extension[1] if extension else "")


def show_phone(e164: str) -> str:
    """A number as people read it: "(201) 555-0123" under +1, else international. Short codes stay."""
    number = _parsed(e164) if e164.startswith("+") else None
    if number is None:
        return e164
    style = PhoneNumberFormat.NATIONAL if number.country_code == 1 else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def last_four(e164: str) -> str:
    """The last four digits, by which people tell numbers apart."""
    return e164[-4:]


@lru_cache(maxsize=4096)  # asked twice for each text; parsing costs more than a statement
def region_of(e164: str) -> str | None:
    """The ISO country of a number ("US", "CA", "PR"); None for a short code or a country nobody knows.

    A +1 number outside the plan, as carriers sometimes hand over, is placed by its area code, else in the US.
    """
    number = _parsed(e164) if e164.startswith("+") else None
    if number is None:
        return None
    region = phonenumbers.region_code_for_number(number)
    if region is None and number.country_code == 1:
        neighbour = _parsed(f"+1{e164[2:5]}5550100")
        return (neighbour and phonenumbers.region_code_for_number(neighbour)) or "US"
    return region


def is_short_code(text: str) -> bool:
    """Whether a sender is a short code: three to six digits, no country, often no way to answer."""
    return _SHORT_CODE.fullmatch(text) is not None


def _parsed(text: str, region: str | None = None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _shape(main: str) -> str | None:
    """What is wrong with the looks of it."""
    if not main:
        return EMPTY
    parts = [part for part in _BETWEEN.split(main) if _digits(part) >= _SHORTEST]
    if len(parts) > 1 or _digits(main) in _TWO_NUMBERS:
        return SEVERAL
    return LETTERS if any(map(str.isalpha, main)) else None


def _reason(number: PhoneNumber | None, digits: int) -> str | None:
    """What is wrong with the number itself."""
    if number is None:
        return TOO_SHORT if digits < _SHORTEST else UNKNOWN
    if phonenumbers.is_valid_number(number):
        return None
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in _TOO_SHORT:
        return TOO_SHORT
    return TOO_LONG if length == ValidationResult.TOO_LONG else UNKNOWN
