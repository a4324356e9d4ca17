"""Text typed in Slack and what a phone shows of it.

Slack's markup is made plain before anything is counted, so that what leaves is what was shown.
The rich text of a message is the better source: there bold words come without their asterisks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.rules import emoji
from bot.rules.phone_text import PhoneText, broadcast, joined, link, mention, shortcode, tidy, unescape
from bot.rules.rich_text import draw, users_in

__all__ = ["PhoneText", "blocks_to_phone", "escape", "mentioned", "to_phone"]

_TOKEN = re.compile(
    r"<(?P<mark>(?:@[A-Z0-9]+|#[A-Z0-9]+|![a-z][^<>|\n]*|[A-Za-z][A-Za-z0-9+.\-]*:[^<>|\s]+)(?:\|[^<>\n]*)?)>"
    r"|(?P<address>\bhttps?://[^\s<>|]+)"
    r"|:(?P<emoji>(?P<name>[\w+'\-]{1,100})(?:::skin-tone-[2-6](?:-[2-6])?)?):"
)
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>\n]*)?>")
_SHORT = 2  # names this short ("x", "a", "v") also stand in ratios


def to_phone(text: str, names: Mapping[str, str]) -> PhoneText:
    """`text` in Slack's mrkdwn as a phone shows it. `names` maps Slack ids to what people are called.

    Links become their address, mentions names, shortcodes emoji; the three entities are undone exactly once.
    Marks for bold and the like stay as typed: in mrkdwn nobody can tell them from real asterisks.
    """
    return tidy(joined(_pieces(text, names)))


def blocks_to_phone(blocks: Sequence[Mapping[str, object]], names: Mapping[str, str]) -> PhoneText | None:
    """The same from a message's blocks; None if none is rich text. Malformed ones never raise."""
    drawn = draw(blocks, names)
    return None if drawn is None else tidy(drawn)


def mentioned(text: str, blocks: Sequence[Mapping[str, object]]) -> frozenset[str]:
    """The ids of the people mentioned in either, whose names must be known before the text is shown."""
    return frozenset(_USER.findall(text)) | users_in(blocks)


def escape(text: str) -> str:
    """A client's words for Slack's mrkdwn: they can neither call a channel nor hide a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pieces(text: str, names: Mapping[str, str]) -> Iterator[PhoneText]:
    at = 0
    while found := _TOKEN.search(text, at):
        yield PhoneText(unescape(text[at : found.start()]))
        shown = _emoji(found) if found["emoji"] else _link_or_mention(found, names)
        # Colons that are no emoji may share the closing one with the next that is.
        at = found.end() if shown else found.end() - 1
        yield shown or PhoneText(text[found.start() : at])
    yield PhoneText(unescape(text[at:]))


def _emoji(found: re.Match[str]) -> PhoneText | None:
    """The emoji that a pair of colons stands for; None if they are only colons ("10:30:45")."""
    name = found["name"]
    before = found.string[max(found.start() - 1, 0) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    drawn = emoji.by_name(found["emoji"])
    if drawn is None:
        looks_meant = name == name.lower() and any(map(str.isalpha, name)) and not before.isalnum()
        return shortcode(found["emoji"], None) if looks_meant else None
    ambiguous = len(name) <= _SHORT or name.isdigit()
    return None if ambiguous and before.isalnum() and after.isalnum() else PhoneText(drawn)


def _link_or_mention(found: re.Match[str], names: Mapping[str, str]) -> PhoneText:
    if found["address"]:
        return link(found["address"], "")
    body, _, label = found["mark"].partition("|")
    match body[0]:
        case "@":
            return mention(body[1:], label, names)
        case "#":
            return mention(body[1:], label, names, "#")
        case "!":
            return _special(body[1:], label, names)
        case _:
            return link(body, label)


def _special(body: str, label: str, names: Mapping[str, str]) -> PhoneText:
    kind, _, rest = body.partition("^")
    if kind == "subteam":
        return mention(rest, label, names, "@")
    called = broadcast(kind)
    return called if called.text else PhoneText(unescape(label))
