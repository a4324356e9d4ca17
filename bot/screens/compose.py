"""Recipients to choose from, what a text takes, and the answers to a quick line."""

import json
from collections.abc import Sequence

from bot.rules.phone import last_four, show_phone
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import (
    Block,
    actions,
    button,
    cut,
    option,
    section,
)
from bot.screens.hours import asks
from models.enums import PhoneProblem

LABEL = 75


NEW = "new"  # stands where a contact's id would


def recipient(name: str, phone: str, contact_id: str, mark: str = "") -> Block:
    """A contact in the type-ahead, with the number in sight: two people may share a name.

    `mark` says what is wrong with the number; without a contact the number itself is offered.
    """
    number, note = show_phone(phone), f" · {mark}" if mark else ""
    if not contact_id:
        whole = number if number.startswith("+") else f"+1 {number}"
        return option(f"Text {whole}{note}", f"{NEW} {phone}")
    label = f"{cut(name, LABEL - len(number) - len(note) - 3)} · {number}{note}"
    return option(label, f"{contact_id} {phone}")


MARKS = {PhoneProblem.LANDLINE: "landline", PhoneProblem.WRONG: "wrong number"}
OPTED_OUT = "opted out"
WARNINGS = {
    "landline": "This number is a landline: texts do not arrive there. Choose another number, or call.",
    "wrong number": "This number was reported as wrong: ask your client for another one.",
    "opted out": "They opted out: nothing will be texted. “Allow texts again…” on their card says how.",
}


def mark(problem: PhoneProblem | None, opted_out: bool) -> str:
    """What is wrong with a number, in two words; the opt-out counts more."""
    return OPTED_OUT if opted_out else MARKS[problem] if problem else ""


def weight(texts: int, segments: int) -> str:
    """How much leaves: "2 texts, 12 segments"."""
    count = f"{segments} segment{'' if segments == 1 else 's'}"
    return count if texts == 1 else f"{texts} texts, {count}"


def mms_weight(texts: int, segments: int) -> str:
    """How much leaves when the first of the texts is a picture message."""
    return "1 picture message" if texts == 1 else f"{texts} texts, the first a picture message"


def cost(count: int, left: int) -> str:
    """What a text takes and what is left then; below 0 that is said elsewhere."""
    return f"{credits(count)} · {left:,} left" if left >= 0 else credits(count)


def forecast(count: int, left: int) -> str:
    """The same for a text that leaves later."""
    would = f"; you would have {left:,}" if left >= 0 else ""
    return f"{credits(count)} when it leaves{would}"


def estimate(weight: str, cost: str, line: str, costly: Sequence[str]) -> str:
    """What a text takes, in one line under the message."""
    parts = [weight, cost]
    if costly:
        shown = " ".join(costly[:3])
        parts.append(f"{escape(shown)} makes this text longer for the phone network")
    if line:
        parts.append(f"ends with “{escape(line.strip())}”, as the first text to a number does, at no cost")
    return " · ".join(parts)


def receipt(name: str, phone: str, words: str, line: str, weight: str, cost: str, writes_as: str = "") -> str:
    """The answer to a line that was clear. `writes_as`: the agent for whom an assistant wrote it."""
    added = f"\n_{escape(line.strip())}_" if line else ""
    sender = f" as {escape(writes_as)}" if writes_as else ""
    head = f"Texting {escape(name)} (…{last_four(phone)}){sender}: "
    return f"{head}{escape(words)}{added}\n{weight} · {cost}"


def held(name: str, phone: str, words: str, question: str) -> str:
    """The same for a text that is asked about first."""
    head = f"Held for {escape(name)} (…{last_four(phone)}): {escape(words)}"
    return f"{head}\n{asks(question)}"


def with_undo(text: str, message_id: str) -> list[Block]:
    """A receipt, with its way back while there is one ("": there is none)."""
    undo = [actions(button("Undo", "undo_text", message_id))] if message_id else []
    return [section(text), *undo]


def which_one(
    candidates: Sequence[tuple[str, str, str, str]], words: str, key: str, writes_for: str
) -> tuple[str, list[Block]]:
    """The answer to a doubtful line: (name, phone, message, mark) of everybody it may mean.

    `writes_for`: the id of the agent whose number it would leave from.
    """
    head = "Nothing was sent yet. Who is this for?"
    blocks = [section(head)]
    for place, (name, phone, message, marked) in enumerate(candidates):
        asked = {"phone": phone, "words": message, "key": key, "for": writes_for}
        value = json.dumps(asked, ensure_ascii=False)
        shown = " · ".join(filter(None, (show_phone(phone), marked)))
        blocks.append(section(f"*{escape(name)}* {shown}\n>{escape(cut(message, 300))}"))
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
