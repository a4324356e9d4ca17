"""Names as people are called, out of the ways in which tables write them."""

import re
from collections.abc import Iterable

from bot.rules.blank import one_line as _one_line
from bot.rules.name_words import TITLES

LONGEST = 80

_APOSTROPHES = "'’‘`´"
_PARTS = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")  # letters, with the apostrophe inside
_SMALL = {"de", "del", "y", "and", "von", "van", "der", "da", "dos"}
_AFTER_DE = {"la", "las", "los"}
_NUMERALS = re.compile(r"(?:i{2,3}|iv|vi{1,3}|ix)", re.IGNORECASE)
_VOWELS = set("aeiouyáéíóúü")
_NO_TITLES = {"mr", "mrs", "ms", "mx", "miss", "madam", "sir"}  # everybody has one
_AFTER_COMMA = re.compile(
    r"(?:jr|sr|ii|iii|iv|md|phd|dds|esq|cpa|rn|realtor|broker|inc|llc|llp|ltd|co|corp|pa|pc)\b", re.IGNORECASE
)
_FIRM = re.compile(
    r"\b(?:inc|llc|llp|ltd|corp|company|realty|group|partners|associates|bank)\b", re.IGNORECASE
)


def one_line(text: str, most: int) -> str:
    """As `blank.one_line`, sooner: nearly all names are plain."""
    return " ".join(text.split()) if len(text) <= most and text.isprintable() else _one_line(text, most)


def read_name(written: str, turn: bool = True) -> str:
    """A whole name: "LOPEZ, ANA" is "Ana Lopez"; "Tom & Jerry Novak" stays.

    `turn` tells that a comma may part the last name from the first.
    """
    name = one_line(written, LONGEST).strip(" ,;-")
    if "@" in name or not any(map(str.isalpha, name)):  # some exports put what they have in its place
        return ""
    return usual_case(_turned(name) if turn else name)


def join_name(prefix: str, first: str, middle: str, last: str, suffix: str) -> str:
    """A name from its parts, each in its usual case."""
    titled = prefix.strip(" .").lower()
    title = one_line(prefix, 20) if titled in TITLES - _NO_TITLES else ""
    parts = [
        usual_case(one_line(part, LONGEST), place == 0) for place, part in enumerate((first, middle, last))
    ]
    return one_line(" ".join(filter(None, (title, *parts, one_line(suffix, 12)))), LONGEST)


def first_of(names: Iterable[str]) -> str:
    """The first that is a name at all."""
    return next((name for name in names if name), "")


def usual_case(name: str, begins: bool = True) -> str:
    """ "O'BRIEN" and "o'brien" are "O'Brien"; a name with letters of both kinds is as its writer wants it.

    `begins` tells that the name stands first, where "DE" is "De" and "TJ" are initials.
    """
    if not (name.isupper() or name.islower()) or (name.isupper() and len(name) == 1):
        return name
    words = name.split(" ")
    return " ".join(
        _word(word, words[place - 1].lower() if place else "", begins and place == 0)
        for place, word in enumerate(words)
    )


def _word(word: str, before: str, is_first: bool) -> str:
    small = word.lower()
    if not is_first and (small in _SMALL or (small in _AFTER_DE and before == "de")):
        return small
    if not is_first and _NUMERALS.fullmatch(small):
        return small.upper()
    if is_first and word.isupper() and len(word) in {2, 3} and not _VOWELS & set(small):
        return word
    return _PARTS.sub(lambda part: _capital(part[0]), small)


def _capital(part: str) -> str:
    """ "o'brien" has two capitals; "ana's" has one."""
    pieces = re.split(rf"([{_APOSTROPHES}])", part)
    return "".join(
        piece.capitalize() if place == 0 or len(piece) > 1 else piece for place, piece in enumerate(pieces)
    )


def _turned(name: str) -> str:
    """ "Lopez, Ana" the other way around, unless what follows the comma is no first name."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not (comma and last and first) or "," in first or any(map(str.isdigit, name)):
        return name
    if _AFTER_COMMA.match(first) or _FIRM.search(name) or len(last.split()) > 3:
        return name
    return f"{first} {last}"
