"""Address books as vCard files, each card a line of contacts."""

import time

import pytest

from bot.rules.contact_file import Columns, Line, lines, open_sheet
from bot.rules.phone_lines import CardPhone

ONE, TWO = "+12015550123", "+12015550124"
PHONE = "TEL:201-555-0123"


def card(*inside: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *inside, "END:VCARD", ""])


def read(content: str | bytes) -> list[Line]:
    sheet = open_sheet(content if isinstance(content, bytes) else content.encode(), "contacts.vcf")
    assert sheet.kind == "vcard"
    found = list(lines(sheet, Columns()))
    assert len(found) == sheet.total
    return found


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        (["FN:Tom & Jerry Novak", "N:Novak;Tom;;;"], "Tom & Jerry Novak"),
        (["FN:ANA LOPEZ"], "Ana Lopez"),
        (["N:Lopez;Ana;Maria;Dr.;Jr."], "Dr. Ana Maria Lopez Jr."),
        (["FN:", "N:;;;;", "ORG:Oak Realty;Sales"], "Oak Realty"),
        (["EMAIL:Ana@X.com"], "ana"),
        ([], ""),
        (["FN:Ana\\, the Great"], "Ana, the Great"),
        (["FN:Ana", " \tLopez"], "Ana Lopez"),
        (["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9=", " P=C3=A9rez"], "José Pérez"),
        (["N;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:P=E9rez;Jos=E9;;;"], "José Pérez"),
        (["item1.FN:Ana"], "Ana"),
        (["FN;CHARSET=no-such;QUOTED-PRINTABLE:Ana"], "Ana"),
    ],
)
def test_names(inside: list[str], name: str) -> None:
    [line] = read(card(PHONE, *inside))
    assert (line.name, [one.e164 for one in line.phones]) == (name, [ONE])


@pytest.mark.parametrize(
    ("inside", "label"),
    [
        (["TEL;type=CELL;type=VOICE;type=pref:2015550123"], "mobile"),
        (["TEL;CELL:2015550123"], "mobile"),
        (['TEL;VALUE=uri;TYPE="voice,home":tel:+1-201-555-0123'], "home"),
        (["TEL;TYPE=work:2015550123"], "work"),
        (["item1.TEL:2015550123", "item1.X-ABLabel:_$!<Mobile>!$_"], "mobile"),
        (["item1.TEL:2015550123", "item1.X-ABLabel:Beach"], "other"),
        (["TEL:2015550123"], ""),
    ],
)
def test_kinds_of_phone(inside: list[str], label: str) -> None:
    assert read(card(*inside))[0].phones == (CardPhone(ONE, label),)


def test_all_of_a_card() -> None:
    [line] = read(
        card(
            "FN:Ana Lopez",
            "TEL;type=HOME:201-555-0123 x7",
            "TEL;type=CELL:201-555-0124",
            "TEL;type=HOME,FAX:201-555-0125",
            "TEL:12345",
            "EMAIL:nonsense",
            "EMAIL;type=INTERNET:Ana@X.com",
            "item2.ADR;type=WORK:;;1 Work Rd;Elsewhere;NY;10001;US",
            "ADR;type=HOME:;;2 Oak St;Newark;New Jersey;7102;US",
            "CATEGORIES:Buyer,Smith\\, family,myContacts",
            "NOTE:First\\nsecond",
            "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 74] * 5000),
        )
    )
    assert line == Line(
        1, "Ana Lopez", (CardPhone(TWO, "mobile"), CardPhone(ONE, "home", "7")), "ana@x.com", "",
        "2 Oak St, Newark", "NJ", "07102", ("Buyer", "Smith, family"), "First\nsecond",
        remarks=("201-555-0125 is a fax number", "12345 is no phone number", "nonsense is no e-mail address"),
    )  # fmt: skip


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_many_cards(version: str, line_end: str) -> None:
    content = "".join(card(f"FN:Ana {place}x", PHONE, version=version) for place in range(30))
    found = read(content.replace("\r\n", line_end))
    assert [(one.number, one.name) for one in found] == [(place + 1, f"Ana {place}x") for place in range(30)]


def test_a_broken_card_does_not_stop_the_others() -> None:
    broken = "BEGIN:VCARD\r\nTEL;=;;:\r\nno colon\r\nFN;ENCODING=QUOTED-PRINTABLE:=\r\n"
    found = read(
        card("FN:Ana", PHONE) + broken + card("FN:Luis", PHONE) + "BEGIN:VCARD\r\nFN:Eva\r\n" + PHONE
    )
    assert [(one.name, bool(one.problem)) for one in found] == [
        ("Ana", False), ("", True), ("Luis", False), ("Eva", False),
    ]  # fmt: skip


def test_photos_cost_little() -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 74] * 5000)
    content = "".join(card(f"FN:Ana {place}", PHONE, photo) for place in range(45)).encode()
    started = time.process_time()
    assert len(read(content)) == 45
    assert time.process_time() - started < 3
