"""Doing what was ordered, once: the credits move, the bill gets its line, the receipt is on its way."""

from sqlmodel import Session

from bot.actions import ledger, payment, plan, queue, receipt
from bot.actions.account import gift_ends, locked
from bot.actions.bill import bill
from bot.actions.ledger import Gift
from bot.rules.plan_change import Change, Standing
from bot.screens import order as words
from bot.work import Tools
from models import agent as agents
from models import plan as plans
from models.account import Account
from models.enums import GrantSource, OrderState
from models.order import Order
from models.plan import Plan


def finish(session: Session, tools: Tools, order: Order, reference: str = "") -> bool:
    """Do what was ordered, once; whether it was not done before. The caller has locked the order."""
    if order.state == OrderState.DONE:
        return False
    chosen = plans.get(session, order.plan_id)
    assert chosen is not None
    account = locked(session, tools, order.account_id)
    done = Change(order.granted, order.charged, order.removed, order.credited, Standing())
    if chosen.is_pack:
        what, ends = (GrantSource.PACK, f"order:{order.id}", order.granted), gift_ends(tools, account)
        gift = Gift(*what, tools.now(), ends, chosen.name, order.by_id)
        ledger.give(session, tools, account.id, gift)
    else:
        plan.apply_change(session, tools, account.id, chosen, done, order.id, order.by_id)
        if agents.get(session, account.agent_id).left_at is not None:
            plan.cancel_plan(session, tools, account.id, None)  # it was paid for as they left
    _bill(session, tools, order, account, chosen, reference)
    order.state, order.reference, order.changed_at = OrderState.DONE, reference, tools.now()
    session.add(order)
    receipt.tell(session, tools, order)
    if tools.billing is not None and not chosen.is_pack:
        queue.later(session, tools, "sync_billing", account.id)
    return True


def _bill(
    session: Session, tools: Tools, order: Order, account: Account, chosen: Plan, reference: str
) -> None:
    amount = order.charged - order.credited
    said = words.line(chosen.name, chosen.is_pack, order.granted, order.removed)
    key, about = f"order:{order.id}", (order.by_id, order.id, reference)
    bill(session, tools, account.id, key, amount, order.tax, order.currency, said, *about)
    if amount < 0 and payment.pays_by_card(session, tools, account.agent_id):
        queue.later(session, tools, "credit_order", order.id)
