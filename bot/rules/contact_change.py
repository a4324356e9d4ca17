"""What a card says, and in what two states of it differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.phone_lines import CardPhone, show_card_phone


@dataclass(frozen=True, slots=True)
class CardText:
    """Everything on a contact's card that an agent writes."""

    name: str
    phones: tuple[CardPhone, ...] = ()
    email: str = ""
    tags: tuple[str, ...] = ()
    company: str = ""
    address: str = ""  # street and city
    state: str = ""
    zip_code: str = ""
    time_zone: str = ""  # "": that of the number


FILLED = ("email", "company", "address", "state", "zip_code", "time_zone")  # where a blank may be filled
_FIELDS = {
    "name": "Name",
    "email": "E-mail",
    "company": "Company",
    "address": "Address",
    "state": "State",
    "zip_code": "ZIP code",
    "time_zone": "Time zone",
}


def changes(before: CardText, after: CardText) -> list[str]:
    """One line for each difference: "Name: Ana instead of Anna", "Phone added: (201) 555-0123"."""
    told = [
        _told(label, getattr(before, field), getattr(after, field))
        for field, label in _FIELDS.items()
        if getattr(before, field) != getattr(after, field)
    ]
    told += _listed("Phone", *(_shown(one.phones) for one in (before, after)))
    return told + _listed("Tag", list(before.tags), list(after.tags))


def _told(label: str, before: str, after: str) -> str:
    if not before:
        return f"{label}: {after}"
    return f"{label}: {after} instead of {before}" if after else f"{label} removed: {before}"


def _shown(phones: Sequence[CardPhone]) -> list[str]:
    return [show_card_phone(one) for one in phones]


def _listed(label: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    added = [f"{label} added: {one}" for one in after if one not in before]
    return added + [f"{label} removed: {one}" for one in before if one not in after]
