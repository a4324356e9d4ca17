"""What stands in the cells of a table, made fit to keep."""

import re
from functools import lru_cache

from bot.rules.blank import one_line
from bot.rules.email import AddressRefusal, read_address
from bot.rules.fold import fold
from bot.rules.spreadsheet import STARTS

LONGEST = 500  # characters of a value
LONGEST_NOTE = 3000
_LONGEST_TAG = 60
_MOST_TAGS = 30

_SEVERAL = re.compile(r"\s*:::\s*|[,;|\n]")
_MAILS = re.compile(r":::|[\s,;|<>]+")
_NO_TAGS = {"mycontacts", "my contacts", "starred", "other contacts", "other"}  # Google's own groups


def read_cell(cell: str) -> str:
    """One line without what cannot be seen, and without the mark that keeps a program from running it."""
    value = (
        cell.strip()
        if len(cell) <= LONGEST and cell.isprintable()
        else one_line(cell[: 4 * LONGEST], LONGEST)
    )
    return value[1:].lstrip() if value[:1] == "'" and value[1:].lstrip().startswith(STARTS) else value


def read_lines(cell: str) -> str:
    """Several lines, as a note may have them."""
    lines = (read_cell(line) for line in re.split(r"\r\n|\r|\n", cell[: 2 * LONGEST_NOTE])[:200])
    return "\n".join(filter(None, lines))[:LONGEST_NOTE]


@lru_cache(maxsize=5000)  # a book has few groups of tags
def read_tags(cell: str) -> tuple[tuple[str, str], ...]:
    """The tags in a cell by what they are compared by. Google's mark " ::: " leaves commas to the tags."""
    parts = cell.split(":::") if ":::" in cell else _SEVERAL.split(cell)
    tags = (one_line(part, _LONGEST_TAG).removeprefix("* ") for part in parts[:_MOST_TAGS])
    return tuple((key, tag) for tag in tags if (key := fold(tag)) and key not in _NO_TAGS)


def read_emails(cell: str) -> tuple[str, str]:
    """The first address in small letters, and a remark if there is none in what stands there."""
    for part in _MAILS.split(cell[: 4 * LONGEST]):
        try:
            return read_address(part.removeprefix("mailto:")).lower(), ""
        except AddressRefusal:
            continue
    return "", f"{one_line(cell, 40)} is no e-mail address"
