"""Numbers in cells: several, extensions, what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.contact_phone import find_phones, in_order, read_extension, read_phones
from bot.rules.phone import PhoneRefusal, parse_phone
from bot.rules.phone_lines import CardPhone

ONE, TWO = "+12015550123", "+12015550124"


@pytest.mark.parametrize(
    ("cell", "phones", "remarks"),
    [
        ("", [], []),
        ("  ", [], []),
        ("(201) 555-0123", [(ONE, "", "")], []),
        ("2015550123.0", [(ONE, "", "")], []),
        ("1 201 555 0123", [(ONE, "", "")], []),
        ("201.555.0123 x12", [(ONE, "", "12")], []),
        ("201-555-0123, Extension 12", [(ONE, "", "12")], []),
        ("+44 20 7946 0958", [("+442079460958", "", "")], []),
        ("201-555-0123 / 201-555-0124", [(ONE, "", ""), (TWO, "", "")], []),
        ("201-555-0123 ::: 201-555-0124", [(ONE, "", ""), (TWO, "", "")], []),
        ("2015550123 2015550124", [(ONE, "", ""), (TWO, "", "")], []),
        ("201-555-0123 or 201-555-0124", [(ONE, "", ""), (TWO, "", "")], []),
        ("cell: 201-555-0123, home: 201-555-0124", [(ONE, "mobile", ""), (TWO, "home", "")], []),
        ("201-555-0123 (h), 201-555-0124 (c)", [(ONE, "home", ""), (TWO, "mobile", "")], []),
        ("201-555-0123 ext 5\n201-555-0124", [(ONE, "", "5"), (TWO, "", "")], []),
        ("201-555-0123; 555-0199", [(ONE, "", "")], ["555-0199 has no area code"]),
        ("555-0123", [], ["555-0123 has no area code"]),
        ("5550123", [], ["5550123 has no area code"]),
        ("12345", [], ["12345 is no phone number"]),
        ("262966", [], ["262966 is no phone number"]),
        ("911", [], ["911 is no phone number"]),
        ("call my wife", [], ["call my wife is no phone number"]),
        ("123-456-7890", [], ["123-456-7890 is no phone number"]),
        ("2.01555E+09", [], ["2.01555E+09 is no phone number"]),
        ("9" * 1_000_000, [], ["9" * 39 + "… is no phone number"]),
    ],
)
def test_cells(cell: str, phones: list[tuple[str, str, str]], remarks: list[str]) -> None:
    found = read_phones(cell)
    assert [(one.e164, one.label, one.extension) for one in found.phones] == phones
    assert list(found.remarks) == remarks


@given(st.from_regex(r"\A\(?[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]?\d{4}\Z", fullmatch=True))
def test_the_short_way_reads_what_the_long_way_reads(cell: str) -> None:
    try:
        expected = [parse_phone(cell).e164]
    except PhoneRefusal:
        expected = []
    assert [one.e164 for one in read_phones(cell).phones] == expected


def test_mobile_ones_come_first_and_each_once() -> None:
    phones = [CardPhone(ONE, "home"), CardPhone(TWO, "mobile"), CardPhone(ONE, "work"), CardPhone(TWO)]
    assert in_order(phones) == (CardPhone(TWO, "mobile"), CardPhone(ONE, "home"))


@pytest.mark.parametrize(
    ("cell", "digits"), [("x12", "12"), ("12", "12"), ("ext. 7", "7"), ("", ""), ("desk", "")]
)
def test_extensions_in_a_column_of_their_own(cell: str, digits: str) -> None:
    assert read_extension(cell) == digits


def test_numbers_among_words() -> None:
    found = find_phones("Ana, cell 201-555-0123, born 5/1/1980")
    assert (found.phones, found.spans) == ((CardPhone(ONE, "mobile"),), ((10, 22),))
