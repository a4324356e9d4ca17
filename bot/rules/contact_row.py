"""One row of a table of contacts, read by what its columns hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.rules.blank import one_line
from bot.rules.contact_cell import read_cell, read_emails, read_lines, read_tags
from bot.rules.contact_columns import Columns, Field
from bot.rules.contact_heading import kind_of_phone, stem
from bot.rules.contact_line import Line
from bot.rules.contact_name import first_of, join_name, read_name
from bot.rules.contact_origin import PARLEY
from bot.rules.contact_phone import in_order, read_extension, read_phones
from bot.rules.contact_place import Places, find_places, read_place
from bot.rules.contact_wish import Wish, read_wishes
from bot.rules.phone_lines import CardPhone

_NO_WAY = "It has neither a phone number nor an e-mail address"

Said = dict[Field, list[str]]  # the cells of a row that have anything in them


@dataclass(frozen=True, slots=True)
class _PhoneColumn:
    place: int
    kind: str  # what the heading says
    label: int | None  # the column that says what kind it is
    extension: int | None


@dataclass(frozen=True)
class Plan:
    """The places of what makes a line, found once for all rows."""

    columns: tuple[tuple[int, Field], ...]
    phones: tuple[_PhoneColumn, ...]
    places: Places
    wishes: tuple[Wish, ...]
    as_written: bool = False  # names are not set in another case or order


def plan(header: Sequence[str], columns: Columns, origin: str = "") -> Plan:
    """How rows under these headings are read. What Parley wrote itself is not tidied again."""
    of = {field: tuple(at for at, one in sorted(columns.fields.items()) if one is field) for field in Field}
    beside = {field: {stem(header[at]): at for at in of[field]} for field in (Field.LABEL, Field.EXTENSION)}
    phones = tuple(
        _PhoneColumn(
            at,
            kind_of_phone(header[at]),
            _beside(of[Field.LABEL], beside[Field.LABEL], header, at),
            _beside(of[Field.EXTENSION], beside[Field.EXTENSION], header, at),
        )
        for at in of[Field.PHONE]
    )
    wishes = tuple(Wish(at, one, header[at]) for at, one in columns.fields.items() if one in Wish.FIELDS)
    columns_in_order = tuple(sorted(columns.fields.items()))
    return Plan(columns_in_order, phones, find_places(header, columns), wishes, origin == PARLEY)


def read_row(found: Plan, number: int, row: Sequence[str]) -> Line:
    """What a row says."""
    said = _said(found, row)
    phones, remarks = _phones(found, said, row)
    email, no_mail = _email(said.get(Field.EMAIL, ()))
    company = _first(said, Field.COMPANY)
    street, state, zip_code = read_place(found.places, lambda place: _raw(row, place))
    tags = dict(tag for cell in said.get(Field.TAGS, ()) for tag in read_tags(cell))
    wishes = read_wishes([(wish, read_cell(_raw(row, wish.place))) for wish in found.wishes], tags.values())
    line = Line(
        number,
        (_first(said, Field.NAME) if found.as_written else _name(said))
        or company
        or (email or "").partition("@")[0],
        in_order(phones),
        email,
        company,
        street,
        state,
        zip_code,
        tuple(tags.values()),
        "\n".join(map(read_lines, said.get(Field.NOTE, ()))),
        wishes.consent,
        wishes.opted_out,
        remarks=tuple(dict.fromkeys([*remarks, *no_mail, *wishes.remarks])),
    )
    return judged(line)


def judged(line: Line) -> Line:
    """The line with its problem, if nobody can be reached by it."""
    if line.phones or line.email:
        return line
    why = f": {'; '.join(line.remarks)}." if line.remarks else "."
    return replace(line, problem=_NO_WAY + why, remarks=())


def _said(found: Plan, row: Sequence[str]) -> Said:
    said: Said = {}
    width = len(row)
    for place, field in found.columns:
        if place < width and (cell := row[place]) and not cell.isspace():
            said.setdefault(field, []).append(cell)
    return said


def _raw(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _first(said: Said, field: Field) -> str:
    return read_cell(said[field][0]) if field in said else ""


def _name(said: Said) -> str:
    first, last, nickname = (_first(said, one) for one in (Field.FIRST, Field.LAST, Field.NICKNAME))
    if (first or last) and "@" not in first + last:
        prefix, middle, suffix = (_first(said, one) for one in (Field.PREFIX, Field.MIDDLE, Field.SUFFIX))
        return join_name(prefix, first or nickname, middle, last, suffix)
    return first_of(map(read_name, said.get(Field.NAME, ()))) or read_name(nickname)


def _phones(found: Plan, said: Said, row: Sequence[str]) -> tuple[list[CardPhone], list[str]]:
    phones: list[CardPhone] = []
    remarks = [_fax(cell) for cell in said.get(Field.FAX, ())]
    for column in found.phones if Field.PHONE in said else ():
        if not (cell := read_cell(_raw(row, column.place))):
            continue
        label = "" if column.label is None else kind_of_phone(_raw(row, column.label)[:60])
        if (kind := label or column.kind) == "fax":
            remarks.append(_fax(cell))
            continue
        read = read_phones(cell)
        extension = "" if column.extension is None else read_extension(_raw(row, column.extension))
        remarks.extend(read.remarks)
        phones.extend(
            CardPhone(one.e164, one.label or kind, one.extension or extension) for one in read.phones
        )
    return phones, remarks


def _fax(cell: str) -> str:
    return f"{one_line(cell, 40)} is a fax number"


def _email(cells: Iterable[str]) -> tuple[str | None, list[str]]:
    remarks: list[str] = []
    for cell in cells:
        email, remark = read_emails(cell)
        if email:
            return email, remarks
        remarks.append(remark)
    return None, remarks


def _beside(every: Sequence[int], stems: dict[str, int], header: Sequence[str], at: int) -> int | None:
    """The column about the phone at `at`: of the same name, else the next if it has a name of its own."""
    if (same := stems.get(stem(header[at]))) is not None:
        return same
    return next((one for one in every if one == at + 1 and not stem(header[one]).strip()), None)
