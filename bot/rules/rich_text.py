"""Slack's rich text blocks as a phone shows them. Whatever is malformed or unknown is passed over."""

from collections.abc import Callable, Mapping

from bot.rules import emoji
from bot.rules.phone_text import PhoneText, broadcast, joined, link, mention, shortcode, unescape

Node = Mapping[str, object]
Drawer = Callable[[Node, Mapping[str, str]], PhoneText]

_DEEPEST = 8  # Slack indents no further
_FLOWING = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})


def draw(blocks: object, names: Mapping[str, str]) -> PhoneText | None:
    """The rich text among `blocks`, line by line; None if there is none."""
    rich = [block for block in _nodes(blocks) if _word(block, "type") == "rich_text"]
    parts = [_part(node, names) for block in rich for node in _nodes(block.get("elements"))]
    return joined((part for part in parts if part is not None), "\n") if rich else None


def users_in(blocks: object) -> frozenset[str]:
    """The ids of the people mentioned anywhere in `blocks`."""
    found, waiting = set(), _nodes(blocks)
    while waiting:
        node = waiting.pop()
        if _word(node, "type") == "user" and _word(node, "user_id"):
            found.add(_word(node, "user_id"))
        waiting.extend(_nodes(node.get("elements")))
    return frozenset(found)


def _part(node: Node, names: Mapping[str, str]) -> PhoneText | None:
    kind = _word(node, "type")
    if kind == "rich_text_list":
        return _list(node, names)
    return _line(node, names) if kind in _FLOWING else None


def _list(node: Node, names: Mapping[str, str]) -> PhoneText:
    indent = "  " * min(_number(node, "indent"), _DEEPEST)
    first = _number(node, "offset") + 1
    ordered = _word(node, "style") == "ordered"
    return joined(
        (
            joined((PhoneText(indent + (f"{number}. " if ordered else "- ")), _line(item, names)))
            for number, item in enumerate(_nodes(node.get("elements")), first)
        ),
        "\n",
    )


def _line(node: Node, names: Mapping[str, str]) -> PhoneText:
    whole = joined(_leaf(leaf, names) for leaf in _nodes(node.get("elements")))
    # A part stands on lines of its own; the line end that Slack may leave inside would be a second one.
    return PhoneText(whole.text.removesuffix("\n"), whole.unknown_emoji, whole.unknown_names)


def _leaf(leaf: Node, names: Mapping[str, str]) -> PhoneText:
    drawer = _LEAVES.get(_word(leaf, "type"))
    return drawer(leaf, names) if drawer else PhoneText("")


def _emoji(leaf: Node, _names: Mapping[str, str]) -> PhoneText:
    name = _word(leaf, "name")
    drawn = emoji.with_tone(name, _word(leaf, "unicode"), _number(leaf, "skin_tone"))
    return shortcode(name, drawn) if name or drawn else PhoneText("")


def _mention(key: str, sign: str = "") -> Drawer:
    def drawer(leaf: Node, names: Mapping[str, str]) -> PhoneText:
        slack_id = _word(leaf, key)
        return mention(slack_id, "", names, sign) if slack_id else PhoneText("")

    return drawer


def _words(key: str) -> Drawer:
    return lambda leaf, names: PhoneText(unescape(_word(leaf, key)))


_LEAVES: Mapping[str, Drawer] = {
    "text": _words("text"),
    "link": lambda leaf, names: link(_word(leaf, "url"), _word(leaf, "text")),
    "user": _mention("user_id"),
    "usergroup": _mention("usergroup_id", "@"),
    "channel": _mention("channel_id", "#"),
    "emoji": _emoji,
    "broadcast": lambda leaf, names: broadcast(_word(leaf, "range")),
    "date": _words("fallback"),
    "color": _words("value"),
}


def _nodes(value: object) -> list[Node]:
    return [node for node in value if isinstance(node, Mapping)] if isinstance(value, list | tuple) else []


def _word(node: Node, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _number(node: Node, key: str) -> int:
    value = node.get(key)
    return max(value, 0) if isinstance(value, int) else 0
