"""Amounts as people read them."""


def credits(count: int) -> str:
    """ "1 credit", "1,200 credits"."""
    return f"{count:,} credit{'' if abs(count) == 1 else 's'}"


def money(amount: int, currency: str) -> str:
    """An amount in the smallest unit of its currency: "$15.00", "15.00 EUR"."""
    shown = f"{amount // 100:,}.{amount % 100:02}"
    return f"${shown}" if currency == "USD" else f"{shown} {currency}"


def sends(count: int) -> str:
    """ "1 send", "5,000 sends"."""
    return f"{count:,} send{'' if abs(count) == 1 else 's'}"
