"""Contacts written as a table that spreadsheet programs show and that is read back the same."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from bot.rules.contact_line import Line
from bot.rules.contact_origin import PARLEY_HEADER
from bot.rules.phone import show_phone
from bot.rules.phone_lines import CardPhone
from bot.rules.spreadsheet import as_csv, csv_rows

_CHUNK = 500  # rows
_PHONES = 5  # columns of them; what is more stands in the last


def contacts_csv(contacts: Iterable[Line]) -> Iterator[bytes]:
    """The file in pieces, so that a large book needs little memory."""
    yield as_csv([PARLEY_HEADER])
    rows = map(_row, contacts)
    while chunk := list(islice(rows, _CHUNK)):
        yield csv_rows(chunk)


def _row(contact: Line) -> list[str]:
    return [
        contact.name,
        *_phones(contact.phones),
        contact.email or "",
        contact.company,
        contact.address,
        contact.state,
        contact.zip_code,
        _tags(contact.tags),
        contact.note,
        _answer(contact.consent),
        _answer(contact.opted_out),
    ]


def _phones(phones: Sequence[CardPhone]) -> list[str]:
    shown = [_shown(one) for one in phones[: _PHONES - 1]]
    last = phones[_PHONES - 1 :]
    cells = [[cell, one.label] for cell, one in zip(shown, phones, strict=False)]
    cells += [[" ::: ".join(map(_shown, last)), last[0].label]] if last else []
    cells += [["", ""]] * (_PHONES - len(cells))
    return [cell for pair in cells for cell in pair]


def _shown(phone: CardPhone) -> str:
    return show_phone(phone.e164) + (f" x{phone.extension}" if phone.extension else "")


def _tags(tags: Sequence[str]) -> str:
    """With commas between, unless a tag has one itself."""
    if any(set(",;|") & set(tag) for tag in tags):
        return " ::: ".join([*tags, ""])
    return ", ".join(tags)


def _answer(said: str) -> str:
    """The answer without the heading under which it stood elsewhere."""
    return said.rpartition(": ")[2]
