"""Do-not-call files in all their forms, and files that are none."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.rules.dnc_file import MOSTLY_BROKEN, NO_LIST, PIECE, WIDE, DncFile
from bot.rules.dnc_line import Entry, read_line
from bot.rules.dnc_zip import BROKEN, HUGE, LOCKED, SEVERAL, DncFileRefusal

ONE, TWO, THREE = 3035551234, 3035559999, 7205550000


def read(content: bytes) -> tuple[DncFile, list[int]]:
    """The file and what is listed after it, in order."""
    file = DncFile(BytesIO(content))
    listed: dict[int, bool] = {}
    for batch in file.batches():
        for number in batch.numbers:
            listed[number] = batch.is_gone
    return file, [number for number, is_gone in listed.items() if not is_gone]


def zipped(**files: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", ".").replace("MAC", "__MACOSX/"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("303,5551234", Entry(ONE, None)),
        ("3035551234", Entry(ONE, None)),
        ("(303) 555-1234", Entry(ONE, None)),
        ("+13035551234", Entry(ONE, None)),
        ("1-303-555-1234", Entry(ONE, None)),
        ("303.555.1234", Entry(ONE, None)),
        ('"303","5551234"', Entry(ONE, None)),
        (" 303 , 5551234 ", Entry(ONE, None)),
        ("303\t5551234", Entry(ONE, None)),
        ("303;5551234", Entry(ONE, None)),
        ("303,5551234,2026-10-31,A", Entry(ONE, False)),
        ("3035551234,10/31/2026 00:00:00,D", Entry(ONE, True)),
        ("3035551234,20261031,d", Entry(ONE, True)),
        ("3035551234,D,20261031", Entry(ONE, True)),
        ("3035551234,A", Entry(ONE, False)),
        ("3035551234,2026-10-31", Entry(ONE, None)),
        ("3035551234,Ana,D", Entry(ONE, None)),
        ("3035551234,,", Entry(ONE, None)),
        ("303,555123", None),
        ("303,55512345", None),
        ("1035551234", None),
        ("3031551234", None),
        ("5551234", None),
        ("+443035551234", None),
        ("303", None),
        ("Ana,3035551234", None),
        ("٣٠٣٥٥٥١٢٣٤", None),
        ("", None),
    ],
)
def test_a_line(line: str, entry: Entry | None) -> None:
    assert read_line(line) == entry


XML = b"""<?xml version="1.0"?>
<list type="full"><ac val="303"><ph val="5551234"/>
<ph val='5559999' /></ac>
<AC VAL="720"><PH VAL="5550000"></PH></AC></list>"""


@pytest.mark.parametrize(
    "content",
    [
        b"303,5551234\n303,5559999\n720,5550000\n",
        b"303,5551234\r\n303,5559999\r\n720,5550000",
        b"303,5551234\r303,5559999\r720,5550000\r",
        b"\xef\xbb\xbf303,5551234\n303,5559999\n720,5550000\n",
        b"Area code,Number\n303,5551234\n303,5559999\n\n \n720,5550000\n",
        b"3035551234\n(303) 555-9999\n+1 720 555 0000\n",
        b"3035551234\n3035551234\n3035559999\n7205550000\n",
        XML,
        XML.replace(b"\n", b""),
        zipped(list__txt=b"303,5551234\n303,5559999\n720,5550000\n"),
        zipped(list__xml=XML),
        zipped(list__txt=b"3035551234\n3035559999\n7205550000\n", MAClist=b"x"),
    ],
)
def test_a_whole_list(content: bytes) -> None:
    file, listed = read(content)
    assert (listed, file.broken, file.is_change) == ([ONE, TWO, THREE], 0, False)


@pytest.mark.parametrize(
    ("content", "listed"),
    [
        (b"303,5551234,2026-10-31,A\n303,5559999,2026-10-31,A\n303,5551234,2026-11-01,D\n", [TWO]),
        (b"number,date,change\n3035551234,2026-10-31,D\n3035551234,2026-11-01,A\n", [ONE]),
        (b"<ac val='303'><ph val='5551234' ct='D'/><ph val='5559999' date='2026-10-31' ct='A'/></ac>", [TWO]),
    ],
)
def test_a_change_list(content: bytes, listed: list[int]) -> None:
    file, found = read(content)
    assert (found, file.broken, file.is_change) == (listed, 0, True)


def test_broken_lines_are_counted_and_the_first_ten_named() -> None:
    good = b"".join(b"303555%04d\n" % one for one in range(20))
    file, listed = read(good + b"\n303,12\n" + b"hello\n" * 11 + b"303,5551234,2026-10-31,A\n")
    assert (len(listed), file.broken, len(file.first_broken)) == (20, 13, 10)
    assert file.first_broken[:2] == ["line 22 (303,12)", "line 23 (hello)"]


def test_the_line_of_an_element() -> None:
    assert read(XML.replace(b"5559999", b"555"))[0].first_broken == ["line 3 (val='555')"]


def test_pieces_lose_nothing_between_them() -> None:
    numbers = [2012000000 + 7 * one for one in range(3 * PIECE // 12)]
    lines = [b"%d,%07d" % divmod(one, 10**7) for one in numbers]
    for end in (b"\n", b"\r\n"):
        file, listed = read(b"head\n" + end.join(lines))
        assert (listed == numbers, file.broken) == (True, 0)
    cells = [b'<ph val="%d"/>' % one for one in numbers[: PIECE // 10]]
    assert read(b"<list>" + b"".join(cells))[1] == numbers[: PIECE // 10]


LYING = bytearray(zipped(list__txt=b"303,5551234\n" * 1000))
LYING[60] ^= 255
SECRET = bytearray(zipped(list__txt=b"303,5551234\n"))
SECRET[SECRET.index(b"PK\x01\x02") + 8] |= 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NO_LIST),
        (b"\n\n", NO_LIST),
        (b"name,phone\nAna,(303) 555-1234\n", NO_LIST),
        (b"<html><body>Sign in</body></html>", NO_LIST),
        (b"x" * (2 * PIECE + 10), NO_LIST),
        (b"303,5551234\nhello\nyou\n", MOSTLY_BROKEN.format("line 2 (hello), line 3 (you)")),
        ("303,5551234\n".encode("utf-16"), WIDE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", WIDE),
        (zipped(inner__zip=zipped(list__txt=b"303,5551234\n")), WIDE),
        (zipped(a__txt=b"3035551234\n", b__txt=b"3035551234\n"), SEVERAL),
        (zipped(), WIDE),
        (zipped(list__txt=b"3035551234\n" * 1_000_000), HUGE),
        (zipped(list__txt=b"303,5551234\n" * 1000)[:60], BROKEN),
        (bytes(LYING), BROKEN),
        (bytes(SECRET), LOCKED),
    ],
)
def test_what_is_no_list(content: bytes, sentence: str) -> None:
    with pytest.raises(DncFileRefusal) as refused:
        read(content)
    assert str(refused.value) == sentence
