"""The marks at which an agent hears how much of the month is used."""

MARKS = (80, 85, 90, 95)  # per cent of what could be used in the month


def passed(used: int, available: int) -> int:
    """The highest mark that this use has reached; 0: none. 100 % is "nothing can be sent"."""
    base = used + available
    return max((mark for mark in MARKS if used * 100 >= mark * base), default=0) if base > 0 else 0


def reached(before: int, used: int, available: int, owed: int) -> int | None:
    """The mark to speak of after a charge: one above `before`, the highest that was passed. None: silence.

    A month that never had anything to use, only messages that came in, stays silent.
    """
    if used + available - owed <= 0:
        return None
    mark = passed(used, available)
    return mark if mark > before else None
