"""A list that somebody pasted: one person a line, name, number and address in any order."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.rules.blank import one_line
from bot.rules.contact_cell import LONGEST_NOTE
from bot.rules.contact_columns import Field
from bot.rules.contact_heading import kind_of_phone, meaning_of
from bot.rules.contact_line import Line
from bot.rules.contact_name import read_name
from bot.rules.contact_phone import find_phones, in_order, read_phones
from bot.rules.contact_row import judged
from bot.rules.email import AddressRefusal, read_address

_LONGEST = 2000  # characters of a line
_BULLET = re.compile(r"^\s*(?:[-*•·▪◦]|\(?\d{1,3}[.)])\s+")
_MAIL = re.compile(r"(?:mailto:)?([^\s,;|<>()\[\]:]{1,64}@[^\s,;|<>()\[\]:]{1,250})")
_BETWEEN = re.compile(r"\s*(?:[,;|\t]|\s[-–—]\s|^\s*[-–—:]\s*|\s*[-–—:]\s*$)\s*")
_NUMBERS = re.compile(r"\+?[\d(][\d ().-]{2,}\d")
_BRACKETS = re.compile(r"[(\[<]\s*[)\]>]")
_CAPITALS = re.compile(
    r"[^\W\d_a-zà-ÿ][\w'’.-]*(?: (?:&|and|y|de|del|la|las|los|van|von|der|da|[^\W\d_a-zà-ÿ][\w'’.-]*))*"
)
_MOST_WORDS = 3  # of a name in small letters


def people(text: str) -> Iterator[tuple[int, str]]:
    """The lines that have anything on them, with their numbers; headings are left out."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if line.strip() and not (number == 1 and _is_heading(line)):
            yield number, line[:_LONGEST]


def read_pasted(number: int, line: str) -> Line:
    """ "Ana Lopez 201-555-0123 ana@x.com looking for 3br": the rest beside name and numbers is a note."""
    text = _BULLET.sub("", line)
    emails, text = _emails(text)
    found = find_phones(text)
    pieces = [_part(piece) for piece in _pieces(text, found.spans)]
    parts = [part for piece in pieces for part in piece if part]
    name, rest = _name(parts)
    odd = [remark for part in rest if _NUMBERS.fullmatch(part) for remark in read_phones(part).remarks]
    email = emails[0] if emails else None
    note = one_line(", ".join(part for part in rest if not _NUMBERS.fullmatch(part)), LONGEST_NOTE)
    said = name or (email or "").partition("@")[0]
    return judged(
        replace(Line(number, said, in_order(list(found.phones)), email, note=note), remarks=tuple(odd))
    )


def _is_heading(line: str) -> bool:
    parts = [part for part in re.split(r"[,;|\t/]|\s-\s", line) if part.strip()]
    return len(parts) > 1 and all(isinstance(meaning_of(part), Field) for part in parts)


def _emails(text: str) -> tuple[list[str], str]:
    found = []
    for match in reversed(list(_MAIL.finditer(text))):
        try:
            found.append(read_address(match[1].rstrip(".")).lower())
        except AddressRefusal:
            continue
        text = f"{text[: match.start()]},{text[match.end() :]}"
    return found[::-1], text


def _pieces(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    """What stands before, between and after the numbers."""
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _part(piece: str) -> list[str]:
    """The words between commas, dashes and tabs, without what only says which phone it is."""
    parts = (part.strip(" .:-–—()[]<>") for part in _BETWEEN.split(_BRACKETS.sub("", piece)))
    return [
        part
        for part in parts
        if not (kind_of_phone(part) and len(part.split()) < 3) and part not in {"x", "ext"}
    ]


def _is_kind(words: str) -> bool:
    return len(words.split()) < 3 and bool(kind_of_phone(words))


def _name(parts: list[str]) -> tuple[str, list[str]]:
    """The first words that can be a name, and the other words."""
    if len(parts) > 1 and all(len(part.split()) == 1 and part.istitle() for part in parts[:2]):
        return read_name(", ".join(parts[:2])), parts[2:]
    for place, part in enumerate(parts):
        name, rest = _leading_name(part)
        if name:
            after = [rest] if rest and not _is_kind(rest) else []
            return read_name(name), [*parts[:place], *after, *parts[place + 1 :]]
    return "", parts


def _leading_name(part: str) -> tuple[str, str]:
    """The words with a capital that begin it; all of it if it is short and has none."""
    if any(map(str.isdigit, part)) and not _CAPITALS.match(part):
        return "", part
    capital = _CAPITALS.match(part)
    if capital and not any(map(str.isdigit, capital[0])):
        return capital[0], part[capital.end() :].strip(" ,-")
    return (part, "") if part.islower() and len(part.split()) <= _MOST_WORDS else ("", part)
