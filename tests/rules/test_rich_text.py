from collections.abc import Mapping
from typing import Any

import pytest

from bot.rules.phone_text import PhoneText
from bot.rules.slack_text import blocks_to_phone

NAMES = {"U1": "Maria", "S1": "closers", "C1": "general"}
Node = Mapping[str, Any]


def text(words: str, **style: bool) -> Node:
    return {"type": "text", "text": words, "style": style} if style else {"type": "text", "text": words}


def part(kind: str, *elements: Any, **fields: Any) -> Node:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **fields}


def shown(*parts: Any) -> str:
    found = blocks_to_phone([{"type": "rich_text", "elements": list(parts)}], NAMES)
    assert found
    assert not found.unknown_emoji
    assert not found.unknown_names
    return found.text


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (text("plain"), "plain"),
        (text("bold", bold=True), "bold"),
        ({"type": "link", "url": "https://oak.example/12"}, "https://oak.example/12"),
        ({"type": "link", "url": "https://oak.example/12", "text": "here"}, "https://oak.example/12"),
        ({"type": "link", "url": "mailto:a@oak.example", "text": "a@oak.example"}, "a@oak.example"),
        ({"type": "link", "url": "tel:2015550123", "text": "201-555-0123"}, "201-555-0123"),
        ({"type": "user", "user_id": "U1"}, "Maria"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "@closers"),
        ({"type": "channel", "channel_id": "C1"}, "#general"),
        ({"type": "broadcast", "range": "here"}, "@here"),
        ({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "Feb 18"}, "Feb 18"),
        ({"type": "color", "value": "#F405B3"}, "#F405B3"),
        ({"type": "emoji", "name": "tada", "unicode": "1f389"}, "🎉"),
        ({"type": "emoji", "name": "tada"}, "🎉"),
        ({"type": "emoji", "name": "new_in_slack", "unicode": "1fae9"}, "\U0001fae9"),
        ({"type": "emoji", "name": "heart", "unicode": "2764-fe0f"}, "❤️"),
        ({"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc", "skin_tone": 3}, "👋🏼"),
        ({"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 3}, "👋🏼"),
        ({"type": "emoji", "name": "wave", "skin_tone": 3}, "👋🏼"),
        ({"type": "emoji", "name": "wave::skin-tone-3"}, "👋🏼"),
        ({"type": "emoji", "name": "wave", "unicode": "nonsense"}, "👋"),
        ({"type": "emoji", "name": "wave", "unicode": "d83d"}, "👋"),
        ({"type": "emoji", "name": "wave", "unicode": "ffffffffffff"}, "👋"),
    ],
)
def test_an_element_becomes_plain(element: Node, words: str) -> None:
    assert shown(part("section", text("<"), element, text(">"))) == f"<{words}>"


def test_parts_stand_on_lines_of_their_own() -> None:
    assert (
        shown(
            part("section", text("Bring:\n")),
            part("list", part("section", text("ID")), part("section", text("keys")), style="bullet"),
            part("list", part("section", text("front")), style="bullet", indent=1),
            part("section", text("Then")),
            part("list", part("section", text("sign")), part("section", text("smile")), style="ordered"),
            part("list", part("section", text("leave")), style="ordered", offset=2),
            part("quote", text("she said\nyes")),
            part("preformatted", text("a  b\n")),
            part("section", text("\nBye")),
        )
        == "Bring:\n- ID\n- keys\n  - front\nThen\n1. sign\n2. smile\n3. leave\nshe said\nyes\na  b\n\nBye"
    )


def test_several_blocks_are_one_text() -> None:
    block = {"type": "rich_text", "elements": [part("section", text("Hi"))]}
    assert blocks_to_phone([block, {"type": "divider"}, block], {}) == PhoneText("Hi\nHi")


def test_what_is_not_known_is_listed() -> None:
    section = part(
        "section",
        {"type": "emoji", "name": "oak-logo"},
        {"type": "user", "user_id": "U9"},
        {"type": "emoji", "name": "oak-logo"},
    )
    assert blocks_to_phone([{"type": "rich_text", "elements": [section]}], NAMES) == PhoneText(
        ":oak-logo:[name]:oak-logo:", (":oak-logo:",), ("U9",)
    )


@pytest.mark.parametrize(
    "blocks", [[], [{}], [{"type": "section", "text": text("Hi")}], ["rich_text"], None, 7]
)
def test_without_rich_text_there_is_nothing(blocks: Any) -> None:
    assert blocks_to_phone(blocks, {}) is None


@pytest.mark.parametrize(
    "elements",
    [
        None,
        {},
        "text",
        [None, 7, "x", []],
        [{"type": ["rich_text_section"]}],
        [{"type": "rich_text_future", "elements": [text("x")]}],
        [part("section", None, 7, {}, {"type": None}, {"type": "text"}, {"type": "text", "text": 7})],
        [part("section", {"type": "user"}, {"type": "emoji"}, {"type": "link"}, {"type": "date"})],
        [part("section", {"type": "broadcast", "range": "mars"}, {"type": "emoji", "skin_tone": "dark"})],
        [{"type": "rich_text_section"}],
        [part("section", text(""))],
    ],
)
def test_malformed_rich_text_is_passed_over(elements: Any) -> None:
    assert blocks_to_phone([{"type": "rich_text", "elements": elements}], {}) == PhoneText("")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"style": "ordered", "indent": -1, "offset": -5}, "1. x"),
        ({"style": 7, "indent": "deep", "offset": None}, "- x"),
        ({"indent": 10**9}, "- x"),
    ],
)
def test_malformed_lists_are_read_as_far_as_they_go(fields: Any, line: str) -> None:
    assert shown(part("list", part("section", text("x")), **fields)) == line
