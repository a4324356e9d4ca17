"""What is written on a card: numbers one a line, tags, changes; people who share a number."""

import pytest

from bot.rules.contact_change import CardText, changes
from bot.rules.couple import called_together
from bot.rules.phone import PhoneRefusal
from bot.rules.phone_lines import CardPhone, read_phones, show_phones
from bot.rules.tag import TagRefusal, read_tags

ANA = "+12015550123"


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("", ()),
        ("\n  \n", ()),
        ("(201) 555-0123", (CardPhone(ANA),)),
        ("201 555 0123 work", (CardPhone(ANA, "work"),)),
        ("201-555-0123 (Work)", (CardPhone(ANA, "work"),)),
        ("201-555-0123 x12 front desk", (CardPhone(ANA, "front desk", "12"),)),
        ("201-555-0123 ext 12", (CardPhone(ANA, "", "12"),)),
        ("+44 7400 123456 mobile", (CardPhone("+447400123456", "mobile"),)),
        ("201-555-0123\n2015550123 again", (CardPhone(ANA),)),
    ],
)
def test_numbers_one_a_line(text: str, phones: tuple[CardPhone, ...]) -> None:
    assert read_phones(text) == phones
    assert read_phones(show_phones(phones)) == phones


@pytest.mark.parametrize("text", ["12", "201-555-0123, 201-555-0124", "hello", "201-555-0123\nnope"])
def test_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(PhoneRefusal, match=f"“{text.splitlines()[-1]}”"):
        read_phones(text)


def test_there_is_an_end_to_numbers() -> None:
    with pytest.raises(PhoneRefusal, match="at most 10"):
        read_phones("\n".join(f"201-555-01{place:02}" for place in range(11)))


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("", ()),
        ("Buyer, open  house;#VIP\nbuyer", ("Buyer", "open house", "VIP")),
        (",, ;", ()),
        ("x" * 40, ("x" * 40,)),
    ],
)
def test_tags(text: str, tags: tuple[str, ...]) -> None:
    assert read_tags(text) == tags


@pytest.mark.parametrize("text", ["x" * 41, ",".join(map(str, range(31)))])
def test_too_much_for_tags(text: str) -> None:
    with pytest.raises(TagRefusal, match="at most"):
        read_tags(text)


def test_what_changed_is_told_line_by_line() -> None:
    before = CardText("Ana", (CardPhone(ANA),), email="a@example.com", tags=("Buyer",), company="Oak")
    after = CardText("Ana Lopez", (CardPhone("+12015550124", "work"),), tags=("Buyer", "VIP"), company="Elm")
    assert changes(before, before) == []
    assert changes(before, after) == [
        "Name: Ana Lopez instead of Ana",
        "E-mail removed: a@example.com",
        "Company: Elm instead of Oak",
        "Phone added: (201) 555-0124 work",
        "Phone removed: (201) 555-0123",
        "Tag added: VIP",
    ]


@pytest.mark.parametrize(
    ("names", "together"),
    [
        ([], ""),
        (["Ana Lopez"], "Ana Lopez"),
        (["Tom Novak", "Jerry Novak"], "Tom & Jerry Novak"),
        (["Tom Novak", "Ana Lopez"], "Tom Novak & Ana Lopez"),
        (["Novak", "Tom Novak"], "Novak & Tom Novak"),
        (["Tom Novak", "Jerry Novak", "Zoe B. Novak"], "Tom & Jerry & Zoe B. Novak"),
    ],
)
def test_people_on_one_number(names: list[str], together: str) -> None:
    assert called_together(names) == together
