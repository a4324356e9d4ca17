"""Which way a file goes to a client: as a picture in the text, or as a link that the text holds.

Twilio takes ten files and five megabytes in one text, and shrinks only JPEG, PNG and GIF by itself
(https://www.twilio.com/docs/messaging/guides/accepted-mime-types), so other pictures are made JPEG first.
Sizes are in bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.file_name import kind_of, safe_name, safe_title
from models.enums import Way

__all__ = [
    "CONVERTIBLE",
    "LARGEST",
    "LARGEST_PICTURE",
    "MOST_PICTURES",
    "PICTURES",
    "Sent",
    "Way",
    "check_files",
    "room_each",
    "safe_name",
    "safe_title",
    "way_of",
]

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif"})
CONVERTIBLE = frozenset({"image/webp", "image/bmp", "image/tiff"})  # to JPEG; HEIC is none: Pillow reads none
MOST_PICTURES = 10
LARGEST_PICTURE = 50_000_000  # to be shrunk; above that a link
LARGEST = 100_000_000  # behind a link
_ROOM, _EACH = 5_000_000, 1_000_000  # of all pictures in a text, and what one needs to look good


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as Slack describes it. `mimetype` may be empty, `size` is in bytes."""

    name: str
    mimetype: str
    size: int


def way_of(file: Sent) -> Way:
    """A picture that phones show, or that can be made one, goes as such; everything else as a link."""
    shown = kind_of(file.mimetype) in PICTURES | CONVERTIBLE
    return Way.PICTURE if shown and file.size <= LARGEST_PICTURE else Way.LINK


def check_files(files: Sequence[Sent]) -> tuple[str, ...]:
    """What cannot be sent, each in a sentence with the file and the next step; () if all can."""
    problems = [problem for file in files if (problem := _problem(file))]
    pictures = [file for file in files if way_of(file) is Way.PICTURE]
    return (*problems, *_too_many(pictures[MOST_PICTURES:]))


def room_each(pictures: int) -> int:
    """How large each of so many pictures may be in one text, in bytes."""
    return min(_ROOM // max(pictures, 1), _EACH)


def _problem(file: Sent) -> str:
    title = safe_title(file.name)
    if file.size <= 0:
        return f"“{title}” is empty: upload it again."
    if file.size > LARGEST:
        return f"“{title}” is larger than {LARGEST // 1_000_000} MB: send a smaller one, or a link to it."
    return ""


def _too_many(rest: Sequence[Sent]) -> Sequence[str]:
    if not rest:
        return ()
    others = f" and {len(rest) - 1} more" if rest[1:] else ""
    title = safe_title(rest[0].name)
    return (f"A text holds {MOST_PICTURES} pictures: send “{title}”{others} in another one.",)
