"""Whether two names on one number may be one person's."""

import pytest

from bot.rules.name_fit import names_fit


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("Ana Lopez", "Ana Lopez", True),
        ("ana  LÓPEZ", "Ana Lopez", True),
        ("Ana", "Ana Lopez", True),
        ("Lopez", "Ana Lopez", True),
        ("Ana Lopez", "Dr. Ana Maria Lopez", True),
        ("Lopez, Ana", "Ana Lopez", True),
        ("Ana L.", "Ana Lopez", True),
        ("Anne-Marie Hall", "Anne Hall", True),
        ("", "Ana Lopez", True),
        ("Mr.", "Ana Lopez", True),
        ("Tom Novak", "Jerry Novak", False),
        ("Ana Lopez", "Ana Miller", False),
        ("Ann", "Ana Lopez", False),
        ("Ana M.", "Ana Lopez", False),
        ("王芳", "王芳", True),
        ("王芳", "李娜", False),
    ],
)
def test_names(one: str, other: str, fit: bool) -> None:
    assert names_fit(one, other) is fit
    assert names_fit(other, one) is fit
