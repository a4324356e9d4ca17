"""Reading a do-not-call file a piece at a time: text, XML, or either of them zipped."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile

from bot.rules.dnc_line import Entry, attributes, is_heading, read_element, read_line
from bot.rules.dnc_zip import BROKEN, MARK, DncFileRefusal, opened

PIECE = 1_000_000  # bytes
NAMED = 10  # broken lines that are told
_SHOWN = 40  # characters of one
_PLAIN = re.compile(rb"(?:[2-9][0-9]{2},?[2-9][0-9]{6}\n)*")
_ELEMENT = re.compile(rb"<(ac|ph)\b([^>]*)>", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"

NO_LIST = (
    "There is no list of numbers in this file. A list has one number a line, with its area code, as text, "
    "as XML or zipped."
)
WIDE = "This is no plain text. Save it as text or CSV in UTF-8 and bring that in."
MOSTLY_BROKEN = (
    "More lines of this file cannot be read than can, so nothing was brought in. The first of them: {}."
)


class Batch(NamedTuple):
    """Some numbers of ten digits: listed or, in a change list, come or gone."""

    numbers: list[int]
    is_gone: bool


class DncFile:
    """One file. `batches` reads it; then the rest is known of all of it."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raises DncFileRefusal for a zip file that holds no list."""
        self._stream = opened(stream)
        self._line = 0  # lines before the piece that is read
        self._area = ""  # in which the next XML element stands
        self.is_change: bool | None = None  # what it holds are changes; None: nothing was read yet
        self.good = 0
        self.broken = 0
        self.first_broken: list[str] = []  # "line 17 (hello)"

    def batches(self) -> Iterator[Batch]:
        """All numbers, in the order of the file. Raises DncFileRefusal, perhaps only after some of them."""
        pieces = self._pieces()
        start = next(pieces, b"")
        if start.startswith(MARK) or b"\0" in start:
            raise DncFileRefusal(WIDE)
        read = self._elements if start.lstrip().startswith(b"<") else self._lines
        yield from read(start)
        for piece in pieces:
            yield from read(piece)
        if not self.good:
            raise DncFileRefusal(NO_LIST)
        if self.broken > self.good:
            raise DncFileRefusal(MOSTLY_BROKEN.format(", ".join(self.first_broken)))

    def _pieces(self) -> Iterator[bytes]:
        """Whole lines, or whole elements where there are no lines."""
        rest = b""
        while more := self._read():
            rest += more
            end = max(rest.rfind(b"\n"), rest.rfind(b">"), rest.rfind(b"\r", 0, -1)) + 1
            if end:
                yield rest[:end]
                rest = rest[end:]
            elif len(rest) > PIECE:
                raise DncFileRefusal(NO_LIST)
        if rest:
            yield rest + b"\n"

    def _read(self) -> bytes:
        try:
            return self._stream.read(PIECE)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise DncFileRefusal(BROKEN) from error

    def _lines(self, piece: bytes) -> Iterator[Batch]:
        text = piece.removeprefix(_BOM) if self._line == 0 else piece
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not self.is_change and _PLAIN.fullmatch(text):  # nearly all of nearly all files, ten times as fast
            numbers = list(map(int, text.replace(b",", b"").split()))
            self.is_change, self.good = False, self.good + len(numbers)
            self._line += text.count(b"\n")
            yield Batch(numbers, False)
            return
        found = []
        for line in text.decode("latin-1").removesuffix("\n").split("\n"):
            self._line += 1
            entry = read_line(line)
            if entry is None and (not line.strip() or (self._is_untouched and is_heading(line))):
                continue
            found.append((entry, self._line, line))
        yield from self._sorted(found)

    @property
    def _is_untouched(self) -> bool:
        return self._line <= 1

    def _elements(self, piece: bytes) -> Iterator[Batch]:
        found, at = [], 0
        for one in _ELEMENT.finditer(piece):
            self._line += piece.count(b"\n", at, one.start())
            at, tag = one.start(), one[2].decode("latin-1")
            if one[1].lower() == b"ac":
                self._area = attributes(tag).get("val", "")
            else:
                found.append((read_element(attributes(tag), self._area), self._line + 1, tag))
        self._line += piece.count(b"\n", at)
        yield from self._sorted(found)

    def _sorted(self, found: list[tuple[Entry | None, int, str]]) -> Iterator[Batch]:
        """Good and broken apart; the first good one says whether these are changes."""
        batch = Batch([], False)
        for entry, line, text in found:
            if entry and self.is_change is None:
                self.is_change = entry.is_gone is not None
            if entry is None or (entry.is_gone is None) == self.is_change:
                self._note_broken(line, text)
                continue
            if bool(entry.is_gone) != batch.is_gone:
                yield batch
                batch = Batch([], bool(entry.is_gone))
            batch.numbers.append(entry.number)
            self.good += 1
        yield batch

    def _note_broken(self, line: int, text: str) -> None:
        self.broken += 1
        if len(self.first_broken) < NAMED:
            shown = " ".join(text.strip("/ ").split())[:_SHOWN]
            self.first_broken.append(f"line {line:,} ({shown})")
