"""Tapbacks: a reaction on an iPhone or Android that reaches us as a text such as Liked “See you at 5”."""

import re
from dataclasses import dataclass

_GIVEN = {
    "Liked": "thumbsup", "Loved": "heart", "Disliked": "thumbsdown", "Laughed at": "laughing",
    "Emphasized": "bangbang", "Questioned": "question",
}  # fmt: skip
_TAKEN = {"a like": "thumbsup", "a heart": "heart", "a dislike": "thumbsdown", "a laugh": "laughing",
          "an exclamation": "bangbang", "a question mark": "question"}  # fmt: skip
_FORM = re.compile(
    rf"\A(?:(?P<given>{'|'.join(_GIVEN)})|Removed (?P<taken>{'|'.join(_TAKEN)}) from) “(?P<quoted>.*)”\Z",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Tapback:
    emoji: str
    quoted: str
    removed: bool


def read_tapback(body: str) -> Tapback | None:
    found = _FORM.match(body.strip())
    if found is None:
        return None
    emoji = _GIVEN[found["given"]] if found["given"] else _TAKEN[found["taken"]]
    return Tapback(emoji, found["quoted"], bool(found["taken"]))


def matches(quoted: str, body: str) -> bool:
    return quoted.rstrip("…").strip() == body.strip() or (
        quoted.endswith("…") and body.startswith(quoted[:-1])
    )
