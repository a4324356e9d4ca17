"""What Slack makes of a line that a person types: escaped text and the same as a rich_text block."""

import re
from typing import Any

_PARTS = re.compile(
    r"(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)'\"])|<@(?P<user>[UW]\w+)>|(?<![\w:]):(?P<name>(?:[a-z]|[+-]1)[\w+-]*):"
)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_slack(typed: str) -> tuple[str, list[dict[str, Any]]]:
    text, elements, end = "", [], 0
    for part in _PARTS.finditer(typed):
        before = typed[end : part.start()]
        shown, element = _part(part)
        text += escape(before) + shown
        elements += [*_plain(before), element]
        end = part.end()
    text += escape(typed[end:])
    section = {"type": "rich_text_section", "elements": [*elements, *_plain(typed[end:])]}
    return text, [{"type": "rich_text", "block_id": "typed", "elements": [section]}] if typed else []


def _part(part: re.Match[str]) -> tuple[str, dict[str, Any]]:
    if url := part["url"]:
        return f"<{escape(url)}>", {"type": "link", "url": url}
    if user := part["user"]:
        return f"<@{user}>", {"type": "user", "user_id": user}
    return part[0], {"type": "emoji", "name": part["name"]}


def _plain(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": text}] if text else []
