"""Ordering a plan or a pack: priced, checked, perhaps approved or paid, and done exactly once.

An order that is billed is done in the transaction that places it. One that is paid by card is written down
first, then paid, and done when the payment is sure, however often and in whatever order that is reported.
"""

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session

from bot.actions import fulfil, payment, plan, queue, receipt
from bot.actions.account import account_of
from bot.actions.month import catch_up
from bot.actions.people import Who
from bot.actions.permission import need_credits
from bot.rules.plan_change import Change, Standing, signed_tax_on
from bot.screens import order as words
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import charge_line as lines
from models import order as orders
from models import payer as payers
from models import plan as plans
from models import terms as conditions
from models import workspace as workspaces
from models.enums import Meter, OrderState
from models.order import Order
from models.payer import Payer
from models.plan import Plan


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, and what they saw when they did."""

    agent_id: UUID  # whose account it is for
    meter: Meter
    plan_id: UUID  # of a plan or a pack
    key: str  # which window it was: the same never orders twice
    seen: str  # the mark of the preview that was shown
    terms_id: UUID | None = None  # the terms that were accepted with it


@dataclass(frozen=True)
class Preview:
    """What an order would do now; money in the smallest unit of its currency."""

    plan_id: UUID
    name: str
    is_pack: bool
    change: Change
    tax: int
    currency: str
    month: int

    @property
    def due(self) -> int:
        """What is to pay today; below 0 it is a credit."""
        return self.change.charged - self.change.credited + self.tax

    @property
    def mark(self) -> str:
        """Says whether two previews are the same."""
        seen = json.dumps([str(self.plan_id), asdict(self.change), self.tax, self.month])
        return sha256(seen.encode()).hexdigest()[:16]


class Stale(Refusal):
    """The numbers have changed since they were shown: nothing was ordered."""

    def __init__(self, now: Preview) -> None:
        super().__init__(words.STALE)
        self.now = now


@dataclass(frozen=True)
class Placed:
    """An order as it stands."""

    order_id: UUID
    state: OrderState
    preview: Preview


def preview(tools: Tools, who: Who, agent_id: UUID, meter: Meter, plan_id: UUID) -> Preview:
    """What an order would do. Raises Refusal for a plan that is not on offer or another's account."""
    with tools.write() as session:
        account_id = account_for(session, tools, who, agent_id, meter)
        return _preview(session, tools, account_id, _plan(session, tools, meter, plan_id))


def place(tools: Tools, who: Who, wish: Wish) -> Placed:
    """Order it; the same key again changes nothing. Raises Stale, and Refusal when a rule forbids it."""
    with tools.write() as session:
        account_id = account_for(session, tools, who, wish.agent_id, wish.meter)
        catch_up(session, tools, account_id)
        chosen = _plan(session, tools, wish.meter, wish.plan_id)
        known = orders.by_source(session, tools.workspace_id, wish.key)
        if known is not None:
            return Placed(known.id, known.state, preview_of(session, known))
        shown = _preview(session, tools, account_id, chosen)
        if shown.mark != wish.seen:
            raise Stale(shown)
        _may_order(session, tools, who, wish, account_id, shown)
        order = _new(tools, account_id, wish.key, shown, who.agent_id)
        order.terms_id = _accept(session, tools, who, wish)
        order.state = _first_state(session, tools, who, wish.agent_id, shown)
        orders.add_once(session, order)
        _go_on(session, tools, order.id)
        stored = orders.get(session, order.id)
        assert stored is not None
        return Placed(stored.id, stored.state, shown)


def account_for(session: Session, tools: Tools, who: Who, agent_id: UUID, meter: Meter) -> UUID:
    """The account that somebody may order for. Raises Refusal for another's, except for admins, and for who
    has no credits of their own.

    Nobody orders for who has left.
    """
    need_credits(who)
    if agent_id != who.agent_id and not who.is_admin:
        raise Refusal(words.NOT_YOURS)
    if agents.get(session, agent_id).left_at is not None:
        raise Refusal(words.HAS_LEFT)
    return account_of(session, tools, agent_id, meter)


def _plan(session: Session, tools: Tools, meter: Meter, plan_id: UUID) -> Plan:
    chosen = plans.get(session, plan_id)
    if (
        chosen is None
        or chosen.workspace_id != tools.workspace_id
        or chosen.meter != meter
        or chosen.retired_at is not None
    ):
        raise Refusal(words.NOT_ON_OFFER)
    return chosen


def _preview(session: Session, tools: Tools, account_id: UUID, chosen: Plan) -> Preview:
    if chosen.is_pack:
        done = Change(chosen.monthly, chosen.price, 0, 0, Standing())
    else:
        done = plan.foresee(session, tools, account_id, chosen)
    rate = workspaces.get(session, tools.workspace_id).tax_rate
    tax = signed_tax_on(done.charged - done.credited, rate)
    month = accounts.get(session, account_id).month
    return Preview(chosen.id, chosen.name, chosen.is_pack, done, tax, chosen.currency, month)


def preview_of(session: Session, order: Order) -> Preview:
    """What an order does, as it was shown."""
    chosen = plans.get(session, order.plan_id)
    assert chosen is not None
    done = Change(order.granted, order.charged, order.removed, order.credited, Standing())
    return Preview(order.plan_id, chosen.name, chosen.is_pack, done, order.tax, order.currency, order.month)


def _may_order(
    session: Session, tools: Tools, who: Who, wish: Wish, account_id: UUID, shown: Preview
) -> None:
    if orders.open_of(session, account_id) is not None:
        raise Refusal(words.ANOTHER_IS_OPEN)
    payer = payers.of_agent(session, tools.workspace_id, wish.agent_id)
    _keep_to_cap(session, payer, account_id, shown)
    if shown.due > 0 and payment.pays_by_card(session, tools, wish.agent_id):
        if not payer.card_last4:
            raise Refusal(words.NO_CARD)
        if (payer.card_year, payer.card_month) < (tools.now().year, tools.now().month):
            raise Refusal(words.CARD_EXPIRED)


def _keep_to_cap(session: Session, payer: Payer, account_id: UUID, shown: Preview) -> None:
    """Raises Refusal for what costs more than the month may; what costs nothing is never too much."""
    charged, spent = shown.change.charged, lines.total(session, account_id, shown.month)
    if payer.cap is not None and charged and spent + charged > payer.cap:
        raise Refusal(words.over_cap(payer.cap, spent, charged, shown.currency))


def _accept(session: Session, tools: Tools, who: Who, wish: Wish) -> UUID | None:
    """The terms in force, accepted before or with this order. Raises Refusal."""
    terms = conditions.current(session, tools.workspace_id)
    if terms is None:
        return None
    if wish.terms_id == terms.id:
        conditions.accept(session, who.agent_id, terms.id, tools.now())
    elif conditions.accepted_at(session, who.agent_id, terms.id) is None:
        raise Refusal(words.ACCEPT_TERMS)
    return terms.id


def _first_state(session: Session, tools: Tools, who: Who, agent_id: UUID, shown: Preview) -> OrderState:
    if shown.due > 0 and not who.is_admin and workspaces.get(session, tools.workspace_id).needs_approval:
        return OrderState.WAITING
    return OrderState.PAYING


def _new(tools: Tools, account_id: UUID, key: str, shown: Preview, by_id: UUID | None) -> Order:
    now = tools.now()
    return Order(
        workspace_id=tools.workspace_id,
        account_id=account_id,
        source_key=key,
        plan_id=shown.plan_id,
        month=shown.month,
        granted=shown.change.granted,
        removed=shown.change.removed,
        charged=shown.change.charged,
        credited=shown.change.credited,
        tax=shown.tax,
        currency=shown.currency,
        state=OrderState.PAYING,
        by_id=by_id,
        placed_at=now,
        changed_at=now,
    )


def _go_on(session: Session, tools: Tools, order_id: UUID) -> None:
    """Let an order be approved, paid or done, whichever is next."""
    order = orders.lock(session, order_id)
    assert order is not None
    account = accounts.get(session, order.account_id)
    if order.state == OrderState.WAITING:
        queue.later(session, tools, "ask_approval", order.id)
        receipt.tell(session, tools, order)
    elif order.charged + order.tax > 0 and payment.pays_by_card(session, tools, account.agent_id):
        queue.later(session, tools, "pay_order", order.id)
    else:
        fulfil.finish(session, tools, order)


def decide(tools: Tools, who: Who, order_id: UUID, approve: bool) -> OrderState:
    """An admin lets an order go on or not; where it stands then. Decided twice, the first counts."""
    if not who.is_admin:
        raise Refusal(words.ADMINS_DECIDE)
    with tools.write() as session:
        order = orders.lock(session, order_id)
        if order is None or order.workspace_id != tools.workspace_id:
            raise Refusal(words.NO_SUCH_ORDER)
        if order.state != OrderState.WAITING:
            return order.state
        order.decided_by_id, order.changed_at = who.agent_id, tools.now()
        if approve and _is_fresh(session, tools, order):
            order.state = OrderState.PAYING
        else:
            order.state, order.reason = (
                OrderState.REFUSED,
                words.CHANGED if approve else words.said_no(who.name),
            )
            receipt.tell(session, tools, order)
        session.add(order)
        session.flush()
        queue.later(session, tools, "ask_approval", order.id)  # every admin's question becomes the answer
        if order.state == OrderState.PAYING:
            _go_on(session, tools, order.id)
        settled = orders.get(session, order.id)
        assert settled is not None
        return settled.state


def _is_fresh(session: Session, tools: Tools, order: Order) -> bool:
    """Whether the order would still do what was shown when it was placed."""
    chosen = plans.get(session, order.plan_id)
    assert chosen is not None
    catch_up(session, tools, order.account_id)
    now = _preview(session, tools, order.account_id, chosen)
    return replace(now.change, standing=Standing()) == preview_of(session, order).change


def order_by_itself(session: Session, tools: Tools, account_id: UUID, pack: Plan, key: str) -> None:
    """Buy a pack that was allowed beforehand, as far as the month's cap lets it: no approval delays it."""
    shown = _preview(session, tools, account_id, pack)
    agent_id = accounts.get(session, account_id).agent_id
    try:
        _keep_to_cap(session, payers.of_agent(session, tools.workspace_id, agent_id), account_id, shown)
    except Refusal:
        return
    order = _new(tools, account_id, key, shown, None)
    if orders.add_once(session, order):
        _go_on(session, tools, order.id)
