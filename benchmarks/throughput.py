"""Texts a second through one worker process, over many numbers, with Twilio answering after 100 ms.

python -m benchmarks.throughput [texts]
"""

import sys
import time

from benchmarks.stage import database_url, our_number, parley, their_number, vendors
from bot.actions import conversation as talk
from bot.actions.claims import has_due
from bot.actions.draft import Draft
from bot.actions.house import count_jobs
from bot.actions.text import accept
from bot.rules.position import position_of
from bot.work import Tools
from models import agent as agents
from models import number as numbers

WORDS = "Running 5 late, see you at the house"
LATENCY, THREADS, TARGET = 0.1, 64, 300


def fill(tools: Tools, texts: int) -> None:
    """Accept the texts, a number each."""
    for start in range(0, texts, 200):
        with tools.write() as session:
            for one in range(start, min(start + 200, texts)):
                number = numbers.by_phone(session, our_number(one))
                assert number is not None
                assert number.agent_id is not None
                author = agents.get(session, number.agent_id)
                opening = talk.going_out(session, tools, author.id, their_number(one), tools.now())
                draft = Draft(WORDS, f"bench:{one}", author.id, author.name, position_of(tools.now()))
                accept(session, tools, draft, opening)


def run(kind: str, texts: int) -> None:
    with (
        vendors(LATENCY) as vendor,
        database_url(kind) as url,
        parley(url, vendor, texts, worker_threads=THREADS) as house,
    ):
        fill(house.tools, texts)
        start = time.perf_counter()
        house.started(house.worker)
        # Each text also leaves a look at its card for later: what is not due yet does not count.
        while has_due(house.tools) or count_jobs(house.tools).get("running"):
            time.sleep(0.1)
        rate = texts / (time.perf_counter() - start)
    limit = THREADS / LATENCY
    print(
        f"{kind:9} {rate:5.0f} texts/s (> {TARGET}), {rate / limit:4.0%} of {THREADS} threads that only wait"
    )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
