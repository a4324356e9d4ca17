"""Asking the gate about a text, beside accepting the text.

python -m benchmarks.gate [texts]
"""

import sys
import time
from statistics import median

from benchmarks.charge import author, prepare, send
from benchmarks.stage import database_url, parley, their_number, vendors
from bot.actions import conversation as talk
from bot.actions import gate
from bot.actions.gate import Wish
from bot.work import Tools
from models import workspace as workspaces
from models.agent import Agent

ROUNDS, TARGET = 9, 1000.0  # microseconds


def ask(tools: Tools, agent: Agent, texts: int) -> float:
    """Microseconds for one question, in a unit of work that is there already."""
    with tools.write() as session:
        opening = talk.going_out(session, tools, agent.id, their_number(0), tools.now())
        began = time.perf_counter()
        for _ in range(texts):
            gate.ask(session, tools, opening.id, opening, Wish("none"))
        return (time.perf_counter() - began) / texts * 1e6


def take(tools: Tools, agent: Agent, texts: int, name: str) -> float:
    """Microseconds for accepting one text, in a unit of work of its own."""
    began = time.perf_counter()
    for one in range(texts):
        send(tools, agent, one, name)
    return (time.perf_counter() - began) / texts * 1e6


def run(kind: str, texts: int) -> None:
    with vendors(0) as vendor, database_url(kind) as url, parley(url, vendor, 1) as house:
        prepare(house.tools)
        agent = author(house.tools)
        with house.tools.write() as session:  # the hours are looked at, too
            row = workspaces.get(session, house.tools.workspace_id)
            row.asks_outside_hours, row.week_from, row.week_until = True, 480, 1260
        rounds = [
            (ask(house.tools, agent, texts), take(house.tools, agent, texts, f"round {one}"))
            for one in range(ROUNDS)
        ]
    asked, taken = (median(times) for times in zip(*rounds, strict=True))
    print(
        f"{kind:9} the gate {asked:4.0f} µs (< {TARGET:.0f}), accepting a text {taken:5.0f} µs,"
        f" ratio {asked / taken:.2f}",
        flush=True,
    )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 300)
