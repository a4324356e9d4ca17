"""Credits go from one account to another."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import ledger
from bot.actions.ledger import Gift, Reason
from bot.actions.month import catch_up
from bot.work import Tools
from models import account as accounts
from models import grant as grants
from models.enums import EntryKind, GrantSource


def transfer(session: Session, tools: Tools, from_id: UUID, to_id: UUID, reason: Reason, words: str) -> int:
    """Let another account have what is left in this one's grants, each with its own end; how many credits.

    `reason` is that of the account they leave, `words` that of the grants they become. What the other account
    owes is paid out of them first, as out of any grant.
    """
    accounts.lock_all(session, sorted((from_id, to_id)))
    for account_id in sorted((from_id, to_id)):
        catch_up(session, tools, account_id)
    now, lots = tools.now(), grants.open_grants(session, from_id)
    total = sum(one.remaining for one in lots)
    if not total:
        return 0
    for one in lots:
        key, amount = f"{reason.key}:{one.seq}", one.remaining
        more = (now, one.expires_at, words, reason.by_id)
        ledger.give(session, tools, to_id, Gift(GrantSource.HAND_OVER, key, amount, *more))
    left = [(one.seq, one.remaining) for one in lots]
    ledger.remove(session, tools, from_id, reason, left, total, EntryKind.HAND_OVER)
    return total
