"""What stands in the composer's fields."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.actions.composer import Written
from bot.rules.phone import PhoneRefusal, parse_phone
from bot.screens.composer import LATER, MESSAGE, MMS, is_message

DIALLED = re.compile(r"\+?[0-9]{3,15}")


@dataclass(frozen=True)
class Fields:
    """The recipient (E.164 or empty), the words as typed, the name for a new number, the time."""

    phone: str
    words: str
    name: str | None = None
    problem: str = ""  # about the new number
    files: Sequence[dict[str, Any]] = ()  # as Slack describes them
    message_block: str = MESSAGE  # where the words stand
    later: bool = False
    day: str = ""
    time: str = ""
    editing: UUID | None = None  # the scheduled text that is changed
    as_mms: bool = False

    def problems(self) -> dict[str, str]:
        """Block id -> what to change there."""
        if self.problem:
            return {"new_phone": self.problem}
        if not self.phone:
            return {"to": "Choose a contact, or write a new number below."}
        return {}

    def written(self, key: str) -> Written:
        asked = (self.later, self.day, self.time, self.editing, self.as_mms)
        return Written(self.phone, self.words, key, self.name, self.files, *asked)


def read_fields(view: dict[str, Any]) -> Fields:
    """The fields of a composer view in the middle of typing or at its submission."""
    values = read_values(view)
    block = message_block(view)
    phone, problem, editing = _recipient(view, values)
    return Fields(
        phone,
        _text(values, block, "words"),
        _text(values, "new_name", "name").strip() or None,
        problem,
        _files(values),
        block,
        read_choice(values, "when", "send_when") == LATER,
        _text(values, "day", "send_day", "selected_date"),
        _text(values, "time", "send_time", "selected_time"),
        editing,
        bool(read_value(values, MMS, MMS, "selected_options")),
    )


def _files(values: dict[str, Any]) -> Sequence[dict[str, Any]]:
    chosen = read_value(values, "files", "files", "files")
    return chosen if isinstance(chosen, list) else []


def _recipient(view: dict[str, Any], values: dict[str, Any]) -> tuple[str, str, UUID | None]:
    """The phone, what is wrong with it, and the scheduled text whose phone it is."""
    meta = read_meta(view)
    if meta.get("edit"):
        return meta.get("phone", ""), "", _id(meta["edit"])
    chosen = read_choice(values, "to", "recipient").rpartition(" ")[2]
    typed = _text(values, "new_phone", "phone").strip()
    if not typed:
        return chosen if DIALLED.fullmatch(chosen) else "", "", None
    if chosen:
        return "", "Choose a contact or write a number, not both.", None
    try:
        return parse_phone(typed).e164, "", None
    except PhoneRefusal as refusal:
        return "", str(refusal), None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def read_meta(view: dict[str, Any]) -> dict[str, str]:
    """What a composer remembers of itself; nothing for what is none of ours."""
    try:
        read = json.loads(view.get("private_metadata") or "")
    except (ValueError, TypeError, RecursionError):
        return {}
    found = read.items() if isinstance(read, dict) else ()
    return {name: value for name, value in found if isinstance(value, str)}


def read_writer(view: dict[str, Any]) -> UUID | None:
    """For whom a composer was opened; None where it does not say."""
    return _id(read_meta(view).get("for", ""))


def message_block(view: dict[str, Any]) -> str:
    """The id of the message's field: it changes whenever Parley writes into it."""
    shown = (str(block.get("block_id")) for block in read_blocks(view))
    return next((one for one in shown if is_message(one)), MESSAGE)


def read_blocks(view: dict[str, Any]) -> list[dict[str, Any]]:
    blocks = view.get("blocks")
    return [one for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []


def read_values(view: dict[str, Any]) -> dict[str, Any]:
    """What was typed and chosen, by block."""
    state = view.get("state")
    values = state.get("values") if isinstance(state, dict) else None
    return values if isinstance(values, dict) else {}


def read_value(values: dict[str, Any], block_id: str, action_id: str, field: str) -> Any:
    """What stands in one field of a view's state; None where there is nothing."""
    block = values.get(block_id)
    entered = block.get(action_id) if isinstance(block, dict) else None
    return entered.get(field) if isinstance(entered, dict) else None


def read_choice(values: dict[str, Any], block_id: str, action_id: str) -> str:
    """The value of the option that was chosen; "" for none."""
    chosen = read_value(values, block_id, action_id, "selected_option")
    return str(chosen.get("value") or "") if isinstance(chosen, dict) else ""


def _text(values: dict[str, Any], block_id: str, action_id: str, field: str = "value") -> str:
    return str(read_value(values, block_id, action_id, field) or "")
