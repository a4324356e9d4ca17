import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.vcard import Card, read_vcards

ANA = Card("Ana Lopez", ("+12015550123",), None)


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


PHONE = "TEL:+12015550123"
PHOTO = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 74] * 1000)
IPHONE = card(
    "PRODID:-//Apple Inc.//iPhone OS 18.0//EN",
    "N:Lopez;Ana;;;",
    "FN:Ana Lopez",
    "ORG:Oak Realty;Sales",
    "item1.EMAIL;type=INTERNET;type=pref:ana@oak.example",
    "item1.X-ABLabel:_$!<Other>!$_",
    "TEL;type=CELL;type=VOICE;type=pref:(201) 555-0123",
    "item2.TEL:+1 (212) 555-0199",
    "NOTE:TEL:+12015550100",
    PHOTO,
)


def test_a_card_of_an_iphone() -> None:
    expected = Card("Ana Lopez", ("+12015550123", "+12125550199"), "ana@oak.example")
    assert read_vcards(IPHONE.encode()) == [expected]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["FN:Ana Lopez", PHONE], ANA),
        (["fn:Ana Lopez", "tel;cell:2015550123"], ANA),
        (["N:Lopez;Ana;;;", PHONE], ANA),
        (["N:Lopez;Ana;Maria;Dr.;", PHONE], Card("Dr. Ana Maria Lopez", ("+12015550123",), None)),
        (["FN:", "N:Lopez;Ana", PHONE], ANA),
        (["ORG:Oak Realty;Sales", PHONE], Card("Oak Realty", ("+12015550123",), None)),
        (["FN:Ana", "N:;;;;"], Card("Ana", (), None)),
        ([PHONE], Card("", ("+12015550123",), None)),
        (["TEL;VALUE=uri:tel:+1-201-555-0123", "FN:Ana Lopez"], ANA),
        (["TEL:201-555-0123 x12", "FN:Ana Lopez"], ANA),
        (["TEL:2015550123", "TEL:(201) 555-0123", "TEL:12", "TEL:", "TEL:1-800-X", "FN:Ana Lopez"], ANA),
        (["FN:Ana\\, Lopez\\; Jr", PHONE], Card("Ana, Lopez; Jr", ("+12015550123",), None)),
        (["FN:Ana", " \tLopez", PHONE], Card("Ana Lopez", ("+12015550123",), None)),
        (["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Jos=C3=A9 P=C3=A9rez"], Card("José Pérez", (), None)),
        (["N;CHARSET=UTF-8;QUOTED-PRINTABLE:P=C3=A9rez;Jos=", "=C3=A9;;;"], Card("José Pérez", (), None)),
        (["FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Jos=E9"], Card("José", (), None)),
        (["TEL;TYPE=\"cell:a,b\";X=,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,;=:2015550123", "FN:Ana Lopez"], ANA),
        (["FN:Ana\u202e\u0007 Lopez\\n", PHONE], ANA),
        (["FN:" + "x" * 500], Card("x" * 79 + "…", (), None)),
        (["FN:Ana", "EMAIL:nonsense", "EMAIL:ana@oak.example"], Card("Ana", (), "ana@oak.example")),
        # Broken lines cost no others.
        (["FN:Ana Lopez", PHONE, "TEL;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such:=41"], ANA),
        (["FN:Ana Lopez", PHONE, "TEL;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=FF=FE"], ANA),
        (["FN:Ana Lopez", PHONE, "EMAIL;ENCODING=B:%%%"], ANA),
        (["FN:Ana Lopez", PHONE, "TEL;=;;=:", "TEL;a=\"b:c", "N;;;:::;;;", "no colon", ":", "\x00"], ANA),
        (["FN:Ana Lopez", PHONE, "TEL;ENCODING=FOO,QUOTED-PRINTABLE:=41"], ANA),
        (["BEGIN:VEVENT", "FN:Ana Lopez", PHONE, "END:VEVENT"], ANA),
    ],
)  # fmt: skip
def test_lines(lines: list[str], expected: Card) -> None:
    assert read_vcards(card(*lines).encode()) == [expected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert read_vcards(card("FN:José").encode(encoding)) == [Card("José", (), None)]


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_line_ends(line_end: str) -> None:
    content = (card("FN:Ana") + card("FN:Luis")).replace("\r\n", line_end)
    assert [one.name for one in read_vcards(content.encode())] == ["Ana", "Luis"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Hi",
        b"BEGIN:VCARD",
        b"END:VCARD",
        card().encode(),
        card("NOTE:x", "EMAIL:ana@oak.example", "TEL:12").encode(),
        card("FN:Ana", PHONE)[:-20].encode(),  # cut off within the number
        b"\xff\xfe",
        b"\xff\xfeB",
        b"BEGIN:VCARD\nFN:\n\nEND:VCARD",
    ],
)
def test_nothing_to_keep(content: bytes) -> None:
    assert read_vcards(content) == []


def test_a_file_that_is_cut_within_a_letter_keeps_its_letters() -> None:
    content = (card("FN:José") + "é" * 1_000_000).encode()
    assert [read_vcards(b"\n" * shift + content)[0].name for shift in (0, 1)] == ["José", "José"]


def test_a_long_address_is_whole_or_not_there() -> None:
    mail = f"ana@{'x' * 100}.example"
    assert read_vcards(card("FN:Ana", f"EMAIL:{mail}").encode())[0].email == mail
    assert read_vcards(card("FN:Ana", f"EMAIL:ana@{'x' * 500}.example").encode())[0].email is None


def test_only_so_many_cards() -> None:
    content = "".join(card(f"FN:{number}") for number in range(30)).encode()
    assert [one.name for one in read_vcards(content)] == [str(number) for number in range(20)]
    assert len(read_vcards(content, most=3)) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCARD\n" * 100_000,
        b"BEGIN:VCARD\nFN:\nEND:VCARD\n" * 50_000,
        b"BEGIN:VCARD\n" + b"TEL:1\n" * 200_000 + b"END:VCARD",
        b"BEGIN:VCARD\n" + b"TEL;a=b" * 200_000 + b"\nEND:VCARD",
        b"BEGIN:VCARD\nTEL;" + b'"' * 1_000_000 + b"\nEND:VCARD",
        b"BEGIN:VCARD\nTEL;" + b"\n a=" * 300_000 + b"\nEND:VCARD",
        b"BEGIN:VCARD\nN;QUOTED-PRINTABLE:" + b"=\n" * 500_000 + b"END:VCARD",
        b"BEGIN:VCARD\nFN" + b";a" * 500_000 + b":x\nEND:VCARD",
        b"\n" * 1_000_000,
        random.Random(1).randbytes(1_000_000),
    ],
    ids=range(10),
)
def test_hostile_files_take_no_age(content: bytes) -> None:
    started = time.monotonic()
    assert len(read_vcards(content)) <= 1
    assert time.monotonic() - started < 10  # a second, on a busy machine


@given(st.lists(st.text(alphabet=st.sampled_from('FNTEL:;=,"\\\r\n \t20AVCDBGI.\x00é'), max_size=30)))
def test_noise_never_raises(lines: list[str]) -> None:
    read_vcards(card("FN:x", *lines).encode())


@given(st.binary())
def test_bytes_never_raise(content: bytes) -> None:
    read_vcards(b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:" + content + b"\nEND:VCARD\n")
