"""Pictures made fit for a text, with Pillow."""

import struct
import threading
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from bot.gateways import chart
from bot.ports import File, Picture, Refused

# Each reader less is one less that a stranger can try to break.
READERS = (
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    GifImagePlugin.GifImageFile,
    WebPImagePlugin.WebPImageFile,
    BmpImagePlugin.BmpImageFile,
    TiffImagePlugin.TiffImageFile,
)
FORMATS = tuple(str(one.format) for one in READERS)
EDGE = 1600  # pixels; more than any phone shows of a text
PIXELS = 120_000_000  # a good phone's camera; more is a bomb, or a poster
SMALLEST_EDGE = 200
QUALITIES = (85, 75, 65, 50, 35)
FEW_COLOURS = 256  # a drawing or a screenshot: JPEG would smear it
LARGEST_PROFILE = 10_000  # bytes of a colour profile, which tells of colours only
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, OverflowError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
# The limit is ours and asked before anything is unpacked; Pillow's own would first only warn.
Image.MAX_IMAGE_PIXELS = None


class PillowPictures:
    """One picture at a time: an open one takes hundreds of megabytes at worst."""

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def make_ready(self, content: bytes, most: int) -> Picture:
        with self._turn:
            try:
                with Image.open(BytesIO(content), formats=FORMATS) as image:
                    return _make_ready(image, content, most)
            except BROKEN as error:
                raise Refused("it is damaged, or no picture") from error

    def draw_bars(self, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> File:
        return File(chart.draw_bars(labels, series), "image/png")


def _make_ready(image: Image.Image, content: bytes, most: int) -> Picture:
    if image.width * image.height > PIXELS:
        raise Refused(f"it has more than {PIXELS // 1_000_000} million pixels")
    moves = bool(getattr(image, "is_animated", False))
    if moves and image.format == "GIF" and len(content) <= most:
        return Picture(content, "image/gif")  # it would stand still otherwise, and a GIF knows no place
    is_drawing = image.format in ("PNG", "GIF")
    upright = _upright(image)
    drawn = _png(upright) if is_drawing and _has_few_colours(upright) else b""
    if drawn and len(drawn) <= most:
        return Picture(drawn, "image/png", moves)
    for tried in _jpegs(_on_white(upright)):
        if len(tried) <= most:
            return Picture(tried, "image/jpeg", moves)
    raise Refused("it cannot be made small enough")


def _upright(image: Image.Image) -> Image.Image:
    """The picture itself, turned as the camera was held and not larger than any phone shows."""
    image.draft("RGB", (EDGE, EDGE))  # a JPEG is unpacked at a fraction of its size
    image.load()
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    return turned


def _has_few_colours(image: Image.Image) -> bool:
    return image.convert("RGBA").getcolors(FEW_COLOURS) is not None


def _png(image: Image.Image) -> bytes:
    return _saved(
        image.convert("RGBA").quantize(FEW_COLOURS, Image.Quantize.FASTOCTREE), "PNG", optimize=True
    )


def _on_white(image: Image.Image) -> Image.Image:
    """JPEG knows no transparency: what was transparent is white, as behind the picture in a chat."""
    if image.mode in ("RGB", "L"):
        return image
    if image.mode == "CMYK":
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    ground.alpha_composite(layered)
    return ground.convert("RGB")


def _jpegs(image: Image.Image) -> Iterator[bytes]:
    """Ever smaller: first a lower quality, then fewer pixels."""
    profile = image.info.get("icc_profile") or b""
    colours = (
        {"icc_profile": profile}
        if profile and len(profile) <= LARGEST_PROFILE and image.mode == "RGB"
        else {}
    )
    edge = max(image.size)
    while True:
        smaller = image.copy()
        smaller.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            yield _saved(smaller, "JPEG", quality=quality, optimize=True, **colours)
        if edge <= SMALLEST_EDGE:
            return
        edge = max(edge * 3 // 4, SMALLEST_EDGE)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes, with nothing of what the camera or a program wrote beside the picture."""
    bare = image.copy()
    bare.info = {}
    written = BytesIO()
    bare.save(written, kind, **options)
    return written.getvalue()
