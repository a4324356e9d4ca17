"""The lines of a contact card: folded, quoted, escaped."""

import re
from collections.abc import Iterator, Sequence

import vobject

from bot.rules.blank import one_line

_LONGEST_LINE = 1000  # characters, unfolded
_LONGEST_VALUE = 400

_WANTED = re.compile(r"(?:[\w-]+\.)?(?:FN|N|ORG|TEL|EMAIL)[;:]", re.IGNORECASE)
_PROPERTY = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[A-Z]+)(?P<params>;(?:[^\":]|\"[^\"]*\")*)?:(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = "quoted-printable"
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)
# What vobject raises for a broken line: its own errors, unknown charsets, odd encodings, odd structures.
_BROKEN = (vobject.base.VObjectError, LookupError, ValueError, TypeError, AttributeError)


def wanted_lines(lines: Sequence[str], wanted: re.Pattern[str] = _WANTED) -> Iterator[str]:
    """The logical lines that say something about name, phone or mail. Photos are never joined."""
    logical = ""
    for line in lines:
        quoted = logical.endswith("=") and _QUOTED in logical.lower()
        if line[:1] in {" ", "\t"} or quoted:
            logical = (logical.removesuffix("=") if quoted else logical) + line[0 if quoted else 1 :]
            logical = logical[:_LONGEST_LINE]
            continue
        if wanted.match(logical):
            yield logical
        logical = line[:_LONGEST_LINE]
    if wanted.match(logical):
        yield logical


def read_line(line: str) -> tuple[str, str]:
    """Name and value of one line. Each is read alone, so that a broken one costs no other."""
    if (read := _PROPERTY.match(line)) is None:
        return "", ""
    name = read["name"].upper()
    try:
        card = vobject.readOne(
            f"BEGIN:VCARD\r\n{name}{_decoding(read['params'] or '')}:{read['value']}\r\nEND:VCARD"
        )
        value: object = getattr(card, name.lower()).value
        return name, one_line(_words(value), _LONGEST_VALUE)
    except _BROKEN:
        return "", ""


def _decoding(params: str) -> str:
    """The parameters that say how a value is written. Others can keep vobject's patterns busy for years."""
    if _QUOTED not in params.lower():
        return ""
    charset = _CHARSET.search(params)
    return ";ENCODING=QUOTED-PRINTABLE" + (f";CHARSET={charset[1]}" if charset else "")


def _words(value: object) -> str:
    if isinstance(value, list):  # an organization and its departments
        return " ".join(map(str, value[:1]))
    return str(value).strip()
