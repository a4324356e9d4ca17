"""Somebody leaves: what waited of theirs is canceled, what ran by itself stops, every admin is asked."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import cover, credit, handover, notice, outcome, plan, queue, receipt
from bot.actions.admin import agent_named, need_admin
from bot.actions.event import note
from bot.actions.people import Who
from bot.screens import leaving as words
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import cover as covers
from models import leaving as rows
from models import number as numbers
from models import order as orders
from models import payer as payers
from models import workspace as workspaces
from models.agent import Agent
from models.enums import EventKind, Meter, OrderState, Role


def left_slack(tools: Tools, slack_user_id: str) -> None:
    """Slack says that somebody's account was closed. Said again, or of somebody else, it changes nothing."""
    with tools.read() as session:
        known = agents.by_slack_user(session, tools.workspace_id, slack_user_id)
    if known is None or known.left_at is not None:
        return
    with tools.write() as session:
        workspaces.forget_member(session, tools.workspace_id, slack_user_id)  # asked anew if they come back
        _leave(session, tools, known.id, None)


def let_go(tools: Tools, who: Who, slack_user_id: str) -> str:
    """An admin says that somebody leaves; what was done. Raises Refusal, also for the only admin."""
    need_admin(who)
    with tools.write() as session:
        agent = agent_named(session, tools, slack_user_id)
        if [one.id for one in agents.admins(session, tools.workspace_id)] == [agent.id]:
            raise Refusal(words.ONLY_ADMIN)
        _leave(session, tools, agent.id, who.agent_id)
        return words.gone(agent.name)


def _leave(session: Session, tools: Tools, agent_id: UUID, by_id: UUID | None) -> None:
    agent = agents.lock(session, agent_id)
    if agent is None or agent.left_at is not None:
        return
    was_admin = agent.role == Role.ADMIN
    agent.left_at, agent.role, agent.digest_minute = tools.now(), Role.AGENT, None
    session.add(agent)
    session.flush()
    _end_covers(session, tools, agent)
    number = numbers.of_agent(session, agent.id)
    if number is not None:
        rows.forget_reminders(session, number.id)
    _end_plans(session, tools, agent, by_id)
    _cancel_texts(session, tools, agent)
    _stop_recharge(session, agent)
    handover.ask_soon(session, tools, agent, first=True)
    if was_admin and not agents.admins(session, tools.workspace_id):
        _tell_who_is_left(session, tools, agent)


def _end_covers(session: Session, tools: Tools, agent: Agent) -> None:
    """Nobody answers for them any more, nor they for others."""
    if agent.cover_id is not None:
        notice.say(session, tools, agents.get(session, agent.cover_id), words.no_need(agent.name))
    cover.end(session, tools, agent, told=False)
    for other_id in covers.by_agent(session, tools.workspace_id, agent.id):
        other = agents.lock(session, other_id)
        if other is not None and other.cover_id == agent.id:
            cover.end(session, tools, other, told=False)
            notice.say(session, tools, other, words.no_cover(agent.name))


def _cancel_texts(session: Session, tools: Tools, agent: Agent) -> None:
    """As an opt-out does it, but said on the timelines only: they are too many to be told one by one."""
    waiting = rows.unsent(session, agent)
    queue.drop_deliveries(session, [one.id for one in waiting])
    credit.hold_payers(session, waiting)
    for message in waiting:
        message.reason = words.NOT_SENT
        outcome.drop(session, tools, message)
    for talk_id in sorted({one.conversation_id for one in waiting}):
        count = sum(one.conversation_id == talk_id for one in waiting)
        said = words.canceled(agent.name, count)
        note(session, tools, EventKind.TAKEN_BACK, said, conversation_id=talk_id)


def _end_plans(session: Session, tools: Tools, agent: Agent, by_id: UUID | None) -> None:
    """The plans end with the month; an order that waits for an admin is refused, one that is paid goes on."""
    for meter in Meter:
        account = accounts.of_agent(session, agent.id, meter)
        if account is None:
            continue
        waits = orders.open_of(session, account.id, [OrderState.WAITING])
        order = orders.lock(session, waits.id) if waits else None
        if order is not None and order.state == OrderState.WAITING:
            order.state, order.reason, order.changed_at = OrderState.REFUSED, words.LEFT, tools.now()
            session.add(order)
            session.flush()
            queue.later(session, tools, "ask_approval", order.id)
            receipt.tell(session, tools, order)
        if plan.cancel_plan(session, tools, account.id, by_id) and tools.billing is not None:
            queue.later(session, tools, "sync_billing", account.id)


def _stop_recharge(session: Session, agent: Agent) -> None:
    account = accounts.of_agent(session, agent.id, Meter.SMS)
    if account is not None:
        payers.drop_recharge(session, account.id)
        accounts.change(session, account.id, recharge_below=0)


def _tell_who_is_left(session: Session, tools: Tools, agent: Agent) -> None:
    """No admin is here any more: who has been here for the longest time hears what to do."""
    oldest = agents.longest_serving(session, tools.workspace_id)
    if oldest is not None:
        notice.say(session, tools, oldest, words.no_admin(agent.name, oldest.slack_user_id))
