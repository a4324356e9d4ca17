"""Telling an agent in time how much of the month is used, and what else becomes of their credits.

Decided and worded in the transaction of the cause, so that the numbers are those of that moment, and handed
to the worker as two jobs: a direct message and an e-mail. Neither waits for the other.
"""

from datetime import date, timedelta
from math import ceil
from uuid import UUID

from sqlmodel import Session

from bot.actions import mail, notice, queue
from bot.actions.account import FREE_SENDS, first_of_next
from bot.rules import mark as marks
from bot.rules.local_time import local
from bot.rules.mark_sum import mark_sum
from bot.rules.month import before, first_of, last_day
from bot.rules.plan_fit import LOOKED_BACK, smaller_that_does
from bot.screens import warning as screens
from bot.screens.warning import Around, Letter, Smaller
from bot.work import Tools
from models import account as accounts
from models import agent as agents
from models import entry as entries
from models import grant as grants
from models import job as jobs
from models import plan as plans
from models import usage as usages
from models import workspace as workspaces
from models.account import Account, Balance
from models.agent import Agent
from models.enums import Meter, Notice
from models.grant import Ending

EMPTY, EXPIRING, CARRIED = "empty", "expiring", "carried"  # the beats that say what was told already
SOON = timedelta(days=30)


def after_charge(
    session: Session, tools: Tools, account_id: UUID, balance: Balance, carried: int = 0
) -> None:
    """Notice a mark that a charge has reached, once; `carried`: credits that the workspace had to carry."""
    mark = marks.reached(balance.mark, balance.month_used, balance.available, balance.owed)
    if mark is not None:
        accounts.change(session, account_id, mark=mark)
        account = accounts.get(session, account_id)
        moved = entries.moved_unused(session, account_id, balance.month, account.month_seq)
        stands = mark_sum(balance.month_used, balance.available, balance.owed, moved)
        agent, around = _about(session, tools, account)
        _tell(session, tools, agent, Notice.MARKS, screens.mark(first_of(balance.month), stands, around))
    if carried:
        _tell_carried(session, tools, accounts.get(session, account_id), carried)
    if balance.available < balance.recharge_below:
        queue.once(session, tools, "recharge", account_id, f"recharge:{account_id}")


def _tell_carried(session: Session, tools: Tools, account: Account, amount: int) -> None:
    """The admin hears of it once a month for each agent."""
    if not jobs.take_tick(session, CARRIED, f"{account.month} {account.id}"):
        return
    name, month = agents.get(session, account.agent_id).name, first_of(account.month)
    for admin in agents.admins(session, tools.workspace_id)[:1]:
        notice.say(session, tools, admin, screens.carried(name, amount, month))


def after_refusal(session: Session, tools: Tools, account_id: UUID, needed: int) -> None:
    """Credits were missing for something that was to leave. What `session` did may be undone, this not."""
    tools.afterwards(session, lambda own: _tell_empty(own, tools, account_id, needed))


def _tell_empty(session: Session, tools: Tools, account_id: UUID, needed: int) -> None:
    """Once a day by the agent's clock."""
    account = accounts.get(session, account_id)
    day = local(tools.now(), account.zone).date()
    if jobs.take_tick(session, EMPTY, f"{day.isoformat()} {account.id}"):
        agent, around = _about(session, tools, account)
        letter = screens.empty(needed, account.available, account.owed, around)
        _tell(session, tools, agent, Notice.EMPTY, letter)


def tell_expiring(tools: Tools) -> None:
    """Tell whoever has credits that end soon, once a month, in whatever process."""
    now = tools.now()
    with tools.read() as session:
        found = grants.ending(session, tools.workspace_id, Meter.SMS, now, now + SOON)
        told = {slot for month in {one.month for one in found} for slot in _told(session, month)}
    for one in found:
        slot = f"{one.month} {one.account_id}"
        if slot in told:
            continue
        with tools.write() as session:
            if jobs.take_tick(session, EXPIRING, slot):
                agent, around = _about(session, tools, accounts.get(session, one.account_id))
                letter = screens.expiring(_days(one), _smaller(session, tools, one), around)
                _tell(session, tools, agent, Notice.EXPIRING, letter)


def _told(session: Session, month: int) -> set[str]:
    return jobs.taken_ticks(session, EXPIRING, f"{month} ")


def _days(one: Ending) -> list[tuple[int, date]]:
    """The last day of each lot: its end is the instant after it can be used."""
    days: dict[date, int] = {}
    for amount, ends_at in one.lots:
        day = last_day(ends_at, one.zone)
        days[day] = days.get(day, 0) + amount
    return [(amount, day) for day, amount in days.items()]


def _smaller(session: Session, tools: Tools, one: Ending) -> Smaller | None:
    """The smaller plan that would have done in the last full months."""
    known = plans.of_account(session, one.account_id)
    if known is None:
        return None
    own = known[1].monthly
    first, beyond = first_of(before(one.month, LOOKED_BACK)), first_of(one.month)
    used = usages.used_between(session, one.account_id, first, beyond)
    offers = {plan.monthly: plan.name for plan in plans.on_offer(session, tools.workspace_id, Meter.SMS)}
    fits = smaller_that_does(own, offers, used)
    return Smaller(ceil(used / LOOKED_BACK), own, offers[fits]) if fits is not None else None


def _about(session: Session, tools: Tools, account: Account) -> tuple[Agent, Around]:
    """Whose account it is, and what every warning about it says as well."""
    admins = agents.admins(session, tools.workspace_id)
    known = plans.of_account(session, account.id)
    renewal = known[1].monthly if known and known[0].ends_month is None else 0
    if account.meter == Meter.EMAIL:
        renewal = renewal or FREE_SENDS
    return agents.get(session, account.agent_id), Around(
        account.meter,
        first_of_next(account),
        renewal,
        [(one.slack_user_id, one.name) for one in admins[:3]],
        account.agent_id in {one.id for one in admins},
        workspaces.get(session, tools.workspace_id).name,
    )


def _tell(session: Session, tools: Tools, agent: Agent, kind: Notice, letter: Letter) -> None:
    """Let the agent read it in Slack and by e-mail, unless they muted the kind."""
    if kind in agent.muted.split():
        return
    trouble = mail.write(session, tools, agent, letter.subject, letter.text, letter.html)
    notice.say(session, tools, agent, f"{letter.dm}\n{trouble}".strip())
