"""The pieces of a text as a phone shows it, whatever Slack's markup they came from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.blank import strip_blank

PLACEHOLDER = "[name]"  # stands for a mention whose name is not known

_ENTITY = re.compile(r"&(amp|lt|gt);")
_CHARACTER = {"amp": "&", "lt": "<", "gt": ">"}
_ROOM = frozenset({"here", "channel", "everyone"})


@dataclass(frozen=True, slots=True)
class PhoneText:
    """What a phone shows.

    `unknown_emoji` are the `:shortcodes:` left as typed, `unknown_names` the Slack ids that a placeholder
    stands for; both distinct, in order of appearance.
    """

    text: str
    unknown_emoji: tuple[str, ...] = ()
    unknown_names: tuple[str, ...] = ()


def joined(parts: Iterable[PhoneText], between: str = "") -> PhoneText:
    """The parts as one text."""
    parts = list(parts)
    return PhoneText(
        between.join(part.text for part in parts),
        tuple(dict.fromkeys(code for part in parts for code in part.unknown_emoji)),
        tuple(dict.fromkeys(name for part in parts for name in part.unknown_names)),
    )


def tidy(whole: PhoneText) -> PhoneText:
    """The text with plain line ends and nothing unseen at its own."""
    lines = whole.text.replace("\r\n", "\n").replace("\r", "\n")
    return PhoneText(strip_blank(lines), whole.unknown_emoji, whole.unknown_names)


def unescape(text: str) -> str:
    """`text` with Slack's three entities undone, once: `&amp;lt;` becomes `&lt;`."""
    return _ENTITY.sub(lambda entity: _CHARACTER[entity[1]], text)


def mention(slack_id: str, label: str, names: Mapping[str, str], sign: str = "") -> PhoneText:
    """A person ("Maria"), channel ("#general") or group ("@team"); `sign` stands before the name."""
    name = (names.get(slack_id) or unescape(label)).lstrip("@#")
    return PhoneText(sign + name) if name else PhoneText(PLACEHOLDER, unknown_names=(slack_id,))


def broadcast(audience: str) -> PhoneText:
    """A call to the whole room ("@here"); nothing if Slack has no such call."""
    return PhoneText(f"@{audience}" if audience in _ROOM else "")


def link(url: str, label: str) -> PhoneText:
    """A link by its address, which a phone cannot hide behind words; mail and phone links as written."""
    scheme, _, rest = unescape(url).partition(":")
    match scheme.lower():
        case "mailto":
            return PhoneText(rest.partition("?")[0])
        case "tel":
            return PhoneText(unescape(label) or rest)
        case _:
            return PhoneText(unescape(url))


def shortcode(name: str, drawn: str | None) -> PhoneText:
    """An emoji as `drawn`; one that phones do not have stays as typed."""
    return PhoneText(f":{name}:", unknown_emoji=(f":{name}:",)) if drawn is None else PhoneText(drawn)
