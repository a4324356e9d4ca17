"""The composer, and the answers to a quick line."""

import json
from collections.abc import Sequence

from bot.rules.phone import last_four, show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    input_block,
    modal,
    option,
    plain,
    section,
)

MESSAGE_LENGTH = 3000  # what Slack's input holds; the rule is 1,600 and says so while typing
LABEL = 75
MOST_FILES = 10


def recipient(name: str, phone: str, contact_id: str) -> Block:
    """A contact in the type-ahead, with the number in sight: two people may share a name."""
    number = show_phone(phone)
    return option(f"{cut(name, LABEL - len(number) - 3)} · {number}", f"{contact_id} {phone}")


def composer(
    estimate: str, chosen: Block | None = None, words: str = "", name: str = "", key: str = ""
) -> Block:
    """The modal in which a text is written. `estimate` is the line under the message."""
    who: Block = {
        "type": "external_select",
        "action_id": "recipient",
        "placeholder": plain("Type a name or number"),
        "min_query_length": 0,
    }
    message: Block = {
        "type": "plain_text_input",
        "action_id": "words",
        "multiline": True,
        "max_length": MESSAGE_LENGTH,
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    called: Block = {"type": "plain_text_input", "action_id": "name", "max_length": 80}
    number: Block = {"type": "plain_text_input", "action_id": "phone", "max_length": 40}
    blocks = [
        input_block("To", "to", who | ({"initial_option": chosen} if chosen else {}), optional=True)
        | {"dispatch_action": True},
        input_block("Or a new number", "new_phone", number, optional=True),
        input_block(
            "Name for the new number", "new_name", called | ({"initial_value": name} if name else {}), True
        ),
        input_block(
            "Message", "message", message | ({"initial_value": words} if words else {}), optional=True
        )
        | {"dispatch_action": True},
        estimate_block(estimate),
        files_block(),
    ]
    meta = json.dumps({"estimate": estimate, "key": key})
    return modal("composer", "Text a contact", blocks, "Send", meta)


def weight(texts: int, segments: int) -> str:
    """How much leaves: "2 texts, 12 segments"."""
    count = f"{segments} segment{'' if segments == 1 else 's'}"
    return count if texts == 1 else f"{texts} texts, {count}"


def estimate(texts: int, segments: int, line: str, costly: Sequence[str]) -> str:
    """What a text takes, in one line under the message; `segments` without what is free."""
    parts = [weight(texts, segments)]
    if costly and segments > 1:
        shown = " ".join(costly[:3])
        parts.append(f"{escape(shown)} makes this text longer for the phone network")
    if line:
        parts.append(f"ends with “{escape(line.strip())}”, as the first text to a number does, at no cost")
    return " · ".join(parts)


def receipt(name: str, phone: str, words: str, line: str, texts: int, segments: int) -> str:
    """The answer to a line that was clear."""
    added = f"\n_{escape(line.strip())}_" if line else ""
    head = f"Texting {escape(name)} (…{last_four(phone)}): "
    return f"{head}{escape(words)}{added}\n{weight(texts, segments)}"


def with_undo(text: str, message_id: str) -> list[Block]:
    """A receipt, with its way back while there is one ("": there is none)."""
    undo = [actions(button("Undo", "undo_text", message_id))] if message_id else []
    return [section(text), *undo]


def which_one(candidates: Sequence[tuple[str, str, str]], words: str, key: str) -> tuple[str, list[Block]]:
    """The answer to a doubtful line: (name, phone, message) of everybody it may mean."""
    head = "Nothing was sent yet. Who is this for?"
    blocks = [section(head)]
    for place, (name, phone, message) in enumerate(candidates):
        value = json.dumps({"phone": phone, "words": message, "key": key}, ensure_ascii=False)
        blocks.append(section(f"*{escape(name)}* {show_phone(phone)}\n>{escape(cut(message, 300))}"))
        if len(value) <= 2000:
            blocks.append(
                actions(
                    button(
                        "Send",
                        f"quick_send_{place}",
                        value,
                        name=f"Text {cut(name, 50)} at {show_phone(phone)}",
                    )
                )
            )
    blocks.append(actions(button("Somebody else", "quick_other", _draft(words))))
    return head, blocks


def no_such_name(name: str, words: str) -> tuple[str, list[Block]]:
    """The answer to a line whose first word is nobody's name."""
    head = f"Nothing was sent: none of your contacts is called {escape(cut(name, 60))}."
    return head, [section(head), actions(button("Write to somebody", "quick_other", _draft(words, name)))]


def _draft(words: str, name: str = "") -> str:
    return json.dumps({"words": words[:1600], "name": name[:80]}, ensure_ascii=False)[:2000]


def files_block() -> Block:
    """Pictures and documents that go with the words, or alone."""
    chooser: Block = {"type": "file_input", "action_id": "files", "max_files": MOST_FILES}
    hint = "Pictures go as a picture message, documents as a link that your client opens."
    return input_block("Pictures and files", "files", chooser, optional=True, hint=hint)


def estimate_block(text: str) -> Block:
    return context(text) | {"block_id": "estimate"}
