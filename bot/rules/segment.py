"""How many segments a text takes on its way to a phone: the number that decides its credits.

A text whose every character is in the GSM 03.38 alphabet travels as GSM-7, in septets: 160 alone, 153 in each
part when split. One other character makes the whole text UCS-2, in UTF-16 code units: 70 alone, 67 a part.
Twilio knows no national shift tables and neither do we.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import regex

GSM_7 = "GSM-7"
UCS_2 = "UCS-2"

# GSM 03.38 without its escape, which no text may hold.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"  # an escape and a character: two septets, in GSM-7 only

_SEPTETS_ALONE, _SEPTETS_PART = 160, 153
_UNITS_ALONE, _UNITS_PART = 70, 67

_COSTLY = re.compile(f"[^{re.escape(BASIC + EXTENSION)}]")
_EXTENDED = re.compile(f"[{re.escape(EXTENSION)}]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_CLUSTER = regex.compile(r"\r|\n|\X")  # Twilio's calculator takes CR LF apart, too
# Its older Unicode glues some characters (a heart) to any joiner before them, also behind a plain letter.
_JOINED = regex.compile(r"\r|\n|\X(?:(?<=\u200d)(?![\r\n])\X)*")


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text weighs on the air.

    `encoding` is "GSM-7" or "UCS-2"; `units` are septets or UTF-16 code units; `costly` are the distinct
    characters that force UCS-2, in order of appearance (empty for GSM-7).
    """

    encoding: str
    count: int
    units: int
    costly: tuple[str, ...]


def count_segments(text: str) -> Segments:
    """The segments Twilio will bill for `text`. An empty body is one.

    Parts are packed as Twilio's own segment calculator packs them: an escape pair or a grapheme cluster is
    never split. Where the two disagree on what a cluster is, this one counts more, never less.
    """
    costly = _COSTLY.findall(text)
    return _ucs2(text, tuple(dict.fromkeys(costly))) if costly else _gsm7(text)


def utf16_units(text: str) -> int:
    """The length of `text` in UTF-16 code units: an emoji is two or more."""
    return len(text) + len(_ASTRAL.findall(text))


def _gsm7(text: str) -> Segments:
    extended = len(_EXTENDED.findall(text))
    units = len(text) + extended
    if units <= _SEPTETS_ALONE:
        count = 1
    elif not extended:
        count = -(-units // _SEPTETS_PART)
    else:
        count = _pack((2 if char in EXTENSION else 1 for char in text), _SEPTETS_PART)
    return Segments(GSM_7, count, units, ())


def _ucs2(text: str, costly: tuple[str, ...]) -> Segments:
    units = utf16_units(text)
    if units <= _UNITS_ALONE:
        return Segments(UCS_2, 1, units, costly)
    clusters = (_JOINED if "\u200d" in text else _CLUSTER).findall(text)
    return Segments(UCS_2, _pack_clusters(clusters, _UNITS_PART), units, costly)


def _pack(weights: Iterable[int], room: int) -> int:
    count, used = 1, 0
    for weight in weights:
        if used + weight > room:
            count, used = count + 1, 0
        used += weight
    return count


def _pack_clusters(clusters: Iterable[str], room: int) -> int:
    count, used = 1, 0
    for cluster in clusters:
        weight = 1 if cluster <= "\uffff" and len(cluster) == 1 else utf16_units(cluster)
        if weight > room:
            # Nothing can hold it whole. It is spread over parts of its own, since the calculator, too,
            # starts a part for it and lets nothing follow inside.
            count += _pack(map(utf16_units, cluster), room) - (used == 0)
            used = room
        elif used + weight > room:
            count, used = count + 1, weight
        else:
            used += weight
    return count
