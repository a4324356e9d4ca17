"""Many accounts with grants and entries, made by the database itself."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text

from bot.work import Tools
from models.columns import Instant

MARCH, APRIL = datetime(2026, 3, 1, 6, tzinfo=UTC), datetime(2026, 4, 1, 5, tzinfo=UTC)
FIRST = UUID(int=1)  # of the accounts
NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
WORKSPACE = "(SELECT id FROM workspace LIMIT 1)"
SMALLEST = "(SELECT id FROM plan WHERE meter = 'sms' ORDER BY monthly LIMIT 1)"
CROWD = (
    """INSERT INTO agent (id, workspace_id, slack_user_id, name, role, created_at)
       {numbers} SELECT {id}, {workspace}, 'B' || n, 'Agent', 'agent', :march FROM numbers""",
    """INSERT INTO account (id, workspace_id, agent_id, meter, available, owed, seq, zone, month,
           month_ends_at, month_seq, month_used, mark, due_at)
       {numbers} SELECT {id}, {workspace}, {id}, 'sms', 10 * {grants}, 0, {grants}, 'America/Chicago',
           202603, :april, 0, 0, 0, :april FROM numbers""",
    """INSERT INTO subscription (account_id, plan_id, month, net_credits, net_charge)
       {numbers} SELECT {id}, {plan}, 202603, 250, 900 FROM numbers""",
    """INSERT INTO credit_grant (account_id, seq, source, source_key, month, granted, remaining,
           granted_at, expires_at, reason)
       {numbers} SELECT {id}, m, 'plan', 'old' || m, 202603, 10, 10, :march,
           CASE WHEN m = 1 AND n % 2 = 0 THEN :april ELSE ends END, ''
       FROM numbers CROSS JOIN {lots} AS lots""",
    """INSERT INTO entry (account_id, seq, line, op_key, kind, grant_seq, delta, net_after, month, at, reason)
       {numbers} SELECT {id}, m, 0, 'old' || m, 'grant', m, 10, 10 * m, 202603, :march, ''
       FROM numbers CROSS JOIN {lots} AS lots""",
)
HISTORY = """
    INSERT INTO entry (account_id, seq, line, op_key, kind, grant_seq, delta, net_after, month, at, reason)
    {numbers} SELECT {id}, {last} + n, 0, 'text' || ({last} + n), 'charge', 1, 0, 0, 202603, :march, ''
    FROM numbers"""


def crowd(tools: Tools, accounts: int, grants: int) -> None:
    """Accounts that stand in March with the smallest plan and so many open grants of 10 each.

    The first grant of every second account ends with the month.
    """
    lots = " UNION ALL ".join(f"SELECT {m} AS m, :end{m} AS ends" for m in range(1, grants + 1))
    ends = {f"end{m}": datetime(2026, 4 + m % 9, 17, tzinfo=UTC) for m in range(1, grants + 1)}
    for statement in CROWD:
        _do(tools, statement, accounts, ends, lots=f"({lots})", grants=grants, id=_id(tools, "n"))
    if not tools.database.is_sqlite:
        with tools.read() as session:
            session.connection().execute(text("ANALYZE"))


def history(tools: Tools, entries: int) -> None:
    """So many more lines in the journal of the first account."""
    own = _id(tools, "1")
    with tools.read() as session:
        asked = text(f"SELECT max(seq) FROM entry WHERE account_id = {own}")
        last = session.connection().execute(asked).scalar_one()
    _do(tools, HISTORY, entries, {}, id=own, last=last)


def _id(tools: Tools, number: str) -> str:
    """The id that is this number."""
    if tools.database.is_sqlite:
        return f"printf('%032x', {number})"
    return f"CAST(lpad(to_hex({number}), 32, '0') AS uuid)"


def _do(tools: Tools, statement: str, count: int, instants: dict[str, datetime], **words: Any) -> None:
    known = {"numbers": NUMBERS.format(count=count), "workspace": WORKSPACE, "plan": SMALLEST}
    made = statement.format(**known, **words)
    values = {"march": MARCH, "april": APRIL} | instants
    named = set(re.findall(r":(\w+)", made))
    bound = [bindparam(name, at, Instant()) for name, at in values.items() if name in named]
    with tools.write() as session:
        session.connection().execute(text(made).bindparams(*bound))
