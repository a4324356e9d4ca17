"""Names as they are compared: without case, accents, apostrophes, full stops and spare spaces."""

from unicodedata import category, normalize

from bot.rules.blank import INVISIBLE

APOSTROPHES = "'’‘ʼ＇`´"
_DROPPED = frozenset(APOSTROPHES + "." + INVISIBLE)
_NOTHING = dict.fromkeys(map(ord, _DROPPED))


def fold(name: str) -> str:
    """`name` as a search key: "José  O’Brien Jr." becomes "jose obrien jr"."""
    if name.isascii():  # most are, and a list of contacts has a million words
        return " ".join(name.translate(_NOTHING).lower().split())
    return fold_with_ends(name)[0].strip()


def fold_with_ends(text: str) -> tuple[str, list[int]]:
    """What `text` folds to, and for each character of that the index in `text` just after its source."""
    folded, ends = "", []
    for end, char in enumerate(text, 1):
        kept = _fold(char)
        if kept != " " or (folded and folded[-1] != " "):
            folded += kept
            ends.extend([end] * len(kept))
    return folded, ends


def is_mark(char: str) -> bool:
    """Whether `char` only colours the one before it: an accent, a variation selector."""
    return category(char) == "Mn"


def _fold(char: str) -> str:
    if char.isspace() or char in _DROPPED:
        return " " if char.isspace() else ""
    return "".join(part for part in normalize("NFKD", char).casefold() if not is_mark(part))
