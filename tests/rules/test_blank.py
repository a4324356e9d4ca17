import sys

import pytest

from bot.rules.blank import WHITE, one_line, plain, strip_blank, without_invisible


def test_all_white_space_is_known() -> None:
    assert {chr(point) for point in range(sys.maxunicode + 1) if chr(point).isspace()} == set(WHITE)


@pytest.mark.parametrize(
    ("text", "stripped"),
    [("\ufeff\u00a0 Hi \u200b\n", "Hi"), ("a \u200b b", "a \u200b b"), ("❤️", "❤️"), ("\u200b", "")],
)
def test_strip_blank(text: str, stripped: str) -> None:
    assert strip_blank(text) == stripped


def test_without_invisible() -> None:
    assert without_invisible("/\u200b/ \ufeffx") == "// x"


def test_plain() -> None:
    assert plain("\u202a２０１\u00a0５５５\u202c ") == "201 555"


FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("", 5, ""),
        ("abcde", 5, "abcde"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        ("  a \n\t b  ", 9, "a b"),
        ("a\0b\x1b[31m", 9, "a b [31m"),
        ("plan\u202efdp.exe", 20, "planfdp.exe"),
        ("a\u2066b\u2069\u200f\ufeff", 9, "ab"),
        ("\ud800a\U0010ffff\ue000", 9, "a"),
        (FAMILY, 5, FAMILY),
        (FAMILY + "abc", 7, FAMILY + "a…"),
        (FAMILY * 2, 8, FAMILY + "…"),
        (FAMILY, 4, "👨\u200d👩…"),
        ("a" + "\u0301" * 9, 4, "a\u0301\u0301…"),
        ("🏴\U000e0067\U000e0062\U000e007f", 9, "🏴\U000e0067\U000e0062\U000e007f"),
        ("é", 1, "é"),
        ("éa", 1, "…"),
    ],
)
def test_one_line(text: str, most: int, shown: str) -> None:
    assert one_line(text, most) == shown
