"""Accepting a text (charge, message, jobs) beside the same statements by the bare driver.

One after the other, and from 16 threads on one account, which is the lock: its texts wait for each other.

python -m benchmarks.charge [texts]
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.copies import copy_of, recorded, replay
from benchmarks.stage import database_url, parley, their_number, vendors
from bot.actions import conversation as talk
from bot.actions.draft import Draft
from bot.actions.text import accept
from bot.rules.position import position_of
from bot.work import Tools
from models import agent as agents
from models.agent import Agent

WORDS, CLIENTS, THREADS, TARGET = "Running 5 late, see you at the house", 500, 16, 0.5


def author(tools: Tools) -> Agent:
    with tools.read() as session:
        found = agents.by_slack_user(session, tools.workspace_id, "U00000")
        assert found is not None
        return found


def prepare(tools: Tools) -> None:
    """Every client wrote with the agent before."""
    agent = author(tools)
    for one in range(CLIENTS):
        send(tools, agent, one, "first")


def send(tools: Tools, agent: Agent, one: int, run: str) -> None:
    """One text, in one unit of work."""
    with tools.write() as session:
        opening = talk.going_out(session, tools, agent.id, their_number(one % CLIENTS), tools.now())
        draft = Draft(WORDS, f"{run}:{one}", agent.id, agent.name, position_of(tools.now()))
        accept(session, tools, draft, opening)


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def all_of(tools: Tools, texts: int, threads: int) -> None:
    agent = author(tools)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda one: send(tools, agent, one, "timed"), range(texts)))


def run(kind: str, texts: int) -> None:
    with vendors(0) as vendor, database_url(kind) as url:
        with parley(url, vendor, 1) as house:
            prepare(house.tools)
        copies = {
            name: copy_of(url, name)
            for name in ("recorded", "one_parley", "one_driver", "many_parley", "many_driver")
        }
        with parley(copies["recorded"], vendor, 0) as house, recorded(house.tools.database) as recording:
            all_of(house.tools, texts, 1)
        for name, threads in (("one", 1), ("many", THREADS)):
            with parley(copies[f"{name}_parley"], vendor, 0) as house:
                ours = texts / seconds(lambda: all_of(house.tools, texts, threads))  # noqa: B023
            target, done = copies[f"{name}_driver"], recording.transactions
            driver = len(done) / seconds(lambda: replay(target, done, threads))  # noqa: B023
            print(
                f"{kind:9} {threads:2} connections, one account: {ours:6.0f} texts/s,"
                f" the driver {driver:6.0f}, ratio {ours / driver:.2f} (> {TARGET})",
                flush=True,
            )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
