"""Whom a line of a file means, and what it adds to their card."""

from uuid import UUID, uuid4

import pytest

from bot.rules.column_choice import ColumnRefusal, with_choices
from bot.rules.contact_columns import Columns, Field
from bot.rules.contact_line import Line
from bot.rules.contact_match import Card, lacks, made_of, meant, print_of, take
from bot.rules.fold import fold, fold_with_ends
from bot.rules.phone_lines import CardPhone

ANA, AGENT = CardPhone("+12015550123", "mobile"), UUID(int=1)


def card(name: str, is_saved: bool = True, **more: str) -> Card:
    return Card(uuid4(), AGENT, name, fold(name), is_saved, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("Ana Lopez", ["Ana", "Ana Lopez"], "Ana Lopez"),  # the very name wins
        ("ANA LÓPEZ", ["Ana Lopez"], "Ana Lopez"),
        ("Ana M. Lopez", ["Ana Lopez"], "Ana Lopez"),
        ("Ana", ["Tom Lopez", "Ana Lopez"], "Ana Lopez"),
        ("Tom Lopez", ["Ana Lopez"], None),
        ("Tom", ["?(201) 555-0123"], "(201) 555-0123"),  # nobody gave it a name
        ("Tom", ["?(201) 555-0123", "Tom Novak"], "Tom Novak"),
        ("", ["Ana Lopez", "Tom"], "Ana Lopez"),  # the longest known
        ("", [], None),
        ("Ana", [], None),
    ],
)
def test_whom_a_name_means_among_those_with_its_number(
    name: str, known: list[str], found: str | None
) -> None:
    cards = [card(one.lstrip("?"), not one.startswith("?")) for one in known]
    chosen = meant(fold(name), cards)
    assert (chosen and chosen.name) == found


def test_a_card_is_known_by_the_names_it_took_in() -> None:
    ana = card("Ana Lopez")
    ana.once.add("anna l")
    assert meant("anna l", [card("Tom"), ana]) is ana


@pytest.mark.parametrize(
    ("known", "said", "filled"),
    [
        ({}, {"company": "Oak", "email": "a@x.com"}, {"company": "Oak", "email": "a@x.com"}),
        ({"company": "Elm"}, {"company": "Oak"}, {}),
        ({"zip_code": "07101"}, {"zip_code": "07101", "state": "NJ"}, {"state": "NJ"}),
        ({"address": "1 Oak St"}, {"address": "9 Elm St", "state": "PA"}, {}),  # another place
        ({"address": "1 Oak St."}, {"address": "1 OAK ST", "state": "NJ"}, {"state": "NJ"}),
    ],
)
def test_only_blanks_are_filled(known: dict[str, str], said: dict[str, str], filled: dict[str, str]) -> None:
    lacked = lacks(card("Ana", **known), Line(2, "Ana Lopez", **said))  # type: ignore[arg-type]
    assert (lacked.fields, bool(lacked)) == (filled, bool(filled))


def test_phones_and_tags_are_added_once_and_a_number_gets_its_name() -> None:
    ana = card("(201) 555-0123", is_saved=False)
    line = Line(2, "Ana", (ANA,), tags=("VIP", "vip", "Buyer"))
    take(ana, lacks(ana, line))
    assert (ana.name, ana.is_saved, list(ana.phones), list(ana.tags)) == (
        "Ana",
        True,
        [ANA.e164],
        ["vip", "buyer"],
    )
    assert not lacks(ana, line)


@pytest.mark.parametrize(
    ("line", "called"),
    [
        (Line(2, "Ana", (ANA,)), ("Ana", True)),
        (Line(2, "", (ANA,), "a@x.com"), ("(201) 555-0123", False)),
        (Line(2, "", (), "a@x.com"), ("a@x.com", False)),
    ],
)
def test_what_somebody_new_is_called(line: Line, called: tuple[str, bool]) -> None:
    made = made_of(line, uuid4(), AGENT)
    assert (made.name, made.is_saved) == called


def test_the_print_of_a_card_changes_with_anything_on_it() -> None:
    line = Line(2, "Ana", (ANA,), "a@x.com", "Oak", "1 Oak St", "NJ", "07101", ("VIP",))
    made = [made_of(line, uuid4(), AGENT) for _ in range(9)]
    first = print_of(made[0])
    for one, name in zip(made, ("name", "email", "company", "address", "state", "zip_code"), strict=False):
        setattr(one, name, "other")
    made[6].phones.clear()
    made[7].tags.clear()
    assert print_of(made[8]) == first
    assert first not in {print_of(one) for one in made[:8]}


@pytest.mark.parametrize(
    ("choice", "fields"),
    [
        ("cell=phone", {0: Field.NAME, 1: Field.PHONE}),
        ("Name=leave out", {}),
        (" NAME = First Name ", {0: Field.FIRST}),
        ("A=B=note", {0: Field.NAME, 2: Field.NOTE}),
    ],
)
def test_columns_by_their_headings(choice: str, fields: dict[int, Field]) -> None:
    chosen = with_choices(("Name", "Cell", "A=B"), Columns({0: Field.NAME}, (1,)), [choice])
    assert dict(chosen.fields) == fields


@pytest.mark.parametrize(
    ("choice", "told"), [("Fax=phone", "no column “Fax”"), ("Cell=x", "“x”"), ("", "no column")]
)
def test_columns_that_are_none(choice: str, told: str) -> None:
    with pytest.raises(ColumnRefusal, match=told):
        with_choices(("Cell",), Columns(), [choice])


def test_plain_letters_fold_as_all_others_do() -> None:
    for text in ("  O'Brien\tJr. ", "A . B", "", ".'", "\x1cA\x0bB", "Ana-Marie  LOPEZ"):
        assert fold(text) == fold_with_ends(text)[0].strip()
