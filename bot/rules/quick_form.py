"""Who a quick text is for: reading `/text Ana Running 5 late` against the agent's saved names.

The longest saved name that starts the line wins. Whatever could be read two ways asks: a text to the wrong
client cannot be taken back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.behind import message_after
from bot.rules.blank import strip_blank
from bot.rules.fold import APOSTROPHES, fold, fold_with_ends, is_mark
from bot.rules.name_words import NAME_WORDS, TITLES

__all__ = [
    "Ask",
    "AskReason",
    "Empty",
    "Exact",
    "Match",
    "NameOnly",
    "Named",
    "Nobody",
    "fold",
    "read_recipient",
]

_LONGEST_NAME = 300  # characters of the line that can belong to a name
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s?$", re.IGNORECASE)
_NAME_AND_MARK = re.compile(r"((?:[^\W\d_a-z][^\s,:]*[^\S\n]+){0,2}[^\W\d_a-z][^\s,:]*)[^\S\n]*[,:]")


@dataclass(frozen=True, slots=True)
class Named:
    """A contact by the name it is saved under."""

    id: str
    name: str


class AskReason(StrEnum):
    """Why the agent must say who is meant."""

    SEVERAL = "several"  # more than one contact fits
    MAYBE_A_WORD = "maybe a word"  # the name may be the first word of the message


@dataclass(frozen=True, slots=True)
class Exact:
    """One contact, without doubt, and what to send."""

    contact_id: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class NameOnly:
    """One contact and nothing to send."""

    contact_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Contacts that may be meant, and what each would be sent (a longer name leaves a shorter message)."""

    candidates: tuple[Named, ...]
    message_per_candidate: tuple[str, ...]
    reason: AskReason


@dataclass(frozen=True, slots=True)
class Nobody:
    """No contact fits: what may be a new one's name, and the rest."""

    first_words: str
    message: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was typed."""


Match = Exact | NameOnly | Ask | Nobody | Empty


@dataclass(frozen=True, slots=True)
class _Fit:
    contact: Named
    words: tuple[str, ...]
    full: bool
    message: str

    @property
    def length(self) -> int:
        return len(" ".join(self.words))

    @property
    def doubtful(self) -> bool:
        """Whether these words may as well be the message's own. A full name of several words is not."""
        return not (self.full and len(self.words) > 1) and all(map(_ordinary, self.words))


@dataclass(frozen=True, slots=True)
class _Line:
    typed: str
    folded: str
    ends: Sequence[int]  # for each folded character, where its source ends in `typed`


def read_recipient(line: str, contacts: Sequence[Named]) -> Match:
    """Who `line` is for. `contacts` need hold only those whose name starts with the line's first word."""
    typed = strip_blank(line)
    if not typed:
        return Empty()
    read = _Line(typed, *fold_with_ends(typed[:_LONGEST_NAME]))
    fits = [fit for contact in contacts if (fit := _fit(read, contact))]
    winners = _winners(fits)
    if not winners:
        return _nobody(typed)
    if len(winners) > 1:
        return _ask(winners, AskReason.SEVERAL)
    only = winners[0]
    if not only.message:
        return NameOnly(only.contact.id, only.contact.name)
    if only.doubtful:
        return _ask(fits, AskReason.MAYBE_A_WORD)
    return Exact(only.contact.id, only.contact.name, only.message)


def _winners(fits: Sequence[_Fit]) -> list[_Fit]:
    longest_full = max((fit.length for fit in fits if fit.full), default=0)
    longest = max((fit.length for fit in fits), default=0)
    if longest > longest_full:  # "Ana" is saved, but so is "Ana Maria Lopez" and the line has "Ana Maria"
        return [fit for fit in fits if fit.length == (longest_full if fit.full else longest)]
    return [fit for fit in fits if fit.full and fit.length == longest_full]


def _ask(fits: Sequence[_Fit], reason: AskReason) -> Ask:
    return Ask(tuple(fit.contact for fit in fits), tuple(fit.message for fit in fits), reason)


def _nobody(typed: str) -> Nobody:
    marked = _NAME_AND_MARK.match(typed)
    if marked:
        return Nobody(marked[1], strip_blank(typed[marked.end() :]))
    first = typed.split(maxsplit=1)[0]
    return Nobody(first.rstrip(",:;.!?"), strip_blank(typed[len(first) :]))


def _fit(line: _Line, contact: Named) -> _Fit | None:
    """The most words of the contact's name that start the line, with its title or without."""
    words = tuple(fold(contact.name).split())
    untitled = words[1:] if words and words[0] in TITLES else ()
    for name in (words, untitled):
        for count in range(len(name), 0, -1):
            message = _message(line, name[:count], contact.name)
            if message is not None:
                return _Fit(contact, name[:count], count == len(name), message)
    return None


def _message(line: _Line, words: tuple[str, ...], name: str) -> str | None:
    """What follows `words` at the start of the line; None if the line does not start with just them."""
    key = " ".join(words)
    if not line.folded.startswith(key) or not any(map(str.isalnum, words[-1])):
        return None
    end = line.ends[len(key) - 1]
    if end in line.ends[len(key) : len(key) + 1]:  # half of a character that folds to two
        return None
    while end < len(line.typed) and is_mark(line.typed[end]):
        end += 1
    possessive = _POSSESSIVE.search(line.typed[:end]) and not _POSSESSIVE.search(name)
    return None if possessive else message_after(line.typed, end)


def _ordinary(word: str) -> bool:
    return word in NAME_WORDS or word in TITLES or len(word) == 1 or not any(map(str.isalpha, word))
