"""What leaves is small, upright, and tells nobody where it was taken."""

import random
import struct
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.gateways.pictures import EDGE, PillowPictures
from bot.ports import Picture, Refused

MB = 1_000_000
GPS, ORIENTATION, ON_ITS_SIDE = 0x8825, 0x0112, 6
PLACE = {1: "N", 2: (41.0, 52.0, 43.0), 3: "W", 4: (87.0, 37.0, 39.0)}


def written(image: Image.Image, kind: str, **more: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def noise(width: int, height: int) -> Image.Image:
    """A picture that hardly shrinks."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


def made(content: bytes, most: int = MB) -> tuple[Picture, Image.Image]:
    picture = PillowPictures().make_ready(content, most)
    return picture, Image.open(BytesIO(picture.content))


def test_a_photo_is_turned_upright_and_forgets_its_place() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[GPS], exif[0x010F] = ON_ITS_SIDE, PLACE, "Camera"
    photo = Image.new("RGB", (400, 200), "red")
    photo.paste("blue", (0, 0, 200, 200))
    picture, shown = made(written(photo, "JPEG", exif=exif, comment=b"at home"))
    assert (picture.content_type, shown.size, dict(shown.getexif())) == ("image/jpeg", (200, 400), {})
    assert b"at home" not in picture.content
    assert b"Exif" not in picture.content
    assert b"Camera" not in picture.content
    top = shown.convert("RGB").getpixel((100, 50))
    assert isinstance(top, tuple)
    assert top[2] > 200, "blue was on the left, and left is up now"


def test_a_huge_photo_fits() -> None:
    picture, shown = made(written(noise(5000, 3000), "JPEG", quality=95))
    assert len(picture.content) <= MB
    assert max(shown.size) <= EDGE
    assert abs(shown.width / shown.height - 5 / 3) < 0.01


@pytest.mark.parametrize("most", [500_000, 100_000, 20_000])
def test_less_room_makes_it_smaller(most: int) -> None:
    picture, shown = made(written(noise(1600, 1200), "PNG"), most)
    assert len(picture.content) <= most
    shown.load()


def test_a_drawing_stays_a_drawing() -> None:
    plan = Image.new("RGB", (800, 600), "white")
    plan.paste("black", (100, 100, 700, 110))
    picture, shown = made(written(plan, "PNG", pnginfo=None))
    assert (picture.content_type, shown.size) == ("image/png", (800, 600))


def test_what_is_transparent_becomes_white() -> None:
    glass = noise(400, 300).convert("RGBA")
    glass.putalpha(0)
    glass.paste(noise(400, 150).convert("RGBA"), (0, 0))
    picture, shown = made(written(glass, "PNG"))
    assert picture.content_type == "image/jpeg"
    corner = shown.getpixel((399, 299))
    assert isinstance(corner, tuple)
    assert min(corner) > 240


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "TIFF", "GIF", "PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "CMYK", "RGBA", "LA", "1", "I;16"])
def test_every_kind_becomes_one_that_phones_show(kind: str, mode: str) -> None:
    image = Image.new("I;16", (60, 40), 40_000) if mode == "I;16" else noise(60, 40).convert(mode)
    try:
        content = written(image, kind)
    except (OSError, ValueError, KeyError):
        pytest.skip("there is no such file")
    picture, shown = made(content)
    assert picture.content_type in ("image/jpeg", "image/png")
    assert shown.size == (60, 40)


def animation(edge: int, frames: int) -> bytes:
    rest = [Image.effect_noise((edge, edge), 60 + at) for at in range(frames)]
    return written(Image.effect_noise((edge, edge), 50), "GIF", save_all=True, append_images=rest)


def test_a_small_animation_goes_as_it_is_and_a_large_one_stands_still() -> None:
    small = animation(60, 3)
    assert PillowPictures().make_ready(small, MB) == Picture(small, "image/gif", is_first_frame=False)
    large = animation(600, 6)
    assert len(large) > MB
    picture, shown = made(large)
    assert (picture.is_first_frame, shown.size) == (True, (600, 600))
    assert len(picture.content) <= MB


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(edge: int) -> bytes:
    """A few bytes that say they are gigabytes."""
    head = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    squeezed = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + squeezed + chunk(b"IEND", b"")


@pytest.mark.parametrize("edge", [12_000, 60_000, 2_000_000_000])
def test_a_bomb_is_not_unpacked(edge: int) -> None:
    with pytest.raises(Refused):
        PillowPictures().make_ready(bomb(edge), MB)


BROKEN = [
    b"",
    b"x",
    b"<html>sign in</html>",
    b"%PDF-1.7",
    b"\x89PNG\r\n\x1a\n nothing",
    b"GIF89a",
    b"\xff\xd8\xff\xe0",
]


@pytest.mark.parametrize("content", BROKEN)
def test_what_is_no_picture_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match="damaged"):
        PillowPictures().make_ready(content, MB)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about broken notes beside a picture
def test_whatever_is_wrong_with_it_ends_in_a_picture_or_in_words() -> None:
    chance = random.Random(5)
    photo = noise(90, 60)
    good = [written(photo, kind) for kind in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")]
    pictures = PillowPictures()
    for _ in range(3000):
        content = bytearray(chance.choice(good))
        for _ in range(chance.choice((1, 3, 20))):
            content[chance.randrange(chance.choice((60, len(content))))] = chance.randrange(256)
        with suppress(Refused):
            assert len(pictures.make_ready(bytes(content), MB).content) <= MB
