"""100,000 texts charged in one go, as for a campaign, beside the one statement that writes their entries.

python -m benchmarks.bulk [texts]
"""

import sys
import time
from datetime import timedelta

from sqlalchemy import insert

from benchmarks.charge import author
from benchmarks.copies import copy_of, recorded, replay
from benchmarks.stage import database_url, parley, their_number, vendors
from bot.actions import bulk, ledger
from bot.actions import conversation as talk
from bot.actions.account import account_of
from bot.actions.ledger import Gift
from bot.work import Tools
from models.columns import new_id
from models.enums import Direction, GrantSource, MessageState
from models.message import Message, NewMessage

CLIENTS, LOTS, TARGET, CHUNK = 500, 12, 2.0, 5000


def prepare(tools: Tools, texts: int) -> None:
    """Texts stored with their prices (one in ten costs two), and a dozen grants that hold enough."""
    agent, now = author(tools), tools.now()
    with tools.write() as session:
        account_id = account_of(session, tools, agent.id)
        for place in range(LOTS):
            ends = now + timedelta(days=30 + place)
            ledger.give(
                session, tools, account_id, Gift(GrantSource.ADMIN, f"{place}", texts // 10, now, ends)
            )
        talks = [
            talk.going_out(session, tools, agent.id, their_number(one), now).id for one in range(CLIENTS)
        ]
    for first in range(0, texts, CHUNK):
        rows = [
            NewMessage(
                workspace_id=tools.workspace_id,
                conversation_id=talks[one % CLIENTS],
                source_key=f"campaign:{new_id()}",
                direction=Direction.OUT,
                state=MessageState.QUEUED,
                body="Open house on Sunday",
                position=one,
                segments=1,
                encoding="GSM-7",
                created_at=now,
                changed_at=now,
                credits=2 if one % 10 == 0 else 1,
                payer_id=account_id,
            )
            for one in range(first, min(first + CHUNK, texts))
        ]
        fresh = {"attempts": 0, "lookups": 0, "sign_swaps": 0}
        with tools.write() as session:
            session.connection().execute(insert(Message), [vars(one) | fresh for one in rows])


def charge(tools: Tools) -> float:
    """Seconds until all are charged."""
    began = time.perf_counter()
    with tools.write() as session:
        bulk.charge_many(session, tools, account_of(session, tools, author(tools).id))
    return time.perf_counter() - began


def run(kind: str, texts: int) -> None:
    with vendors(0) as vendor, database_url(kind) as url:
        with parley(url, vendor, 1, welcome_credits=texts) as house:
            prepare(house.tools, texts)
        copies = {name: copy_of(url, name) for name in ("recording", "single")}
        with (
            parley(copies["recording"], vendor, 0) as house,
            recorded(house.tools.database) as recording,
        ):
            charge(house.tools)
        with parley(url, vendor, 0) as house:
            ours = charge(house.tools)
        entries = [
            statement
            for transaction in recording.transactions
            for statement in transaction
            if "INSERT INTO entry" in statement[0]
        ]
        began = time.perf_counter()
        replay(copies["single"], [entries])
        single = time.perf_counter() - began
        print(
            f"{kind:9} {texts:,} texts in {ours:.2f} s, the entries alone by the driver {single:.2f} s, "
            f"ratio {ours / single:.2f} (< {TARGET})",
            flush=True,
        )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
