"""Orders that wait for an admin: asked of every admin, answered by the first."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import order as placing
from bot.actions import payment, queue
from bot.actions.admin import need_admin
from bot.actions.notice import open_dm
from bot.actions.people import Who
from bot.screens import approval as screens
from bot.screens.approval import Asked
from bot.work import Tools
from models import account as accounts
from models import agent as agents
from models import order as orders
from models import plan as plans
from models.enums import OrderState
from models.order import Order


def ask_approval(tools: Tools, order_id: UUID) -> None:
    """Let every admin see the question or, once it is decided, the answer in its place."""
    with tools.write() as session:
        order = orders.get(session, order_id)
        if order is None:
            return
        for admin in agents.admins(session, tools.workspace_id):
            lane = queue.dm_of(admin.id).lane
            # One after the other: an answer never passes its question.
            place = queue.Place(lane, f"approval:{order_id}:{admin.id}")
            receipt = queue.Priority.RECEIPT
            queue.show(session, tools, "show_approval", order_id, place, receipt, admin=str(admin.id))


def show_approval(tools: Tools, order_id: UUID, admin_id: UUID, again: bool) -> None:
    """Post the question into an admin's direct message, once; put the answer in its place."""
    with tools.read() as session:
        order = orders.get(session, order_id)
        if order is None:
            return
        admin, asked = agents.get(session, admin_id), _asked(session, tools, order)
    channel, key = admin.dm_channel or open_dm(tools, admin), f"approval:{order_id}"
    waits = order.state == OrderState.WAITING
    posted = tools.slack.find(channel, key, None) if again or not waits else None
    if posted is None and waits:
        tools.slack.post(channel, screens.question(asked), key)
    elif posted is not None and not waits:
        tools.slack.update(channel, posted.ts, screens.answer(asked))


def waiting(tools: Tools, who: Who) -> list[Asked]:
    """The orders that wait, the oldest first. Raises Refusal for everybody but admins."""
    need_admin(who)
    with tools.read() as session:
        return [_asked(session, tools, one) for one in orders.waiting(session, tools.workspace_id)]


def decide(tools: Tools, who: Who, order_id: UUID, approve: bool) -> str:
    """Let an order go on or not; what to say. The first decision counts. Raises Refusal."""
    placing.decide(tools, who, order_id, approve)
    with tools.read() as session:
        order = orders.get(session, order_id)
        assert order is not None
        by = order.decided_by_id
        name = agents.get(session, by).name if by else ""
        if by == who.agent_id and (approve or order.state == OrderState.REFUSED):
            return screens.decided(order.state, order.reason)
        return screens.decided_already(name, order.state)


def _asked(session: Session, tools: Tools, order: Order) -> Asked:
    account = accounts.get(session, order.account_id)
    agent = agents.get(session, account.agent_id)
    chosen = plans.get(session, order.plan_id)
    assert chosen is not None
    known = plans.of_account(session, account.id)
    by = agents.get(session, order.decided_by_id).name if order.decided_by_id else ""
    return Asked(
        str(order.id),
        agent.name,
        account.meter,
        chosen.name,
        chosen.is_pack,
        known[1].name if known else "",
        order.granted,
        order.charged - order.credited,
        order.tax,
        order.currency,
        0 if chosen.is_pack else chosen.price,
        payment.kind_of(session, tools, agent.id),
        order.placed_at,
        order.state,
        order.reason,
        by,
    )
