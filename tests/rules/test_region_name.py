"""States, zip codes and whole addresses."""

import pytest

from bot.rules.region_name import read_address, read_state, read_zip


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("NJ", "NJ"),
        ("nj", "NJ"),
        ("N.J.", "NJ"),
        ("New Jersey", "NJ"),
        ("NEW  YORK", "NY"),
        ("Ontario", "ON"),
        ("Québec", "QC"),
        ("Bayern", "Bayern"),
        ("", ""),
    ],
)
def test_states(written: str, state: str) -> None:
    assert read_state(written) == state


@pytest.mark.parametrize(
    ("written", "state", "code"),
    [
        ("07102", "NJ", "07102"),
        ("7102", "NJ", "07102"),
        ("7102.0", "NJ", "07102"),
        ("901", "PR", "00901"),
        ("7102", "TX", "7102"),
        ("07102-1234", "NJ", "07102-1234"),
        ("M5V 2T6", "ON", "M5V 2T6"),
        ("", "", ""),
    ],
)
def test_zip_codes(written: str, state: str, code: str) -> None:
    assert read_zip(written, state) == code


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("12 Oak St, Newark, NJ 07102", ("12 Oak St, Newark", "NJ", "07102")),
        ("12 Oak St, Newark, NJ, 07102-1234, USA", ("12 Oak St, Newark", "NJ", "07102-1234")),
        ("1 King St, Toronto, ON M5V 2T6", ("1 King St, Toronto", "ON", "M5V 2T6")),
        ("12 Oak St, Newark", ("12 Oak St, Newark", "", "")),
        ("12 Oak St, Newark, XX 07102", ("12 Oak St, Newark, XX 07102", "", "")),
        ("", ("", "", "")),
    ],
)
def test_addresses(written: str, place: tuple[str, str, str]) -> None:
    assert read_address(written) == place
