"""Where the recipient ends and the message begins in a quick text: "Ana, on my way", "201-555-0123 - Hi"."""

import re

from bot.rules.blank import strip_blank

# One mark may stand between the two, on the same line: a list that starts on the next keeps its dash.
_SEPARATOR = re.compile(r"[^\S\n]*(?:[,:;]|[.!](?=\s|$)|[-–—](?=\s))|(?=\s|$)")


def message_after(line: str, end: int) -> str | None:
    """The message behind a recipient that ends at `end`; None if its word goes on ("Ana's", "Ana-Maria")."""
    separator = _SEPARATOR.match(line, end)
    return None if separator is None else strip_blank(line[separator.end() :])
