"""What a web page sent, whatever its shape, as one list of named words that a database keeps."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

MOST_FIELDS, DEEPEST = 200, 8
LONGEST_NAME, LONGEST_WORDS = 120, 4000  # characters
CUT = "…"
_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # NUL and halves of characters
_PASSING = ("captcha", "csrf", "nonce", "token", "timestamp")  # in names of what differs at each try


def told_by(sent: Mapping[str, object]) -> dict[str, str]:
    """Path -> words: `{"person": {"tags": ["Buyer"]}}` is `{"person.tags.0": "Buyer"}`.

    Long words are cut, and what lies too deep is told by its place alone.
    """
    found: dict[str, str] = {}
    waiting: list[tuple[str, object, int]] = [("", sent, 0)]
    while waiting and len(found) < MOST_FIELDS:
        path, value, depth = waiting.pop()
        inner = _inner(value)
        if inner is not None and depth < DEEPEST:
            within = [(f"{path}.{name}" if path else str(name), one, depth + 1) for name, one in inner]
            waiting += reversed(within)
        elif words := CUT if inner is not None else _words(value):
            found.setdefault(_UNKEPT.sub("", path)[:LONGEST_NAME], words)
    return found


def _inner(value: object) -> Iterable[tuple[object, object]] | None:
    """What is inside by its name or place; None for what is words by itself."""
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list) else None


def _words(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    words = _UNKEPT.sub("", str(value)).strip()
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}{CUT}"


def print_of(told: Mapping[str, str]) -> str:
    """What stays the same when a page sends the same again: a print of everything but passing marks."""
    kept = {path: words for path, words in told.items() if not any(one in path.lower() for one in _PASSING)}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
