"""Tables as files that spreadsheet programs open."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

# How a formula starts; the wide ones count, too.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = "\ufeff"  # by which Excel knows that names are in UTF-8


Cell = str | int | Decimal


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as a CSV file. A text that a program would run as a formula is marked as text."""
    return _BOM.encode() + csv_rows(rows)


def csv_rows(rows: Iterable[Sequence[Cell]]) -> bytes:
    """More rows for the same file."""
    written = StringIO()
    csv.writer(written).writerows([_cell(one) for one in row] for row in rows)
    return written.getvalue().encode()


def _cell(value: Cell) -> Cell:
    if isinstance(value, str) and (value.startswith(STARTS) or value.lstrip().startswith(STARTS)):
        return f"'{value}"
    return value
