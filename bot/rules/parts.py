"""How words leave: as one text or as several, the first with the opt-out line under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.opt_out_line import LIMIT, Lined
from bot.rules.segment import count_segments, utf16_units
from bot.rules.split import split_text

MOST = 10  # texts; whoever writes more means a letter


@dataclass(frozen=True, slots=True)
class Part:
    """One text as it leaves."""

    body: str
    line: str = ""

    @property
    def text(self) -> str:
        """What a phone shows."""
        return f"{self.body}\n{self.line}" if self.line and self.body else self.body or self.line

    @property
    def free(self) -> int:
        """The segments that only the line makes, which nobody is charged for."""
        return count_segments(self.text).count - count_segments(self.body).count if self.line else 0


def parts_of(lined: Lined, words: str) -> list[Part]:
    """The texts that `words` make with the line that `lined` got for the first of them."""
    room = LIMIT - (utf16_units(lined.line) + 1 if lined.line else 0)
    first, *rest = split_text(words, room)
    return [Part(first, lined.line), *(Part(one) for one in rest)]


def paid_segments(parts: Sequence[Part]) -> int:
    """What all of them take, without what is free."""
    return sum(count_segments(one.text).count - one.free for one in parts)
