"""The few Block Kit pieces that our screens are made of."""

from collections.abc import Mapping, Sequence
from typing import Any

Block = dict[str, Any]
SECTION = 3000  # characters that a section holds


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:SECTION]}}


def verbatim(text: str) -> Block:
    """Somebody else's words, shown letter by letter: no link, mention or markup in them works."""
    return {"type": "section", "text": {"type": "plain_text", "text": text[:SECTION] or " ", "emoji": False}}


def context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def button(
    label: str, action: str, value: str = "", style: str | None = None, name: str | None = None
) -> Block:
    """`name` is what a screen reader says where several buttons look alike."""
    made: Block = {"type": "button", "text": plain(label), "action_id": action}
    extras = {"value": value, "style": style, "accessibility_label": name}
    return made | {key: one for key, one in extras.items() if one}


def actions(*buttons: Mapping[str, Any]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def option(label: str, value: str) -> Block:
    return {"text": plain(cut(label, 75)), "value": value}


def cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis if it is longer than `most`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def input_block(label: str, block_id: str, element: Block, optional: bool = False, hint: str = "") -> Block:
    made: Block = {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
    return made | ({"optional": True} if optional else {}) | ({"hint": plain(hint)} if hint else {})


def choice_menu(name: str, options: Sequence[Block], chosen: str) -> Block:
    """A menu in which the option with this value is chosen, if there is one."""
    made: Block = {"type": "static_select", "action_id": name, "options": list(options)}
    first = next((one for one in options if one["value"] == chosen), None)
    return made | ({"initial_option": first} if first else {})


def modal(callback: str, title: str, blocks: Sequence[Block], submit: str | None, meta: str = "") -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title),
        "close": plain("Cancel" if submit else "Close"),
        "blocks": list(blocks),
        "private_metadata": meta,
    }
    return view | ({"submit": plain(submit)} if submit else {})
