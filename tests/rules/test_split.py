"""Long texts are cut where a reader would pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.segment import utf16_units
from bot.rules.split import split_text

FAMILY = "👨‍👩‍👧‍👦"  # eleven units


@pytest.mark.parametrize(
    ("text", "first", "room", "parts"),
    [
        ("", 10, 10, [""]),
        ("fits", 4, 4, ["fits"]),
        (" fits ", 6, 6, [" fits "]),
        ("one two three", 7, 7, ["one two", "three"]),
        ("one two three", 8, 8, ["one two", "three"]),
        ("one two three", 6, 8, ["one", "two", "three"]),
        ("abcdefgh", 3, 5, ["abc", "defgh"]),
        ("Yes. No. Maybe so", 10, 20, ["Yes. No.", "Maybe so"]),
        ("Dear Ana,\nthe roof is new. See you", 30, 30, ["Dear Ana,\nthe roof is new.", "See you"]),
        ("first line\nsecond li ne", 14, 14, ["first line", "second li ne"]),
        ("one.\n\ntwo.\nthree. four", 14, 14, ["one.\n\ntwo.", "three. four"]),
        ("a paragraph\n\nmore. and on", 20, 20, ["a paragraph", "more. and on"]),
        ("He said “no.” Then left", 16, 16, ["He said “no.”", "Then left"]),
        ("x" * 5 + "   " + "y" * 5, 6, 6, ["xxxxx", "yyyyy"]),
        ("😀😀😀", 4, 4, ["😀😀", "😀"]),
        ("😀😀😀", 3, 3, ["😀", "😀", "😀"]),
        (f"ab{FAMILY}", 12, 12, ["ab", FAMILY]),
        ("e\u0301e\u0301e\u0301", 3, 3, ["e\u0301", "e\u0301", "e\u0301"]),
        (" \n \n word" + "z" * 20, 10, 30, ["wordzzzzzz", "z" * 14]),
    ],
)
def test_split_text(text: str, first: int, room: int, parts: list[str]) -> None:
    assert split_text(text, first, room) == parts


@given(st.text(alphabet="ab. \n😀é’\u200d", max_size=300), st.integers(2, 40), st.integers(2, 40))
def test_nothing_is_lost_and_every_part_fits(text: str, first: int, room: int) -> None:
    parts = split_text(text, first, room)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(utf16_units(one) <= max(first, room) for one in parts)
    assert len(parts) == 1 or all(one.strip() for one in parts)
