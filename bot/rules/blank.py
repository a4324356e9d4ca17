"""What a person cannot see in a text: white space and the characters of no width."""

from unicodedata import category, normalize

import regex

# Joiners, direction marks (a phone's address book copies them around numbers), soft hyphen, byte-order mark
# and the two non-characters beside it.
INVISIBLE = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
)
WHITE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
BLANK = INVISIBLE + WHITE

_UNSHOWABLE = {"Cf", "Cs", "Cn", "Co"}
_WITHIN_EMOJI = frozenset(map(chr, (0x200D, *range(0xE0020, 0xE0080))))  # joiner, and the tags of flags
_CLUSTER = regex.compile(r"\X")
_LONGEST_CLUSTER = 40  # characters

_NOTHING = dict.fromkeys(map(ord, INVISIBLE))


def strip_blank(text: str) -> str:
    """`text` without anything unseen at its ends."""
    return text.strip(BLANK)


def without_invisible(text: str) -> str:
    """`text` without characters of no width anywhere. Breaks joined emoji: for reading only."""
    return text.translate(_NOTHING)


def plain(text: str) -> str:
    """`text` as a rule compares it: full-width digits and odd spaces made plain, nothing unseen."""
    return strip_blank(without_invisible(normalize("NFKC", text)))


def one_line(text: str, most: int) -> str:
    """`text` for showing in one line of at most `most` characters, with … where it is cut.

    Control characters and line ends become spaces, direction marks go (they can turn "gpj.exe" around), and
    so does what no encoding can hold. Joined emoji stay whole.
    """
    shown = " ".join("".join(map(_showable, text)).split())
    if len(shown) <= most:
        return shown
    ends = (cluster.end() for cluster in _CLUSTER.finditer(shown, 0, most + _LONGEST_CLUSTER))
    return shown[: max((end for end in ends if end < most), default=most - 1)].rstrip() + "…"


def _showable(char: str) -> str:
    if char in _WITHIN_EMOJI:
        return char
    kind = category(char)
    return " " if kind == "Cc" else "" if kind in _UNSHOWABLE or char in INVISIBLE else char
