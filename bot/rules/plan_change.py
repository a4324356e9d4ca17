"""What a change of plan does today: credits and money move by the same measure.

The subscription keeps the month's net plan credits and net charge. So no sequence of changes gives anyone
credits that were not paid at their plan's rate.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What the month's plan has brought and cost so far; money in the smallest unit of the currency."""

    credits: int = 0
    charge: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What happens at once, none of it below 0, and where the month stands then."""

    granted: int
    charged: int
    removed: int
    credited: int
    standing: Standing


def change(standing: Standing, left: int, credits: int, price: int) -> Change:
    """Change to a plan of so many `credits` at this monthly `price`.

    `left`: what is left of this month's plan grants. Upwards the differences are granted and charged, whether
    or not the old limit was hit. Downwards the new limit holds at once: what is left above it is removed, and
    the same share of the difference in price is credited, rounded down.
    """
    if credits >= standing.credits:
        granted, charged = credits - standing.credits, max(price - standing.charge, 0)
        return Change(granted, charged, 0, 0, Standing(credits, standing.charge + charged))
    above = standing.credits - credits
    removed = min(left, above)
    credited = max((standing.charge - price) * removed // above, 0)
    return Change(0, 0, removed, credited, Standing(standing.credits - removed, standing.charge - credited))


def tax_on(amount: int, rate: int) -> int:
    """The tax on an amount, half a unit rounded up; `rate` in hundredths of a per cent."""
    return (amount * rate + 5_000) // 10_000


def signed_tax_on(amount: int, rate: int) -> int:
    """The same for an amount that may be given back: a credit's tax is that of the charge, below 0."""
    return tax_on(amount, rate) if amount >= 0 else -tax_on(-amount, rate)
