"""The cards of an address book (vCard 2.1 to 4.0), each read as a line of contacts."""

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rules.blank import one_line
from bot.rules.contact_cell import read_cell, read_emails, read_lines, read_tags
from bot.rules.contact_heading import kind_of_phone
from bot.rules.contact_line import Line
from bot.rules.contact_name import first_of, join_name, read_name
from bot.rules.contact_phone import in_order, read_phones
from bot.rules.contact_row import judged
from bot.rules.phone_lines import CardPhone
from bot.rules.region_name import read_state, read_zip
from bot.rules.vcard_line import wanted_lines

_WANTED = re.compile(r"(?:[\w-]+\.)?(?:FN|N|ORG|TEL|EMAIL|ADR|NOTE|CATEGORIES|X-ABLabel)[;:]", re.IGNORECASE)
_MOST_LINES = 60
_PROPERTY = re.compile(
    r"(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<params>(?:;(?:[^\";:]|\"[^\"]*\")*)*):(?P<value>.*)",
    re.DOTALL,
)
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LABEL = re.compile(r"_\$!<(.*)>!\$_")  # how Apple writes its own labels
_NO_PERSON = re.compile(r"pager|fax", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """One property: its group ties a label to it."""

    group: str
    params: str
    value: str

    def parts(self, mark: str = ";") -> list[str]:
        """The values between marks that are not escaped."""
        pieces = re.split(rf"(?<!\\){mark}", self.value)
        return [_ESCAPE.sub(_unescape, piece).strip() for piece in pieces]

    def text(self) -> str:
        """The value as it is meant."""
        return _ESCAPE.sub(_unescape, self.value).strip()


def blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each card with its place in the file. One without an end goes as far as the next."""
    number = 0
    block: list[str] | None = None
    for line in re.split(r"\r\n|\r|\n", text):
        mark = line[:20].strip().upper()
        if mark in {"BEGIN:VCARD", "END:VCARD"}:
            if block:
                number += 1
                yield number, block
            block = [] if mark == "BEGIN:VCARD" else None
        elif block is not None:
            block.append(line)
    if block:
        yield number + 1, block


def read_card(number: int, lines: Sequence[str]) -> Line:
    """What a card says. Lines that cannot be read are passed over."""
    found: dict[str, list[_Said]] = {}
    for place, logical in enumerate(wanted_lines(lines, _WANTED)):
        if place < _MOST_LINES and (read := _read(logical)):
            found.setdefault(read[0], []).append(read[1])
    labels = {one.group: one.text() for one in found.get("X-ABLABEL", [])}
    phones, remarks = _phones(found.get("TEL", []), labels)
    mails = [read_emails(one.text()) for one in found.get("EMAIL", []) if one.value]
    email = next((mail for mail, _ in mails if mail), None)
    company = first_of(read_cell(one.parts()[0]) for one in found.get("ORG", []))
    street, state, zip_code = _place(found.get("ADR", []))
    tags = dict(tag for one in found.get("CATEGORIES", []) for tag in _tags(one))
    line = Line(
        number,
        _name(found) or company or (email or "").partition("@")[0],
        in_order(phones),
        email,
        company,
        street,
        state,
        zip_code,
        tuple(tags.values()),
        "\n".join(read_lines(one.text()) for one in found.get("NOTE", [])),
        remarks=(*remarks, *(remark for _, remark in mails if remark)),
    )
    return judged(line)


def _read(line: str) -> tuple[str, _Said] | None:
    read = _PROPERTY.match(line)
    if read is None:
        return None
    params, value = read["params"], read["value"]
    if "quoted-printable" in params.lower():
        charset = _CHARSET.search(params)
        value = _decoded(value, charset[1] if charset else "utf-8")
    return read["name"].upper(), _Said(read["group"] or "", params, value)


def _decoded(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset, "replace")
    except LookupError:  # a charset that nobody knows
        return raw.decode("cp1252", "replace")


def _unescape(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _name(found: dict[str, list[_Said]]) -> str:
    full = first_of(read_name(one.text(), turn=False) for one in found.get("FN", []))
    if full or not found.get("N"):
        return full
    last, first, middle, prefix, suffix = (*map(read_cell, found["N"][0].parts()), "", "", "", "", "")[:5]
    return join_name(prefix, first, middle, last, suffix)


def _phones(said: Sequence[_Said], labels: dict[str, str]) -> tuple[list[CardPhone], list[str]]:
    phones: list[CardPhone] = []
    remarks: list[str] = []
    for one in said:
        number = one_line(one.text().removeprefix("tel:"), 100)
        label = labels.get(one.group, "") if one.group else ""
        apple = _LABEL.fullmatch(label)
        kind = one.params.replace("=", " ").replace(",", " ").replace(";", " ")
        if _NO_PERSON.search(kind) or _NO_PERSON.search(label):
            remarks.append(f"{number} is a fax number")
            continue
        read = read_phones(number)
        remarks.extend(read.remarks)
        said_kind = (
            kind_of_phone(apple[1] if apple else label) or kind_of_phone(kind) or ("other" if label else "")
        )
        phones.extend(CardPhone(phone.e164, said_kind, phone.extension) for phone in read.phones)
    return phones, remarks


def _place(said: Sequence[_Said]) -> tuple[str, str, str]:
    ordered = sorted(said, key=lambda one: "home" not in one.params.lower())
    for one in ordered:
        box, extended, street, city, region, code = (*map(read_cell, one.parts()), "", "", "", "", "", "")[:6]
        if any((box, extended, street, city, region, code)):
            state = read_state(region)
            return ", ".join(filter(None, (street, extended, box, city))), state, read_zip(code, state)
    return "", "", ""


def _tags(said: _Said) -> list[tuple[str, str]]:
    return [tag for part in said.parts(",") for tag in read_tags(f"{part}:::")]
