"""A quick text that starts with a phone number: `+12015550123 Hi`, `(201) 555-0123, Hi`."""

import re

from bot.rules.behind import message_after
from bot.rules.blank import strip_blank
from bot.rules.phone import Phone, PhoneRefusal, parse_phone

_GAP = r"[^\S\n]?[.\-/·‐-―−－．]?[^\S\n]?"  # what people put between groups, on one line
_AMERICAN = re.compile(
    rf"(?:[+＋]?[1１]{_GAP})?[(（]?\d{{3}}[)）]?{_GAP}\d{{3}}{_GAP}\d{{4}}"
    r"(?:[^\S\n]*(?:x|ext\.?)[^\S\n]*\d{1,5})?(?!\w)",
    re.IGNORECASE,
)
_GROUP = r"[\d()（）.\-/·‐-―−－]*\d"
_FOREIGN = re.compile(rf"[+＋]{_GROUP}(?:[^\S\n]{_GROUP}){{0,6}}(?!\w)")


def leading_phone(text: str) -> tuple[Phone, str] | None:
    """The number that `text` clearly starts with, and the message after it; None if there is no such number.

    Ten digits, with or without +1, are American, and digits after them belong to the message. Abroad lengths
    differ: where `+49 30 1234 5678` could also end earlier it is not clear, and one digit more or less would
    text a stranger.
    """
    line = strip_blank(text)
    american = _AMERICAN.match(line)
    if american and (read := _read(line, american.end())):
        return read
    foreign = _FOREIGN.match(line)
    return _abroad(line, foreign.end()) if foreign else None


def _abroad(line: str, furthest: int) -> tuple[Phone, str] | None:
    ends = [gap.start() for gap in re.finditer(r"\s", line[:furthest])] + [furthest]
    if whole := _read(line, ends[0]):  # in one piece it is complete, whatever digits follow
        return whole
    fitting = [read for end in ends if (read := _read(line, end))]
    return fitting[0] if len(fitting) == 1 else None


def _read(line: str, end: int) -> tuple[Phone, str] | None:
    message = message_after(line, end)
    try:
        return None if message is None else (parse_phone(line[:end]), message)
    except PhoneRefusal:
        return None
