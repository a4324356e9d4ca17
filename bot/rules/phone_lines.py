"""The phones of a contact as an agent writes them: one a line, with what it is behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.phone import PhoneRefusal, parse_phone, show_phone

MOST = 10
TOO_MANY = f"A contact has at most {MOST} numbers."
_LABEL = re.compile(r"\s+\(?([^\W\d_][^\d]{0,19}?)\)?$")
_EXTENSIONS = {"x", "ext", "ext.", "extension"}


@dataclass(frozen=True, slots=True)
class CardPhone:
    """A number on a card: E.164, what it is ("work"), and an extension that a text cannot reach."""

    e164: str
    label: str = ""
    extension: str = ""


def read_phones(text: str) -> tuple[CardPhone, ...]:
    """The numbers in `text`, one a line: "(201) 555-0123 x12 work". Each counts once, the first time.

    Raises PhoneRefusal that names the line.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found: dict[str, CardPhone] = {}
    for line in lines:
        phone = _read(line)
        found.setdefault(phone.e164, phone)
    if len(found) > MOST:
        raise PhoneRefusal(TOO_MANY)
    return tuple(found.values())


def show_phones(phones: Sequence[CardPhone]) -> str:
    """The same the other way round, for a form."""
    return "\n".join(show_card_phone(one) for one in phones)


def show_card_phone(phone: CardPhone) -> str:
    """One of them as people read it: "(201) 555-0123 x12 work"."""
    extension = f"x{phone.extension}" if phone.extension else ""
    return " ".join(filter(None, (show_phone(phone.e164), extension, phone.label)))


def _read(line: str) -> CardPhone:
    label = _LABEL.search(line)
    if label and label[1].lower() in _EXTENSIONS:
        label = None
    try:
        phone = parse_phone(line[: label.start()] if label else line)
    except PhoneRefusal as refusal:
        raise PhoneRefusal(f"“{line[:40]}”: {refusal}") from refusal
    return CardPhone(phone.e164, label[1].strip().lower() if label else "", phone.extension)
