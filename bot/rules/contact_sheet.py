"""A file of contacts that was looked through: what it is and where its lines begin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from bot.rules.contact_columns import Field
from bot.rules.contact_heading import meaning_of
from bot.rules.contact_origin import origin_of
from bot.rules.contact_phone import read_phones
from bot.rules.csv_rows import find_delimiter, read_rows

Kind = Literal["csv", "vcard", "pasted"]

_FIRST_ROWS = 5  # some programs write a title above the headings


@dataclass(frozen=True)
class Sheet:
    """A file that was looked through. `total` is how many lines can be read from it.

    `header` has a place for each column of a table, "" without headings; cards and pasted lists have none.
    """

    kind: Kind
    origin: str  # "Follow Up Boss"; "" if nobody knows whose export it is
    header: tuple[str, ...]
    total: int
    text: str
    delimiter: str = ""
    header_at: int = 0  # the row of the headings; 0 if there are none


def open_table(text: str) -> Sheet:
    """A text read as a table, whether it looks like one or not."""
    delimiter, text = find_delimiter(text)
    delimiter = delimiter or "\t"
    first = [one for one in islice(read_rows(text, delimiter), 50) if not is_blank(one[1])][: _FIRST_ROWS + 1]
    at = _header_at(first)
    header = next((_named(row) for number, row in first if number == at), ())
    width = max([len(header), *(len(row) for _, row in first)])
    header += ("",) * (width - len(header))
    bare = Sheet("csv", origin_of(header), header, 0, text, delimiter, at)
    return Sheet(**vars(bare) | {"total": sum(1 for _ in body(bare))})


def body(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The rows below the headings that have anything in them. Headings that come again are none."""
    for number, row in read_rows(sheet.text, sheet.delimiter):
        if number > sheet.header_at and not is_blank(row) and not _is_header(sheet, row):
            yield number, row


def is_blank(row: Sequence[str]) -> bool:
    """Whether a row has nothing in it that anybody sees."""
    return not "".join(row).strip()


def _is_header(sheet: Sheet, row: Sequence[str]) -> bool:
    if not sheet.header_at or row[0].strip() != sheet.header[0]:
        return False
    return _named(row) == sheet.header[: len(row)]


def _named(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip("\ufeff \t\r\n")[:200] for cell in row)


def _header_at(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The row that is read as headings: of the first few the one with most that are known."""
    known = {number: _known(row) for number, row in rows[:_FIRST_ROWS]}
    best = max(known, key=lambda number: known[number], default=0)
    if best and known[best]:
        return best
    return rows[0][0] if len(rows) > 1 and not _holds_data(rows[0][1]) and _holds_data(rows[1][1]) else 0


def _known(row: Sequence[str]) -> int:
    if _holds_data(row):
        return 0
    return len({one for cell in row if len(cell) < 60 and isinstance(one := meaning_of(cell), Field)})


def _holds_data(row: Sequence[str]) -> bool:
    return any("@" in cell or (sum(map(str.isdigit, cell)) > 6 and read_phones(cell).phones) for cell in row)
