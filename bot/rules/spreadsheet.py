"""Tables as files that spreadsheet programs open."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count, too
_BOM = "\ufeff"  # by which Excel knows that names are in UTF-8


Cell = str | int | Decimal


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as a CSV file. A text that a program would run as a formula is marked as text."""
    written = StringIO()
    csv.writer(written).writerows([_cell(one) for one in row] for row in rows)
    return (_BOM + written.getvalue()).encode()


def _cell(value: Cell) -> Cell:
    if isinstance(value, str) and (value.startswith(_STARTS) or value.lstrip().startswith(_STARTS)):
        return f"'{value}"
    return value
