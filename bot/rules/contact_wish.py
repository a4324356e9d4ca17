"""What a line says about texts: whether they were agreed to, whether they are not wanted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.rules.contact_columns import Field
from bot.rules.said import asks_for_quiet, is_in, is_out, is_refused


@dataclass(frozen=True, slots=True)
class Wish:
    """A column that says something about texts."""

    FIELDS: ClassVar[frozenset[Field]] = frozenset({Field.CONSENT, Field.OPTED_OUT, Field.SUBSCRIBED})

    place: int
    field: Field
    heading: str

    def words(self, value: str) -> str:
        """Heading and value, as a proof quotes them."""
        return f"{self.heading.strip() or self.field.value.capitalize()}: {value}"


@dataclass(frozen=True, slots=True)
class Wishes:
    """ "SMS consent: Yes", "Opted Out: Yes", or "" each, and what could not be told."""

    consent: str = ""
    opted_out: str = ""
    remarks: tuple[str, ...] = ()


def read_wishes(cells: Sequence[tuple[Wish, str]], tags: Collection[str]) -> Wishes:
    """An answer that is neither yes nor no is an opt-out where one is asked for, and no consent."""
    if not cells and not tags:
        return Wishes()
    given = [(wish, value) for wish, value in cells if value]
    consent = [wish.words(value) for wish, value in given if wish.field is Field.CONSENT and is_in(value)]
    quiet = [wish.words(value) for wish, value in given if _is_quiet(wish, value)]
    quiet += [f"Tag: {tag}" for tag in tags if asks_for_quiet(tag)]
    unclear = [
        f"“{wish.words(value)}” is neither yes nor no" for wish, value in given if _is_unclear(wish, value)
    ]
    return Wishes(first(consent), first(quiet), tuple(unclear))


def first(said: Sequence[str]) -> str:
    """The first, or "" if there is none."""
    return said[0] if said else ""


def _is_quiet(wish: Wish, value: str) -> bool:
    if wish.field is Field.OPTED_OUT:
        return is_out(value) is not False
    return wish.field is Field.SUBSCRIBED and is_refused(value)


def _is_unclear(wish: Wish, value: str) -> bool:
    return {Field.OPTED_OUT: is_out, Field.CONSENT: is_in}.get(wish.field, bool)(value) is None
