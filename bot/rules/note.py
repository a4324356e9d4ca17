"""What a reply in a conversation's thread is: a text to the client, a note, or neither.

Wherever it could be a note it is one: a note can still be sent, a text to a client cannot be taken back.
"""

import re
import string
from dataclasses import dataclass

from bot.rules.blank import WHITE, strip_blank, without_invisible

_COMMAND_WORDS = "/text /inbox /balance /plan /contacts /usage /email /smartplan /campaign /parley"
COMMANDS = frozenset(_COMMAND_WORDS.split())

# Slack's marks for bold, code, quotes and lists may stand before the marker that the agent typed.
_DECORATION = re.compile(rf"\A[{re.escape(WHITE)}*_~`>•\-]*(?:\d{{1,3}}[.)]\s+)?[*_~`]*")
_MARKERS = ("//", "!", "／／", "！")
_MARKER = re.compile(rf"\A(?:{'|'.join(_MARKERS)})+")


@dataclass(frozen=True, slots=True)
class Note:
    """Stays in Slack."""


@dataclass(frozen=True, slots=True)
class AskFirst:
    """Begins like a text, with a note's marker further down; nothing is sent before the agent says so."""

    line: str


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command typed where Slack does not run one. `name` has its slash, in small letters."""

    name: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing that could be sent."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words for the client."""


ReplyKind = Note | AskFirst | Command | Empty | Text


def read_reply(text: str) -> ReplyKind:
    """What the reply `text` is, as a phone would show it (see `slack_text`)."""
    lines = strip_blank(text).splitlines()
    if not lines:
        return Empty()
    if _marked(lines[0]):
        return Note()
    if name := _command(lines[0]):
        return Command(name)
    asked = next((line for line in lines[1:] if _marked(line)), None)
    return Text() if asked is None else AskFirst(strip_blank(asked))


def note_words(text: str) -> str:
    """What a note says, without the marker before its first line."""
    lines = strip_blank(text).splitlines()
    if lines and _marked(lines[0]):
        lines[0] = _MARKER.sub("", _bare(lines[0]))
    return strip_blank("\n".join(lines))


def _marked(line: str) -> bool:
    return _bare(line).startswith(_MARKERS)


def _command(line: str) -> str | None:
    words = _bare(line).split(maxsplit=1)
    first = words[0].rstrip(string.punctuation).lower() if words else ""
    return first if first in COMMANDS else None


def _bare(line: str) -> str:
    return _DECORATION.sub("", without_invisible(line), count=1)
