"""What a lead is, in the fields of whatever form sent it: README names them for those who make forms."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.blank import one_line, plain
from bot.rules.consent_wording import agreed_wording, says_yes
from bot.rules.email import AddressRefusal, read_address
from bot.rules.phone import Phone, PhoneRefusal, parse_phone
from bot.rules.tag import LONGEST as LONGEST_TAG
from bot.rules.tag import MOST as MOST_TAGS

NO_WAY = "A lead needs a phone number or an e-mail address: send one of them as “phone” or “email”."
BAD_EMAIL = "This is not an e-mail address: send one such as ana@example.com."
LONGEST_NAME, LONGEST_SOURCE, LONGEST_ID, LONGEST_SHOWN = 80, 200, 200, 40  # characters

# What leads to a field and says nothing about it: "person.phones[0].value" is a phone.
_AROUND = {"person", "contact", "lead", "data", "fields", "formfields", "customer", "payload", "answers"}
_BEHIND = {"value", "rawvalue"}
# Field -> its names, letters and digits only, the best first.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "yourname", "contactname", "leadname", "customername", "clientname"),
    "first": ("firstname", "fname", "givenname", "first", "namefirst", "yourfirstname"),
    "last": ("lastname", "lname", "surname", "familyname", "last", "namelast", "yourlastname"),
    "phone": (
        "phone", "phones", "phonenumber", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "tel",
        "telephone", "yourphone", "yourtel", "contactphone", "leadphone", "primaryphone", "phonesnumber",
    ),
    "email": (
        "email", "emails", "emailaddress", "mail", "yourmail", "youremail", "contactemail", "leademail",
        "primaryemail", "emailsemail", "emailsaddress",
    ),
    "message": (
        "message", "yourmessage", "comments", "comment", "question", "questions", "inquiry", "enquiry",
        "notes", "note", "text", "description",
    ),
    "source": (
        "source", "leadsource", "sourcename", "campaign", "utmcampaign", "page", "pageurl", "url", "referrer",
    ),
    "consent": (
        "consent", "smsconsent", "textconsent", "tcpaconsent", "tcpa", "optin", "smsoptin", "agree", "agreed",
    ),
    "wording": ("consenttext", "consentwording", "consentlanguage", "tcpatext", "tcpalanguage", "optintext"),
    "tags": ("tags", "tag", "labels", "yourtags"),
}  # fmt: skip
# A person's own id is on each of their leads, so it is none of these.
_IDS = ("externalid", "id", "leadid", "dataid", "eventid", "submissionid", "entryid", "leadexternalid")


class LeadRefusal(ValueError):
    """Nobody could be reached by this; the sentence is for who made the form."""


@dataclass(frozen=True, slots=True)
class LeadForm:
    """A lead as it was read. What is not there is ""; `remarks` say what could not be used."""

    name: str
    phone: Phone | None
    email: str
    message: str
    source: str  # the page or the campaign
    said_yes: bool  # to texts, with words or without
    agreed_to: str  # the wording of that consent
    external_id: str
    tags: tuple[str, ...]
    remarks: tuple[str, ...]


def read_lead(told: Mapping[str, str]) -> LeadForm:
    """The lead in what a page told (`rules.told`). Raises LeadRefusal without a way to reach anybody."""
    fields = _fields(told)
    phone, no_phone = _phone(fields["phone"])
    email, no_email = _email(fields["email"])
    if phone is None and not email:
        raise LeadRefusal(" ".join([one for one in (no_phone, no_email) if one] or [NO_WAY]))
    whole = next(iter(fields["name"]), "") or " ".join([*fields["first"][:1], *fields["last"][:1]])
    return LeadForm(
        name=one_line(whole, LONGEST_NAME),
        phone=phone,
        email=email,
        message=next(iter(fields["message"]), ""),
        source=one_line(next(iter(fields["source"]), ""), LONGEST_SOURCE),
        said_yes=says_yes(fields["consent"]),
        agreed_to=agreed_wording(fields["consent"], fields["wording"]),
        external_id=_id(told),
        tags=_tags(fields["tags"]),
        remarks=tuple(one for one in (no_phone, no_email) if one),
    )


def _fields(told: Mapping[str, str]) -> dict[str, list[str]]:
    """Field -> what was sent for it: by the best name first, and under one name what lies deepest.

    A page's own name often stands above the fields of the form, as "name".
    """
    found: dict[str, list[tuple[int, int, str]]] = {field: [] for field in _NAMES}
    for path, words in told.items():
        name, around = _name_of(path)
        for field, names in _NAMES.items():
            if name in names:
                found[field].append((names.index(name), -around, words))
    return {
        field: [words for *_, words in sorted(some, key=lambda one: one[:2])] for field, some in found.items()
    }


def _steps(path: str) -> list[str]:
    """The names in a path, letters only: "person[E-mails][0].value" is "person", "emails", "value"."""
    steps = (re.sub(r"[\W_]", "", step).lower() for step in re.split(r"[.\[\]]+", path))
    return [step for step in steps if step and not step.isdigit()]


def _name_of(path: str) -> tuple[str, int]:
    """The name of a field, and how many steps lead to it."""
    steps = _steps(path)
    if len(steps) > 1 and steps[-1] in _BEHIND:
        steps.pop()
    around = 0
    while around < len(steps) - 1 and steps[around] in _AROUND:
        around += 1
    return "".join(steps[around:]), around


def _phone(typed: Iterable[str]) -> tuple[Phone | None, str]:
    """The first number that exists, else what is wrong with the first."""
    problem = ""
    for one in typed:
        try:
            return parse_phone(one), ""
        except PhoneRefusal as refusal:
            problem = (
                problem or f"The phone number “{one_line(one, LONGEST_SHOWN)}” cannot be used. {refusal}"
            )
    return None, problem


def _email(typed: Iterable[str]) -> tuple[str, str]:
    problem = ""
    for one in typed:
        try:
            return read_address(plain(one)).lower(), ""
        except AddressRefusal:
            problem = (
                problem or f"The e-mail address “{one_line(one, LONGEST_SHOWN)}” cannot be used. {BAD_EMAIL}"
            )
    return "", problem


def _id(told: Mapping[str, str]) -> str:
    """The page's own id of the lead, by the best of its names; "" without one."""
    named = {"".join(_steps(path)): words for path, words in reversed([*told.items()])}
    found = next((named[one] for one in _IDS if one in named), "")
    return found if len(found) <= LONGEST_ID else hashlib.sha256(found.encode()).hexdigest()


def _tags(typed: Iterable[str]) -> tuple[str, ...]:
    tags = (one_line(plain(tag).lstrip("#"), LONGEST_TAG) for one in typed for tag in re.split("[,;\n]", one))
    return tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]
