"""How many texts are enough: what nobody typed for one client, and first texts of one agent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)  # Fla. Stat. 501.616(6) and Okla. Stat. tit. 15, 775C: three in any 24 hours
MOST_AUTOMATED, MOST_NEW = 20, 5000  # what an admin may set at most


def next_free(sent: Sequence[datetime], most: int, at: datetime) -> datetime | None:
    """The first instant from `at` on at which fewer than `most` of the texts are in the 24 hours before.

    None if none may be sent at all.
    """
    if most < 1:
        return None
    recent = sorted(one for one in sent if at - one < WINDOW)
    return at if len(recent) < most else recent[-most] + WINDOW


def is_full(count: int, most: int) -> bool:
    """Whether a day's number is used up."""
    return count >= most
