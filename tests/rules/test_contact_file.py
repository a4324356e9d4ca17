"""Files of contacts from end to end: what kind, whose export, which columns, and every line."""

import csv
import time
from contextlib import suppress
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.contact_csv import contacts_csv
from bot.rules.contact_file import (
    Columns,
    Field,
    FileRefusal,
    Line,
    examples,
    guess_columns,
    lines,
    open_pasted,
    open_sheet,
)
from bot.rules.phone_lines import CardPhone
from tests.exports import EXPORTS, Person, export, file_name, people

ONE, TWO = "+12015550123", "+12015550124"


def read(content: bytes | str, name: str = "list.csv") -> list[Line]:
    sheet = open_sheet(content.encode() if isinstance(content, str) else content, name)
    return list(lines(sheet, guess_columns(sheet)))


def only(content: bytes | str) -> Line:
    [line] = read(content)
    return line


def with_cells(**cells: str) -> Line:
    written = StringIO()
    csv.writer(written).writerows([[one.replace("_", " ") for one in cells], list(cells.values())])
    return only(written.getvalue())


@pytest.mark.parametrize(
    ("kind", "origin", "consents"),
    [
        ("kw", "KW Command", False),
        ("fub", "Follow Up Boss", True),
        ("google", "Google Contacts", False),
        ("google_old", "Google Contacts", False),
        ("outlook", "Outlook", False),
        ("outlook_web", "Outlook", False),
        ("icloud", "iCloud", False),
        ("sheet", "", False),
        ("spanish", "", True),
        ("pasted", "", False),
    ],
)
def test_exports(kind: str, origin: str, consents: bool) -> None:
    known = people(120)
    sheet = open_sheet(export(kind, 120), file_name(kind))
    columns = guess_columns(sheet)
    found = list(lines(sheet, columns))
    assert (sheet.origin, sheet.total, len(found)) == (origin, 120, 120)
    assert [sheet.header[place] for place in columns.unsure] == (["House"] if kind == "sheet" else [])
    assert [bool(one.problem) for one in found] == [
        not (one.mobile or one.home or one.email) for one in known
    ]
    assert [one.email for one in found] == [one.email or None for one in known]
    assert [set(numbers(one)) - set(numbers_in(line)) for one, line in zip(known, found, strict=True)] == [
        set() if kind not in {"spanish", "pasted"} or not one.home else {f"+1{one.home}"} for one in known
    ]
    assert [bool(one.consent) for one in found] == [consents and one.consents for one in known]
    opted_out = kind not in {"icloud", "spanish", "pasted"}
    assert [bool(one.opted_out) for one in found] == [opted_out and one.opted_out for one in known]
    assert [one.name for one in found if one.name.isupper()] == []
    same = [place for place, one in enumerate(known) if not one.first.isupper()]
    assert [found[place].name for place in same] == [
        f"{known[place].first} {known[place].last}" for place in same
    ]


def numbers(person: Person) -> list[str]:
    return [f"+1{one}" for one in (person.mobile, person.home) if one]


def numbers_in(line: Line) -> list[str]:
    return [one.e164 for one in line.phones]


@pytest.mark.parametrize("kind", ["kw", "fub", "google", "google_old", "outlook", "outlook_web", "icloud"])
def test_exports_bring_everything(kind: str) -> None:
    person, line = people(120)[60], list(read(export(kind, 120), file_name(kind)))[60]
    assert line.phones == (
        CardPhone(f"+1{person.mobile}", "mobile"), CardPhone(f"+1{person.home}", "home", person.extension),
    )  # fmt: skip
    assert (line.address, line.state, line.zip_code) == (
        f"{person.street}, {person.city[0]}",
        *person.city[1:],
    )
    assert line.note == person.note
    assert set(line.tags) == {*person.tags, *(["Lead"] if kind == "fub" else [])}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    content = "Name,Phone,City\r\nJosé Núñez,201-555-0123,Newark\r\n".replace(",", delimiter).encode(encoding)
    assert (only(content).name, numbers_in(only(content))) == ("José Núñez", [ONE])


@pytest.mark.parametrize(
    ("content", "numbered"),
    [
        ("Name,Phone\nAna,2015550123\n\nLuis,2015550124\n", [(2, "Ana"), (4, "Luis")]),
        ('Name,Phone,Notes\nAna,2015550123,"a\nb"\nLuis,2015550124,\n', [(2, "Ana"), (3, "Luis")]),
        ("Ana Lopez,2015550123\nLuis Ortiz,2015550124\n", [(1, "Ana Lopez"), (2, "Luis Ortiz")]),
        ("My clients,\n,\nName,Phone\nAna,2015550123\n", [(4, "Ana")]),
        ("sep=;\nName;Phone\nAna;2015550123\n", [(2, "Ana")]),
        ("Name,Phone\nAna,2015550123\n , \nName,Phone\nLuis,2015550124\n", [(2, "Ana"), (5, "Luis")]),
        ("Phone\n2015550123\n2015550124\n", [(2, ""), (3, "")]),
        ('Name,Phone\nAna "the boss" Lopez,2015550123\n"Luis,2015550124\nEva,2015550125\n',
         [(2, 'Ana "the boss" Lopez'), (3, '"Luis'), (4, "Eva")]),
        ("Ana Lopez 201-555-0123\n\nLuis Ortiz - 201-555-0124\n", [(1, "Ana Lopez"), (3, "Luis Ortiz")]),
    ],
)  # fmt: skip
def test_lines_have_the_number_that_a_spreadsheet_shows(
    content: str, numbered: list[tuple[int, str]]
) -> None:
    assert [(one.number, one.name) for one in read(content)] == numbered


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "is empty"),
        (b" \r\n\x00", "a.csv", "is empty"),
        (b"PK\x03\x04" + b"\0" * 99, "a.xlsx", "Save As (or Download), CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "Save As (or Download), CSV"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "is a picture"),
        (b"\0\0\0\x18ftypheic\0", "a.heic", "is a picture"),
        (b"%PDF-1.7", "a.pdf", "is a PDF"),
        (b"<!DOCTYPE html><p>Ana", "a.csv", "is a web page"),
        (bytes(range(1, 32)) * 99, "a.csv", "no list of people"),
        (b"Dear Ana,\nsee you soon,\nMaria\n", "a.txt", "no list of people"),
        (b"Name,Phone\n", "a.csv", "has nobody in it"),
        (b"a" * 20_000_001, "a.csv", "larger than 20 MB"),
    ],
)
def test_refusals_say_what_to_do(content: bytes, name: str, said: str) -> None:
    with pytest.raises(FileRefusal, match=said.replace("(", r"\(").replace(")", r"\)")) as refused:
        open_sheet(content, name)
    assert f"“{name}”" in str(refused.value)


@pytest.mark.parametrize("text", ["", "  \n \0"])
def test_nothing_pasted(text: str) -> None:
    with pytest.raises(FileRefusal, match="paste one person a line"):
        open_pasted(text)


def test_a_table_may_be_pasted_too() -> None:
    sheet = open_pasted("Name\tCell\tEmail\nAna\t201-555-0123\tana@x.com\n")
    [line] = lines(sheet, guess_columns(sheet))
    assert (line.name, line.phones, line.email) == ("Ana", (CardPhone(ONE, "mobile"),), "ana@x.com")


@pytest.mark.parametrize("kind", EXPORTS)
def test_reading_goes_on_from_any_line(kind: str) -> None:
    sheet = open_sheet(export(kind, 60), file_name(kind))
    columns = guess_columns(sheet)
    every = list(lines(sheet, columns))
    assert list(lines(sheet, columns, 45)) == every[45:]
    assert list(lines(sheet, columns, 60)) == []


def test_what_is_unclear_gets_into_no_contact() -> None:
    content = (
        "Name,Phone,Spouse Phone,Type,Empty,Thing\nAna,2015550123,2015550124,hot,,\nLuis,2015550125,,,,7\n"
    )
    sheet = open_sheet(content.encode(), "a.csv")
    columns = guess_columns(sheet)
    assert [sheet.header[place] for place in columns.unsure] == ["Spouse Phone", "Type", "Thing"]
    assert numbers_in(next(lines(sheet, columns))) == [ONE]
    assert examples(sheet, 3) == ("hot",)
    chosen = columns.chosen(2, Field.PHONE).chosen(3, Field.TAGS)
    assert (numbers_in(next(lines(sheet, chosen))), next(lines(sheet, chosen)).tags) == ([ONE, TWO], ("hot",))


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("Digits", ["201-555-0123", "2015550124", "(201) 555-0125", "+12015550126", "none"], Field.PHONE),
        ("Digits", ["201-555-0123", "2015550124", "(201) 555-0125", "none", "?"], None),
        ("Where", ["ana@x.com", "b@x.com"], Field.EMAIL),
        ("Thing", ["NJ", "NY", "TX"], Field.STATE),
        ("Thing", ["Ana Lopez", "Luis Ortiz"], None),
        ("Contact", ["201-555-0123", "2015550124"], Field.PHONE),
        ("Cell", ["A1", "B2", "C3", "D4", "E5"], None),
        ("Nombre", ["Ana", "Luis"], Field.NAME),
    ],
)
def test_what_stands_below_a_heading(heading: str, values: list[str], field: Field | None) -> None:
    content = f"City,{heading}\n" + "".join(f"Newark,{one}\n" for one in values)
    assert guess_columns(open_sheet(content.encode(), "a.csv")).fields.get(1) == field


def test_nombre_beside_apellido_is_the_first_name() -> None:
    assert with_cells(Nombre="ANA", Apellido="LOPEZ", Celular="2015550123").name == "Ana Lopez"


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"Name": "Tom & Jerry Novak"}, "Tom & Jerry Novak"),
        ({"Name": "Lopez, Ana"}, "Ana Lopez"),
        ({"Name": "X", "First_Name": "Ana", "Last_Name": "Lopez"}, "Ana Lopez"),
        ({"Name": "Ana L", "First_Name": "", "Last_Name": ""}, "Ana L"),
        ({"First_Name": "", "Last_Name": "Lopez", "Nickname": "Anita"}, "Anita Lopez"),
        ({"Name": "", "Company": "Oak Realty", "Email": "a@x.com"}, "Oak Realty"),
        ({"Name": "", "Email": "Ana.Lopez@x.com"}, "ana.lopez"),
        ({"Name": "ana@x.com", "Email": "ana@x.com"}, "ana"),
        ({"Name": ""}, ""),
    ],
)
def test_names(cells: dict[str, str], name: str) -> None:
    assert with_cells(**cells, Phone="2015550123").name == name


def test_phones_of_a_row() -> None:
    line = with_cells(
        Home_Phone="2015550123", Cell="201-555-0124", Phone="201-555-0123", Ext="9", Fax="2015550125"
    )
    assert line.phones == (CardPhone(TWO, "mobile"), CardPhone(ONE, "home"))
    assert line.remarks == ("2015550125 is a fax number",)


def test_the_label_beside_a_phone_counts_more_than_its_heading() -> None:
    cells = {
        "Phone 1 - Type": "Work Fax",
        "Phone 1": "2015550123",
        "Phone 2 - Type": "* Mobile",
        "Phone 2": "2015550124",
    }
    line = with_cells(**cells)
    assert (line.phones, line.remarks) == ((CardPhone(TWO, "mobile"),), ("2015550123 is a fax number",))


def test_google_joins_several_values() -> None:
    cells = {
        "First Name": "Ana", "Labels": "* myContacts ::: Smith, family ::: * friends ::: * starred",
        "E-mail 1 - Value": "bad ::: B@X.com", "Phone 1 - Label": "Mobile",
        "Phone 1 - Value": "201-555-0123 ::: 201-555-0124",
    }  # fmt: skip
    line = with_cells(**cells)
    assert (line.tags, line.email) == (("Smith, family", "friends"), "b@x.com")
    assert line.phones == (CardPhone(ONE, "mobile"), CardPhone(TWO, "mobile"))


def test_home_comes_before_business() -> None:
    cells = {"Business Street": "1 Work Rd", "Business City": "Elsewhere", "Home Street": "2 Oak St",
             "Home City": "Newark", "Home State": "New Jersey", "Home Postal Code": "7102"}  # fmt: skip
    line = with_cells(**cells, Phone="2015550123")
    assert (line.address, line.state, line.zip_code) == ("2 Oak St, Newark", "NJ", "07102")
    assert (
        with_cells(**cells | dict.fromkeys(list(cells)[2:], ""), Phone="2015550123").address
        == "1 Work Rd, Elsewhere"
    )


@pytest.mark.parametrize(
    ("heading", "value", "opted_out", "consent"),
    [
        ("Opted Out", "Yes", "Opted Out: Yes", ""),
        ("Do not text", "x", "Do not text: x", ""),
        ("Opt Out Date", "2024-05-01", "Opt Out Date: 2024-05-01", ""),
        ("Opted Out", "No", "", ""),
        ("DNC", "0", "", ""),
        ("Opted Out", "asked me to", "Opted Out: asked me to", ""),
        ("Subscribed", "No", "Subscribed: No", ""),
        ("Subscribed", "Yes", "", ""),
        ("Email Opt Out", "Yes", "", ""),
        ("Tags", "Buyer, Do Not Text", "Tag: Do Not Text", ""),
        ("SMS consent", "Yes", "", "SMS consent: Yes"),
        ("SMS consent", "5/1/2024", "", "SMS consent: 5/1/2024"),
        ("SMS consent", "No", "", ""),
        ("SMS consent", "will ask", "", ""),
    ],
)
def test_wishes(heading: str, value: str, opted_out: str, consent: str) -> None:
    line = with_cells(**{"Name": "Ana", "Phone": "2015550123", heading: value})
    assert (line.opted_out, line.consent) == (opted_out, consent)
    assert bool(line.remarks) == (value in {"asked me to", "will ask"})


@pytest.mark.parametrize(
    ("phone", "problem"),
    [
        ("", "It has neither a phone number nor an e-mail address."),
        ("555-0123", "It has neither a phone number nor an e-mail address: 555-0123 has no area code."),
        ("12345", "It has neither a phone number nor an e-mail address: 12345 is no phone number."),
    ],
)
def test_problems(phone: str, problem: str) -> None:
    assert with_cells(Name="Ana", Phone=phone).problem == problem
    good = with_cells(Name="Ana", Phone=phone, Email="ana@x.com")
    assert (good.problem, len(good.remarks)) == ("", 1 if phone else 0)


def test_cells_of_a_megabyte_and_characters_nobody_sees() -> None:
    line = only(
        f'Name,Phone,Company,Notes\nAna\0\x07 Lopez,2015550123,{"x" * 1_000_000},"{"y " * 500_000}"\n'
    )
    assert (line.name, numbers_in(line)) == ("Ana Lopez", [ONE])
    assert len(line.company) == 500
    assert len(line.note) <= 3000


AWKWARD = (
    Line(2, "María José O’Brien", (CardPhone(ONE, "mobile", "12"), CardPhone("+442079460958", "work")),
         "ana@x.com", "=Oak, Inc.", '1 "Oak" St, Newark', "NJ", "07102", ("Buyer", "Smith, family"),
         "first\nsecond", "Consent to texts: 2024-05-01", ""),
    Line(3, "Tom & Jerry Novak", (CardPhone(TWO),), None, tags=("Buyer", "Hot"),
         opted_out="Opted out of texts: Yes"),
    Line(4, "", tuple(CardPhone(f"+1201555010{place}", "home") for place in range(7)), note="-1 +2 @me"),
    Line(5, "ana", (), "ana@x.com", state="Bayern", zip_code="80331", tags=("a|b",)),
)  # fmt: skip


def test_what_is_written_is_read_back() -> None:
    content = b"".join(contacts_csv(AWKWARD))
    sheet = open_sheet(content, "parley.csv")
    columns = guess_columns(sheet)
    assert content.startswith(b"\xef\xbb\xbf")
    assert (sheet.origin, columns.unsure) == ("Parley", ())
    assert tuple(lines(sheet, columns)) == AWKWARD


def told(line: Line) -> Line:
    """Without what the other file called it."""
    return replace(line, number=0, remarks=(), consent="", opted_out="")


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_export_is_written_and_read_back(kind: str) -> None:
    good = [one for one in read(export(kind, 80), file_name(kind)) if not one.problem]
    back = read(b"".join(contacts_csv(good)))
    assert list(map(told, back)) == list(map(told, good))
    assert [bool(one.opted_out) for one in back] == [bool(one.opted_out) for one in good]
    assert [bool(one.consent) for one in back] == [bool(one.consent) for one in good]


def test_no_program_runs_what_is_written() -> None:
    content = b"".join(contacts_csv([Line(1, "=cmd()", (CardPhone("+442079460958"),), company="@x")])).decode(
        "utf-8-sig"
    )
    assert [
        cell for row in csv.reader(StringIO(content)) for cell in row if cell.startswith(("=", "+", "@", "-"))
    ] == []


@pytest.mark.parametrize(
    "content",
    [
        b'Name,Phone\n' + b'x"y,"z\n' * 10_000,
        b'Name,Phone\n"' + b"a,b\n" * 20_000,
        b"Name,Phone\n" + b"," * 1_000_000 + b"\n",
        b"Name,Phone\n" + b'"' * 999_999,
        b"Name\n" + b"\n" * 200_000,
        b"BEGIN:VCARD\n" + b"TEL;" * 300_000,
        b"Ana 201-555-0123\n" * 200 + b"(" * 200_000,
    ],
    ids=range(7),
)  # fmt: skip
def test_hostile_files_take_no_age(content: bytes) -> None:
    started = time.process_time()
    with suppress(FileRefusal):
        read(content)
    assert time.process_time() - started < 5


@given(st.binary(max_size=300), st.sampled_from([b"", b"Name,Phone\n", b"BEGIN:VCARD\nFN:x\n"]))
def test_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    try:
        sheet = open_sheet(start + content, "a.csv")
    except FileRefusal:
        return
    assert len(list(lines(sheet, guess_columns(sheet)))) == sheet.total
    assert list(lines(sheet, Columns())) is not None
