"""How long credits last at the pace at which they were used lately."""

from datetime import date, timedelta

WINDOW = 14  # days whose use makes the pace
FEWEST = 3  # days of use before a pace can be named
FARTHEST = 366  # days; beyond them a pace says nothing


def days_known(since: date, today: date) -> int:
    """Of how many days, today included, the use is known: at most the window's."""
    return min((today - since).days + 1, WINDOW)


def lasts_until(left: int, spent: int, days: int, today: date) -> date | None:
    """The last day on which credits are `left`, if as many are used a day as in the last `days`.

    None where nothing can be said: too few days, no use, nothing left, or more than a year.
    """
    if days < FEWEST or spent <= 0 or left <= 0:
        return None
    more = left * days // spent
    return today + timedelta(days=more) if more <= FARTHEST else None
