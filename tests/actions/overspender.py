"""A process that spends one balance until it is refused three times, as fast as it can.

python -m tests.actions.overspender <database> <workspace> <account> <first price>

It says that it is ready, waits for a line, and prints what it spent.
"""

import sys
from typing import Any, cast
from uuid import UUID

from bot.actions import ledger
from bot.actions.ledger import Lacking, Reason
from bot.ports import Clock
from bot.work import Policy, Tools
from models.columns import new_id
from models.database import Database
from tests.books import StillClock

REFUSALS = 3


def spend(url: str, workspace_id: UUID, account_id: UUID, price: int) -> int:
    """Prices 1 to 3 in turn; how much was taken."""
    nothing, spent, refused = cast(Any, None), 0, 0
    clock = Clock(now=StillClock().now)
    tools = Tools(Database(url, 2), nothing, nothing, nothing, None, clock, Policy(), workspace_id)
    print("ready", flush=True)
    sys.stdin.readline()
    while refused < REFUSALS:
        try:
            with tools.write() as session:
                ledger.charge(session, tools, account_id, [(Reason(f"spend:{new_id()}"), price)])
            spent += price
        except Lacking:
            refused += 1
        price = price % 3 + 1
    tools.database.close()
    return spent


if __name__ == "__main__":
    url, workspace, account, price = sys.argv[1:]
    print(spend(url, UUID(workspace), UUID(account), int(price)))
