"""Paying orders with the card on file. Nothing is granted before the payment is sure."""

from uuid import UUID

from bot.actions import fulfil, receipt
from bot.payments import Billing, Declined
from bot.ports import Busy, Unclear
from bot.screens import order as words
from bot.work import Tools
from models import account as accounts
from models import agent as agents
from models import order as orders
from models import payer as payers
from models import plan as plans
from models.enums import OrderState


def pay_order(tools: Tools, order_id: UUID, again: bool) -> None:
    """Have the card charged for an order, once by its key. Raises Busy or Unclear: try again later.

    After a doubt or a day the provider is asked first whether it has the payment: its keys live a day.
    """
    billing = tools.billing
    with tools.read() as session:
        order = orders.get(session, order_id)
        if order is None or order.state != OrderState.PAYING or billing is None:
            return
        agent_id = accounts.get(session, order.account_id).agent_id
        chosen = plans.get(session, order.plan_id)
        assert chosen is not None
        name = chosen.name
    customer = customer_of(tools, billing, agent_id)
    amount, key = order.charged + order.tax, f"order:{order_id}"
    try:
        found = billing.find_payment(customer, key) if again else None
        paid = found or billing.charge(customer, amount, order.currency, name, key)
    except Declined as declined:
        settle_declined(tools, order_id, declined.reason)
    else:
        settle_paid(tools, order_id, paid.reference)


def settle_paid(tools: Tools, order_id: UUID, reference: str) -> bool:
    """The payment is sure: do what was ordered, once; whether it was not done before."""
    with tools.write() as session:
        order = orders.lock(session, order_id)
        if order is None or order.state == OrderState.DONE:
            return False
        return fulfil.finish(session, tools, order, reference)


def settle_declined(tools: Tools, order_id: UUID, reason: str) -> None:
    """The card was declined: nothing changed, and the agent is told."""
    with tools.write() as session:
        order = orders.lock(session, order_id)
        if order is None or order.state != OrderState.PAYING:
            return
        order.state, order.reason, order.changed_at = OrderState.DECLINED, reason, tools.now()
        session.add(order)
        receipt.tell(session, tools, order)


def customer_of(tools: Tools, billing: Billing, agent_id: UUID) -> str:
    """The agent at the payment provider, made there if new. Raises Busy."""
    with tools.read() as session:
        agent, known = agents.get(session, agent_id), payers.known(session, agent_id)
    if known and known.customer:
        return known.customer
    try:
        customer = billing.customer(str(agent_id), agent.name, agent.email)
    except Unclear as unclear:
        raise Busy(str(unclear)) from unclear  # asking again makes no second one: the key is the agent's
    with tools.write() as session:
        payer = payers.of_agent(session, tools.workspace_id, agent_id)
        payer.customer = payer.customer or customer
        session.add(payer)
    return customer


def credit_order(tools: Tools, order_id: UUID) -> None:
    """Have what a smaller plan gives back credited on the next invoice, once by its key."""
    with tools.read() as session:
        order = orders.get(session, order_id)
        if order is None or tools.billing is None:
            return
        agent_id = accounts.get(session, order.account_id).agent_id
    amount = order.credited - order.charged - order.tax
    customer = customer_of(tools, tools.billing, agent_id)
    tools.billing.credit(customer, amount, order.currency, words.CREDIT, f"order:{order_id}:credit")
