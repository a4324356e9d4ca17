"""What an admin does with credits: gives them, takes them, says which numbers have the home rate."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.actions import ledger, notice
from bot.actions.account import account_of
from bot.actions.admin import agent_named, need_admin
from bot.actions.ledger import Gift, Reason
from bot.actions.month import catch_up
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.local_time import local
from bot.rules.month import last_day, year_later
from bot.rules.price import TERRITORIES
from bot.rules.wall_time import instant_of
from bot.screens import admin_credits as words
from bot.work import Refusal, Tools
from models import entry as entries
from models import grant as grants
from models import workspace as workspaces
from models.account import Balance
from models.agent import Agent
from models.enums import EntryKind, GrantSource


@dataclass(frozen=True)
class Adjustment:
    """What an admin asks for, as written."""

    slack_user_id: str
    way: str  # GIVE or TAKE
    amount: str
    reason: str
    last_day: str  # of given ones; "": twelve months


def adjust(tools: Tools, who: Who, view_id: str, asked: Adjustment) -> str:
    """Give credits or take them, once for each window; what was done. Raises FieldRefusal."""
    need_admin(who)
    amount, reason = _amount(asked.amount), _reason(asked.reason)
    if asked.way not in (words.GIVE, words.TAKE):
        raise FieldRefusal("way", words.NO_CHOICE)
    if asked.way == words.TAKE and asked.last_day:
        raise FieldRefusal("ends", words.ONLY_GIVEN)
    with tools.write() as session:
        agent = _agent(session, tools, asked.slack_user_id)
        account_id = account_of(session, tools, agent.id)
        before = catch_up(session, tools, account_id)
        why = Reason(f"admin:{view_id}", None, who.agent_id, reason)
        if entries.is_written(session, account_id, why.key):
            return words.DONE_ALREADY
        if asked.way == words.TAKE:
            if amount > before.available:
                raise FieldRefusal("amount", words.too_many(agent.name, before.available, before.owed))
            lots = grants.lots(session, account_id)
            left = ledger.remove(session, tools, account_id, why, lots, amount, EntryKind.TAKE).available
            _tell(session, tools, who, agent, words.told_taken(who.name, amount, reason, left))
            return words.took(agent.name, amount, left)
        ends_at = _end(tools, before, asked.last_day)
        gift = Gift(GrantSource.ADMIN, why.key, amount, tools.now(), ends_at, reason, who.agent_id)
        after = ledger.give(session, tools, account_id, gift)
        assert after is not None
        has, repaid = (after.available, after.owed), before.owed - after.owed
        last = last_day(ends_at, before.zone)
        told = words.told_given(who.name, amount, reason, *has, repaid, f"{last:%B} {last.day}, {last.year}")
        _tell(session, tools, who, agent, told)
        return words.gave(agent.name, amount, *has, repaid)


def _tell(session: Session, tools: Tools, who: Who, agent: Agent, told: str) -> None:
    """Admins who do something for themselves know it already."""
    if agent.id != who.agent_id:
        notice.say(session, tools, agent, told)


def _agent(session: Session, tools: Tools, slack_user_id: str) -> Agent:
    try:
        return agent_named(session, tools, slack_user_id)
    except Refusal as refusal:
        raise FieldRefusal("agent", refusal.sentence) from refusal


def _amount(typed: str) -> int:
    amount = int(typed) if re.fullmatch(r"[0-9]{1,7}", typed) else 0
    if not 1 <= amount <= words.MOST:
        raise FieldRefusal("amount", words.NO_AMOUNT)
    return amount


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if not reason:
        raise FieldRefusal("reason", words.NO_REASON)
    if len(reason) > words.LONGEST:
        raise FieldRefusal("reason", words.LONG_REASON)
    return reason


def _end(tools: Tools, account: Balance, last_day: str) -> datetime:
    """When given credits end: with the chosen day on the account's clock, or after twelve months."""
    if not last_day:
        return year_later(tools.now(), account.zone)
    today = local(tools.now(), account.zone).date()
    try:
        day = date.fromisoformat(last_day)
    except ValueError as error:
        raise FieldRefusal("ends", words.NO_DAY) from error
    if not today <= day <= today + timedelta(days=365 * words.MOST_YEARS):
        raise FieldRefusal("ends", words.NO_DAY)
    return instant_of(day + timedelta(days=1), time(), account.zone)


def home_territories(tools: Tools, who: Who) -> list[str]:
    """The codes of the US territories that have the home rate. Raises Refusal."""
    need_admin(who)
    with tools.read() as session:
        return workspaces.get(session, tools.workspace_id).home_territories.split()


def set_home_territories(tools: Tools, who: Who, codes: Collection[str]) -> str:
    """Give the home rate to these US territories and no others, for texts from now on. Raises Refusal."""
    need_admin(who)
    if not set(codes) <= TERRITORIES.keys():
        raise FieldRefusal("home", words.RATES_UNKNOWN)
    with tools.write() as session:
        workspace = workspaces.get(session, tools.workspace_id)
        workspace.home_territories = " ".join(code for code in TERRITORIES if code in codes)
        session.add(workspace)
    return words.rates_set(codes)
