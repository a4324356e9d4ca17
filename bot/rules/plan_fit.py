"""Whether a smaller plan would have done."""

from collections.abc import Iterable

LOOKED_BACK = 3  # months


def smaller_that_does(monthly: int, offers: Iterable[int], used: int) -> int | None:
    """The smallest monthly amount on offer, below one's own, that covers the average use, if there is one.

    `used`: in the last LOOKED_BACK months together.
    """
    return min((one for one in offers if one < monthly and one * LOOKED_BACK >= used), default=None)
