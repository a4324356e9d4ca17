import pytest

from bot.rules.leading_phone import leading_phone
from bot.rules.phone import Phone

ANA = Phone("+12015550123")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("+12015550123 Hi", "Hi"),
        ("+1 (201) 555-0123 Hi", "Hi"),
        ("(201) 555-0123 Hi there", "Hi there"),
        ("(201)555-0123 Hi", "Hi"),
        ("201-555-0123, Hi", "Hi"),
        ("201-555-0123,Hi", "Hi"),
        ("201.555.0123: Hi", "Hi"),
        ("201-555-0123 - Hi", "Hi"),
        ("201-555-0123. Hi", "Hi"),
        ("1 201 555 0123 Hi", "Hi"),
        ("2015550123 5 beds left", "5 beds left"),
        ("201 555 0123 5 beds left", "5 beds left"),
        ("201-555-0123 -5 degrees", "-5 degrees"),
        ("201-555-0123\n\nHi\nthere", "Hi\nthere"),
        ("201-555-0123\n- milk", "- milk"),
        ("201 555 0123\n4567 Oak St", "4567 Oak St"),
        (" \ufeff2015550123 Hi ", "Hi"),
        ("２０１\u00a0５５５‑０１２３ Hi", "Hi"),
        ("2015550123", ""),
        ("2015550123:", ""),
    ],
)
def test_a_number_is_taken_off_the_front(line: str, message: str) -> None:
    assert leading_phone(line) == (ANA, message)


def test_an_extension_goes_with_its_number() -> None:
    assert leading_phone("201-555-0123 x12 Hi") == (Phone("+12015550123", "12"), "Hi")


@pytest.mark.parametrize(
    ("line", "e164", "message"),
    [
        ("+442079460958 Hi", "+442079460958", "Hi"),
        ("+442079460958 5 beds", "+442079460958", "5 beds"),
        ("+4915112345678 5 beds", "+4915112345678", "5 beds"),
        ("+44 20 7946 0958, Hi", "+442079460958", "Hi"),
        ("+33 6 12 34 56 78 Bonjour", "+33612345678", "Bonjour"),
    ],
)
def test_numbers_abroad(line: str, e164: str, message: str) -> None:
    assert leading_phone(line) == (Phone(e164), message)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2 bedrooms left",
        "12 people come",
        "555-0123 Hi",
        "2000000000 dollars",
        "20155501234 Hi",
        "2015550123456 Hi",
        "201-555-0123abc",
        "10 30 2015550123 Hi",
        "Hi 2015550123",
        "+1201555012 Hi",
        "+1 Hi",
        "+ Hi",
        "+49 30 1234 5678 Hi",  # could end a group earlier
    ],
)
def test_what_is_not_clearly_a_number_belongs_to_the_message(line: str) -> None:
    assert leading_phone(line) is None
