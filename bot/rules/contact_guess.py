"""What the columns of a table hold: by its headings, else by what stands below them."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from bot.rules.contact_columns import Columns, Field
from bot.rules.contact_heading import Meaning, Verdict, meaning_of
from bot.rules.contact_origin import special_meaning
from bot.rules.contact_phone import read_phones
from bot.rules.contact_sheet import Sheet, body
from bot.rules.email import AddressRefusal, read_address
from bot.rules.region_name import STATES

_SAMPLE = 200  # rows
_ABOUT = 6  # letters beside a number: "cell", "ext"
_SURE = 0.8  # of the values that say the same
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: (?:&|[^\W\d_][\w'’.-]*)){1,5}")
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")


def guess_columns(sheet: Sheet) -> Columns:
    """What each column holds, as far as that is sure. Nothing that is unsure gets into a contact."""
    if sheet.kind != "csv":
        return Columns()
    sample = [row for _, row in islice(body(sheet), _SAMPLE)]
    values = [_values(sample, place) for place in range(len(sheet.header))]
    said = [_said(sheet.origin, heading) for heading in sheet.header]
    found = dict(enumerate(map(_meant, said, values)))
    if not any(sheet.header):
        found |= _named(found, values)
    fields = {place: one for place, one in found.items() if isinstance(one, Field)}
    open_ones = {place for place, one in found.items() if one is None or one is Verdict.DOUBTFUL}
    return Columns(_in_parts(fields), _with_content(sheet, open_ones))


def holds(values: Sequence[str], fits: Callable[[str], bool]) -> bool:
    """Whether four of five values fit."""
    return bool(values) and sum(map(fits, values)) >= _SURE * len(values)


def is_phone(value: str) -> bool:
    """Whether it is a number, or several, with few words about them."""
    return sum(map(str.isalpha, value)) <= _ABOUT and bool(read_phones(value).phones)


def is_email(value: str) -> bool:
    """Whether it is an address and nothing else."""
    try:
        return bool(read_address(value))
    except AddressRefusal:
        return False


def _said(origin: str, heading: str) -> Meaning | None:
    return special_meaning(origin, heading) or (meaning_of(heading) if heading else None)


def _values(sample: Sequence[Sequence[str]], place: int) -> list[str]:
    return [value for row in sample if row[place:] and (value := row[place].strip())]


def _meant(said: Meaning | None, values: Sequence[str]) -> Meaning | None:
    """What a column holds. A heading is not believed when all that stands below it is of another kind."""
    if said is Field.PHONE and len(values) > 4 and not any(map(is_phone, values)):
        return _by_content(values)
    if said not in {None, Field.NAME}:
        return said
    by_content = _by_content(values)
    return by_content if said is None or by_content in {Field.PHONE, Field.EMAIL} else said


def _by_content(values: Sequence[str]) -> Field | None:
    kinds: tuple[tuple[Field, Callable[[str], bool]], ...] = (
        (Field.EMAIL, is_email),
        (Field.PHONE, is_phone),
        (Field.STATE, lambda value: value in STATES),
        (Field.ZIP, lambda value: _ZIP.fullmatch(value) is not None),
    )
    return next((field for field, fits in kinds if holds(values, fits)), None)


def _named(found: Mapping[int, Meaning | None], values: Sequence[Sequence[str]]) -> dict[int, Meaning | None]:
    """In a table without headings: the first column of two words each with nothing but letters."""
    for place, one in found.items():
        if one is None and holds(values[place], lambda value: _NAME.fullmatch(value) is not None):
            return {place: Field.NAME}
    return {}


def _in_parts(fields: dict[int, Field]) -> dict[int, Field]:
    """ "Nombre" beside "Apellido" is the first name."""
    held = set(fields.values())
    names = [place for place, one in fields.items() if one is Field.NAME]
    if names and Field.LAST in held and Field.FIRST not in held:
        return fields | {names[0]: Field.FIRST}
    return fields


def _with_content(sheet: Sheet, places: set[int]) -> tuple[int, ...]:
    """Those of the columns that have anything in any row."""
    empty = set(places)
    for _, row in body(sheet):
        if not empty:
            break
        empty = {place for place in empty if not (row[place:] and row[place].strip())}
    return tuple(sorted(places - empty))
