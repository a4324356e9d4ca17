"""What Parley says to one person, with the button that its words name."""

from bot.ports import Post
from bot.screens.blocks import section
from bot.screens.shop import way_out


def said(text: str) -> Post:
    """The sentence, and a way to the plans where it names them."""
    way = way_out(text)
    return Post(text, [section(text), *way] if way else None)
