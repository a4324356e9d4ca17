"""An agent's accounts: made when they are first needed, with the welcome credits."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import ledger
from bot.actions.ledger import Gift
from bot.actions.month import catch_up
from bot.rules.month import Month, after, first_of, month, month_of, year_later
from bot.work import Tools
from models import account as accounts
from models import grant as grants
from models import plan as plans
from models import workspace as workspaces
from models.account import Account
from models.enums import GrantSource, Meter
from models.plan import Plan

WELCOME = "welcome"
FREE_SENDS = 5000  # e-mails a month that every agent has for nothing
OWED_WITHOUT_PLAN = 100  # credits; what an agent without a plan can owe at most


def account_of(session: Session, tools: Tools, agent_id: UUID, meter: Meter = Meter.SMS) -> UUID:
    """The account, made if it is new. Called by two at once it is made once."""
    known = accounts.of_agent(session, agent_id, meter)
    if known is not None:
        return known.id
    zone, now = workspaces.get(session, tools.workspace_id).time_zone, tools.now()
    runs = month_of(now, zone)
    new = Account(
        workspace_id=tools.workspace_id,
        agent_id=agent_id,
        meter=meter,
        zone=zone,
        month=runs.number,
        month_ends_at=runs.ends_at,
        due_at=runs.ends_at,
    )
    accounts.add_once(session, new)
    account = accounts.of_agent(session, agent_id, meter)
    assert account is not None
    if meter == Meter.SMS and tools.policy.welcome_credits:
        ends = year_later(now, zone)
        gift = Gift(GrantSource.WELCOME, WELCOME, tools.policy.welcome_credits, now, ends)
        ledger.give(session, tools, account.id, gift)
    return account.id


def locked(session: Session, tools: Tools, account_id: UUID) -> Account:
    """The account, held for this transaction, with everything done that is due there."""
    catch_up(session, tools, account_id)
    return accounts.get(session, account_id)


def account_now(tools: Tools, agent_id: UUID) -> Account:
    """The account for texts as it stands now. It is written only where it is new or something is due."""
    with tools.read() as session:
        account = accounts.of_agent(session, agent_id, Meter.SMS)
    if account is not None and account.due_at > tools.now():
        return account
    with tools.write() as session:
        account_id = account_of(session, tools, agent_id)
        return locked(session, tools, account_id)


def month_running(account: Account) -> Month:
    """The month an account stands in."""
    return month(account.month, account.zone)


def first_of_next(account: Account) -> date:
    """The day on which the account's next month begins."""
    return first_of(after(account.month))


def gift_ends(tools: Tools, account: Account) -> datetime:
    """When what is given now ends: credits a year from now, e-mails with the month."""
    return year_later(tools.now(), account.zone) if account.meter == Meter.SMS else account.month_ends_at


def monthly_sends(plan: Plan | None) -> int:
    """The e-mails that a month brings."""
    return plan.monthly if plan else FREE_SENDS


def available_now(session: Session, account: Account) -> int:
    """What can be used. A month's e-mails are granted with the first of them: until then the plan counts."""
    if account.meter == Meter.SMS or grants.is_known(session, account.id, _month_key(account)):
        return account.available
    known = plans.of_account(session, account.id)
    return account.available + monthly_sends(known[1] if known else None)


def _month_key(account: Account) -> str:
    return f"plan:{account.month}"


def need_sends(session: Session, tools: Tools, account_id: UUID) -> None:
    """Write the month's e-mail grant, once, when it is first needed. It ends with the month."""
    account = locked(session, tools, account_id)
    known, begins = plans.of_account(session, account_id), month_running(account).starts_at
    amount = monthly_sends(known[1] if known else None)
    gift = Gift(GrantSource.PLAN, _month_key(account), amount, begins, account.month_ends_at)
    ledger.give(session, tools, account_id, gift)


def most_owed(session: Session, account_id: UUID) -> int:
    """What an agent can owe: one month's allowance. Beyond it the workspace carries what comes in."""
    plan = plans.of_account(session, account_id)
    return max(plan[1].monthly if plan else 0, OWED_WITHOUT_PLAN)
