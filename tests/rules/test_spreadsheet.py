"""CSV files: what a spreadsheet program would run stands there as text."""

import csv
from decimal import Decimal

import pytest

from bot.rules.spreadsheet import as_csv


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Ana Lopez", "Ana Lopez"),
        ("=1+1", "'=1+1"),
        ("+44 20 7946 0018", "'+44 20 7946 0018"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("＝1", "'＝1"),
        ('Say "hi", Ana', 'Say "hi", Ana'),
        ("Núñez\n& Co", "Núñez\n& Co"),
        ("(201) 555-0123", "(201) 555-0123"),
        ("", ""),
        (-3, "-3"),
        (Decimal("-2.50"), "-2.50"),
    ],
)
def test_cells(value: str | int | Decimal, cell: str) -> None:
    text = as_csv([("x", value)]).decode("utf-8-sig")
    assert list(csv.reader(text.splitlines(keepends=True))) == [["x", cell]]


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert as_csv([("é",)]).startswith(b"\xef\xbb\xbf")
