"""Whether a client says in plain words that they want no more texts, or that we have the wrong number.

A carrier keyword is one word, see `keyword`; this reads everything else, in English and Spanish. It says
"probably": an agent is asked before anything lasting is done.
"""

import re
from collections.abc import Collection, Iterator

from rapidfuzz.distance import OSA

from bot.rules import opt_out_phrases as phrases
from bot.rules.blank import plain
from bot.rules.fold import fold
from models.enums import PlainWish

SHORTEST = 4  # letters of a word in which a slip is looked for
LONGEST = 600  # characters: whoever wants no texts says so at once
_ENDS = re.compile(r"[,!?;:\n()¡¿…\"“”«»]+|(?<!\b\w)\.+|\.+(?=\s|$)|\s[-–—]+\s")
_NO_WORD = re.compile(r"[^\w#]+")
_ALONE = phrases.alone(phrases.ALONE)
_UNWANTED = re.compile(phrases.any_of(phrases.UNWANTED))
_WRONG = re.compile(phrases.any_of(phrases.WRONG))
_TAKEN_BACK = re.compile(phrases.any_of(phrases.TAKEN_BACK))
_WANTED = re.compile(phrases.any_of(phrases.WANTED))


def read_wish(body: str, names: Collection[str] = ()) -> PlainWish | None:
    """What the client probably wants; None for everything else.

    `names`: what the people are called whom we think we text: "this is not Ana" is about the number only
    where Ana is one of them.
    """
    known = {word for name in names for word in fold(name).split()}
    clauses = [_TAKEN_BACK.sub(" ", one).strip() for one in _clauses(plain(body)[:LONGEST], known)]
    if any(_WANTED.search(one) for one in clauses):
        return None
    if any(_WRONG.search(one) for one in clauses):
        return PlainWish.WRONG_NUMBER
    if any(_ALONE.fullmatch(one) or _UNWANTED.search(one) for one in clauses):
        return PlainWish.NO_TEXTS
    return None


def _clauses(text: str, names: Collection[str]) -> Iterator[str]:
    for part in _ENDS.split(text):
        words = [_word(one, names) for one in _NO_WORD.sub(" ", fold(part)).split()]
        clause = " ".join(words)
        for apart, together in phrases.TOGETHER:
            clause = re.sub(rf"\b{apart}\b", together, clause)
        if clause:
            yield clause


def _word(word: str, names: Collection[str]) -> str:
    """A word without the slip of a thumb; a name as NAME."""
    if word in names or word.removesuffix("s") in names:
        return "NAME" if word in names else "NAMES"
    word = phrases.SHORT.get(word, word)
    if len(word) < SHORTEST or word in phrases.SLIPS:
        return word
    meant = (
        one for one in phrases.SLIPS if one[0] == word[0] and OSA.distance(word, one, score_cutoff=1) == 1
    )
    return next(meant, word)
