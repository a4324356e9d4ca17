"""Texts of more than one message, and what of them is paid."""

import pytest

from bot.rules.opt_out_line import LIMIT, Lined
from bot.rules.parts import Part, paid_segments, parts_of
from bot.rules.segment import utf16_units

LINE = "- Maria Lopez, Oak Realty. Reply STOP to opt out"


@pytest.mark.parametrize(
    ("words", "line", "parts"),
    [
        ("Hi", "", [Part("Hi")]),
        ("Hi", LINE, [Part("Hi", LINE)]),
        ("", LINE, [Part("", LINE)]),
        ("a" * LIMIT, "", [Part("a" * LIMIT)]),
        ("a" * (LIMIT + 1), "", [Part("a" * LIMIT), Part("a")]),
        ("a" * (LIMIT - 49), LINE, [Part("a" * (LIMIT - 49), LINE)]),
        ("a" * (LIMIT - 48), LINE, [Part("a" * (LIMIT - 49), LINE), Part("a")]),
        ("🏡" * 801, "", [Part("🏡" * 800), Part("🏡")]),
        ("a" * 1590 + ". " + "b" * 20, "", [Part("a" * 1590 + "."), Part("b" * 20)]),
    ],
)
def test_parts(words: str, line: str, parts: list[Part]) -> None:
    assert parts_of(Lined(words, line), words) == parts
    assert all(utf16_units(one.text) <= LIMIT for one in parts)


@pytest.mark.parametrize(
    ("parts", "paid"),
    [
        ([Part("Hi")], 1),
        ([Part("Hi", LINE)], 1),
        ([Part("a" * 150, LINE)], 1),
        ([Part("a" * 161, LINE)], 2),
        ([Part("a" * LIMIT), Part("a")], 12),
        ([Part("", LINE)], 1),
    ],
)
def test_the_line_costs_nothing(parts: list[Part], paid: int) -> None:
    assert paid_segments(parts) == paid


@pytest.mark.parametrize(
    ("body", "free"),
    [
        ("a" * 100, 0),
        ("a" * 111, 0),  # 111 + line end + 48 = 160
        ("a" * 112, 1),
        ("a" * 160, 1),
        ("a" * 300, 1),
        ("’" * 60, 1),
    ],
)
def test_segments_that_only_the_line_makes_are_free(body: str, free: int) -> None:
    assert Part(body, LINE).free == free


def test_a_name_that_makes_the_whole_text_dear_is_free_as_well() -> None:
    assert Part("a" * 130, "- Zoë Çelik’s, Oak Realty. Reply STOP to opt out").free == 2
