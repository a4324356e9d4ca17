"""Tags as people write them: short words, in any case the same."""

from collections.abc import Iterable

from bot.rules.blank import plain
from bot.rules.fold import fold

LONGEST, MOST = 40, 30


class TagRefusal(ValueError):
    """What was written are no tags; the text says what to change."""


def once(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags without those that say the same in other letters; the first spelling stays."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(fold(tag), tag)
    return tuple(tag for key, tag in found.items() if key)


def read_tags(text: str) -> tuple[str, ...]:
    """The tags in "Buyer, open house": each once, as first written. Raises TagRefusal."""
    found: list[str] = []
    for part in text.replace("\n", ",").replace(";", ",").split(","):
        tag = " ".join(plain(part).lstrip("#").split())
        if len(tag) > LONGEST:
            raise TagRefusal(f"A tag has at most {LONGEST} letters: shorten “{tag[:20]}…”.")
        found.append(tag)
    tags = once(found)
    if len(tags) > MOST:
        raise TagRefusal(f"A contact has at most {MOST} tags.")
    return tags
