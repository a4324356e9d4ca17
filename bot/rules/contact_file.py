"""Files of contacts: tables (CSV), cards (vCard) and pasted lists, read line by line."""

import re
from collections.abc import Iterator
from itertools import islice

from bot.rules.blank import one_line
from bot.rules.contact_card import blocks, read_card
from bot.rules.contact_columns import Columns, Field
from bot.rules.contact_guess import guess_columns
from bot.rules.contact_line import Line
from bot.rules.contact_paste import people, read_pasted
from bot.rules.contact_row import plan, read_row
from bot.rules.contact_sheet import Kind, Sheet, body, open_table
from bot.rules.file_text import LARGEST, FileRefusal, read_text

__all__ = [
    "LARGEST",
    "Columns",
    "Field",
    "FileRefusal",
    "Line",
    "Sheet",
    "examples",
    "guess_columns",
    "lines",
    "open_pasted",
    "open_sheet",
]

_CARD = re.compile(r"(?:^|[\r\n])\s*BEGIN:VCARD\s", re.IGNORECASE)
_APPLE = re.compile(r"^PRODID:.*Apple|X-ABLabel", re.IGNORECASE | re.MULTILINE)
_EXAMPLES = 2000  # rows that are looked at
_SAMPLE = 200  # lines that tell a table from a list


def open_sheet(content: bytes, name: str) -> Sheet:
    """A file by its content, whatever its name says; raises FileRefusal."""
    text = read_text(content, name)
    if _CARD.search(text[:2000]) or (name.lower().endswith((".vcf", ".vcard")) and _CARD.search(text)):
        return _cards(text, name)
    table = open_table(text)
    if any(table.header):
        return _not_empty(table, name)
    return _not_empty(_better(table, _list(text)), name, must_reach=True)


def open_pasted(text: str) -> Sheet:
    """What somebody pasted, one person a line, or a table out of a spreadsheet; raises FileRefusal."""
    content = text.replace("\0", "")
    if not content.strip():
        raise FileRefusal("There is nothing in it: paste one person a line.")
    if _CARD.search(content[:2000]):
        return _cards(content, "The list")
    table = open_table(content)
    known = guess_columns(table).fields.values() if any(table.header[1:]) else ()
    if table.total and {Field.PHONE, Field.EMAIL} & set(known):
        return table
    return _list(content)


def examples(sheet: Sheet, column: int, most: int = 3) -> tuple[str, ...]:
    """A few different values of a column, for showing."""
    cells = (one_line(row[column], 80) for _, row in islice(body(sheet), _EXAMPLES) if row[column:])
    found: dict[str, None] = {}
    for cell in filter(None, cells):
        found[cell] = None
        if len(found) == most:
            break
    return tuple(found)


def lines(sheet: Sheet, columns: Columns, start: int = 0) -> Iterator[Line]:
    """Every line that has anything on it, in order, from the `start`-th (from 0) on."""
    if sheet.kind == "vcard":
        return (read_card(number, block) for number, block in islice(blocks(sheet.text), start, None))
    if sheet.kind == "pasted":
        return (read_pasted(number, line) for number, line in islice(people(sheet.text), start, None))
    found = plan(sheet.header, columns, sheet.origin)
    return (read_row(found, number, row) for number, row in islice(body(sheet), start, None))


def _cards(text: str, name: str) -> Sheet:
    origin = "iCloud" if _APPLE.search(text[:20_000]) else ""
    return _not_empty(_bare("vcard", origin, text, sum(1 for _ in blocks(text))), name)


def _list(text: str) -> Sheet:
    return _bare("pasted", "", text, sum(1 for _ in people(text)))


def _bare(kind: Kind, origin: str, text: str, total: int) -> Sheet:
    return Sheet(kind, origin, (), total, text)


def _better(table: Sheet, pasted: Sheet) -> Sheet:
    """The way to read a text without headings by which more is found."""
    return table if len(table.header) > 1 and _ways(table) >= _ways(pasted) else pasted


def _ways(sheet: Sheet) -> int:
    """By how many numbers and addresses the people of the first lines can be reached."""
    first = islice(lines(sheet, guess_columns(sheet)), _SAMPLE)
    return sum(len(line.phones) + (line.email is not None) for line in first)


def _not_empty(sheet: Sheet, name: str, must_reach: bool = False) -> Sheet:
    if not sheet.total:
        raise FileRefusal(
            f"“{one_line(name, 80)}” has nobody in it: export it again, or choose another file."
        )
    if must_reach and not _ways(sheet):
        raise FileRefusal(f"“{one_line(name, 80)}” has no list of people in it: send a CSV or vCard file.")
    return sheet
