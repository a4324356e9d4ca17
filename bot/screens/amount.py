"""Amounts as people read them."""


def credits(count: int) -> str:
    """ "1 credit", "1,200 credits"."""
    return f"{count:,} credit{'' if abs(count) == 1 else 's'}"


SIGNS = {"USD": "$", "CAD": "CA$", "EUR": "€", "GBP": "£"}


def money(amount: int, currency: str) -> str:
    """An amount in cents as people read it: "$9.00", "-$2.50"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{SIGNS.get(currency, currency + ' ')}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"
