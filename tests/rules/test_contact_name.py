"""Names out of tables, in the case and the order in which people say them."""

import pytest

from bot.rules.contact_name import join_name, read_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ana Lopez", "Ana Lopez"),
        ("  Ana \u00a0  Lopez ", "Ana Lopez"),
        ("Lopez, Ana", "Ana Lopez"),
        ("LOPEZ, ANA", "Ana Lopez"),
        ("Novak, Tom & Jerry", "Tom & Jerry Novak"),
        ("Tom & Jerry Novak", "Tom & Jerry Novak"),
        ("García Márquez, María José", "María José García Márquez"),
        ("Ana Lopez, Jr.", "Ana Lopez, Jr."),
        ("Ana Lopez, CPA", "Ana Lopez, CPA"),
        ("Oak Realty, LLC", "Oak Realty, LLC"),
        ("Novak, Smith & Partners", "Novak, Smith & Partners"),
        ("Lopez, Ana, Luis", "Lopez, Ana, Luis"),
        ("ana lopez", "Ana Lopez"),
        ("O'BRIEN", "O'Brien"),
        ("siobhán o’brien", "Siobhán O’Brien"),
        ("MCDONALD", "Mcdonald"),
        ("McDonald", "McDonald"),
        ("JEAN-LUC SMITH-JONES", "Jean-Luc Smith-Jones"),
        ("JUAN DE LA CRUZ", "Juan de la Cruz"),
        ("DE LA CRUZ", "De la Cruz"),
        ("JOSÉ NÚÑEZ", "José Núñez"),
        ("TJ MILLER", "TJ Miller"),
        ("J.R. SMITH", "J.R. Smith"),
        ("HENRY LEE III", "Henry Lee III"),
        ("TOM AND JERRY", "Tom and Jerry"),
        ("ana's mom", "Ana's Mom"),
        ("A", "A"),
        ("x" * 500, "X" + "x" * 78 + "…"),
        ("Ana\x00\x07\u202e Lopez", "Ana Lopez"),
        ("(201) 555-0123", ""),
        ("ana@x.com", ""),
        ("---", ""),
        ("", ""),
    ],
)
def test_whole_names(written: str, name: str) -> None:
    assert read_name(written) == name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("", "Ana", "", "Lopez", ""), "Ana Lopez"),
        (("", "ANA", "M", "LOPEZ", ""), "Ana M Lopez"),
        (("", "JUAN", "", "DE LA CRUZ", ""), "Juan de la Cruz"),
        (("", "Tom & Jerry", "", "NOVAK", ""), "Tom & Jerry Novak"),
        (("", "TJ", "", "Miller", ""), "TJ Miller"),
        (("", "Kim", "", "NG", ""), "Kim Ng"),
        (("Dr.", "Ana", "", "Lopez", "Jr."), "Dr. Ana Lopez Jr."),
        (("Mrs.", "Ana", "", "Lopez", ""), "Ana Lopez"),
        (("CEO", "Ana", "", "Lopez", ""), "Ana Lopez"),
        (("", "", "", "lopez", ""), "Lopez"),
        (("", "", "", "", ""), ""),
    ],
)
def test_names_in_parts(parts: tuple[str, str, str, str, str], name: str) -> None:
    assert join_name(*parts) == name
