"""Contact cards, as people share them from a phone's address book (vCard 2.1 to 4.0)."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.rules.blank import one_line
from bot.rules.phone import PhoneRefusal, parse_phone
from bot.rules.vcard_line import read_line, wanted_lines

_MOST_BYTES = 2_000_000  # a card with a large photo has one million
_MOST_LINES = 40  # of a card that are looked at
_LONGEST_NAME = 80
_BLANK_CARDS = 10  # times as many cards as wanted may be without use

_LINE_END = re.compile(r"\r\n|\r|\n")
_MAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,180}\.[^@\s,;<>.]{2,}")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


@dataclass(frozen=True, slots=True)
class Card:
    """A contact: `name` may be "", `phones` are distinct and in E.164, in the card's order."""

    name: str
    phones: tuple[str, ...]
    email: str | None


def read_vcards(content: bytes, most: int = 20) -> list[Card]:
    """The first `most` cards of a file that have a name or a phone number. Broken lines are passed over."""
    looked_at = islice(_blocks(_decoded(content[:_MOST_BYTES])), most * _BLANK_CARDS)
    cards = (_card(lines) for lines in looked_at)
    return list(islice((card for card in cards if card.name or card.phones), most))


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content)  # lets half a letter at the end go
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each card that has an end; what was cut off has half a number in it."""
    block: list[str] | None = None
    for line in _LINE_END.split(text):
        mark = line[:20].strip().upper()
        if mark == "BEGIN:VCARD":
            block = []
        elif mark == "END:VCARD" and block is not None:
            yield block
            block = None
        elif block is not None:
            block.append(line)


def _card(lines: list[str]) -> Card:
    found: dict[str, list[str]] = {}
    for line in islice(wanted_lines(lines), _MOST_LINES):
        name, value = read_line(line)
        if value:
            found.setdefault(name, []).append(value)
    names = [*found.get("FN", []), *found.get("N", []), *found.get("ORG", []), ""]
    mails = (mail for mail in found.get("EMAIL", []) if _MAIL.fullmatch(mail))
    phones = dict.fromkeys(phone for typed in found.get("TEL", []) if (phone := _phone(typed)))
    return Card(one_line(names[0], _LONGEST_NAME), tuple(phones), next(mails, None))


def _phone(typed: str) -> str:
    try:
        return parse_phone(typed).e164
    except PhoneRefusal:
        return ""
