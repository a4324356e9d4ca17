"""Words about files, in and out."""

from collections.abc import Sequence

from bot.rules.slack_text import escape
from bot.screens.blocks import cut

SHOWN = 60  # characters of a file's name
EXPIRED = "This link has expired. Ask the person who sent it to you for a new one."
NO_SUCH_LINK = "There is nothing at this address. Check that the whole link was copied."


def called(name: str) -> str:
    """A file's name in a sentence."""
    return escape(cut(name, SHOWN))


def hidden(names: Sequence[str]) -> list[str]:
    """For files that Slack shows to people and not to us."""
    return [
        f"“{name}” belongs to another workspace or another service, so Parley cannot read it: "
        "save it to your computer and attach it from there."
        for name in names
    ]


def nothing_sent(complaints: Sequence[str]) -> str:
    """What is wrong with the files of a text; the complaints are sentences."""
    return " ".join([*map(escape, complaints), "Nothing was sent."])


def not_fetched(name: str, why: str) -> str:
    return f"{called(name)} could not be read from Slack ({escape(why)}). Send it again, or without it."


def not_a_picture(name: str, why: str) -> str:
    return f"{called(name)} could not be read ({escape(why)}). Send it again as JPG, or without it."


def first_frame(name: str) -> str:
    return f"{called(name)} moves and is too large for a text: your client gets its first picture only."


def opened(client: str, name: str) -> str:
    return f":eyes: {escape(client)} opened {called(name)}."
