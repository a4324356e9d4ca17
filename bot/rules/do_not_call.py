"""How long a do-not-call list is good, and how long a relationship overrides it."""

from calendar import monthrange
from datetime import date

from models.enums import RelationshipKind

GOOD_DAYS = 31  # 47 CFR 64.1200(c)(2)(i)(D): a version of the registry no older than this
WARNED_DAYS = 7  # before
ANSWER_MONTHS = 3  # after somebody asked or wrote
CUSTOMER_MONTHS = 18  # after somebody bought
_MONTHS = {RelationshipKind.CUSTOMER: CUSTOMER_MONTHS, RelationshipKind.INQUIRY: ANSWER_MONTHS}
_YEAR = 12
LONGEST_YEARS = 10  # that somebody may agree to ahead


def age(dated: date, today: date) -> int:
    """How many days old a list is."""
    return (today - dated).days


def is_old(dated: date, today: date) -> bool:
    """Whether a list is too old to rely on."""
    return age(dated, today) > GOOD_DAYS


def ends_soon(dated: date, today: date) -> bool:
    """Whether it will be within a week."""
    return 0 <= GOOD_DAYS - age(dated, today) <= WARNED_DAYS


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    years, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def lasts_until(kind: RelationshipKind, since: date, given: date | None) -> date | None:
    """The last day of a relationship; `given` is for one that has no end by law. None: it needs one."""
    months = _MONTHS.get(kind)
    return given if months is None else months_later(since, months)


def is_recent(wrote_on: date, today: date) -> bool:
    """Whether a text that came this day still counts as asking."""
    return months_later(wrote_on, ANSWER_MONTHS) >= today
