"""The 1st of the month for many accounts with twelve grants each, beside the fewest statements that would do.

Half of the accounts lose a grant, all get one. The longest transaction is how long a text may have to wait.

python -m benchmarks.month_turn [accounts]
"""

import sys
import time
from contextlib import closing
from dataclasses import replace
from typing import Any

from sqlalchemy import event

from benchmarks.copies import connect, copy_of
from benchmarks.crowd import APRIL, crowd
from benchmarks.stage import database_url, parley, vendors
from bot.actions import month
from bot.ports import Clock
from models.database import Database

GRANTS, TARGET, LONGEST = 12, 0.5, 0.25

# What has to happen at least: no month but this one, no chunks, nothing owed, nobody who cancels.
FEWEST = (
    """INSERT INTO entry (account_id, seq, line, op_key, kind, grant_seq, delta, net_after, month, at, reason)
       SELECT account.id, account.seq + 1, 0, 'expire:' || credit_grant.seq, 'expire', credit_grant.seq,
           -remaining, available - remaining, account.month, expires_at, ''
       FROM credit_grant JOIN account ON account.id = account_id
       WHERE remaining > 0 AND expires_at <= '{april}'""",
    """UPDATE account SET available = available - remaining, seq = account.seq + 1
       FROM credit_grant WHERE account.id = account_id AND remaining > 0 AND expires_at <= '{april}'""",
    "UPDATE credit_grant SET remaining = 0 WHERE remaining > 0 AND expires_at <= '{april}'",
    "UPDATE subscription SET month = 202604",
    """INSERT INTO credit_grant (account_id, seq, source, source_key, month, granted, remaining, granted_at,
           expires_at, reason)
       SELECT id, seq + 1, 'plan', 'plan:202604', 202604, 250, 250, '{april}', '2027-04-01 05:00:00{zone}', ''
       FROM account""",
    """INSERT INTO entry (account_id, seq, line, op_key, kind, grant_seq, delta, net_after, month, at, reason)
       SELECT id, seq + 1, 0, 'plan:202604', 'grant', seq + 1, 250, available + 250, 202604, '{april}', ''
       FROM account""",
    """UPDATE account SET available = available + 250, seq = seq + 1, month = 202604, month_used = 0,
           mark = 0, month_ends_at = '2026-05-01 05:00:00{zone}', due_at = '2026-05-01 05:00:00{zone}'""",
)


class Longest:
    """How long the longest transaction of a database takes."""

    def __init__(self, database: Database) -> None:
        self.seconds = self._began = 0.0
        event.listen(database.engine, "begin", self._begin)
        event.listen(database.engine, "commit", self._end)

    def _begin(self, _: Any) -> None:
        self._began = time.perf_counter()

    def _end(self, _: Any) -> None:
        self.seconds = max(self.seconds, time.perf_counter() - self._began)


def least(url: str) -> float:
    """The seconds that the fewest statements take."""
    zone = ".000000" if url.startswith("sqlite") else "+00"
    april = f"{APRIL:%Y-%m-%d %H:%M:%S}{zone}"
    with closing(connect(url)) as connection:
        began = time.perf_counter()
        cursor = connection.cursor()
        if url.startswith("sqlite"):
            cursor.execute("BEGIN IMMEDIATE")
        for statement in FEWEST:
            cursor.execute(statement.format(april=april, zone=zone))
        connection.commit()
        return time.perf_counter() - began


def run(kind: str, accounts: int) -> None:
    with vendors(0) as vendor, database_url(kind) as url:
        with parley(url, vendor, 0) as house:
            crowd(house.tools, accounts, GRANTS)
        fewest = least(copy_of(url, "fewest"))
        with parley(url, vendor, 0) as house:
            tools = replace(house.tools, clock=Clock(now=lambda: APRIL))
            longest = Longest(tools.database)
            began = time.perf_counter()
            taken = month.turn_all(tools)
            ours = time.perf_counter() - began
    print(
        f"{kind:9} {accounts:,} accounts, {accounts * GRANTS:,} grants: {ours:.2f} s in {taken} transactions,"
        f" the fewest statements {fewest:.2f} s, ratio {fewest / ours:.2f} (> {TARGET}),"
        f" longest transaction {longest.seconds:.3f} s (< {LONGEST})",
        flush=True,
    )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
