"""Merge fields of templates: `Hi {first_name|there}` becomes "Hi Ana", or "Hi there" for a number alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import dropwhile

from bot.rules.blank import strip_blank
from bot.rules.fold import fold
from bot.rules.name_words import TITLES

FIELDS: Mapping[str, str] = {
    "first_name": "the client's first name",
    "name": "the client's name as it is saved",
    "agent": "your name",
    "agent_first_name": "your first name",
    "brokerage": "the name of your brokerage",
}

_FIELD = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)(?:\s*\|([^{}\n]*))?\}")
_JOINTS = frozenset({"&", "and", "+", "y"})
_AROUND = " \t\"'“”‘’()[]<>,;:"


@dataclass(frozen=True, slots=True)
class Merged:
    """A filled template.

    `missing` are the fields that had neither a value nor a fallback, `unknown` what looks like a field and is
    none; both stay in `text` as typed and are distinct, in order of appearance.
    """

    text: str
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def merge(text: str, values: Mapping[str, str]) -> Merged:
    """`text` with its fields filled from `values` (keys of FIELDS), in any case of letters.

    An empty value takes the fallback, which may be empty itself: `{first_name|}`. Values are not read again.
    """
    missing: dict[str, None] = {}
    unknown: dict[str, None] = {}

    def fill(field: re.Match[str]) -> str:
        name = field[1].lower()
        value = strip_blank(values.get(name, ""))
        if name not in FIELDS:
            unknown[field[1]] = None
        elif value or field[2] is not None:
            return value or strip_blank(field[2])
        else:
            missing[name] = None
        return field[0]

    return Merged(_FIELD.sub(fill, text), tuple(missing), tuple(unknown))


def has_fields(text: str) -> bool:
    """Whether anything in `text` would be filled."""
    return any(field[1].lower() in FIELDS for field in _FIELD.finditer(text))


def first_name(name: str) -> str:
    """What to call somebody saved as `name`; "" if that is no name but a number.

    Titles are left out ("Dr. Ana Lopez": "Ana") unless only a family name would remain ("Mr. Novak"). Couples
    stay together: "Tom & Jerry Novak" is "Tom & Jerry".
    """
    kept = [word for word in map(_bare, name.split()) if _is_joint(word) or any(map(str.isalpha, word))]
    words = list(dropwhile(_is_joint, kept))
    joint = next(filter(lambda at: _is_joint(words[at]), range(len(words))), len(words))
    one, other = words[:joint], words[joint + 1 :]
    if one and all(map(_is_title, one)) and other:  # "Mr. & Mrs. Novak": one name for both
        return " ".join(words)
    names = [first for first in (_first(one), _first(other)) if first]
    return f" {words[joint]} ".join(names) if len(names) > 1 else "".join(names)


def _first(words: list[str]) -> str:
    untitled = words
    while untitled and _is_title(untitled[0]):
        untitled = untitled[1:]
    titled = len(untitled) < len(words)
    return " ".join(words) if titled and len(untitled) <= 1 else (untitled or [""])[0]


def _is_joint(word: str) -> bool:
    return word.lower() in _JOINTS


def _is_title(word: str) -> bool:
    return fold(word) in TITLES


def _bare(word: str) -> str:
    return strip_blank(word).strip(_AROUND)
