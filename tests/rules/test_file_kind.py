import re

import pytest

from bot.rules.file_kind import LARGEST, Sent, Way, check_files, room_each, safe_name, safe_title, way_of

MB = 1_000_000


@pytest.mark.parametrize(
    ("mimetype", "size", "way"),
    [
        ("image/jpeg", MB, Way.PICTURE),
        ("image/jpg", MB, Way.PICTURE),
        ("IMAGE/JPEG; q=1", MB, Way.PICTURE),
        ("image/png", MB, Way.PICTURE),
        ("image/gif", MB, Way.PICTURE),
        ("image/webp", MB, Way.PICTURE),
        ("image/bmp", MB, Way.PICTURE),
        ("image/x-ms-bmp", MB, Way.PICTURE),
        ("image/tiff", MB, Way.PICTURE),
        ("image/jpeg", 50 * MB, Way.PICTURE),
        ("image/jpeg", 50 * MB + 1, Way.LINK),
        ("image/heic", MB, Way.LINK),
        ("image/svg+xml", MB, Way.LINK),
        ("image/vnd.adobe.photoshop", MB, Way.LINK),
        ("application/pdf", MB, Way.LINK),
        ("video/mp4", MB, Way.LINK),
        ("text/html", MB, Way.LINK),
        ("image", MB, Way.LINK),
        ("", MB, Way.LINK),
    ],
)
def test_way_of(mimetype: str, size: int, way: Way) -> None:
    assert way_of(Sent("file", mimetype, size)) is way


def pictures(count: int) -> list[Sent]:
    return [Sent(f"{number}.jpg", "image/jpeg", MB) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        ([], ()),
        (pictures(10), ()),
        ([*pictures(10), Sent("plan.pdf", "application/pdf", LARGEST)], ()),
        ([*pictures(10), Sent("big.jpg", "image/jpeg", 60 * MB)], ()),
        (pictures(11), ("A text holds 10 pictures: send “11.jpg” in another one.",)),
        (pictures(13), ("A text holds 10 pictures: send “11.jpg” and 2 more in another one.",)),
        ([Sent("a.pdf", "application/pdf", 0)], ("“a.pdf” is empty: upload it again.",)),
        ([Sent("", "image/png", -1)], ("“file” is empty: upload it again.",)),
        (
            [Sent("tour.mov", "video/quicktime", LARGEST + 1), Sent("b.pdf", "application/pdf", 0)],
            (
                "“tour.mov” is larger than 100 MB: send a smaller one, or a link to it.",
                "“b.pdf” is empty: upload it again.",
            ),
        ),
    ],
)
def test_check_files(files: list[Sent], problems: tuple[str, ...]) -> None:
    assert check_files(files) == problems


@pytest.mark.parametrize(
    ("count", "room"), [(0, MB), (1, MB), (5, MB), (6, 833_333), (10, 500_000)]
)  # fmt: skip
def test_room_each(count: int, room: int) -> None:
    assert room_each(count) == room


@pytest.mark.parametrize(
    ("name", "mimetype", "safe"),
    [
        ("kitchen.jpg", "image/jpeg", "kitchen.jpg"),
        ("kitchen.jpeg", "image/jpeg", "kitchen.jpg"),
        ("kitchen.webp", "image/jpeg", "kitchen.jpg"),
        ("kitchen", "image/png", "kitchen.png"),
        ("Kitchen View (2).PNG", "image/png", "Kitchen-View-2.png"),
        ("Küche.jpg", "image/jpeg", "Kuche.jpg"),
        ("厨房.jpg", "image/jpeg", "file.jpg"),
        ("plan.v2.pdf", "application/pdf", "plan-v2.pdf"),
        ("evil.php.jpg", "image/jpeg", "evil-php.jpg"),
        ("evil.exe", "image/jpeg", "evil.jpg"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\photos\\a.gif", "image/gif", "a.gif"),
        ("/", "image/gif", "file.gif"),
        (".htaccess", "", "file.bin"),
        ("...", "image/png", "file.png"),
        ("-rf.png", "image/png", "rf.png"),
        ("", "", "file.bin"),
        ("a.dwg", "", "a.dwg"),
        ("a.DWG", "image/vnd.dwg", "a.dwg"),
        ("a.tiff", "image/x-unknown", "a.tif"),
        ("a.toolong", "", "a.bin"),
        ("a.p%f", "", "a.bin"),
        ("a\0b\n.png", "image/png", "a-b.png"),
        ("plan\u202efdp.exe", "application/pdf", "planfdp.pdf"),
        ("😀.png", "image/png", "file.png"),
        ("x" * 300 + ".jpg", "image/jpeg", "x" * 16 + ".jpg"),
        ("a very long name of a picture.jpg", "image/jpeg", "a-very-long-name.jpg"),
        ("the plan of oak 1 st.docx", "", "the-plan-of-oak.docx"),
    ],
)
def test_safe_name(name: str, mimetype: str, safe: str) -> None:
    assert safe_name(name, mimetype) == safe
    assert re.fullmatch(r"[A-Za-z0-9-]+\.[a-z0-9]+", safe)
    assert len(safe) <= 20


@pytest.mark.parametrize(("most", "safe"), [(7, "kit.jpg"), (11, "kitchen.jpg"), (80, "kitchen-view.jpg")])
def test_room_of_a_safe_name(most: int, safe: str) -> None:
    assert safe_name("kitchen view.jpg", "image/jpeg", most) == safe


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("kitchen.jpg", "kitchen.jpg"),
        ("Küche 厨房 😀.jpg", "Küche 厨房 😀.jpg"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("a\nb\0c", "a b c"),
        ("\u200b\n", "file"),
        ("x" * 81, "x" * 79 + "…"),
    ],
)
def test_safe_title(name: str, title: str) -> None:
    assert safe_title(name) == title
