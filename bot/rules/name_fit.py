"""Whether two names may be one person's, who is known by the same number or address anyway."""

from bot.rules.fold import fold
from bot.rules.name_words import TITLES


def names_fit(one: str, other: str) -> bool:
    """Whether all words of the shorter name stand in the longer: "Ana" and "Dr. Ana Maria Lopez" do.

    An initial stands for any name that begins with it. A name of no words fits every other.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return all(any(_stands_for(word, known) for known in longer) for word in shorter)


def _words(name: str) -> set[str]:
    words = {word.strip(',;()"') for word in fold(name).replace("-", " ").replace("&", " ").split()}
    return {word for word in words if word} - TITLES


def _stands_for(one: str, other: str) -> bool:
    short = min(one, other, key=len)
    return one == other or (len(short) == 1 and one[0] == other[0])
