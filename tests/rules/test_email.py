"""Addresses as people type them."""

import pytest

from bot.rules.email import AddressRefusal, read_address


@pytest.mark.parametrize(
    "typed", ["maria@oakrealty.example", " Maria.Lopez+sms@mail.oak-realty.co.uk ", "o'neil@example.com"]
)
def test_an_address(typed: str) -> None:
    assert read_address(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "maria",
        "maria@",
        "@example.com",
        "maria@example",
        "maria@@example.com",
        "maria lopez@example.com",
        "Maria <maria@example.com>",
        "maria@example.com, ben@example.com",
        "maria@example.com\nBcc: all@example.com",
        ".maria@example.com",
        "maria.@example.com",
        "ma..ria@example.com",
        "maria@-example.com",
        "maria@exa_mple.com",
        "märia@example.com",
        f"{'m' * 65}@example.com",
        f"m@{'e' * 63}.{'e' * 63}.{'e' * 63}.{'e' * 63}.com",
    ],
)
def test_no_address(typed: str) -> None:
    with pytest.raises(AddressRefusal, match="not an e-mail address"):
        read_address(typed)
