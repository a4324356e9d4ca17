"""A text that is too long for one message, cut where a reader would pause."""

import regex

from bot.rules.blank import WHITE
from bot.rules.opt_out_line import LIMIT
from bot.rules.segment import utf16_units

_SMALLEST = 2  # UTF-16 units: an emoji fits
_LONGEST_MARK = 4  # characters that a pattern below looks ahead

_BLANK_LINE = regex.compile(r"(?=\r?\n[^\S\n]?\n)")
_LINE_END = regex.compile(r"(?=\r?\n)")
_SENTENCE_END = regex.compile(
    r"""(?<!\b(?:Mr|Mrs|Ms|Dr|St|No|vs|Apt|Ste|Ave|Blvd|[A-Z]))[.!?…。]["'”’)\]]*(?=\s)"""
)
_SPACE = regex.compile(r"(?=\s(?![\p{M}\u200d]))")
_CLUSTER = regex.compile(r"\X")
_LONGEST_CLUSTER = 200  # characters; beyond that it is noise and may be cut


def split_text(text: str, first_room: int, room: int = LIMIT) -> list[str]:
    """`text` in parts of at most `room` UTF-16 units, the first of at most `first_room`.

    A part ends, best first, at a blank line, line end or sentence end in its second half, at a space, or
    between two characters as a reader counts them. White space at a seam is dropped. A text that fits is one
    part, unchanged; nothing but white space is one empty part if it does not fit. Raises ValueError for a
    room of less than two units.
    """
    if min(first_room, room) < _SMALLEST:
        raise ValueError("a part needs room for an emoji")
    parts: list[str] = []
    while utf16_units(text) > (space := room if parts else first_room):
        seam = _seam(text, space)
        parts += _unless_empty(text[:seam].rstrip(WHITE))
        text = text[seam:].lstrip(WHITE)
    return parts + _unless_empty(text) if parts else [text]


def _unless_empty(part: str) -> list[str]:
    return [part] if part else []


def _seam(text: str, space: int) -> int:
    """Where to cut `text`, as an index of 1 or more."""
    furthest = _furthest(text, space)
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
    """The last index from `start` to `furthest` at which a match of `pattern` ends; 0 if there is none."""
    found = (match.end() for match in pattern.finditer(text, start, furthest + _LONGEST_MARK))
    return max((end for end in found if end <= furthest), default=0)


def _between_clusters(text: str, furthest: int) -> int:
    found = (match.end() for match in _CLUSTER.finditer(text, 0, furthest + _LONGEST_CLUSTER))
    return max((end for end in found if end <= furthest), default=0) or furthest
