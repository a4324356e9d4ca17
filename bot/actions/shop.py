"""Choosing a plan: where somebody stands, what there is, what an order would do, stopping and going on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from bot.actions import billing, payment, plan, queue
from bot.actions import order as placing
from bot.actions.account import available_now, first_of_next, locked
from bot.actions.order import Preview
from bot.actions.people import Who
from bot.ports import Busy
from bot.rules.local_time import local
from bot.rules.month import last_day
from bot.rules.plan_change import tax_on
from bot.screens import billing as billing_words
from bot.screens import shop as words
from bot.screens.checkout import Moves, Offer, Open, Terms
from bot.screens.shop import Paying, Refill, Row, Shop, Standing
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import grant as grants
from models import order as orders
from models import payer as payers
from models import plan as plans
from models import terms as conditions
from models import workspace as workspaces
from models.account import Account
from models.enums import Meter
from models.plan import Plan, Subscription


def whom(tools: Tools, who: Who, slack_user_id: str = "", name: str = "") -> UUID:
    """The agent whose plan an admin wants to see, by Slack user or by name. Raises Refusal."""
    with tools.read() as session:
        found = (
            agents.by_slack_user(session, tools.workspace_id, slack_user_id)
            if slack_user_id
            else agents.by_name(session, tools.workspace_id, name)
        )
    if found is not None and found.left_at is not None:
        found = None
    if found is not None and found.id == who.agent_id:
        return found.id
    if not who.is_admin:
        raise Refusal(words.ADMINS_ONLY)
    if found is None:
        raise Refusal(words.NOBODY)
    return found.id


def shop(tools: Tools, who: Who, agent_id: UUID, meter: Meter) -> Shop:
    """Everything there is to choose on a meter. Raises Refusal for another's account."""
    with tools.write() as session:
        account_id = placing.account_for(session, tools, who, agent_id, meter)
        standing = _standing(session, tools, account_id)
        subscribed = plans.of_account(session, account_id)
        refill = payers.recharge_of(session, account_id)
        pack = plans.get(session, refill.pack_id) if refill else None
        agent = agents.get(session, agent_id)
        return Shop(
            standing=standing,
            plans=_rows(session, tools, meter, subscribed[1].id if subscribed else None),
            packs=_rows(session, tools, meter, None, packs=True),
            tax_name=workspaces.get(session, tools.workspace_id).tax_name,
            paying=_paying(session, tools, who, agent_id),
            refill=Refill(str(pack.id), pack.name, refill.below, refill.most) if refill and pack else None,
            name="" if agent_id == who.agent_id else agent.name,
            slack_user_id=agent.slack_user_id,
            is_admin=who.is_admin,
        )


def _rows(
    session: Session, tools: Tools, meter: Meter, current: UUID | None, packs: bool = False
) -> Sequence[Row]:
    return [
        Row(str(one.plan_id), one.name, one.monthly, one.price, one.currency, one.plan_id == current)
        for one in plan.catalogue(session, tools, meter, packs)
    ]


def _standing(session: Session, tools: Tools, account_id: UUID) -> Standing:
    account = locked(session, tools, account_id)
    subscribed = plans.of_account(session, account_id)
    waiting = orders.open_of(session, account_id)
    ordered = plans.get(session, waiting.plan_id) if waiting else None
    payer = payers.known(session, account.agent_id)
    since = (payer and payer.failing_since) or account.blocked_at
    return Standing(
        meter=account.meter,
        month=account.month,
        first=first_of_next(account),
        available=available_now(session, account),
        owed=account.owed,
        used=account.month_used,
        plan=_subscribed(session, tools, account, *subscribed) if subscribed else None,
        unpaid_since=local(since, account.zone).date() if since else None,
        is_blocked=account.blocked_at is not None,
        waiting=(ordered.name, waiting.state) if waiting and ordered else None,
    )


def _subscribed(
    session: Session, tools: Tools, account: Account, subscription: Subscription, chosen: Plan
) -> words.Plan:
    ends = first_of_next(account) if subscription.ends_month is not None else None
    rate = workspaces.get(session, tools.workspace_id).tax_rate
    tax = tax_on(chosen.price, rate)
    return words.Plan(chosen.name, chosen.monthly, chosen.price, tax, chosen.currency, ends)


def _paying(session: Session, tools: Tools, who: Who, agent_id: UUID) -> Paying:
    """Who pays. What tells a card apart is for its owner only."""
    if not payment.pays_by_card(session, tools, agent_id):
        return Paying(brokerage=workspaces.get(session, tools.workspace_id).name)
    payer = payers.known(session, agent_id)
    if payer is None or not payer.card_last4:
        return Paying()
    is_own = agent_id == who.agent_id
    return Paying(
        has_card=True, card=billing_words.card(payer.card_brand, payer.card_last4) if is_own else ""
    )


def offer(tools: Tools, who: Who, agent_id: UUID, meter: Meter, plan_id: UUID) -> Offer:
    """What an order would do, what it needs, and how it would be paid. Raises Refusal."""
    seen = placing.preview(tools, who, agent_id, meter, plan_id)
    with tools.write() as session:
        account_id = placing.account_for(session, tools, who, agent_id, meter)
        standing = _standing(session, tools, account_id)
        chosen = plans.get(session, plan_id)
        assert chosen is not None
        house = workspaces.get(session, tools.workspace_id)
        return Offer(
            plan_id=str(plan_id),
            plan_name=seen.name,
            is_pack=seen.is_pack,
            monthly=chosen.monthly,
            price=chosen.price,
            price_tax=tax_on(chosen.price, house.tax_rate),
            moves=moves_of(seen),
            standing=standing,
            tax_name=house.tax_name,
            paying=_paying(session, tools, who, agent_id),
            name="" if agent_id == who.agent_id else agents.get(session, agent_id).name,
            waits=seen.due > 0 and house.needs_approval and not who.is_admin,
            terms=_terms(session, tools, who, accounts.get(session, account_id).zone),
            mark=seen.mark,
        )


def moves_of(seen: Preview) -> Moves:
    """What an order does, as screens show it."""
    done = seen.change
    return Moves(done.granted, done.removed, done.charged, done.credited, seen.tax, seen.currency)


def _terms(session: Session, tools: Tools, who: Who, zone: str) -> Terms | None:
    known = conditions.current(session, tools.workspace_id)
    if known is None:
        return None
    accepted = conditions.accepted_at(session, who.agent_id, known.id)
    return Terms(str(known.id), known.text, local(accepted, zone).date() if accepted else None)


def admins(tools: Tools) -> Sequence[str]:
    """The Slack users who can approve an order."""
    with tools.read() as session:
        return agents.admin_users(session, tools.workspace_id)


def ending(tools: Tools, who: Who, agent_id: UUID, meter: Meter) -> tuple[Standing, Sequence[Open]]:
    """What stops with the plan, and the grants that stay. Raises Refusal where there is none to stop."""
    with tools.write() as session:
        account_id = placing.account_for(session, tools, who, agent_id, meter)
        standing = _standing(session, tools, account_id)
        if standing.plan is None or standing.plan.ends:
            raise Refusal(words.NOTHING_TO_STOP)
        zone = accounts.get(session, account_id).zone
        return standing, [
            Open(one.source, one.month, one.remaining, last_day(one.expires_at, zone))
            for one in grants.open_grants(session, account_id)
        ]


def stop_plan(tools: Tools, who: Who, agent_id: UUID, meter: Meter) -> date:
    """Let the plan end with the month; the first day without it. Raises Refusal where there is none."""
    with tools.write() as session:
        account_id = placing.account_for(session, tools, who, agent_id, meter)
        account, known = locked(session, tools, account_id), plans.of_account(session, account_id)
        if known is None:
            raise Refusal(words.NOTHING_TO_STOP)
        if known[0].ends_month is None:
            plan.cancel_plan(session, tools, account_id, who.agent_id)
            _tell_provider(session, tools, account_id)
        return first_of_next(account)


def keep_plan(tools: Tools, who: Who, agent_id: UUID, meter: Meter) -> str:
    """Take back that the plan ends; what was done. Raises Refusal when it has ended already."""
    with tools.write() as session:
        account_id = placing.account_for(session, tools, who, agent_id, meter)
        locked(session, tools, account_id)
        if plans.of_account(session, account_id) is None:
            raise Refusal(words.ENDED)
        plan.keep_plan(session, tools, account_id)
        _tell_provider(session, tools, account_id)
        return words.GOES_ON


def _tell_provider(session: Session, tools: Tools, account_id: UUID) -> None:
    if tools.billing is not None:
        queue.later(session, tools, "sync_billing", account_id)


def card_link(tools: Tools, who: Who, key: str) -> str:
    """Where this person gives or changes their card: for their eyes only. Raises Refusal."""
    with tools.read() as session:
        back = workspaces.get(session, tools.workspace_id).url or tools.policy.public_url
    return billing.card_page(tools, who, back, key)


def card_added(tools: Tools, who: Who) -> str:
    """The card that is on file now, asked of the provider; "" for none. Raises Refusal."""
    with tools.read() as session:
        payer = payers.known(session, who.agent_id)
        customer = (payer and payer.customer) or ""
    try:
        billing.refresh_card(tools, customer)
    except Busy as busy:
        raise Refusal(billing_words.PROVIDER_AWAY) from busy
    with tools.write() as session:
        return _paying(session, tools, who, who.agent_id).card
