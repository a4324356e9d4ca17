"""Lists that somebody pasted: one person a line, in any order."""

import pytest

from bot.rules.contact_file import open_pasted
from bot.rules.contact_paste import read_pasted
from bot.rules.phone_lines import CardPhone

PHONE = (CardPhone("+12015550123"),)


@pytest.mark.parametrize(
    ("line", "name", "email", "note"),
    [
        ("Ana Lopez 201-555-0123 ana@x.com looking for 3br", "Ana Lopez", "ana@x.com", "looking for 3br"),
        ("Ana Lopez, 201-555-0123, Ana@X.com", "Ana Lopez", "ana@x.com", ""),
        ("201-555-0123\tAna Lopez\tana@x.com", "Ana Lopez", "ana@x.com", ""),
        ("ana@x.com - Ana Lopez - (201) 555-0123", "Ana Lopez", "ana@x.com", ""),
        ("201.555.0123 Ana Lopez looking for 3br", "Ana Lopez", None, "looking for 3br"),
        ("Ana Lopez, looking for 3br, 201-555-0123", "Ana Lopez", None, "looking for 3br"),
        ("1. Ana Lopez - 2015550123", "Ana Lopez", None, ""),
        ("• Ana Lopez <ana@x.com> +1 201 555 0123", "Ana Lopez", "ana@x.com", ""),
        ("ana lopez 2015550123", "Ana Lopez", None, ""),
        ("ANA LOPEZ 2015550123", "Ana Lopez", None, ""),
        ("Lopez, Ana, 201-555-0123", "Ana Lopez", None, ""),
        (
            "Tom & Jerry Novak 201-555-0123 pre-approved to 500k",
            "Tom & Jerry Novak",
            None,
            "pre-approved to 500k",
        ),
        ("Juan de la Cruz 201-555-0123", "Juan de la Cruz", None, ""),
        ("201-555-0123 ana@x.com", "ana", "ana@x.com", ""),
        ("201-555-0123", "", None, ""),
        (
            "201-555-0123 wants to see the house on the corner",
            "",
            None,
            "wants to see the house on the corner",
        ),
    ],
)
def test_lines(line: str, name: str, email: str | None, note: str) -> None:
    read = read_pasted(1, line)
    assert (read.name, read.phones, read.email, read.note) == (name, PHONE, email, note)
    assert (read.problem, read.remarks) == ("", ())


def test_kinds_of_phone_are_no_names() -> None:
    read = read_pasted(1, "Ana Lopez cell: 201-555-0123 x9, home: 201-555-0124")
    assert read.phones == (CardPhone("+12015550123", "mobile", "9"), CardPhone("+12015550124", "home"))
    assert (read.name, read.note) == ("Ana Lopez", "")


def test_who_cannot_be_reached() -> None:
    read = read_pasted(7, "Ana Lopez 555-0123")
    assert read.problem == "It has neither a phone number nor an e-mail address: 555-0123 has no area code."
    assert (read.number, read.name) == (7, "Ana Lopez")


def test_blank_lines_and_headings_are_nobody() -> None:
    sheet = open_pasted("Name - Phone\n\nAna 2015550123\n \nLuis 2015550124")
    assert (sheet.kind, sheet.total) == ("pasted", 2)
