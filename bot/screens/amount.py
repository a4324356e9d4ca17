"""Amounts as people read them."""

from datetime import date

from models.enums import Meter


def credits(count: int) -> str:
    """ "1 credit", "1,200 credits"."""
    return f"{count:,} credit{'' if abs(count) == 1 else 's'}"


def units(meter: Meter, count: int) -> str:
    """What a meter counts: "1,200 credits", "5,000 e-mails"."""
    return credits(count) if meter == Meter.SMS else f"{count:,} e-mail{'' if abs(count) == 1 else 's'}"


SIGNS = {"USD": "$", "CAD": "CA$", "EUR": "€", "GBP": "£"}


def money(amount: int, currency: str) -> str:
    """An amount in cents as people read it: "$9.00", "-$2.50"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{SIGNS.get(currency, currency + ' ')}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def with_tax(amount: int, tax: int, name: str, currency: str) -> str:
    """ "$16.00", or with a tax "$16.00 + $1.32 sales tax = $17.32"."""
    if not tax:
        return money(amount, currency)
    parts = f"{money(amount, currency)} + {money(tax, currency)} {name or 'tax'}"
    return f"{parts} = {money(amount + tax, currency)}"


def day(at: date) -> str:
    """ "April 1"."""
    return f"{at:%B} {at.day}"
