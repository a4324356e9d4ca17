"""What a person cannot see in a text: white space and the characters of no width."""

from unicodedata import normalize

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
