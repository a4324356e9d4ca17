"""Two pictures for people to send: nobody's house is photographed for a playground."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (900, 640)
COLOURS = {"house": ("#a9d3ee", "#f3e3c8", "#9c4a3a"), "street": ("#f6d7b0", "#c9dbe8", "#3f5f8a")}


def draw(name: str) -> bytes:
    """A house under a sky, as a PNG."""
    sky, wall, roof = COLOURS[name]
    image = Image.new("RGB", SIZE, sky)
    pen = ImageDraw.Draw(image)
    pen.ellipse((720, 60, 820, 160), fill="#fff3b8")
    pen.rectangle((0, 500, 900, 640), fill="#8fb774")
    pen.polygon([(400, 500), (500, 500), (560, 640), (340, 640)], fill="#d9cfc0")
    pen.rectangle((230, 270, 670, 500), fill=wall)
    pen.polygon([(190, 275), (450, 110), (710, 275)], fill=roof)
    pen.rectangle((405, 360, 495, 500), fill="#2f5d8a")
    for left in (275, 545):
        pen.rectangle((left, 330, left + 80, 420), fill="#fffbe8", outline="#7b6a55", width=6)
    for left in (40, 760):
        pen.ellipse((left - 20, 360, left + 120, 500), fill="#5e9159")
    packed = BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()
