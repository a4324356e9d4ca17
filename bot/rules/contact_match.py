"""Whether a line of a file means a contact that is known, and what it says that the contact's card lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

from bot.rules.contact_line import Line
from bot.rules.fold import fold
from bot.rules.name_fit import names_fit
from bot.rules.phone import show_phone
from bot.rules.phone_lines import CardPhone

PLACE = ("address", "state", "zip_code")
PLAIN = ("email", "company")


@dataclass(slots=True)
class Card:
    """A contact as an import sees it."""

    id: UUID
    agent_id: UUID
    name: str
    name_key: str
    is_saved: bool  # somebody gave the name
    email: str | None = None
    company: str = ""
    address: str = ""
    state: str = ""
    zip_code: str = ""
    phones: dict[str, CardPhone] = field(default_factory=dict)  # by the number
    tags: dict[str, str] = field(default_factory=dict)  # by the folded tag
    once: set[str] = field(default_factory=set)  # folded names of cards that were merged into it
    line: int = 0  # the first of the file that was about it; 0: none yet
    is_new: bool = False  # the file makes it


@dataclass(frozen=True, slots=True)
class Lacked:
    """What a line says and a card does not."""

    fields: dict[str, str] = field(default_factory=dict)  # "name", "email", ... -> what the line says
    phones: tuple[CardPhone, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.fields or self.phones or self.tags)


def meant(key: str, cards: Sequence[Card]) -> Card | None:
    """The card that a line with this folded name ("" for none) means, of those with its number or address.

    The very name wins over a fitting one, and that over a card that nobody has named yet.
    """
    named = [card for card in cards if card.is_saved]
    exact = (card for card in cards if key and (card.name_key == key or key in card.once))
    fitting = (card for card in named if key and names_fit(key, card.name_key))
    others: Iterable[Card] = cards if not key else (card for card in cards if not card.is_saved)
    return next(exact, None) or next(fitting, None) or next(iter(others), None)


def lacks(card: Card, line: Line) -> Lacked:
    """What the line would add to the card. Nothing that stands there is replaced.

    A place is one thing: a state is not taken from an address that differs from the card's.
    """
    fields = {name: said for name in PLAIN if (said := getattr(line, name)) and not getattr(card, name)}
    if line.name and not card.is_saved:
        fields["name"] = line.name
    if not any(_differs(getattr(card, name), getattr(line, name)) for name in PLACE):
        fields |= {name: said for name in PLACE if (said := getattr(line, name)) and not getattr(card, name)}
    phones = tuple(one for one in line.phones if one.e164 not in card.phones)
    tags = {key: tag for tag in line.tags if (key := fold(tag)) and key not in card.tags}
    return Lacked(fields, phones, tags)


def _differs(known: str, said: str) -> bool:
    return bool(known and said) and fold(known) != fold(said)


def take(card: Card, lacked: Lacked) -> None:
    """Write on the card what it lacked."""
    for name, said in lacked.fields.items():
        setattr(card, name, said)
    if "name" in lacked.fields:
        card.name_key, card.is_saved = fold(card.name), True
    card.phones |= {one.e164: one for one in lacked.phones}
    card.tags |= lacked.tags


def made_of(line: Line, contact_id: UUID, agent_id: UUID) -> Card:
    """The card of somebody new; without a name it is called by its number or address."""
    phones = {one.e164: one for one in line.phones}
    name = line.name or (show_phone(line.phones[0].e164) if line.phones else line.email or "")
    tags = {key: tag for tag in line.tags if (key := fold(tag))}
    return Card(
        contact_id,
        agent_id,
        name,
        fold(name),
        bool(line.name),
        line.email,
        line.company,
        line.address,
        line.state,
        line.zip_code,
        phones,
        tags,
        line=line.number,
        is_new=True,
    )


def print_of(card: Card) -> str:
    """A short print of everything on the card, by which a later change of anything is seen."""
    shown = (card.name, card.email, card.company, card.address, card.state, card.zip_code)
    whole = (shown, card.is_saved, sorted(card.phones), sorted(card.tags))
    return blake2b(repr(whole).encode(), digest_size=8).hexdigest()
