"""Bars drawn with Pillow, for where Slack draws none."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 480  # pixels
LEFT, RIGHT, TOP, BOTTOM = 90, 20, 60, 50
COLOURS = ("#1d4b3e", "#d98e04", "#3a6ea5", "#a23b4a")  # told apart by their lightness, too
INK, GRID, PAPER = "#1d1c1d", "#dddddd", "#ffffff"
LINES = 4  # of the grid
GAP = 0.25  # of a day's width


def draw_bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> bytes:
    """A PNG with a group of bars for each label; `series`: a name and a value, 0 or more, for each label."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(18)
    top = _round_up(max((value for _, values in series for value in values), default=0))
    _draw_grid(draw, font, top)
    for at, (name, _) in enumerate(series):
        key = LEFT + at * 200
        draw.rectangle((key, 18, key + 18, 36), fill=COLOURS[at])
        draw.text((key + 26, 16), name, fill=INK, font=font)
    width = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    bar = width * (1 - GAP) / len(series)
    for place, label in enumerate(labels):
        start = LEFT + place * width
        for at, (_, values) in enumerate(series):
            if values[place] > 0:
                left = start + width * GAP / 2 + at * bar
                high = _height(values[place], top)
                draw.rectangle((left, high, left + bar - 1, HEIGHT - BOTTOM), fill=COLOURS[at])
        draw.text((start + width / 2, HEIGHT - BOTTOM + 10), label, fill=INK, font=font, anchor="ma")
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_grid(
    draw: ImageDraw.ImageDraw, font: ImageFont.ImageFont | ImageFont.FreeTypeFont, top: int
) -> None:
    for line in range(LINES + 1):
        value = top * line // LINES
        high = _height(value, top)
        draw.line((LEFT, high, WIDTH - RIGHT, high), fill=GRID)
        draw.text((LEFT - 10, high), f"{value:,}", fill=INK, font=font, anchor="rm")


def _height(value: int, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top


def _round_up(most: int) -> int:
    """The end of the scale: a multiple of the grid's lines."""
    return max(-(-most // LINES) * LINES, LINES)
