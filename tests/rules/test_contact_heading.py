"""Headings of tables, in English and Spanish."""

import pytest

from bot.rules.contact_columns import Columns, Field
from bot.rules.contact_heading import Meaning, Verdict, kind_of_phone, meaning_of, stem

OUT, DOUBTFUL = Verdict.OUT, Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("meaning", "headings"),
    [
        (Field.FIRST, "First|First Name|firstName|first_name|Given Name|Primer nombre|FNAME"),
        (Field.LAST, "Last|Last Name|Surname|Family Name|Apellido|Apellidos|lname"),
        (Field.NAME, "Name|Full Name|Client Name|Client|Contact|Nombre|Nombre completo|Name(s)|FN"),
        (Field.MIDDLE, "Middle Name|Additional Name"),
        (Field.PREFIX, "Name Prefix|Title"),
        (
            Field.PHONE,
            "Cell|Mobile #|Teléfono|Phone|Phone Number|phone1|Phone 1 - Value|Celular|Home Phone|Tel.",
        ),
        (Field.LABEL, "Phone 1 - Label|Phone 2 - Type|Phone Type"),
        (Field.EXTENSION, "Ext|Ext.|Phone Extension"),
        (Field.FAX, "Business Fax|Fax Phone|Pager"),
        (
            Field.EMAIL,
            "E-mail address|Email|E-mail 1 - Value|Correo electrónico|Primary Email|E-mail 2 Address",
        ),
        (Field.COMPANY, "Company|Organization Name|Organization 1 - Name|Empresa|Business Name"),
        (Field.STREET, "Street|Business Street 2|Address line one|Address 1|Calle|Address 1 - PO Box"),
        (Field.ADDRESS, "Address|Mailing Address|Dirección|Address 1 - Formatted"),
        (Field.CITY, "City|Home City|Ciudad"),
        (Field.STATE, "State|Address 1 - Region|Estado"),
        (Field.ZIP, "Zip|ZIP code|Home Postal Code|Código postal"),
        (Field.TAGS, "Tags|Labels|Group Membership|Categories|Stage|Etiquetas"),
        (Field.NOTE, "Notes|Comments|About|Description|Background|Notas"),
        (
            Field.OPTED_OUT,
            "Do not text|DNC|Opt out|Opted-Out|optOut|Unsubscribed|SMS Opt Out Date|No contactar",
        ),
        (Field.SUBSCRIBED, "Subscribed|OK to text|SMS Status"),
        (Field.CONSENT, "SMS consent|Text Opt-In Date|Consentimiento|Permission to text|Acepta SMS"),
        (
            OUT,
            "Email Opt Out|Do Not Email|Unsubscribed from email|Email 1 - Type|E-mail Display Name",
        ),
        (
            OUT,
            "Is Primary? (mark Y)|Label|Country|Job Title|Birthday|Lead Source|Assigned To",
        ),
        (
            OUT,
            "Given Name Yomi|Phonetic First Name|E-mail Type|File As|ID|Last Contacted|Organization Title",
        ),
        (
            OUT,
            "Agent Phone|Lender Email|Manager's Name|Assistant's Phone|Phone Status|Full Legal Name",
        ),
        (DOUBTFUL, "Spouse|Spouse Phone|Wife's cell|Partner Name|Property Address|Owner"),
        (None, "Type|Status|House|Number|Score|"),
    ],
)
def test_meanings(meaning: Meaning | None, headings: str) -> None:
    assert {one: meaning_of(one) for one in headings.split("|")} == dict.fromkeys(
        headings.split("|"), meaning
    )


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Mobile", "mobile"),
        ("* Cell", "mobile"),
        ("Teléfono móvil", "mobile"),
        ("Home Phone", "home"),
        ("Trabajo", "work"),
        ("Business Phone 2", "work"),
        ("Work Fax", "fax"),
        ("Main", "other"),
        ("Phone", ""),
        ("Wife", ""),
        ("", ""),
    ],
)
def test_kinds_of_phone(said: str, kind: str) -> None:
    assert kind_of_phone(said) == kind


def test_what_headings_about_one_phone_share() -> None:
    assert {stem("Phone 1 - Type"), stem("Phone 1 - Value"), stem("Phone 1")} == {"phone 1"}


def test_columns_are_kept_as_json_keeps_them() -> None:
    columns = Columns({0: Field.NAME, 2: Field.OPTED_OUT}, (1, 3))
    assert Columns.from_dict(columns.to_dict()) == columns
    assert columns.to_dict() == {"fields": {"0": "name", "2": "wants no texts"}, "unsure": [1, 3]}


def test_a_person_decides() -> None:
    columns = Columns({0: Field.NAME}, (1,))
    assert columns.chosen(1, Field.PHONE) == Columns({0: Field.NAME, 1: Field.PHONE})
    assert columns.chosen(1, None) == Columns({0: Field.NAME})
    assert columns.chosen(0, None) == Columns({}, (1,))
