import pytest

from bot.rules import phone
from bot.rules.phone import Phone, PhoneRefusal, is_short_code, last_four, parse_phone, region_of, show_phone


@pytest.mark.parametrize(
    "typed",
    [
        "+12015550123",
        "2015550123",
        "12015550123",
        "(201) 555-0123",
        "201.555.0123",
        "201-555-0123",
        "1-201-555-0123",
        "+1 (201) 555-0123",
        "tel:+12015550123",
        " 201 555 0123\n",
        "201\u00a0555\u00a00123",
        "201‑555—0123",
        "２０１５５５０１２３",
        "＋１ ２０１ ５５５ ０１２３",
        "\u202a+1 (201) 555-0123\u202c",
        "\ufeff201\u200b5550123",
    ],
)
def test_ways_to_write_one_number(typed: str) -> None:
    assert parse_phone(typed) == Phone("+12015550123", "")


@pytest.mark.parametrize(
    ("typed", "e164", "extension"),
    [
        ("(201) 555-0123 x12", "+12015550123", "12"),
        ("201 555 0123 ext. 7", "+12015550123", "7"),
        ("201-555-0123, Extension 1234", "+12015550123", "1234"),
        ("201-555-0123 #9", "+12015550123", "9"),
        ("tel:+12015550123;ext=12", "+12015550123", "12"),
        ("+44 20 7946 0958", "+442079460958", ""),
        ("011 44 20 7946 0958", "+442079460958", ""),
        ("416-555-0123", "+14165550123", ""),
        ("+1 787 555 0123", "+17875550123", ""),
    ],
)
def test_extensions_and_other_countries(typed: str, e164: str, extension: str) -> None:
    assert parse_phone(typed) == Phone(e164, extension)


def test_a_number_is_read_as_dialled_in_its_region() -> None:
    assert parse_phone("020 7946 0958", region="GB") == Phone("+442079460958")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", phone.EMPTY),
        (" \u200b\n", phone.EMPTY),
        ("1-800-FLOWERS", phone.LETTERS),
        ("Ana", phone.LETTERS),
        ("ana@oak.example", phone.LETTERS),
        ("555-0123", phone.TOO_SHORT),
        ("12345", phone.TOO_SHORT),
        ("+", phone.TOO_SHORT),
        ("201 555 012", phone.TOO_SHORT),
        ("+1 201 555 01234", phone.TOO_LONG),
        ("201-555-0123/0124", phone.TOO_LONG),
        ("0044 20 7946 0958", phone.TOO_LONG),
        ("123 456 7890", phone.UNKNOWN),
        ("+15558675310", phone.UNKNOWN),
        ("+999 1234567", phone.UNKNOWN),
        ("201-555-0123 or 201-555-0124", phone.SEVERAL),
        ("201-555-0123, 201-555-0124", phone.SEVERAL),
        ("201-555-0123 / 201-555-0124", phone.SEVERAL),
        ("2015550123 2015550124", phone.SEVERAL),
    ],
)
def test_a_refusal_names_the_next_step(typed: str, sentence: str) -> None:
    with pytest.raises(PhoneRefusal) as refused:
        parse_phone(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+12015550123", "(201) 555-0123"),
        ("+14165550123", "(416) 555-0123"),
        ("+15558675310", "(555) 867-5310"),
        ("+442079460958", "+44 20 7946 0958"),
        ("12345", "12345"),
        ("OAKREALTY", "OAKREALTY"),
        ("+", "+"),
    ],
)
def test_numbers_are_shown_as_people_read_them(e164: str, shown: str) -> None:
    assert show_phone(e164) == shown


def test_last_four() -> None:
    assert last_four("+12015550123") == "0123"


@pytest.mark.parametrize(
    ("e164", "region"),
    [
        ("+12015550123", "US"),
        ("+14165550123", "CA"),
        ("+17875550123", "PR"),
        ("+18765550123", "JM"),
        ("+18005550123", "US"),
        ("+442079460958", "GB"),
        ("+15558675310", "US"),
        ("+18760000000", "JM"),
        ("+1", None),
        ("12345", None),
        ("OAKREALTY", None),
        ("", None),
    ],
)
def test_region_of(e164: str, region: str | None) -> None:
    assert region_of(e164) == region


@pytest.mark.parametrize(
    ("sender", "expected"),
    [("12", False), ("123", True), ("262966", True), ("1234567", False), ("+12345", False), ("12a45", False)],
)
def test_is_short_code(sender: str, expected: bool) -> None:
    assert is_short_code(sender) is expected
