"""Whether the journal, the balances and the texts agree: each query finds the rows that do not.

In plain SQL that both databases read: it leans on nothing that it checks, and can be run by hand. Each
reads its tables a few times over and changes nothing. They compare tables, so run them on one snapshot.
"""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, column, text
from sqlmodel import Session, col, select

from models.account import Account
from models.agent import Agent
from models.enums import Meter

# Each gives: the account; the grant, entry, text or month within it; what is said there; what was found.
QUERIES = {
    "available": """
        SELECT account.id, NULL, available, coalesce(held, 0)
        FROM account LEFT JOIN
            (SELECT account_id, sum(remaining) AS held FROM credit_grant GROUP BY account_id) AS grants
            ON account_id = account.id
        WHERE available <> coalesce(held, 0)""",
    "owed": """
        SELECT account.id, NULL, owed, coalesce(entered, 0)
        FROM account LEFT JOIN
            (SELECT account_id, -sum(delta) AS entered FROM entry WHERE grant_seq IS NULL GROUP BY account_id)
            AS debts ON account_id = account.id
        WHERE owed <> coalesce(entered, 0)""",
    "one_side": """
        SELECT id, NULL, available, owed FROM account
        WHERE available < 0 OR owed < 0 OR (available > 0 AND owed > 0)""",
    "remaining": """
        SELECT credit_grant.account_id, credit_grant.seq, remaining, coalesce(entered, 0)
        FROM credit_grant LEFT JOIN
            (SELECT account_id, grant_seq, sum(delta) AS entered FROM entry GROUP BY account_id, grant_seq)
            AS lines ON lines.account_id = credit_grant.account_id AND grant_seq = credit_grant.seq
        WHERE remaining <> coalesce(entered, 0)""",
    "granted": """
        SELECT credit_grant.account_id, credit_grant.seq, granted, coalesce(entered, 0)
        FROM credit_grant LEFT JOIN
            (SELECT account_id, grant_seq, sum(delta) AS entered FROM entry WHERE kind = 'grant'
             GROUP BY account_id, grant_seq)
            AS lines ON lines.account_id = credit_grant.account_id AND grant_seq = credit_grant.seq
        WHERE granted <> coalesce(entered, 0)""",
    "no_grant": """
        SELECT entry.account_id, entry.seq, grant_seq, NULL
        FROM entry LEFT JOIN credit_grant
            ON credit_grant.account_id = entry.account_id AND credit_grant.seq = grant_seq
        WHERE grant_seq IS NOT NULL AND credit_grant.seq IS NULL""",
    "net_after": """
        SELECT account_id, seq, net_after, total
        FROM (SELECT account_id, seq, net_after,
                     sum(delta) OVER (PARTITION BY account_id ORDER BY seq, line) AS total
              FROM entry) AS lines
        WHERE net_after <> total""",
    # Operations are numbered 1, 2, 3 to the account's last.
    "seq": """
        SELECT account.id, coalesce(last, 0), account.seq, coalesce(number, 0)
        FROM account LEFT JOIN
            (SELECT account_id, max(seq) AS last, count(DISTINCT seq) AS number FROM entry
             GROUP BY account_id) AS numbers ON account_id = account.id
        WHERE account.seq <> coalesce(last, 0) OR account.seq <> coalesce(number, 0)""",
    # The lines of an operation are 0, 1, 2 and share its key; and no other operation has it.
    "lines": """
        SELECT account_id, seq, NULL, NULL FROM entry GROUP BY account_id, seq
        HAVING max(line) + 1 <> count(*) OR min(op_key) <> max(op_key)
        UNION ALL
        SELECT account_id, max(seq), NULL, NULL FROM entry GROUP BY account_id, op_key
        HAVING min(seq) <> max(seq)""",
    # A text draws from a grant, or owes, only where every grant that ends earlier was empty. The spans when
    # a grant was open are few: each draw is held against those of its account.
    "oldest_first": """
        WITH moves AS (
            SELECT account_id, grant_seq, seq, sum(delta) AS delta
            FROM entry WHERE grant_seq IS NOT NULL GROUP BY account_id, grant_seq, seq),
        levels AS (
            SELECT account_id, grant_seq, seq, delta,
                   sum(delta) OVER (PARTITION BY account_id, grant_seq ORDER BY seq) AS level
            FROM moves),
        turns AS (
            SELECT account_id, grant_seq, seq, level,
                   lead(seq) OVER (PARTITION BY account_id, grant_seq ORDER BY seq) AS closed
            FROM levels WHERE (level > 0) <> (level > delta)),
        spans AS (
            SELECT turns.account_id, grant_seq, turns.seq AS opened, closed, expires_at
            FROM turns JOIN credit_grant
                ON credit_grant.account_id = turns.account_id AND credit_grant.seq = grant_seq
            WHERE level > 0)
        SELECT entry.account_id, entry.seq, entry.grant_seq, spans.grant_seq
        FROM entry
        LEFT JOIN credit_grant
            ON credit_grant.account_id = entry.account_id AND credit_grant.seq = entry.grant_seq
        JOIN spans ON spans.account_id = entry.account_id
            AND opened < entry.seq AND (closed IS NULL OR closed > entry.seq)
        WHERE kind IN ('charge', 'extra') AND delta < 0 AND (
            entry.grant_seq IS NULL
            OR spans.expires_at < credit_grant.expires_at
            OR (spans.expires_at = credit_grant.expires_at AND spans.grant_seq < entry.grant_seq))""",
    "after_end": """
        SELECT entry.account_id, entry.seq, grant_seq, NULL
        FROM entry JOIN credit_grant
            ON credit_grant.account_id = entry.account_id AND credit_grant.seq = grant_seq
        WHERE kind IN ('charge', 'extra', 'take', 'remove', 'hand over') AND at >= expires_at""",
    # What leaves a grant by a hand over is another account's grant with the same end; and none is without.
    "hand_over": """
        SELECT entry.account_id, entry.seq, -delta, coalesce(became.granted, 0)
        FROM entry
        JOIN credit_grant ON credit_grant.account_id = entry.account_id AND credit_grant.seq = grant_seq
        LEFT JOIN credit_grant AS became
            ON became.source = 'hand over' AND became.expires_at = credit_grant.expires_at
            AND became.source_key = op_key || ':' || CAST(grant_seq AS VARCHAR)
        WHERE kind = 'hand over' AND (became.seq IS NULL OR became.granted <> -delta)
        UNION ALL
        SELECT credit_grant.account_id, credit_grant.seq, 0, granted
        FROM credit_grant LEFT JOIN entry
            ON kind = 'hand over' AND source_key = op_key || ':' || CAST(grant_seq AS VARCHAR)
        WHERE source = 'hand over' AND entry.seq IS NULL""",
    "month_used": """
        SELECT account.id, account.month, month_used, coalesce(used, 0)
        FROM account LEFT JOIN
            (SELECT account_id, month, -sum(delta) AS used FROM entry
             WHERE kind IN ('charge', 'extra', 'return') GROUP BY account_id, month)
            AS uses ON account_id = account.id AND uses.month = account.month
        WHERE month_used <> coalesce(used, 0)""",
    # Later than due_at an account looks at its calendar: by then nothing may have ended.
    "due_at": """
        SELECT account.id, NULL, NULL, NULL
        FROM account LEFT JOIN
            (SELECT account_id, min(expires_at) AS ends FROM credit_grant WHERE remaining > 0
             GROUP BY account_id) AS grants ON account_id = account.id
        WHERE due_at > month_ends_at OR due_at > ends""",
    "text": """
        SELECT payer_id, CAST(message.id AS VARCHAR), credits, coalesce(cost, 0)
        FROM message LEFT JOIN
            (SELECT message_id, -sum(delta) AS cost FROM entry
             WHERE kind IN ('charge', 'extra', 'return') AND message_id IS NOT NULL GROUP BY message_id)
            AS uses ON message_id = message.id
        WHERE credits <> coalesce(cost, 0)""",
    "payer": """
        SELECT account_id, CAST(message_id AS VARCHAR), seq, NULL
        FROM entry JOIN message ON message.id = message_id
        WHERE payer_id IS NULL OR payer_id <> account_id""",
    "text_month": """
        SELECT account_id, CAST(message_id AS VARCHAR), {month_of_charged_on}, month
        FROM entry JOIN message ON message.id = message_id
        WHERE kind IN ('charge', 'extra', 'return')
            AND (charged_on IS NULL OR month <> {month_of_charged_on})""",
    # Either side may lack a month, so both are added up together.
    "usage": """
        SELECT account_id, month, sum(counted), sum(entered)
        FROM (SELECT account_id, {month_of_day} AS month, credits AS counted, 0 AS entered FROM usage
              UNION ALL
              SELECT account_id, month, 0, -delta FROM entry WHERE kind IN ('charge', 'extra', 'return'))
            AS both_sides
        GROUP BY account_id, month HAVING sum(counted) <> sum(entered)""",
    "subscription": """
        SELECT account.id, NULL, subscription.month, account.month
        FROM account JOIN subscription ON account_id = account.id
        WHERE subscription.month <> account.month OR ends_month <= account.month""",
}
_MONTH = "(CAST(substr(CAST({0} AS VARCHAR), 1, 4) || substr(CAST({0} AS VARCHAR), 6, 2) AS INTEGER))"
_MONTHS = {f"month_of_{name}": _MONTH.format(name) for name in ("charged_on", "day")}
_SIZES = """
    SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM credit_grant), (SELECT count(*) FROM entry),
           (SELECT count(*) FROM message WHERE payer_id IS NOT NULL)"""


class Sizes(NamedTuple):
    """How many rows there are to compare."""

    accounts: int
    grants: int
    entries: int
    texts: int


class Wrong(NamedTuple):
    """One row that does not agree: what it says, and what the others add up to."""

    query: str  # that found it
    account_id: UUID | None
    about: str  # the grant, entry, text or month within the account, where there are several
    says: int | None
    found: int | None


def sizes(session: Session) -> Sizes:
    return Sizes(*session.connection().execute(text(_SIZES)).one())


def wrong(session: Session, name: str) -> list[Wrong]:
    """The rows that one of the queries finds."""
    query: Any = text(QUERIES[name].format(**_MONTHS)).columns(
        column("account", Uuid()), *(column(one) for one in ("about", "says", "found"))
    )
    rows = session.connection().execute(query)
    return [Wrong(name, row[0], str(row[1] or ""), _whole(row[2]), _whole(row[3])) for row in rows]


def owners(session: Session, account_ids: set[UUID]) -> dict[UUID, tuple[str, Meter]]:
    """Account id -> (the agent's name, the meter)."""
    asked = (
        select(Account.id, Agent.name, Account.meter)
        .join(Agent, col(Agent.id) == col(Account.agent_id))
        .where(col(Account.id).in_(account_ids))
    )
    return {row[0]: (row[1], Meter(row[2])) for row in session.exec(asked)}


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)
