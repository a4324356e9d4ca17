"""Plans: which there are, and what changing to one does today."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import ledger
from bot.actions.account import FREE_SENDS, gift_ends, locked, need_sends
from bot.actions.bill import bill
from bot.actions.ledger import Gift, Reason
from bot.rules.month import after
from bot.rules.plan_change import Change, Standing, change, signed_tax_on
from bot.screens import order as words
from bot.work import Tools
from models import account as accounts
from models import grant as grants
from models import plan as plans
from models import workspace as workspaces
from models.account import Account
from models.columns import new_id
from models.enums import EntryKind, GrantSource, Meter
from models.plan import Plan, PlanChange, Subscription

# Monthly credits or sends, and the price in cents. An admin may change the catalogue.
SMS_PLANS = ((250, 900), (500, 1500), (1000, 2500), (2500, 5500), (5000, 9900))
EMAIL_PLANS = ((10_000, 1500), (25_000, 3000), (50_000, 5000))
PACKS = ((100, 500), (250, 1100), (500, 2000))  # credits bought once, and their price
NOTHING = Change(0, 0, 0, 0, Standing())
MONTHLY = (GrantSource.PLAN, GrantSource.CHANGE)  # where the month's plan credits come from


@dataclass(frozen=True)
class OnOffer:
    """A plan that can be chosen; `price` in the smallest unit of the currency."""

    plan_id: UUID
    name: str
    monthly: int
    price: int
    currency: str


def catalogue(session: Session, tools: Tools, meter: Meter, packs: bool = False) -> list[OnOffer]:
    """The plans of a meter, or the packs, the smallest first."""
    found = plans.on_offer(session, tools.workspace_id, meter, packs)
    return [OnOffer(one.id, one.name, one.monthly, one.price, one.currency) for one in found]


def stock(session: Session, tools: Tools) -> None:
    """Put the built-in plans into the catalogue, once each."""
    unit = {Meter.SMS: "credits", Meter.EMAIL: "sends"}
    for meter, offers in ((Meter.SMS, SMS_PLANS), (Meter.EMAIL, EMAIL_PLANS)):
        for monthly, price in offers:
            name = f"{monthly:,} {unit[meter]} a month"
            _stock_one(session, tools, meter, f"{meter}-{monthly}", name, monthly, price)
    for amount, price in PACKS:
        _stock_one(
            session, tools, Meter.SMS, f"pack-{amount}", f"{amount} credits", amount, price, is_pack=True
        )


def _stock_one(
    session: Session,
    tools: Tools,
    meter: Meter,
    code: str,
    name: str,
    monthly: int,
    price: int,
    is_pack: bool = False,
) -> None:
    plan = Plan(
        workspace_id=tools.workspace_id,
        meter=meter,
        code=code,
        name=name,
        monthly=monthly,
        price=price,
        is_pack=is_pack,
        created_at=tools.now(),
    )
    plans.add_once(session, plan)


def foresee(session: Session, tools: Tools, account_id: UUID, plan: Plan) -> Change:
    """What putting an account on a plan would do now."""
    account = with_month(session, tools, account_id)
    lots = grants.of_month(session, account_id, account.month, MONTHLY)
    return change(_standing(session, account), sum(one.remaining for one in lots), plan.monthly, plan.price)


def change_plan(
    session: Session,
    tools: Tools,
    account_id: UUID,
    plan: Plan,
    by_id: UUID | None,
    change_id: UUID | None = None,
) -> Change:
    """Put an account on a plan now and bill it. Asked for the plan that it is on already, nothing moves.

    `change_id`: under which it is noted, if somebody may ask for the same change again.
    """
    done, change_id = foresee(session, tools, account_id, plan), change_id or new_id()
    apply_change(session, tools, account_id, plan, done, change_id, by_id)
    rate = workspaces.get(session, tools.workspace_id).tax_rate
    amount = done.charged - done.credited
    tax = signed_tax_on(amount, rate)
    said = words.line(plan.name, False, done.granted, done.removed)
    bill(session, tools, account_id, f"change:{change_id}", amount, tax, plan.currency, said, by_id)
    return done


def apply_change(
    session: Session,
    tools: Tools,
    account_id: UUID,
    plan: Plan,
    done: Change,
    change_id: UUID,
    by_id: UUID | None,
) -> None:
    """Do what a preview showed. Of one paid for a while ago just that is added which was paid."""
    account = with_month(session, tools, account_id)
    stood = _standing(session, account)
    key = f"change:{change_id}"
    if done.granted:
        ledger.give(session, tools, account_id, _gift(tools, account, key, done, by_id))
    if done.removed:
        lots = grants.of_month(session, account_id, account.month, MONTHLY)
        left = [(one.seq, one.remaining) for one in lots]
        why = Reason(key, None, by_id)
        ledger.remove(session, tools, account_id, why, left, done.removed, EntryKind.REMOVE)
    stands = Subscription(
        account_id=account_id,
        plan_id=plan.id,
        month=account.month,
        net_credits=stood.credits + done.granted - done.removed,
        net_charge=stood.charge + done.charged - done.credited,
    )
    plans.subscribe(session, stands)
    _note(session, tools, change_id, account, plan.id, done, by_id)


def _standing(session: Session, account: Account) -> Standing:
    known = plans.of_account(session, account.id)
    free = FREE_SENDS if account.meter == Meter.EMAIL else 0
    return Standing(known[0].net_credits, known[0].net_charge) if known else Standing(free)


def cancel_plan(
    session: Session, tools: Tools, account_id: UUID, by_id: UUID | None, change_id: UUID | None = None
) -> int | None:
    """Let the plan run to the end of the month; the first month without it, None without a plan."""
    account = with_month(session, tools, account_id)
    if plans.of_account(session, account_id) is None:
        return None
    ends = after(account.month)
    plans.end(session, account_id, ends)
    _note(session, tools, change_id or new_id(), account, None, NOTHING, by_id)
    return ends


def keep_plan(
    session: Session,
    tools: Tools,
    account_id: UUID,
    by_id: UUID | None = None,
    change_id: UUID | None = None,
) -> None:
    """Withdraw a cancellation that has not come about."""
    account = with_month(session, tools, account_id)
    known = plans.of_account(session, account_id)
    if known is not None and known[0].ends_month is not None:
        plans.end(session, account_id, None)
        _note(session, tools, change_id or new_id(), account, known[1].id, NOTHING, by_id)


def with_month(session: Session, tools: Tools, account_id: UUID) -> Account:
    """The account, held, with what its month brings: that is what a change is counted from."""
    account = locked(session, tools, account_id)
    if account.meter == Meter.EMAIL:
        need_sends(session, tools, account_id)
        account = accounts.get(session, account_id)
    return account


def _gift(tools: Tools, account: Account, key: str, done: Change, by_id: UUID | None) -> Gift:
    ends = gift_ends(tools, account)
    return Gift(GrantSource.CHANGE, key, done.granted, tools.now(), ends, by_id=by_id)


def _note(
    session: Session,
    tools: Tools,
    change_id: UUID,
    account: Account,
    plan_id: UUID | None,
    done: Change,
    by: UUID | None,
) -> None:
    session.add(
        PlanChange(
            id=change_id,
            workspace_id=tools.workspace_id,
            account_id=account.id,
            plan_id=plan_id,
            month=account.month,
            granted=done.granted,
            removed=done.removed,
            charged=done.charged,
            credited=done.credited,
            by_id=by,
            at=tools.now(),
        )
    )
