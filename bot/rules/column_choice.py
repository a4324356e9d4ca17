"""What somebody at the shell says about columns: "Heading=phone"."""

from collections.abc import Sequence

from bot.rules.contact_columns import Columns, Field
from bot.rules.fold import fold

LEAVE_OUT = "leave out"


class ColumnRefusal(ValueError):
    """What was said names no column, or nothing that one can hold; the text says what to write instead."""


def with_choices(header: Sequence[str], columns: Columns, chosen: Sequence[str]) -> Columns:
    """The columns as they were chosen by their headings. Raises ColumnRefusal."""
    for choice in chosen:
        heading, _, said = choice.rpartition("=")
        places = [place for place, one in enumerate(header) if fold(one) == fold(heading)]
        if not fold(heading) or not places:
            named = ", ".join(f"“{one}”" for one in header if one)
            raise ColumnRefusal(f"There is no column “{heading or choice}”. The file has {named or 'none'}.")
        for place in places:
            columns = columns.chosen(place, _field(said))
    return columns


def _field(said: str) -> Field | None:
    asked = said.strip().casefold()
    if asked == LEAVE_OUT:
        return None
    if asked not in set(Field):
        named = ", ".join([*Field, LEAVE_OUT])
        raise ColumnRefusal(f"“{said}” is nothing that a column holds. Write one of: {named}.")
    return Field(asked)
