"""Whose export a table is, by its headings."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.contact_columns import Field
from bot.rules.contact_heading import Meaning, Verdict, plain_heading

PARLEY = "Parley"
PARLEY_HEADER = (
    "Name", "Phone 1", "Phone 1 - Type", "Phone 2", "Phone 2 - Type", "Phone 3", "Phone 3 - Type", "Phone 4",
    "Phone 4 - Type", "Phone 5", "Phone 5 - Type", "E-mail", "Company", "Street and city", "State",
    "ZIP code", "Tags", "Notes", "Consent to texts", "Opted out of texts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Signs:
    """An export has all of these headings and one of those."""

    origin: str
    all_of: frozenset[str]
    one_of: frozenset[str] = frozenset()


def _signs(origin: str, all_of: str, one_of: str = "") -> _Signs:
    return _Signs(origin, *(frozenset(filter(None, some.split(", "))) for some in (all_of, one_of)))


_SIGNS = (
    _Signs(PARLEY, frozenset(map(plain_heading, PARLEY_HEADER))),
    _signs("KW Command", "first name", "is primary mark y, full legal name, legacy tags"),
    _signs("KW Command", "primary phone, primary email", "assignee, health score, primary neighborhood"),
    _signs("Follow Up Boss", "stage, assigned to", "lead source, is contacted, deal stage"),
    _signs("Google Contacts", "", "phone 1 value, email 1 value, group membership, phonetic first name"),
    _signs(
        "Outlook", "first name, last name", "email address, email 2 address, business street, mobile phone"
    ),
)
# What a heading means in one export only.
_SPECIAL: dict[str, dict[str, Meaning]] = {
    "Follow Up Boss": {
        "property address": Verdict.OUT,
        "property city": Verdict.OUT,
        "property state": Verdict.OUT,
        "property postal code": Verdict.OUT,
        "property mls number": Verdict.OUT,
        "property price": Verdict.OUT,
        "property beds": Verdict.OUT,
        "property baths": Verdict.OUT,
        "property area": Verdict.OUT,
        "property lot": Verdict.OUT,
    },
    "KW Command": {"owner": Verdict.OUT, "status": Field.TAGS},
    PARLEY: {"street and city": Field.ADDRESS},
}
_OUTLOOK_SHAPE = {"business phone", "home phone", "categories", "home street", "web page"}


def origin_of(header: Sequence[str]) -> str:
    """Whose export has these headings; "" if nobody knows."""
    plain = frozenset(map(plain_heading, header))
    for signs in _SIGNS:
        if signs.all_of <= plain and (not signs.one_of or signs.one_of & plain):
            return signs.origin if signs.origin != "Outlook" or len(_OUTLOOK_SHAPE & plain) > 1 else ""
    return ""


def special_meaning(origin: str, heading: str) -> Meaning | None:
    """What a heading means in this export, if it means something else elsewhere."""
    return _SPECIAL.get(origin, {}).get(plain_heading(heading))
