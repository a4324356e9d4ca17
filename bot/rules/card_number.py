"""Whether somebody typed the number of a payment card where none belongs."""

import re
from itertools import accumulate

from bot.rules.phone import PhoneRefusal, parse_phone

_GAP = r"[ \-\u00a0\u2010-\u2015.]{1,2}"
_RUN = re.compile(rf"(?<![\w+])[0-9]+(?:{_GAP}[0-9]+)*", re.ASCII)
_GROUP = re.compile("[0-9]+")
_SHORTEST_GROUP = 4  # but for the last one; those of a phone number are shorter
_MOST_GROUPS = 5
_LONGEST_PHONE = 15
_LONGEST = 19
_BRANDS = (  # how it starts, how long it is
    (re.compile(r"4"), (13, 16, 19)),  # Visa
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),  # Mastercard
    (re.compile(r"3[47]"), (15,)),  # American Express
    (re.compile(r"6011|64[4-9]|65"), (16, 17, 18, 19)),  # Discover
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 17, 18, 19)),  # JCB
    (re.compile(r"30[0-5]|3[689]"), (14, 16)),  # Diners Club
    (re.compile(r"62"), (16, 17, 18, 19)),  # UnionPay
)


def looks_like_card(text: str) -> bool:
    """Whether the number of a card stands in the text, in one piece or in groups as on the card.

    A phone number is none, nor is a number whose check digit is wrong: nine in ten of all others.
    """
    return any(_has_card(_GROUP.findall(run[0])) for run in _RUN.finditer(text))


def _has_card(groups: list[str]) -> bool:
    """Other digits may stand before and after: the date, the security code."""
    return any(
        _is_card(digits)
        for start in range(len(groups))
        for digits in _whole(groups[start : start + _MOST_GROUPS])
    )


def _whole(groups: list[str]) -> list[str]:
    """What the first groups make together, as far as they could be parts of one number."""
    short = (at + 1 for at, group in enumerate(groups) if len(group) < _SHORTEST_GROUP)
    return [digits for digits in accumulate(groups[: next(short, None)]) if len(digits) <= _LONGEST]


def _is_card(digits: str) -> bool:
    of_a_brand = any(start.match(digits) and len(digits) in lengths for start, lengths in _BRANDS)
    return of_a_brand and _luhn(digits) and not _is_phone(digits)


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _is_phone(digits: str) -> bool:
    """With its country code and without the plus."""
    if len(digits) > _LONGEST_PHONE:
        return False
    try:
        parse_phone(f"+{digits}")
    except PhoneRefusal:
        return False
    return True
