"""Characters that make a whole text dear although a plain one looks the same: curly quotes, dashes, spaces.

One of them turns GSM-7 into UCS-2 and with it 160 characters a segment into 70. Only swaps that nobody would
object to are here: a fraction ("2½") or a cedilla stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import normalize

import regex

from bot.rules.blank import INVISIBLE
from bot.rules.segment import BASIC, EXTENSION, count_segments

_LOOK_ALIKES = {
    "'": "‘’‚‛ʼʹˈ′´`",
    '"': "“”„‟″ˮ",
    "-": "‐‑‒–—―−⁃•‣◦∙·▪●",
    " ": "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f",
    "\n": "\v\x85\u2028\u2029",
    "/": "⁄∕",
    "": INVISIBLE,
}
_LONGER = {
    "…": "...",
    "‴": "'''",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
_FULL_WIDTH = {chr(0xFEE0 + ord(char)): char for char in map(chr, range(0x21, 0x7F)) if char != "`"}

SWAPS: Mapping[str, str] = {
    **{char: plain for plain, chars in _LOOK_ALIKES.items() for char in chars},
    **_LONGER,
    **_FULL_WIDTH,
    "\u3000": " ",
    "\uff40": "'",
}

_CLUSTER = regex.compile(r"\X")
# A joiner or selector in an emoji, and a joiner in a script that needs it, is no decoration.
_WHOLE = regex.compile(
    r"[\p{Extended_Pictographic}\p{Regional_Indicator}\ufe0e\ufe0f\u20e3]|[^\p{Latin}\p{Common}\p{Inherited}]"
)
_RIGHT_TO_LEFT = regex.compile(r"(?=\p{L})[\p{bc=R}\p{bc=AL}]")  # there direction marks do work
_GSM = frozenset(BASIC + EXTENSION)


@dataclass(frozen=True, slots=True)
class Swap:
    """An offer: `char` could be `plain` ("" drops it); all such swaps make of `before` segments `after`."""

    char: str
    plain: str
    before: int
    after: int


def plain_letters(text: str) -> str:
    """`text` with every swap made. Emoji stay whole, and a text in a script from right to left as it is."""
    if text.isascii() and "\t" not in text and "`" not in text and "\v" not in text:
        return text
    return text if _RIGHT_TO_LEFT.search(text) else "".join(map(_plain, _CLUSTER.findall(text)))


def cheaper(text: str) -> Swap | None:
    """The first character that could be plainer, if all of them together save a segment; else None."""
    plain = plain_letters(text)
    before, after = count_segments(text).count, count_segments(plain).count
    if after >= before:
        return None
    char, swapped = next(_swapped(text))
    return Swap(char, swapped, before, after)


def _plain(cluster: str) -> str:
    if len(cluster) > 1 and _WHOLE.search(cluster):
        return cluster
    plain = "".join(SWAPS.get(char, char) for char in cluster)
    # An e with a loose accent is dear, the é on the keyboard is not.
    composed = normalize("NFC", plain)
    return composed if _GSM.issuperset(composed) else plain


def _swapped(text: str) -> Iterator[tuple[str, str]]:
    for cluster in _CLUSTER.findall(text):
        plain = _plain(cluster)
        if plain != cluster:
            known = next((char for char in cluster if char in SWAPS), None)
            yield (cluster, plain) if known is None else (known, SWAPS[known])
