"""What the payment provider must know of plans, and what it tells us: paid, not paid, another card."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions import notice, payment, queue
from bot.actions.account import locked
from bot.actions.pay import customer_of
from bot.actions.people import Who
from bot.actions.permission import need_credits
from bot.payments import BillingEvent
from bot.ports import Busy, Unclear
from bot.rules.month import month
from bot.screens import billing as words
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import payer as payers
from models import plan as plans
from models import workspace as workspaces
from models.account import Account
from models.enums import Meter
from models.payer import Payer

ORDER = "order:"  # how the keys of orders' payments begin


def sync_billing(tools: Tools, account_id: UUID) -> None:
    """Let the provider bill the plan that the account is on from the next month on. Raises Busy."""
    billing = tools.billing
    if billing is None:
        return
    with tools.write() as session:
        account = locked(session, tools, account_id)
        known = plans.of_account(session, account_id)
        by_card = payment.pays_by_card(session, tools, account.agent_id)
        if known is None or not (by_card or known[0].provider_id):
            return
    subscription, plan = known
    key = f"plan:{account_id}:{plan.id}:{subscription.ends_month or 0}:{account.month}" + (
        "" if by_card else ":other"
    )
    customer = customer_of(tools, billing, account.agent_id)
    try:
        if subscription.ends_month is not None or not by_card:
            if subscription.provider_id:
                billing.end_subscription(subscription.provider_id, True, key)
        elif subscription.provider_id:
            billing.change_subscription(subscription.provider_id, plan.code, plan.price, plan.currency, key)
        else:
            anchor = month(account.month, account.zone).ends_at
            made = billing.subscribe(customer, plan.code, plan.price, plan.currency, anchor, key)
            with tools.write() as session:
                plans.name_at_provider(session, account_id, made)
    except Unclear as unclear:
        raise Busy(str(unclear)) from unclear


def take_effect(session: Session, tools: Tools, event: BillingEvent) -> None:
    """Act on what the provider says, in the transaction that remembers having heard it.

    Reports come late, twice and in any order: an order is done once, and of a renewal the last word counts.
    """
    if event.kind == "card_changed":
        queue.later(session, tools, "refresh_card", tools.workspace_id, customer=event.customer)
    elif event.key.startswith(ORDER):
        if event.kind == "paid":
            _is_order_paid(session, tools, event)
    elif event.kind == "subscription_ended":
        plans.forget_at_provider(session, event.reference)
    elif payer := payers.by_customer(session, event.customer) if event.customer else None:
        if event.kind == "paid":
            _is_paid(session, tools, payer)
        elif event.kind == "payment_failed":
            _has_failed(session, tools, payer)


def _is_order_paid(session: Session, tools: Tools, event: BillingEvent) -> None:
    try:
        order_id = UUID(event.key.removeprefix(ORDER))
    except ValueError:
        return  # of another program that shares the provider's account
    queue.later(session, tools, "settle_order", order_id, reference=event.reference)


def refresh_card(tools: Tools, customer: str) -> bool:
    """Ask the provider which card is on file now; whether there is one. Raises Busy."""
    if tools.billing is None or not customer:
        return False
    card = tools.billing.card(customer)
    with tools.write() as session:
        payer = payers.by_customer(session, customer)
        if payer is not None:
            payer.card_brand, payer.card_last4 = (card.brand, card.last4) if card else ("", "")
            payer.card_month, payer.card_year = (card.month, card.year) if card else (0, 0)
            session.add(payer)
            # A plan from before the card can be billed now.
            for account in _accounts(session, payer) if card else ():
                queue.later(session, tools, "sync_billing", account.id)
    return card is not None


def _accounts(session: Session, payer: Payer) -> list[Account]:
    """What the payer pays for."""
    found = (accounts.of_agent(session, payer.agent_id, meter) for meter in Meter)
    return [one for one in found if one is not None]


def _is_paid(session: Session, tools: Tools, payer: Payer) -> None:
    if payer.failing_since is None:
        return
    payer.failing_since = None
    session.add(payer)
    for account in _accounts(session, payer):
        if account.blocked_at is not None:
            accounts.change(session, account.id, blocked_at=None)
    notice.say(session, tools, agents.get(session, payer.agent_id), words.PAID_AGAIN)


def _has_failed(session: Session, tools: Tools, payer: Payer) -> None:
    if payer.failing_since is not None:
        return
    payer.failing_since = tools.now()
    session.add(payer)
    last_day = tools.now() + _grace(session, tools)
    notice.say(session, tools, agents.get(session, payer.agent_id), words.payment_failed(last_day))


def _grace(session: Session, tools: Tools) -> timedelta:
    return timedelta(days=workspaces.get(session, tools.workspace_id).grace_days)


def block_unpaid(tools: Tools) -> None:
    """After the days of grace nothing leaves any more; what comes in still arrives."""
    with tools.write() as session:
        grace = _grace(session, tools)
        for payer in payers.failing(session, tools.workspace_id):
            if payer.failing_since is None or payer.failing_since + grace > tools.now():
                continue
            for account in _accounts(session, payer):
                if account.blocked_at is None:
                    accounts.change(session, account.id, blocked_at=tools.now())


def card_page(tools: Tools, who: Who, back_url: str, key: str) -> str:
    """The provider's page where a card is given or changed; for this person's eyes only. Raises Refusal."""
    need_credits(who)
    billing = tools.billing
    if billing is None:
        raise Refusal(words.NO_CARDS)
    try:
        customer = customer_of(tools, billing, who.agent_id)
        with tools.read() as session:
            payer = payers.known(session, who.agent_id)
            has_card = bool(payer and payer.card_last4)
        return (
            billing.portal_page(customer, back_url)
            if has_card
            else billing.card_page(customer, back_url, key)
        )
    except Busy as busy:
        raise Refusal(words.PROVIDER_AWAY) from busy
