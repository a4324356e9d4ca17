"""What one line of a file of contacts says: a row of a table, a card, or a pasted line."""

from dataclasses import dataclass

from bot.rules.phone_lines import CardPhone


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody to keep, or why nobody can be made of it.

    `number` is the row as a spreadsheet counts, the card's place in its file, or the pasted line; from 1.
    """

    number: int
    name: str  # "" if none
    phones: tuple[CardPhone, ...] = ()  # mobile first, each number once
    email: str | None = None  # in small letters
    company: str = ""
    address: str = ""  # street and city
    state: str = ""  # "NJ" in the US and Canada, else as written
    zip_code: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    consent: str = ""  # what a column of consent says, if it says yes
    opted_out: str = ""  # "Opted Out: Yes": what says that texts are not wanted
    problem: str = ""  # why nobody can be made of this line; "" if it is good
    remarks: tuple[str, ...] = ()  # what of a good line could not be used
