"""What stands in the composer's fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.rules.phone import PhoneRefusal, parse_phone


@dataclass(frozen=True)
class Fields:
    """The recipient (E.164 or empty), the words as typed, the name for a new number."""

    phone: str
    words: str
    name: str | None = None
    problem: str = ""  # about the new number
    files: Sequence[dict[str, Any]] = ()  # as Slack describes them

    def problems(self) -> dict[str, str]:
        """Block id -> what to change there."""
        if self.problem:
            return {"new_phone": self.problem}
        if not self.phone:
            return {"to": "Choose a contact, or write a new number below."}
        return {}


def read_fields(view: dict[str, Any]) -> Fields:
    """The fields of a composer view in the middle of typing or at its submission."""
    values = (view.get("state") or {}).get("values") or {}
    chosen = read_value(values, "to", "recipient", "selected_option")
    typed = str(read_value(values, "new_phone", "phone", "value") or "").strip()
    words = str(read_value(values, "message", "words", "value") or "")
    name = str(read_value(values, "new_name", "name", "value") or "").strip() or None
    chosen_files = read_value(values, "files", "files", "files")
    files = chosen_files if isinstance(chosen_files, list) else []
    if not typed:
        return Fields(
            str(chosen.get("value") or "").rpartition(" ")[2] if chosen else "", words, name, "", files
        )
    if chosen:
        return Fields("", words, name, "Choose a contact or write a number, not both.")
    try:
        return Fields(parse_phone(typed).e164, words, name, files=files)
    except PhoneRefusal as refusal:
        return Fields("", words, name, str(refusal))


def read_value(values: dict[str, Any], block_id: str, action_id: str, field: str) -> Any:
    """What stands in one field of a view's state; None where there is nothing."""
    return ((values.get(block_id) or {}).get(action_id) or {}).get(field)
