"""Reading a balance with its open grants, with few entries in the journal and with very many.

python -m benchmarks.balance [entries]
"""

import sys
import time
from dataclasses import replace
from datetime import timedelta
from statistics import median

from benchmarks.copies import copy_of
from benchmarks.crowd import FIRST, MARCH, crowd, history
from benchmarks.stage import database_url, parley, vendors
from bot.actions.balance import card_of
from bot.ports import Clock
from bot.work import Tools

FEW, ROUNDS, READS, TARGET = 10_000, 15, 200, 1.1


def read(tools: Tools) -> float:
    """Microseconds for the card of `/balance`."""
    there = replace(tools, clock=Clock(now=lambda: MARCH + timedelta(days=9)))
    began = time.perf_counter()
    for _ in range(READS):
        card_of(there, FIRST)
    return (time.perf_counter() - began) / READS * 1e6


def run(kind: str, entries: int) -> None:
    with vendors(0) as vendor, database_url(kind) as url:
        with parley(url, vendor, 0) as house:
            crowd(house.tools, 100, 12)
            history(house.tools, FEW)
        short = copy_of(url, "short")
        with parley(url, vendor, 0) as house:
            history(house.tools, entries - FEW)
        # In turns, so that whatever else the machine does falls on both.
        with parley(short, vendor, 0) as small, parley(url, vendor, 0) as large:
            rounds = [(read(small.tools), read(large.tools)) for _ in range(ROUNDS)]
    few, many = (median(times) for times in zip(*rounds, strict=True))
    print(
        f"{kind:9} {many:.0f} µs with {entries:,} entries, {few:.0f} µs with {FEW:,}, ratio {many / few:.2f}"
        f" (< {TARGET})",
        flush=True,
    )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
