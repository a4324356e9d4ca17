"""Telling an agent in time how much of the month is used, and what else becomes of their credits."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.rules import mark as marks
from bot.work import Tools
from models import account as accounts
from models.account import Balance


def after_charge(
    session: Session, tools: Tools, account_id: UUID, balance: Balance, carried: int = 0
) -> None:
    """Notice a mark that a charge has reached, once; `carried`: credits that the workspace had to carry."""
    mark = marks.reached(balance.mark, balance.month_used, balance.available, balance.owed)
    if mark is not None:
        accounts.change(session, account_id, mark=mark)
        queue.later(session, tools, "tell_mark", account_id, mark=mark, month=balance.month)
    if balance.available < balance.recharge_below:
        queue.once(session, tools, "recharge", account_id, f"recharge:{account_id}")


def tell_mark(tools: Tools, account_id: UUID, mark: int, month: int, again: bool) -> None:
    """Tell the agent that a mark was reached."""
