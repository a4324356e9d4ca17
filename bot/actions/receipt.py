"""Receipts: what became of an order, told to its agent and to whoever ordered it for them."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import mail, payment, queue
from bot.actions.account import first_of_next
from bot.actions.notice import post_once
from bot.rules.plan_change import tax_on
from bot.screens import billing as billing_words
from bot.screens import receipt as screens
from bot.screens.checkout import Moves
from bot.screens.letter import as_html
from bot.screens.receipt import Receipt, Renewal
from bot.work import Tools
from models import account as accounts
from models import agent as agents
from models import order as orders
from models import payer as payers
from models import plan as plans
from models import workspace as workspaces
from models.account import Account
from models.enums import OrderState
from models.order import Order


def tell(session: Session, tools: Tools, order: Order) -> None:
    """Let everybody concerned read how the order stands now, in Slack and by e-mail."""
    readers = {accounts.get(session, order.account_id).agent_id, order.by_id}
    for reader in sorted(one for one in readers if one is not None):
        if agents.get(session, reader).left_at is not None:
            continue
        place, priority = queue.dm_of(reader), queue.Priority.RECEIPT
        to, state = str(reader), order.state.value
        queue.show(session, tools, "post_receipt", order.id, place, priority, to=to, state=state)
        subject, text = screens.mail(receipt_of(session, tools, order, reader))
        mail.write(session, tools, agents.get(session, reader), subject, text, as_html(text))


def post_receipt(tools: Tools, order_id: UUID, to: str, state: str, again: bool) -> None:
    """The worker's half of `tell`: one post for one reader, unless the order has moved on meanwhile."""
    with tools.write() as session:
        order = orders.get(session, order_id)
        if order is None or order.state != OrderState(state):
            return
        reader = agents.get(session, UUID(to))
        receipt = receipt_of(session, tools, order, reader.id)
    post_once(tools, reader, screens.post(receipt), f"receipt:{order_id}:{state}:{to}", again)


def receipt_of(session: Session, tools: Tools, order: Order, reader_id: UUID) -> Receipt:
    """An order for one reader. What tells a card apart is for its owner only."""
    account, chosen = accounts.get(session, order.account_id), plans.get(session, order.plan_id)
    assert chosen is not None
    house = workspaces.get(session, tools.workspace_id)
    is_own = account.agent_id == reader_id
    payer = payers.known(session, account.agent_id) if is_own else None
    by_card = payment.pays_by_card(session, tools, account.agent_id)
    return Receipt(
        state=order.state,
        meter=account.meter,
        what=chosen.name,
        is_pack=chosen.is_pack,
        name="" if is_own else agents.get(session, account.agent_id).name,
        by=_ordered_by(session, order, reader_id),
        moves=Moves(order.granted, order.removed, order.charged, order.credited, order.tax, order.currency),
        reason=order.reason,
        tax_name=house.tax_name,
        paid_with=billing_words.card(payer.card_brand, payer.card_last4)
        if payer and payer.card_last4
        else "",
        brokerage="" if by_card else house.name,
        available=account.available,
        renews=_renewal(session, account, house.tax_rate),
    )


def _ordered_by(session: Session, order: Order, reader_id: UUID) -> str | None:
    if order.by_id is None:
        return ""
    return None if order.by_id == reader_id else agents.get(session, order.by_id).name


def _renewal(session: Session, account: Account, tax_rate: int) -> Renewal | None:
    known = plans.of_account(session, account.id)
    if known is None or known[0].ends_month is not None:
        return None
    return Renewal(first_of_next(account), known[1].monthly, known[1].price, tax_on(known[1].price, tax_rate))
