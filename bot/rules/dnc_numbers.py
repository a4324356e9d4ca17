"""Many US numbers in little room: by their first six digits, two bytes each until a bitmap is smaller."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from struct import pack as as_bytes
from struct import unpack as from_bytes
from typing import TypeAlias

TAILS = 10_000  # numbers that share their first six digits
BITMAP = TAILS // 8  # bytes
FEW = BITMAP // 2  # as many as fit into the room of a bitmap
Tails: TypeAlias = "array[int]"


def packed(tails: Collection[int]) -> bytes:
    """The last four digits of some numbers, each once."""
    few = sorted(set(tails))
    if len(few) < FEW:
        return as_bytes(f"<{len(few)}H", *few)
    bits = bytearray(BITMAP)
    for tail in few:
        bits[tail >> 3] |= 1 << (tail & 7)
    return bytes(bits)


def unpacked(content: bytes) -> set[int]:
    """The reverse of `packed`."""
    if len(content) == BITMAP:
        return {tail for tail in range(TAILS) if content[tail >> 3] >> (tail & 7) & 1}
    return set(from_bytes(f"<{len(content) // 2}H", content))


def holds(content: bytes, tail: int) -> bool:
    """Whether these last four digits are among them."""
    if len(content) == BITMAP:
        return bool(content[tail >> 3] >> (tail & 7) & 1)
    return tail in from_bytes(f"<{len(content) // 2}H", content)


def count(content: bytes) -> int:
    """How many there are."""
    return int.from_bytes(content, "little").bit_count() if len(content) == BITMAP else len(content) // 2


class Numbers:
    """A list while it is read."""

    def __init__(self) -> None:
        self._few: dict[int, Tails] = {}
        self._many: dict[int, bytearray] = {}

    def add(self, numbers: Iterable[int]) -> None:
        """Ten digits each, in any order; files have those of one beginning together."""
        for head, together in groupby(numbers, lambda number: number // TAILS):
            first = head * TAILS
            tails = array("H", [number - first for number in together])
            known = self._few.get(head)
            if known is not None:
                known.extend(tails)
            elif head not in self._many:
                known = self._few[head] = tails
            if known is None:
                self._mark(head, tails)
            elif len(known) >= FEW:
                self._widen(head)

    def _widen(self, head: int) -> None:
        tails = self._few.pop(head)
        self._many[head] = bytearray(BITMAP)
        self._mark(head, tails)

    def _mark(self, head: int, tails: Tails) -> None:
        bits = self._many[head]
        for tail in tails:
            bits[tail >> 3] |= 1 << (tail & 7)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """The first six digits with what `packed` makes of the rest, in order."""
        for head in sorted({*self._few, *self._many}):
            few = self._few.get(head)
            # One that was widened early may hold few: the same number stood there often.
            yield str(head), packed(few if few is not None else unpacked(bytes(self._many[head])))


class Changes:
    """A change list while it is read: what is said last of a number counts."""

    def __init__(self) -> None:
        self._gone: dict[str, dict[int, bool]] = {}

    def add(self, numbers: Iterable[int], is_gone: bool) -> None:
        for number in numbers:
            head, tail = divmod(number, TAILS)
            self._gone.setdefault(str(head), {})[tail] = is_gone

    def heads(self) -> list[str]:
        """The first six digits of all that changes, in order."""
        return sorted(self._gone)

    def applied(self, head: str, content: bytes) -> bytes:
        """What is listed after the change."""
        tails = unpacked(content)
        for tail, is_gone in self._gone.get(head, {}).items():
            (tails.discard if is_gone else tails.add)(tail)
        return packed(tails)
