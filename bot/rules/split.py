"""A text that is too long for one message, cut where a reader would pause."""

import regex

from bot.rules.blank import WHITE
from bot.rules.opt_out_line import LIMIT
from bot.rules.segment import utf16_units

# Where a part may end, best first; a place counts only in the second half of the part, a space anywhere.
_BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")
_LINE_END = regex.compile(r"\n")
_SENTENCE_END = regex.compile(r"(?<=[.!?…。][\"'”’)]?)\s")
_SPACE = regex.compile(r"\s")
_CLUSTER = regex.compile(r"\X")


def split_text(text: str, first_room: int, room: int = LIMIT) -> list[str]:
    """`text` in parts of at most `room` UTF-16 units, the first of at most `first_room`.

    White space at a seam is dropped. A text that fits is one part, unchanged.
    """
    if utf16_units(text) <= first_room:
        return [text]
    parts: list[str] = []
    while text:
        seam = _seam(text, room if parts else first_room)
        if part := text[:seam].rstrip(WHITE):
            parts.append(part)
        text = text[seam:].lstrip(WHITE)
    return parts


def _seam(text: str, space: int) -> int:
    """How many characters of `text` the next part takes, at least one."""
    furthest = _furthest(text, space)
    if furthest == len(text):
        return furthest
    for pattern in (_BLANK_LINE, _LINE_END, _SENTENCE_END):
        if seam := _last(pattern, text, furthest // 2, furthest):
            return seam
    return _last(_SPACE, text, 1, furthest) or _between_clusters(text, furthest)


def _furthest(text: str, space: int) -> int:
    """How many characters of `text` take at most `space` UTF-16 units."""
    used = 0
    for index, char in enumerate(text):
        used += 1 + (char > "\uffff")
        if used > space:
            return index
    return len(text)


def _last(pattern: regex.Pattern[str], text: str, start: int, furthest: int) -> int:
    """Where the last match that begins between the two begins; 0 if there is none."""
    return max((one.start() for one in pattern.finditer(text, start) if one.start() <= furthest), default=0)


def _between_clusters(text: str, furthest: int) -> int:
    """The last border between two characters as a reader counts them; inside one that fits nowhere."""
    ends = [one.end() for one in _CLUSTER.finditer(text, 0, furthest + 1)]
    return max((end for end in ends if end <= furthest), default=0) or furthest
