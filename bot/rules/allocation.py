"""From which grants credits are taken and to which they return."""

from collections.abc import Iterable
from typing import NamedTuple


class Draw(NamedTuple):
    """So many credits of one grant; `grant` None: of what is owed."""

    grant: int | None
    amount: int


def take(lots: Iterable[tuple[int, int]], amount: int) -> list[Draw]:
    """Take credits from open grants (its number, what remains), the oldest first, and owe the rest."""
    draws: list[Draw] = []
    for grant, remaining in lots:
        part = min(amount, remaining)
        if part > 0:
            draws.append(Draw(grant, part))
            amount -= part
    return [*draws, Draw(None, amount)] if amount else draws


def give_back(draws: Iterable[Draw], amount: int) -> list[Draw]:
    """Return credits to where they came from, the last drawn first. `draws`: in the order of drawing."""
    returned: list[Draw] = []
    for draw in reversed(list(draws)):
        part = min(amount, draw.amount)
        if part > 0:
            returned.append(Draw(draw.grant, part))
            amount -= part
    if amount:
        raise ValueError(f"{amount} credits more than were drawn")
    return returned
