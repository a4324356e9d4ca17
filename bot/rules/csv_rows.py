"""The rows of a table written as text, as a spreadsheet program would show them."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from io import StringIO
from statistics import mode

DELIMITERS = (",", ";", "\t", "|")

_MOST_LINES = 2000  # of one row: a quotation mark that opens more was none
_MOST_SLIPS = 50  # such marks in a file, after which none counts
_SAMPLE = 30  # rows that tell the delimiter
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own line, which it does not show

csv.field_size_limit(100_000_000)  # characters: a cell is cut where it is read, not refused


class _Lines:
    """Lines of which those of the last row can be given back."""

    def __init__(self, text: str) -> None:
        self._file = StringIO(text, newline="")
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.is_cut = False  # the row ended because there was no more to read

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._file.readline()
        if not line or len(self.taken) > _MOST_LINES:
            self.is_cut = True
            self._back.extendleft([line] if line else [])
            raise StopIteration
        self.taken.append(line)
        return line

    def begin(self) -> None:
        self.taken.clear()
        self.is_cut = False

    def give_back(self) -> str:
        """All but the first of the row, which is returned."""
        first, *others = self.taken
        self._back.extendleft(reversed(others))
        return first


def read_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number from 1, blank ones too.

    A quotation mark that nobody closes would take the rest of the file into one cell: it is a letter then.
    """
    lines, slips, number = _Lines(text), 0, 0
    reader: Iterator[list[str]] = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin()
        row = next(reader, None)
        if row is None:
            return
        if lines.is_cut:
            slips += 1
            [row] = _unquoted([lines.give_back()], delimiter)
            reader = (
                csv.reader(lines, delimiter=delimiter) if slips < _MOST_SLIPS else _plain(lines, delimiter)
            )
        number += 1
        yield number, row


def _plain(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    for line in lines:
        yield from _unquoted([line], delimiter)
        lines.begin()


def _unquoted(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    return list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def find_delimiter(text: str) -> tuple[str, str]:
    """What parts the columns ("" if there is one column only), and the text without Excel's line about it."""
    if said := _SAID.match(text):
        return said[1], text[said.end() :]
    widths = {one: _width(text, one) for one in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: widths[one])
    return best if widths[best] > (1, 1.0) else "", text


def _width(text: str, delimiter: str) -> tuple[int, float]:
    """How many columns most rows have, if most agree; and how many columns there are on average."""
    sample = text[:200_000]
    widths = []
    for _, row in read_rows(sample, delimiter):
        if any(row):
            widths.append(len(row))
        if len(widths) == _SAMPLE:
            break
    if not widths:
        return 1, 1.0
    usual = mode(widths)
    agrees = widths.count(usual) * 2 > len(widths)
    return usual if agrees else 1, sum(widths) / len(widths)
