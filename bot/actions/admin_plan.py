"""What an admin does with plans: sees what a change would do, and makes it once."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlmodel import Session

from bot.actions import notice, payment, plan
from bot.actions.account import FREE_SENDS, account_of, first_of_next
from bot.actions.admin import agent_named, need_admin
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.screens import admin_plan as words
from bot.screens.admin_plan import Offer, Step
from bot.work import Refusal, Tools
from models import plan as plans
from models.agent import Agent
from models.enums import Meter
from models.plan import Plan


@dataclass(frozen=True)
class Choice:
    """A plan, or None: no plan of this meter from the 1st."""

    plan_id: UUID | None
    meter: Meter | None = None


def offers(tools: Tools, who: Who) -> list[tuple[Meter, list[Offer]]]:
    """The plans of both meters. Raises Refusal."""
    need_admin(who)
    with tools.read() as session:
        return [
            (meter, [_offer(one) for one in plan.catalogue(session, tools, meter)])
            for meter in (Meter.SMS, Meter.EMAIL)
        ]


def _offer(one: plan.OnOffer) -> Offer:
    return Offer(str(one.plan_id), one.name, one.price, one.currency)


def foresee(tools: Tools, who: Who, slack_user_id: str, choice: Choice) -> str:
    """What a change would do, in words. Raises Refusal."""
    need_admin(who)
    with tools.write() as session:
        return words.before(_step(session, tools, agent_named(session, tools, slack_user_id), choice)[1])


def change(tools: Tools, who: Who, view_id: str, slack_user_id: str, choice: Choice) -> str:
    """Make a change, once for each window; what was done, in words. Raises FieldRefusal."""
    need_admin(who)
    with tools.write() as session:
        try:
            agent = agent_named(session, tools, slack_user_id)
        except Refusal as refusal:
            raise FieldRefusal("agent", refusal.sentence) from refusal
        account_id, step = _step(session, tools, agent, choice)
        change_id = uuid5(tools.workspace_id, view_id)
        if plans.is_changed(session, change_id):
            return words.DONE_ALREADY
        if nothing := words.problem(step):
            raise FieldRefusal("plan", nothing)
        made = (who.agent_id, change_id)
        if choice.plan_id is None:
            plan.cancel_plan(session, tools, account_id, *made)
        elif step.change is None:
            plan.keep_plan(session, tools, account_id, *made)
        elif payment.pays_by_card(session, tools, agent.id):
            raise FieldRefusal("plan", words.PAYS_BY_CARD)
        else:
            plan.change_plan(session, tools, account_id, _plan(session, tools, choice.plan_id), *made)
        if agent.id != who.agent_id:
            notice.say(session, tools, agent, words.told(who.name, step))
        return words.after(step)


def _plan(session: Session, tools: Tools, plan_id: UUID) -> Plan:
    found = plans.get(session, plan_id)
    if found is None or found.workspace_id != tools.workspace_id or found.retired_at is not None:
        raise FieldRefusal("plan", words.NO_SUCH_PLAN)
    return found


def _step(session: Session, tools: Tools, agent: Agent, choice: Choice) -> tuple[UUID, Step]:
    """The account, locked, and what the choice does to it."""
    chosen = _plan(session, tools, choice.plan_id) if choice.plan_id else None
    meter = chosen.meter if chosen else choice.meter
    assert meter is not None
    account_id = account_of(session, tools, agent.id, meter)
    account, known = plan.with_month(session, tools, account_id), plans.of_account(session, account_id)
    stays = known is not None and chosen is not None and known[1].id == chosen.id
    first = first_of_next(account)
    return account_id, Step(
        name=agent.name,
        meter=meter,
        available=account.available,
        owed=account.owed,
        plan=known[1].name if known else "",
        chosen=chosen.name if chosen else "",
        monthly=chosen.monthly if chosen else 0,
        price=chosen.price if chosen else 0,
        currency=chosen.currency if chosen else "",
        first=f"{first:%B} {first.day}",
        ends=known is not None and known[0].ends_month is not None,
        change=plan.foresee(session, tools, account_id, chosen) if chosen and not stays else None,
        free=FREE_SENDS,
    )
