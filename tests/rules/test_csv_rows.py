"""Rows of tables as spreadsheet programs show them, whatever parts the columns."""

import pytest

from bot.rules.csv_rows import find_delimiter, read_rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ('a,"b\r\nc"\r\nd,e\r\n', [["a", "b\r\nc"], ["d", "e"]]),
        ('a,"say ""hi"""\n', [["a", 'say "hi"']]),
        ("a,5'10\" tall\nb,c\n", [["a", "5'10\" tall"], ["b", "c"]]),
        ('a,"b\nc,d\n', [["a", '"b'], ["c", "d"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("a\n\nb\n", [["a"], [], ["b"]]),
        ("a," + "x" * 500_000 + ",b\n", [["a", "x" * 500_000, "b"]]),
        ("", []),
    ],
)
def test_rows(text: str, rows: list[list[str]]) -> None:
    assert list(read_rows(text, ",")) == list(enumerate(rows, 1))


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('a;b\n"x;y, z";1\n', ";"),
        ("sep=|\na,b|c\n", "|"),
        ("a\nb\n", ""),
        ("", ""),
    ],
)
def test_what_parts_the_columns(text: str, delimiter: str) -> None:
    assert find_delimiter(text)[0] == delimiter
