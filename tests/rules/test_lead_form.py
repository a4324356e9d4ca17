"""Reading a lead out of the fields of any form."""

from dataclasses import asdict
from typing import Any

import pytest

from bot.rules.lead_form import NO_WAY, LeadForm, LeadRefusal, read_lead
from bot.rules.phone import Phone
from bot.rules.told import told_by

PHONE, ANA = "(201) 555-0123", Phone("+12015550123")
WORDS = "I agree to receive texts from Oak Realty."
FOLLOW_UP_BOSS = {
    "source": "oak.example",
    "type": "Property Inquiry",
    "message": "Is it still free?",
    "person": {
        "id": 77,
        "firstName": "Ana",
        "lastName": "Lopez",
        "emails": [{"value": "Ana@Oak.example", "type": "home"}],
        "phones": [{"value": PHONE}],
        "tags": ["Buyer", "Lakeview"],
    },
    "property": {"street": "12 Oak St"},
}
WEBFLOW = {"name": "Contact form", "payload": {"name": "Email form", "data": {"Name": "Ana", "Phone": PHONE}}}
ELEMENTOR = {
    "form": {"id": "5", "name": "Contact"},
    "fields": {
        "name": {"id": "name", "title": "Name", "value": "Ana"},
        "tel": {"value": PHONE, "raw_value": "1"},
    },
}


def read(sent: dict[str, Any]) -> LeadForm:
    return read_lead(told_by(sent))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"name": "Ana Lopez"}, {"name": "Ana Lopez", "phone": ANA}),
        ({"first_name": "Ana", "last_name": "Lopez"}, {"name": "Ana Lopez"}),
        ({"firstName": "Ana"}, {"name": "Ana"}),
        ({"First Name": "Ana", "Last Name": "Lopez"}, {"name": "Ana Lopez"}),
        ({"your-name": "Ana", "your-message": "Hi"}, {"name": "Ana", "message": "Hi"}),
        ({"names.first": "Ana"}, {"name": ""}),
        ({"name": "x" * 200}, {"name": "x" * 79 + "…"}),
        ({"name": " Ana \n Lopez\u202e "}, {"name": "Ana Lopez"}),
        ({"emails[0].value": "ANA@oak.example"}, {"email": "ana@oak.example"}),
        ({"person[emails][0][value]": "ana@oak.example"}, {"email": "ana@oak.example"}),
        ({"email": "nonsense", "emails": ["ana@oak.example"]}, {"email": "ana@oak.example", "remarks": ()}),
        ({"message": "One\nTwo", "comments": "Three"}, {"message": "One\nTwo"}),
        ({"source": "Spring ad", "url": "https://oak.example"}, {"source": "Spring ad"}),
        ({"page_url": "https://oak.example"}, {"source": "https://oak.example"}),
        ({"consent": WORDS}, {"agreed_to": WORDS, "said_yes": True}),
        ({"consent": True}, {"agreed_to": "", "said_yes": True}),
        ({"sms_consent": "on", "consent_text": WORDS}, {"agreed_to": WORDS}),
        ({"consent_text": WORDS}, {"agreed_to": ""}),
        ({"consent": False, "consent_text": WORDS}, {"agreed_to": "", "said_yes": False}),
        ({"id": 7}, {"external_id": "7"}),
        ({"external_id": "a", "id": "b"}, {"external_id": "a"}),
        ({"lead": {"id": "c"}}, {"external_id": "c"}),
        ({"person": {"id": "d"}}, {"external_id": ""}),
        ({"tags": "Buyer, #Lakeview;; Buyer"}, {"tags": ("Buyer", "Lakeview")}),
        ({"tags[]": ["Buyer", "Lakeview"]}, {"tags": ("Buyer", "Lakeview")}),
        ({"tags": "x" * 90}, {"tags": ("x" * 39 + "…",)}),
    ],
)
def test_fields(sent: dict[str, Any], expected: dict[str, Any]) -> None:
    found = asdict(read({"phone": PHONE} | sent))
    wanted = expected | ({"phone": asdict(ANA)} if "phone" in expected else {})
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    "name",
    [
        "phone",
        "Phone Number",
        "mobile",
        "tel",
        "phones",
        "person.phones.0.value",
        "data[phone]",
        "cell-phone",
    ],
)
def test_names_of_a_phone(name: str) -> None:
    assert read({name: PHONE}).phone == ANA


def test_what_well_known_forms_send() -> None:
    assert read(FOLLOW_UP_BOSS) == LeadForm(
        "Ana Lopez",
        ANA,
        "ana@oak.example",
        "Is it still free?",
        "oak.example",
        False,
        "",
        "",
        ("Buyer", "Lakeview"),
        (),
    )
    assert (read(WEBFLOW).name, read(WEBFLOW).phone) == ("Ana", ANA)
    assert (read(ELEMENTOR).name, read(ELEMENTOR).phone, read(ELEMENTOR).external_id) == ("Ana", ANA, "")


def test_a_bad_number_is_told_and_an_address_will_do() -> None:
    lead = read({"phone": "12345", "email": "ana@oak.example"})
    assert (lead.phone, lead.email) == (None, "ana@oak.example")
    assert lead.remarks[0].startswith("The phone number “12345” cannot be used. That number is too short")


def test_the_first_number_that_exists_counts() -> None:
    assert read({"phone": "12345", "mobile": PHONE}).phone == ANA
    assert read({"phone": f"{PHONE} x12"}).phone == Phone("+12015550123", "12")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, NO_WAY),
        ({"name": "Ana"}, NO_WAY),
        ({"phone": "12345"}, "“12345” cannot be used. That number is too short"),
        ({"email": "ana"}, "“ana” cannot be used. This is not an e-mail address"),
        ({"phone": "1" * 200, "email": "@"}, "cannot be used"),
        ({"phone": {"a": {"b": PHONE}}}, NO_WAY),
    ],
)
def test_without_a_way_it_is_no_lead(sent: dict[str, Any], said: str) -> None:
    with pytest.raises(LeadRefusal, match=said):
        read(sent)


def test_a_long_id_stays_its_own() -> None:
    ids = {read({"phone": PHONE, "id": "x" * 300 + end}).external_id for end in "ab"}
    assert len(ids) == 2
    assert max(map(len, ids)) <= 200
