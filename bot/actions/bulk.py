"""Many texts at once: all of them charged before the first leaves, and what did not leave returned.

So a campaign cannot run dry half-way, and what it reserved and did not use is there again.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.actions import credit, ledger, warn
from bot.actions.month import catch_up
from bot.rules.local_time import local
from bot.rules.month import first_of
from bot.work import Tools
from models import account as accounts
from models import bulk
from models import message as messages
from models.account import Balance
from models.bulk import Posting

CHUNK = 5000  # texts whose ids fit into one statement


def charge_many(session: Session, tools: Tools, account_id: UUID) -> int:
    """Charge every text that was stored with its price (`credits`) and `payer_id`, all or none; how many.

    The caller stored them in this transaction. Raises NoCredits, which says what all of them need.
    """
    before = catch_up(session, tools, account_id)
    count, total = bulk.waiting(session, account_id)
    if not count:
        return 0
    if before.owed or total > before.available or accounts.get(session, account_id).blocked_at:
        lacking = ledger.Lacking(total, before.available, before.owed)
        raise credit.no_credits(session, tools, account_id, lacking)
    bulk.charge(session, _posting(tools, account_id, before))
    after = before._replace(
        seq=before.seq + count,
        available=before.available - total,
        month_used=before.month_used + total,
    )
    accounts.change(session, account_id, **after._asdict())
    warn.after_charge(session, tools, account_id, after)
    return count


def return_many(session: Session, tools: Tools, account_id: UUID, message_ids: Sequence[UUID]) -> None:
    """Return what these texts have cost; none of them leaves any more. Done twice it changes nothing."""
    for first in range(0, len(message_ids), CHUNK):
        _return_some(session, tools, account_id, message_ids[first : first + CHUNK])


def _return_some(session: Session, tools: Tools, account_id: UUID, message_ids: Sequence[UUID]) -> None:
    charged = messages.charged_among(session, account_id, message_ids)
    before = catch_up(session, tools, account_id)
    posting = _posting(tools, account_id, before)
    if before.owed or not bulk.are_simple(session, posting, charged):
        for message_id in charged:
            credit.return_all(session, tools, messages.one(session, message_id))
        return
    total = bulk.give_back(session, posting, charged)
    after = before._replace(
        seq=before.seq + len(charged),
        available=before.available + total,
        month_used=before.month_used - total,
    )
    accounts.change(session, account_id, **after._asdict())


def _posting(tools: Tools, account_id: UUID, before: Balance) -> Posting:
    now = tools.now()
    day = max(local(now, before.zone).date(), first_of(before.month))
    return Posting(account_id, tools.workspace_id, before.seq, before.net, before.month, now, day)
