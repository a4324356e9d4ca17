"""Exports of other products as an agent would have them: the same people in each format, none of them real.

Every number is fictitious (area code and 555-01xx). `export("google", 800)` is the file's bytes.
"""

import csv
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from phonenumbers import parse, region_code_for_number

_CALL_FREE = {500, 600, 622, 700, 800, 822, 833, 844, 855, 866, 877, 888, 900}
_AREAS = tuple(
    area
    for area in range(201, 990)
    if area not in _CALL_FREE and region_code_for_number(parse(f"+1{area}5550123")) in {"US", "CA"}
)
_FIRST = (
    "Ana", "Luis", "María José", "Tom & Jerry", "Siobhán", "José", "Ángela", "Kim", "Robert", "Jean-Luc",
    "Priya",
    "Wei", "Olga", "D'Andre", "Lucía", "Will", "April", "Zoë", "Mohammed", "Grace", "Raúl and Inés",
)  # fmt: skip
_LAST = (
    "Lopez", "O'Brien", "Núñez", "Novak", "García Márquez", "de la Cruz", "McDonald", "Smith-Jones", "Li",
    "Patel", "Van Dyke", "Ibáñez", "Nguyen", "Johnson", "D'Angelo", "Peña", "Kowalski", "Ortiz", "Hall",
)  # fmt: skip
_STREETS = ("Oak St", "Maple Ave", "Río Grande Blvd", "Main St Apt 4B", "Elm Ct", "Ocean Dr #12")
_CITIES = (
    ("Newark", "NJ", "07102"),
    ("Miami", "FL", "33101"),
    ("Austin", "TX", "78701"),
    ("Boston", "MA", "02108"),
)
_TAGS = ("Buyer", "Seller", "Past client", "Sphere", "Investor", "Hot", "Relocation", "Open house")
_NOTES = (
    "Looks for a 3br near the school",
    "Met at the open house,\nwants to sell first",
    'Said "not before May"',
    "",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in an address book. `broken` is what stands where a number should be, or ""."""

    first: str
    last: str
    mobile: str = ""
    home: str = ""
    extension: str = ""
    broken: str = ""
    email: str = ""
    company: str = ""
    street: str = ""
    city: tuple[str, str, str] = ("", "", "")
    tags: tuple[str, ...] = ()
    note: str = ""
    opted_out: bool = False
    consents: bool = False


def phone(number: int) -> str:
    """The number-th fictitious number, ten digits; they repeat after 42,000 or so."""
    return f"{_AREAS[number // 100 % len(_AREAS)]}55501{number % 100:02d}"


@lru_cache
def people(count: int = 800) -> tuple[Person, ...]:
    """The same each time: couples, doubles (each 40th), extensions, broken numbers, opt-outs,
    no number at all."""
    chance = random.Random(count)
    found: list[Person] = []
    for place in range(count):
        if place % 40 == 39:
            found.append(found[place - 20])
            continue
        found.append(_person(place, chance))
    return tuple(found)


def _person(place: int, chance: random.Random) -> Person:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    if place % 25 == 7:
        first, last = first.upper(), last.upper()
    mail = (
        f"{last}{place}@example.com".lower()
        .encode("ascii", "ignore")
        .decode()
        .replace(" ", "")
        .replace("'", "")
    )
    return Person(
        first,
        last,
        mobile="" if place % 30 in {11, 12} else phone(place),
        home=phone(place + 21_000) if place % 5 == 0 else "",
        extension=str(100 + place % 50) if place % 20 == 0 else "",
        broken={11: "555-0123", 12: "12345"}.get(place % 30, ""),
        email="" if place % 4 == 3 else mail,
        company="Oak Realty, Inc." if place % 9 == 0 else "",
        street=f"{place + 1} {chance.choice(_STREETS)}" if place % 3 == 0 else "",
        city=chance.choice(_CITIES) if place % 3 == 0 else ("", "", ""),
        tags=tuple(sorted(chance.sample(_TAGS, place % 3))),
        note=chance.choice(_NOTES),
        opted_out=place % 50 == 17,
        consents=place % 10 == 1,
    )


def export(kind: str, count: int = 800) -> bytes:
    """An export of so many people: "kw", "fub", "google", "google_old", "outlook", "outlook_web", "icloud",
    "sheet" (an agent's own spreadsheet), "spanish" or "pasted"."""
    return EXPORTS[kind](people(count))


def file_name(kind: str) -> str:
    """What the file is called."""
    return {"icloud": "contacts.vcf", "pasted": "sign-in.txt", "fub": "all-people-2026-11-20.csv"}.get(
        kind, f"{kind}.csv"
    )


def dashed(number: str) -> str:
    """ "(201) 555-0123" """
    return f"({number[:3]}) {number[3:6]}-{number[6:]}" if number else ""


def _mobile(one: Person) -> str:
    return dashed(one.mobile) or one.broken


def _home(one: Person) -> str:
    return dashed(one.home) + (f" x{one.extension}" if one.home and one.extension else "")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    written = StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue()


def _wide(header: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    return _table(header, ([row.get(one, "") for one in header] for row in rows))


_KW = (
    "First Name", "Middle Name", "Last Name", "Prefix", "Suffix", "Full Legal Name", "About", "Birthday",
    "Home Anniversary", "Cell Phone", "Is Primary? (mark Y)", "Home Phone", "Is Primary? (mark Y)",
    "Work Phone",
    "Is Primary? (mark Y)", "Other Phone", "Is Primary? (mark Y)", "Personal Email", "Primary? (mark Y)",
    "Work Email", "Primary? (mark Y)", "Other Email", "Primary? (mark Y)",
    *(("Address line one", "Address line two", "City", "State", "Zip code", "Country", "Label", "") * 3),
    "Tags", "Source", "Notes", "Facebook", "Twitter", "Linkedin", "Pinterest", "Instagram",
)  # fmt: skip


def _kw(known: Sequence[Person]) -> bytes:
    rows = [
        [
            one.first, "", one.last, "", "", "", "", "1980-05-01", "", _mobile(one), "Y", _home(one), "", "",
            "", "",
            "", one.email, "Y", "", "", "", "", one.street, "", *one.city, "US", "Home", *[""] * 17,
            ", ".join((*one.tags, *(["Do Not Text"] if one.opted_out else []))), "Open House", one.note,
            *[""] * 5,
        ]
        for one in known
    ]  # fmt: skip
    return _table(_KW, rows).encode("utf-8-sig")


_FUB = (
    "Date Added", "Name", "First Name", "Last Name", "Stage", "Lead Source", "Assigned To", "Last Assigned",
    "Is Contacted", "Listing Price", "Tags", "Email 1", "Email 1 - Type", "Email 2", "Email 2 - Type",
    "Phone 1",
    "Phone 1 - Type", "Phone 2", "Phone 2 - Type", "Phone 3", "Phone 3 - Type", "Address 1 - Street",
    "Address 1 - City", "Address 1 - State", "Address 1 - Zip", "Address 1 - Country", "Address 1 - Type",
    "Property Address", "Property City", "Property State", "Property Postal Code", "Property MLS Number",
    "Property Price", "Property Beds", "Property Baths", "Property Area", "Property Lot", "Message",
    "Description",
    "Notes", "Calls", "Texts", "Background", "Campaign Source", "Deal Stage", "Deal Close Date",
    "Deal Price", "ID",
    "Birthday", "Timeframe", "Website", "Text Opt Out", "SMS Consent",
)  # fmt: skip


def _fub(known: Sequence[Person]) -> bytes:
    rows = (
        {
            "Date Added": "2025-03-04 10:11:12", "Name": f"{one.first} {one.last}", "First Name": one.first,
            "Last Name": one.last, "Stage": "Lead", "Lead Source": "Zillow", "Assigned To": "Maria Lopez",
            "Is Contacted": "Yes", "Tags": ",".join(one.tags), "Email 1": one.email, "Email 1 - Type": "home",
            "Phone 1": _mobile(one), "Phone 1 - Type": "mobile", "Phone 2": _home(one),
            "Phone 2 - Type": "home",
            "Address 1 - Street": one.street, "Address 1 - City": one.city[0],
            "Address 1 - State": one.city[1],
            "Address 1 - Zip": one.city[2], "Property Address": "1 Shown Rd", "Property City": "Elsewhere",
            "Notes": one.note, "Calls": "3", "Texts": "7", "ID": str(place),
            "Text Opt Out": "Yes" if one.opted_out else "No",
            "SMS Consent": "2025-03-04" if one.consents else "",
        }
        for place, one in enumerate(known)
    )  # fmt: skip
    return _wide(_FUB, rows).encode()


_GOOGLE = (
    "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Phonetic Middle Name",
    "Phonetic Last Name",
    "Name Prefix", "Name Suffix", "Nickname", "File As", "Organization Name", "Organization Title",
    "Organization Department", "Birthday", "Notes", "Photo", "Labels", "E-mail 1 - Label", "E-mail 1 - Value",
    "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value", "Address 1 - Label",
    "Address 1 - Formatted", "Address 1 - Street", "Address 1 - City", "Address 1 - PO Box",
    "Address 1 - Region",
    "Address 1 - Postal Code", "Address 1 - Country", "Address 1 - Extended Address", "Website 1 - Label",
    "Website 1 - Value", "Custom Field 1 - Label", "Custom Field 1 - Value",
)  # fmt: skip


def _google_row(one: Person) -> dict[str, str]:
    return {
        "Notes": one.note, "E-mail 1 - Value": one.email, "E-mail 1 - Label": "* Home",
        "E-mail 1 - Type": "* Home",
        "Phone 1 - Label": "Mobile", "Phone 1 - Type": "Mobile", "Phone 1 - Value": _mobile(one),
        "Phone 2 - Label": "Home" if one.home else "", "Phone 2 - Type": "Home" if one.home else "",
        "Phone 2 - Value": _home(one), "Address 1 - Street": one.street, "Address 1 - City": one.city[0],
        "Address 1 - Region": one.city[1], "Address 1 - Postal Code": one.city[2],
        "Address 1 - Formatted": "\n".join((one.street, " ".join(one.city), "US")).strip(" \nUS"),
        "Photo": "https://lh3.googleusercontent.com/contacts/AB_x=s100",
    }  # fmt: skip


def _google(known: Sequence[Person]) -> bytes:
    rows = (
        _google_row(one)
        | {
            "First Name": one.first, "Last Name": one.last, "Organization Name": one.company,
            "Labels": " ::: ".join((*_labels(one), "* myContacts")),
        }
        for one in known
    )  # fmt: skip
    return _wide(_GOOGLE, rows).encode()


def _labels(one: Person) -> list[str]:
    return [*one.tags, *(["DNC"] if one.opted_out else [])]


_GOOGLE_OLD = (
    "Name", "Given Name", "Additional Name", "Family Name", "Yomi Name", "Given Name Yomi",
    "Additional Name Yomi",
    "Family Name Yomi", "Name Prefix", "Name Suffix", "Initials", "Nickname", "Short Name", "Maiden Name",
    "Birthday", "Gender", "Location", "Billing Information", "Directory Server", "Mileage", "Occupation",
    "Hobby",
    "Sensitivity", "Priority", "Subject", "Notes", "Language", "Photo", "Group Membership", "E-mail 1 - Type",
    "E-mail 1 - Value", "Phone 1 - Type", "Phone 1 - Value", "Phone 2 - Type", "Phone 2 - Value",
    "Address 1 - Type", "Address 1 - Formatted", "Address 1 - Street", "Address 1 - City",
    "Address 1 - PO Box",
    "Address 1 - Region", "Address 1 - Postal Code", "Address 1 - Country", "Address 1 - Extended Address",
    "Organization 1 - Type", "Organization 1 - Name", "Organization 1 - Yomi Name", "Organization 1 - Title",
)  # fmt: skip


def _google_old(known: Sequence[Person]) -> bytes:
    rows = (
        _google_row(one)
        | {
            "Name": f"{one.first} {one.last}", "Given Name": one.first, "Family Name": one.last,
            "Group Membership": " ::: ".join(("* myContacts", *_labels(one))),
            "Organization 1 - Name": one.company,
        }
        for one in known
    )  # fmt: skip
    return _wide(_GOOGLE_OLD, rows).encode("utf-16")


_OUTLOOK = (
    "Title", "First Name", "Middle Name", "Last Name", "Suffix", "Company", "Department", "Job Title",
    "Business Street", "Business Street 2", "Business Street 3", "Business City", "Business State",
    "Business Postal Code", "Business Country/Region", "Home Street", "Home Street 2", "Home Street 3",
    "Home City",
    "Home State", "Home Postal Code", "Home Country/Region", "Other Street", "Other City",
    "Assistant's Phone",
    "Business Fax", "Business Phone", "Business Phone 2", "Callback", "Car Phone", "Company Main Phone",
    "Home Fax",
    "Home Phone", "Home Phone 2", "ISDN", "Mobile Phone", "Other Fax", "Other Phone", "Pager",
    "Primary Phone",
    "Radio Phone", "TTY/TDD Phone", "Telex", "Account", "Anniversary", "Assistant's Name",
    "Billing Information",
    "Birthday", "Business Address PO Box", "Categories", "Children", "Directory Server", "E-mail Address",
    "E-mail Type", "E-mail Display Name", "E-mail 2 Address", "Gender", "Government ID Number", "Hobby",
    "Initials",
    "Internet Free Busy", "Keywords", "Language", "Location", "Manager's Name", "Mileage", "Notes",
    "Priority",
    "Private", "Profession", "Referred By", "Sensitivity", "Spouse", "User 1", "Web Page",
)  # fmt: skip


def _outlook_row(one: Person) -> dict[str, str]:
    return {
        "First Name": one.first, "Last Name": one.last, "Company": one.company, "Home Street": one.street,
        "Home City": one.city[0], "Home State": one.city[1], "Home Postal Code": one.city[2],
        "Mobile Phone": _mobile(one), "Home Phone": _home(one), "E-mail Address": one.email,
        "E-mail Type": "SMTP",
        "E-mail Display Name": f"{one.first} {one.last} ({one.email})", "Notes": one.note,
        "Priority": "Normal",
        "Private": "False", "Sensitivity": "Normal", "Categories": ";".join(_labels(one)),
    }  # fmt: skip


def _outlook(known: Sequence[Person]) -> bytes:
    return _wide(_OUTLOOK, map(_outlook_row, known)).encode("cp1252")


_OUTLOOK_WEB = (
    "First Name", "Middle Name", "Last Name", "Title", "Suffix", "Nickname", "Given Yomi", "Surname Yomi",
    "E-mail Address", "E-mail 2 Address", "E-mail 3 Address", "Home Phone", "Home Phone 2", "Business Phone",
    "Business Phone 2", "Mobile Phone", "Car Phone", "Other Phone", "Primary Phone", "Pager", "Business Fax",
    "Home Fax", "Other Fax", "Company Main Phone", "Callback", "Radio Phone", "Telex", "TTY/TDD Phone",
    "IMAddress",
    "Job Title", "Department", "Company", "Office Location", "Manager's Name", "Assistant's Name",
    "Assistant's Phone", "Company Yomi", "Business Street", "Business City", "Business State",
    "Business Postal Code", "Business Country/Region", "Home Street", "Home City", "Home State",
    "Home Postal Code",
    "Home Country/Region", "Other Street", "Other City", "Other State", "Other Postal Code",
    "Other Country/Region",
    "Personal Web Page", "Spouse", "Schools", "Hobby", "Location", "Web Page", "Birthday", "Anniversary",
    "Notes",
    "Categories",
)  # fmt: skip


def _outlook_web(known: Sequence[Person]) -> bytes:
    return _wide(_OUTLOOK_WEB, map(_outlook_row, known)).encode("utf-8-sig")


def _icloud(known: Sequence[Person]) -> bytes:
    return "".join(map(_card, known)).encode()


def _card(one: Person) -> str:
    street, (city, state, code) = _escaped(one.street), one.city
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Apple Inc.//iCloud Web Address Book 2117B3//EN",
        f"N:{_escaped(one.last)};{_escaped(one.first)};;;",
        f"FN:{_escaped(one.first)} {_escaped(one.last)}",
        *([f"ORG:{_escaped(one.company)};"] if one.company else []),
        *([f"TEL;type=CELL;type=VOICE;type=pref:{_mobile(one)}"] if _mobile(one) else []),
        *([f"item1.TEL:{_home(one)}", "item1.X-ABLabel:_$!<Home>!$_"] if one.home else []),
        *([f"EMAIL;type=INTERNET;type=HOME:{one.email}"] if one.email else []),
        *([f"item2.ADR;type=HOME:;;{street};{city};{state};{code};US"] if street else []),
        *([f"CATEGORIES:{','.join(map(_escaped, one.tags))}"] if one.tags else []),
        *([f"NOTE:{_escaped(one.note)}"] if one.note else []),
        "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["/9j/4AAQSkZJRgABAQAAAQABAAD" * 2] * 20),
        "END:VCARD",
        "",
    ]
    return "\r\n".join(lines)


def _escaped(text: str) -> str:
    for mark, written in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\n", "\\n")):
        text = text.replace(mark, written)
    return text


def _sheet(known: Sequence[Person]) -> bytes:
    header = (
        "Client",
        "Cell",
        "Landline",
        "E-mail address",
        "Address",
        "Group",
        "Comments",
        "Do not text",
        "House",
    )
    rows = (
        [
            f"{one.last}, {one.first}", _mobile(one), _home(one), one.email,
            f"{one.street}, {one.city[0]}, {one.city[1]} {one.city[2]}" if one.street else "",
            "; ".join(one.tags), one.note, "x" if one.opted_out else "", str(place % 7),
        ]
        for place, one in enumerate(known)
    )  # fmt: skip
    return _table(header, rows, ";").encode("cp1252")


def _spanish(known: Sequence[Person]) -> bytes:
    header = (
        "Nombre",
        "Apellido",
        "Teléfono",
        "Correo electrónico",
        "Dirección",
        "Ciudad",
        "Notas",
        "Acepta SMS",
    )
    rows = (
        [
            one.first, one.last, _mobile(one), one.email, one.street, one.city[0], one.note,
            "Sí" if one.consents else "No",
        ]
        for one in known
    )  # fmt: skip
    return _table(header, rows, "\t").encode("utf-16")


def _pasted(known: Sequence[Person]) -> bytes:
    said = [
        filter(None, (f"{one.first} {one.last}", _mobile(one), one.email, one.note.replace("\n", " ")))
        for one in known
    ]
    return "\n".join((", ", " - ", "\t")[place % 3].join(one) for place, one in enumerate(said)).encode()


EXPORTS: dict[str, Callable[[Sequence[Person]], bytes]] = {
    "kw": _kw,
    "fub": _fub,
    "google": _google,
    "google_old": _google_old,
    "outlook": _outlook,
    "outlook_web": _outlook_web,
    "icloud": _icloud,
    "sheet": _sheet,
    "spanish": _spanish,
    "pasted": _pasted,
}
