import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.segment import utf16_units
from bot.rules.split import split_text

FAMILY = "👨\u200d👩\u200d👧\u200d👦"  # 11 units


@pytest.mark.parametrize(
    ("text", "first_room", "room", "parts"),
    [
        # What fits is left alone.
        ("", 10, 10, [""]),
        (" a ", 10, 10, [" a "]),
        ("a" * 10, 10, 10, ["a" * 10]),
        ("😀" * 5, 10, 10, ["😀" * 5]),
        # The best place in the second half.
        ("One two.\n\nThree. Four five", 16, 20, ["One two.", "Three. Four five"]),
        ("One two.\n \nThree.\nFour", 17, 20, ["One two.", "Three.\nFour"]),
        ("One two.\r\n\r\nThree.\r\nFour", 17, 20, ["One two.", "Three.\r\nFour"]),
        ("One two.\nThree. Four five", 16, 20, ["One two.", "Three. Four five"]),
        ("One.\n\nTwo three four five", 20, 20, ["One.\n\nTwo three four", "five"]),
        ("One two three. Four five", 20, 20, ["One two three.", "Four five"]),
        ("One two “three.” Four five", 20, 20, ["One two “three.”", "Four five"]),
        ("Is it so? Yes it is then", 14, 20, ["Is it so?", "Yes it is then"]),
        ("One. Two three four five", 20, 20, ["One. Two three four", "five"]),
        ("See you at 5 Mr. Oak soon", 18, 20, ["See you at 5 Mr.", "Oak soon"]),
        ("I meet Dr. Oak tomorrow", 14, 20, ["I meet Dr. Oak", "tomorrow"]),
        ("3.5 baths 1.5 cars 2.5 k", 20, 20, ["3.5 baths 1.5 cars", "2.5 k"]),
        # A space, also an early one.
        ("aaaa bbbb", 4, 4, ["aaaa", "bbbb"]),
        ("aaaa bbbb", 5, 5, ["aaaa", "bbbb"]),
        ("aaaa bbbb", 8, 8, ["aaaa", "bbbb"]),
        ("see https://oak.example/1", 22, 22, ["see", "https://oak.example/1"]),
        # Else between characters.
        ("a" * 11, 10, 10, ["a" * 10, "a"]),
        ("a" * 25, 5, 10, ["a" * 5, "a" * 10, "a" * 10]),
        ("😀" * 6, 11, 10, ["😀" * 5, "😀"]),
        ("a" + "😀" * 5, 10, 10, ["a" + "😀" * 4, "😀"]),
        ("aaa" + FAMILY + "b", 12, 12, ["aaa", FAMILY + "b"]),
        ("aaa" + "🇺🇸" * 3, 9, 9, ["aaa🇺🇸", "🇺🇸🇺🇸"]),
        ("aaa👋🏽", 6, 6, ["aaa", "👋🏽"]),
        ("aaa❤\ufe0f", 4, 4, ["aaa", "❤\ufe0f"]),
        ("aaae\u0301", 4, 4, ["aaa", "e\u0301"]),
        # White space at a seam goes, elsewhere it stays.
        ("aaaa \n\n  bbbb", 6, 6, ["aaaa", "bbbb"]),
        ("aa  bb    cc", 6, 6, ["aa  bb", "cc"]),
        (" " * 20 + "a", 10, 10, ["a"]),
        (" " * 20 + "aaaaa bbbbb", 5, 10, ["aaaaa", "bbbbb"]),
        ("aaaa" + " " * 20, 10, 10, ["aaaa"]),
        # Noise: nothing can hold it whole.
        (FAMILY, 5, 5, ["👨\u200d👩", "\u200d", "👧\u200d👦"]),
        ("a" + "\u0301" * 9, 4, 4, ["a\u0301\u0301\u0301", "\u0301" * 4, "\u0301" * 2]),
        ("\ud83d" * 5, 2, 2, ["\ud83d" * 2, "\ud83d" * 2, "\ud83d"]),
    ],
)  # fmt: skip
def test_split_text(text: str, first_room: int, room: int, parts: list[str]) -> None:
    assert split_text(text, first_room, room) == parts


def test_the_room_of_one_message_is_twilios() -> None:
    assert split_text("a" * 1600, 1600) == ["a" * 1600]
    assert list(map(len, split_text("a" * 5000, 1550))) == [1550, 1600, 1600, 250]


@pytest.mark.parametrize(("first_room", "room"), [(1, 10), (10, 1), (0, 10), (-5, 10)])
def test_a_room_for_nothing_is_refused(first_room: int, room: int) -> None:
    with pytest.raises(ValueError, match="room"):
        split_text("a", first_room, room)


@given(
    st.lists(st.sampled_from(["a", "b.", " ", "\n", "😀", "🇺", "\u200d", "\u0301", FAMILY, "!"])).map(
        "".join
    ),
    st.integers(2, 30),
    st.integers(2, 30),
)
def test_nothing_is_lost_and_every_part_fits(text: str, first_room: int, room: int) -> None:
    parts = split_text(text, first_room, room)
    assert "".join("".join(parts).split()) == "".join(text.split())
    if utf16_units(text) > first_room:
        assert all(parts) or parts == [""]
        assert all(utf16_units(part) <= (room if at else first_room) for at, part in enumerate(parts))


@given(st.lists(st.sampled_from(["a", "😀", FAMILY, "👋🏽", "❤\ufe0f", "e\u0301", "."])), st.integers(11, 40))
def test_no_character_is_cut(pieces: list[str], room: int) -> None:
    parts = split_text("".join(pieces), room, room)
    whole = regex.findall(r"\X", "".join(pieces))
    assert [cluster for part in parts for cluster in regex.findall(r"\X", part)] == whole


def test_a_long_hostile_text_takes_no_age() -> None:
    assert len(split_text("a" + "\u0301" * 100_000, 1600)) == 63
