"""What could be used in a month, as a sum that a person can redo."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.enums import EntryKind, GrantSource


class Part(StrEnum):
    """Where a part of what could be used came from, or went to unused."""

    PLAN = "plan"
    ROLLED = "rolled"  # what the months before had left
    OWED = "owed"  # what the months before had left to pay
    WELCOME = "welcome"
    ADMIN = "admin"
    PACK = "pack"
    HANDED = "handed"  # from a colleague who has left, or to one
    EXPIRED = "expired"
    TAKEN = "taken"  # by an admin or a smaller plan


_GIVEN = {
    GrantSource.PLAN: Part.PLAN,
    GrantSource.CHANGE: Part.PLAN,
    GrantSource.WELCOME: Part.WELCOME,
    GrantSource.ADMIN: Part.ADMIN,
    GrantSource.PACK: Part.PACK,
    GrantSource.HAND_OVER: Part.HANDED,
}
_GONE = {EntryKind.EXPIRE: Part.EXPIRED, EntryKind.REMOVE: Part.TAKEN, EntryKind.TAKE: Part.TAKEN}
_GONE[EntryKind.HAND_OVER] = Part.HANDED
_ORDER = tuple(Part)


@dataclass(frozen=True, slots=True)
class MarkSum:
    """`parts` add up to `had`; `used` of that was used and `left` is there."""

    used: int
    had: int
    left: int
    owed: int
    parts: tuple[tuple[Part, int], ...]

    @property
    def percent(self) -> int:
        """How much of it is used, rounded down: 100 is exactly "nothing is left"."""
        return self.used * 100 // self.had


def mark_sum(
    used: int, available: int, owed: int, moved: Iterable[tuple[EntryKind, GrantSource, int]]
) -> MarkSum:
    """The sum of a month.

    `used`: in the month; `moved`: what came and went in it unused, by kind and by the source of the grant.
    What is not explained by that was there before. What is owed is not counted as something one had.
    """
    had = used + available - owed
    sums: dict[Part, int] = {}
    for kind, source, delta in moved:
        part = _GIVEN[source] if kind == EntryKind.GRANT else _GONE[kind]
        sums[part] = sums.get(part, 0) + delta
    before = had - sum(sums.values())
    sums[Part.ROLLED if before > 0 else Part.OWED] = before
    parts = tuple((part, sums[part]) for part in _ORDER if sums.get(part))
    return MarkSum(used - owed, had, available, owed, parts)
