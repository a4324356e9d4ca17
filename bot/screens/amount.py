"""Amounts as people read them."""

from datetime import date

from models.enums import Meter


def credits(count: int) -> str:
    """ "1 credit", "1,200 credits"."""
    return f"{count:,} credit{'' if abs(count) == 1 else 's'}"


def units(count: int, meter: Meter) -> str:
    """Credits, or "1 e-mail", "1,200 e-mails"."""
    return credits(count) if meter == Meter.SMS else f"{count:,} {unit(count, meter)}"


def unit(count: int, meter: Meter) -> str:
    """The word alone."""
    word = "credit" if meter == Meter.SMS else "e-mail"
    return word if abs(count) == 1 else f"{word}s"


SIGNS = {"USD": "$", "CAD": "CA$", "EUR": "€", "GBP": "£"}


def money(amount: int, currency: str) -> str:
    """An amount in the smallest unit of its currency: "$9.00", "-$2.50", "CHF 15.00"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{SIGNS.get(currency, currency + ' ')}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def sends(count: int) -> str:
    """ "1 send", "5,000 sends"."""
    return f"{count:,} send{'' if abs(count) == 1 else 's'}"


def with_tax(amount: int, tax: int, name: str, currency: str) -> str:
    """ "$16.00", or with a tax "$16.00 + $1.32 sales tax = $17.32"."""
    if not tax:
        return money(amount, currency)
    parts = f"{money(amount, currency)} + {money(tax, currency)} {name or 'tax'}"
    return f"{parts} = {money(amount + tax, currency)}"


def day(at: date) -> str:
    """ "April 1"."""
    return f"{at:%B} {at.day}"
