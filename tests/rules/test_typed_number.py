"""Numbers that admins type: exact or refused."""

import pytest

from bot.rules.typed_number import NumberRefusal, read_count, read_money, read_rate


@pytest.mark.parametrize(
    ("text", "currency", "cents"),
    [
        ("25", "USD", 2500),
        ("25.00", "USD", 2500),
        ("25.5", "USD", 2550),
        ("$25", "USD", 2500),
        (" $ 25.05 ", "USD", 2505),
        ("US$25", "USD", 2500),
        ("25 USD", "USD", 2500),
        ("usd 25", "USD", 2500),
        ("$25", "CAD", 2500),
        ("CA$25", "CAD", 2500),
        ("25 €", "EUR", 2500),
        ("£0.29", "GBP", 29),
        ("1,250.00", "USD", 125_000),
        ("1,000,000", "USD", 100_000_000),
        ("0", "USD", 0),
        ("-2.50", "USD", -250),
        ("−$2.50", "USD", -250),
        ("4.35", "USD", 435),
        ("1.1", "USD", 110),
    ],
)
def test_money(text: str, currency: str, cents: int) -> None:
    assert read_money(text, currency) == cents


@pytest.mark.parametrize(
    "text",
    ["", " ", "$", "free", "25.001", "25,5", "25,00", "1,25,000", "1.000,00", "2 5.0.0", "€25", "£25", "25€",
     "--5", "$-5$", "1e3", "٢٥", "２５", ".5", "5.", "0x10", "inf", "nan", "1_000", "9" * 13],
)  # fmt: skip
def test_no_money(text: str) -> None:
    with pytest.raises(NumberRefusal, match="such as 25"):
        read_money(text, "USD")


@pytest.mark.parametrize(
    ("text", "rate"), [("8", 800), ("8.25", 825), ("8.25%", 825), ("8.2 %", 820), ("0", 0), ("100", 10_000)]
)
def test_rates(text: str, rate: int) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["", "%", "-8", "8.255", "8,25", "eight", "8%%"])
def test_no_rate(text: str) -> None:
    with pytest.raises(NumberRefusal, match=r"8\.25"):
        read_rate(text)


@pytest.mark.parametrize(("text", "count"), [("500", 500), (" 10,000 ", 10_000), ("0", 0), ("5 000", 5000)])
def test_counts(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["", "-5", "5.0", "10,00", "many", "１"])
def test_no_count(text: str) -> None:
    with pytest.raises(NumberRefusal, match="whole number"):
        read_count(text)
