"""Tags as people write them: short words, in any case the same."""

from bot.rules.blank import plain
from bot.rules.fold import fold

LONGEST, MOST = 40, 30


class TagRefusal(ValueError):
    """What was written are no tags; the text says what to change."""


def read_tags(text: str) -> tuple[str, ...]:
    """The tags in "Buyer, open house": each once, as first written. Raises TagRefusal."""
    found: dict[str, str] = {}
    for part in text.replace("\n", ",").replace(";", ",").split(","):
        tag = " ".join(plain(part).lstrip("#").split())
        if len(tag) > LONGEST:
            raise TagRefusal(f"A tag has at most {LONGEST} letters: shorten “{tag[:20]}…”.")
        if fold(tag):
            found.setdefault(fold(tag), tag)
    if len(found) > MOST:
        raise TagRefusal(f"A contact has at most {MOST} tags.")
    return tuple(found.values())
