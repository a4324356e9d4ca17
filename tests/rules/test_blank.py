import sys

import pytest

from bot.rules.blank import WHITE, plain, strip_blank, without_invisible


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
