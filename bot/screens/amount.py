"""Amounts as people read them."""


def credits(count: int) -> str:
    """ "1 credit", "1,200 credits"."""
    return f"{count:,} credit{'' if abs(count) == 1 else 's'}"
