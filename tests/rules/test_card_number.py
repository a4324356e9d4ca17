"""Card numbers are seen in what people type; phone and order numbers are not taken for them."""

import pytest

from bot.rules.card_number import looks_like_card

CARDS = (
    "4242424242424242",
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "4242\u00a04242\u20114242\u20134242",
    "4242  4242  4242  4242",
    "my card is 4242 4242 4242 4242 12/27 123, thanks",
    "card 4242 4242 4242 4242 1227 123",
    "room 12 4242 4242 4242 4242",
    "(4242424242424242)",
    "42424242 42424242",
    "4222222222222",  # Visa of thirteen digits
    "4000 0000 0000 0000 006",  # and of nineteen
    "5555 5555 5555 4444",
    "2223 0031 2200 3222",
    "2720 9900 0000 0007",
    "3782 822463 10005",
    "378282246310005",
    "6011 1111 1111 1117",
    "3566002020360505",
    "3056 930902 5904",
    "3622 720627 1667",
    "6200 0000 0000 0005",
)
OTHERS = (
    "",
    "Hi Ana, see you at 5",
    "4242 4242 4242 4241",  # the check digit is wrong
    "order 4242424242424243",
    "(201) 555-0123",
    "+1 201 555 0123",
    "415-555-2671 408-555-1234",
    "4155552671 4085551234",
    "+49 1512 3456 7890",
    "4915123456783",  # a phone abroad without its plus, and a good check digit
    "1234567812345670",  # a good check digit, but no brand
    "0000000000000000",
    "42424242424242424242",  # one too many
    "A4242424242424242",
    "1764061818.123456",
    "12 Oak St, 60614, $450,000",
    "2026-03-02 15:00 to 2026-03-04 16:00",
    "4242/4242/4242/4242",
    "DE89 3704 0044 0532 0130 00",
    "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
)


@pytest.mark.parametrize("text", CARDS)
def test_a_card_number_is_seen(text: str) -> None:
    assert looks_like_card(text)


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not looks_like_card(text)


def test_a_long_text_is_read_quickly() -> None:
    assert not looks_like_card("1 " * 20_000)
    assert not looks_like_card("1234 " * 4_000)
