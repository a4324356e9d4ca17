"""Numbers as people type them: money, per cents, counts. Read exactly or refused, never guessed."""

import re

_CODES = {"USD": ("$", "US$"), "CAD": ("$", "CA$", "C$"), "EUR": ("€",), "GBP": ("£",)}
_WHOLE = r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})"
_MONEY = re.compile(rf"{_WHOLE}(?:\.(?P<part>[0-9]{{1,2}}))?")
_COUNT = re.compile(_WHOLE)
_MINUS = "-−–"  # as phones and word processors write it

CURRENCIES = tuple(_CODES)


class NumberRefusal(ValueError):
    """What was typed is no such number. The sentence says how to write it."""


def read_money(text: str, currency: str) -> int:
    """An amount in cents: "25", "25.00", "$25", "1,250.5", "-2.50"; raises NumberRefusal.

    A sign has to be that of `currency`; a comma only parts thousands.
    """
    typed = "".join(text.split())
    sign = -1 if typed[:1] and typed[0] in _MINUS else 1
    typed = typed[1:] if sign < 0 else typed
    for mark in (currency, *_CODES.get(currency, ())):
        if typed.upper().startswith(mark):
            typed = typed[len(mark) :]
            break
        if typed.upper().endswith(mark):
            typed = typed[: -len(mark)]
            break
    found = _MONEY.fullmatch(typed)
    if found is None:
        raise NumberRefusal(f"Type an amount in {currency} such as 25 or 25.00.")
    part = (found["part"] or "").ljust(2, "0")
    return sign * (int(found["whole"].replace(",", "")) * 100 + int(part))


def read_rate(text: str) -> int:
    """A per cent in hundredths: "8.25" and "8.25%" are 825; raises NumberRefusal."""
    typed = "".join(text.split()).removesuffix("%")
    found = _MONEY.fullmatch(typed)
    if found is None:
        raise NumberRefusal("Type a per cent such as 8 or 8.25.")
    return int(found["whole"].replace(",", "")) * 100 + int((found["part"] or "").ljust(2, "0"))


def read_count(text: str) -> int:
    """A whole number: "500", "10,000"; raises NumberRefusal."""
    found = _COUNT.fullmatch("".join(text.split()))
    if found is None:
        raise NumberRefusal("Type a whole number such as 500.")
    return int(found["whole"].replace(",", ""))
