"""Importing: the lines of a list are written piece by piece, each once, by whoever gets to it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import import_show, queue
from bot.actions.import_cards import Cards
from bot.actions.import_lines import Step, decide, write
from bot.rules.contact_file import Columns, Line, Sheet, lines, open_pasted, open_sheet
from bot.rules.contact_match import Card
from bot.work import Tools
from models import book as books
from models import card_batch as batch
from models import contact_import as imports
from models.contact_import import LEFT_OUT, ContactImport
from models.enums import ImportState, LineFate

PIECE = 500  # lines in one unit of work
SLICE = 5.0  # seconds after which a job makes room for others and comes back
SHOWN_EVERY = 3.0  # seconds between two looks at how far it is
EXAMPLES, TOLD = 3, 10  # contacts and lines that a preview shows
PASTED = "pasted"  # says, beside the columns, that there is no file
Counts = dict[str, int]
Tell = Callable[[int, int], None]  # lines done, lines in all


@dataclass
class Look:
    """What a list would do."""

    counts: Counts = field(default_factory=dict)
    examples: list[Card] = field(default_factory=list)
    told: list[tuple[int, str]] = field(default_factory=list)  # line, why it is left out


def open_kept(content: bytes, name: str, columns: dict[str, Any]) -> Sheet:
    """What was kept of an import, opened. Raises FileRefusal."""
    return open_pasted(content.decode()) if columns.get(PASTED) else open_sheet(content, name)


def look_through(tools: Tools, agent_id: UUID, sheet: Sheet, columns: Columns) -> Look:
    """Decide about every line as an import would, and write nothing."""
    look = Look()
    for step in steps_of(tools, agent_id, sheet, columns):
        count(look.counts, step)
        if step.fate == LineFate.NEW and step.card and len(look.examples) < EXAMPLES:
            look.examples.append(step.card)
        if step.fate in LEFT_OUT and len(look.told) < TOLD:
            look.told.append((step.line.number, step.reason))
    return look


def steps_of(tools: Tools, agent_id: UUID, sheet: Sheet, columns: Columns) -> Iterator[Step]:
    """What each line would do by what is in the book now."""
    cards, source = Cards(), lines(sheet, columns)
    while piece := list(islice(source, PIECE)):
        with tools.read() as session:
            book = books.book_of(session, agent_id)
            cards.load(session, tools.workspace_id, book, piece)
        yield from decide(cards, agent_id, piece)


def count(counts: Counts, step: Step) -> None:
    """Count a line by its fate, and what else is told about it."""
    told = [step.fate.value, *{one[0] for one in step.news if one[0] != "note"}]
    told += ["remarks"] if step.line.remarks else []
    for one in told:
        counts[one] = counts.get(one, 0) + 1


def run_import(tools: Tools, import_id: UUID) -> None:
    """Write as much of an import as fits into a few seconds; the rest is a job again."""
    run(tools, import_id, SLICE)


def run(tools: Tools, import_id: UUID, seconds: float | None = None, tell: Tell | None = None) -> None:
    """Write an import, all of it or for so many seconds.

    Several processes may do this at once: each line is written once, by whoever gets to it.
    """
    with tools.read() as session:
        made = imports.get(session, import_id)
        content = imports.file_of(session, import_id)
    if made is None or made.state != ImportState.RUNNING:
        return
    reader = _Reader(open_kept(content, made.name, made.columns), Columns.from_dict(made.columns))
    ends, shown = time.monotonic() + (seconds or float("inf")), time.monotonic()
    while True:
        piece = reader.piece(made.done)
        with tools.write() as session:
            made = imports.lock(session, import_id)
            if made is None or made.state != ImportState.RUNNING:
                return
            if made.done != reader.start:
                continue  # somebody else was faster
            is_over = _write(session, tools, made, piece)
            if is_over or time.monotonic() - shown > SHOWN_EVERY:
                shown = time.monotonic()
                import_show.show(session, tools, made)
            if not is_over and time.monotonic() > ends:
                queue.once(session, tools, "run_import", import_id, f"import:{import_id}:run")
                return
        if tell:
            tell(made.done, made.total)
        if is_over:
            return


@dataclass
class _Reader:
    """The lines of a list, piece by piece, in their order unless another place is asked for."""

    sheet: Sheet
    columns: Columns
    start: int = -1  # of the piece read last
    _next: int = -1
    _source: Iterator[Line] = field(default_factory=lambda: iter(()))

    def piece(self, start: int) -> list[Line]:
        """The lines from this one on; fewer than a piece holds: those are the last."""
        if start != self._next:
            self._source = lines(self.sheet, self.columns, start)
        found = list(islice(self._source, PIECE))
        self.start, self._next = start, start + len(found)
        return found


def _write(session: Session, tools: Tools, made: ContactImport, piece: list[Line]) -> bool:
    """One piece: its contacts and how far the import is, together or not at all; whether it was the last."""
    book = books.book_of(session, made.agent_id)
    batch.hold_book(session, book)
    counts = dict(made.counts)
    for step in write(session, tools, made, book, piece) if piece else ():
        count(counts, step)
    made.counts, made.done, made.changed_at = counts, made.done + len(piece), tools.now()
    is_over = len(piece) < PIECE
    if is_over:
        made.state, made.total = ImportState.DONE, made.done
    session.add(made)
    return is_over
