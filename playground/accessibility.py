"""What a person who listens to the screen, or only sees the notification, would miss in a message or view."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from playground.blocks import elements

Node = dict[str, Any]

_MARKS = re.compile(r"<[^>]*>|:[a-z0-9_+'-]+:")
_WORD = re.compile(r"[^\W\d_]{4,}")
ENOUGH = 0.5  # of the main words of the blocks that the top-level text has to carry
IN_NEED_OF_WORDS = re.compile(r"(multi_)?\w+_select|datepicker|timepicker")


def accessibility(shown: Node) -> list[str]:
    """Problems in a message (text, blocks) or a view, in plain words; none is good."""
    blocks = shown.get("blocks") or []
    problems = [] if shown.get("type") in ("modal", "home") else list(_fallback(shown, blocks))
    buttons = [one for block in blocks for one in elements(block) if one.get("type") == "button"]
    for block in blocks:
        problems += [*_pictures(block), *_fields(block)]
    return [*problems, *_buttons(buttons)]


def _fallback(message: Node, blocks: list[Node]) -> Iterator[str]:
    text = message.get("text") or ""
    if blocks and not text.strip():
        yield "blocks without a top-level text: notifications and screen readers say nothing"
        return
    said = set(_words(text))
    main = next((words for block in blocks if (words := set(_words(_text_of(block))))), set())
    if len(main & said) < ENOUGH * len(main):
        yield f"the top-level text leaves out {sorted(main - said)}"


def _text_of(block: Node) -> str:
    if block.get("type") not in ("section", "header", "markdown"):
        return ""
    text = block.get("text") or {}
    return str(text if isinstance(text, str) else text.get("text", ""))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_MARKS.sub(" ", text))]


def _pictures(block: Node) -> Iterator[str]:
    inside = [*block.get("elements", []), block.get("accessory") or {}]
    for image in (one for one in [block, *inside] if one.get("type") == "image"):
        if not (image.get("alt_text") or "").strip():
            yield "a picture without alt text"
    if block.get("type") == "data_table" and not block.get("caption"):
        yield "a table without a caption"


def _fields(block: Node) -> Iterator[str]:
    if block.get("type") == "input":
        if not (block.get("label") or {}).get("text", "").strip():
            yield f"an input without a label: {block.get('block_id', '')}"
        return
    for one in elements(block):
        if IN_NEED_OF_WORDS.fullmatch(one.get("type", "")) and not one.get("placeholder"):
            yield f"a {one['type']} with neither label nor placeholder: {one.get('action_id', '')}"


def _buttons(buttons: list[Node]) -> Iterator[str]:
    labels = Counter(one["text"]["text"] for one in buttons)
    names = Counter(one.get("accessibility_label") or one["text"]["text"] for one in buttons)
    for one in buttons:
        label, name = one["text"]["text"], one.get("accessibility_label")
        if labels[label] > 1 and (not name or names[name] > 1):
            yield f"several buttons say “{label}” and this one does not say which it is: {one['action_id']}"
        elif not name and not re.search(r"\w", _MARKS.sub("", label)):
            yield f"a button with nothing but a sign on it: {label}"
