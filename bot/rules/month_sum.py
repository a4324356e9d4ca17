"""How a balance came about in its month: one sum that a person can redo."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.enums import USES, EntryKind


@dataclass(frozen=True, slots=True)
class MonthSum:
    """The month's figures; all but `earlier` and `opened` are 0 or more. Below 0 credits are owed."""

    opened: int  # available less owed, as the month began
    granted: int = 0
    out: int = 0  # for texts that were sent
    came: int = 0  # for texts that came in
    returned: int = 0
    earlier: int = 0  # what was settled now for texts of earlier months; may be either way
    expired: int = 0
    removed: int = 0
    taken: int = 0
    handed: int = 0  # to a colleague
    repaid: int = 0  # of `granted`: it paid what was owed, so it stands in both sides of the balance

    @property
    def net(self) -> int:
        """What the figures come to: available less owed."""
        more = self.granted + self.returned + self.earlier
        gone = self.expired + self.removed + self.taken + self.handed
        return self.opened + more - self.out - self.came - gone


def add_up(opened: int, lines: Iterable[tuple[EntryKind, int, bool, int]], came: int, month: int) -> MonthSum:
    """The sum of the lines that were written since the month began.

    `lines`: (kind, month in which it counts, whether it is of what is owed, credits); `came`: what the
    month's texts that came in have cost.
    """
    sums = dict.fromkeys(EntryKind, 0)
    earlier = repaid = 0
    for kind, counts_in, is_owed, credits in lines:
        if kind in USES and counts_in != month:
            earlier += credits
        else:
            sums[kind] += credits
        if kind == EntryKind.REPAY and is_owed:
            repaid += credits
    return MonthSum(
        opened=opened,
        granted=sums[EntryKind.GRANT],
        out=-sums[EntryKind.CHARGE] - sums[EntryKind.EXTRA] - came,
        came=came,
        returned=sums[EntryKind.RETURN],
        earlier=earlier,
        expired=-sums[EntryKind.EXPIRE],
        removed=-sums[EntryKind.REMOVE],
        taken=-sums[EntryKind.TAKE],
        handed=-sums[EntryKind.HAND_OVER],
        repaid=repaid,
    )
