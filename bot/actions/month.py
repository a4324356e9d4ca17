"""The first of the month and the ends of grants, by the timetable or, when a text comes first, at once."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.rules.month import after, month, year_later
from bot.work import Tools
from models import account as accounts
from models import month as months
from models import workspace as workspaces
from models.account import Balance
from models.month import Group, Turn

CHUNK = 2500  # accounts that wait for each other in one transaction: a fraction of a second


def turn_all(tools: Tools) -> int:
    """Do for every account what its calendar says is due; how many transactions that took.

    Months that were slept through are turned one by one, each dated 00:00 of its first day.
    """
    now, taken = tools.now(), 0
    while groups := _due(tools, now):
        for group in groups:
            while _turn_some(tools, group, now):
                taken += 1
    return taken


def _due(tools: Tools, now: datetime) -> list[Group]:
    with tools.read() as session:
        return months.due(session, now)


def _turn_some(tools: Tools, group: Group, now: datetime) -> bool:
    with tools.write() as session:
        between = months.lock_due(session, group, now, CHUNK)
        if between is not None:
            months.step(session, group, between, now, _next(session, group))
        return between is not None


def catch_up(session: Session, tools: Tools, account_id: UUID) -> Balance:
    """Lock one account and do what is due there first; where it stands then."""
    now = tools.now()
    while (balance := accounts.lock(session, account_id)).due_at <= now:
        group = Group(tools.workspace_id, balance.month)
        months.step(session, group, (account_id, account_id), now, _next(session, group))
    return balance


def _next(session: Session, group: Group) -> Turn:
    zone = workspaces.get(session, group.workspace_id).time_zone
    new = month(after(group.month), zone)
    return Turn(new.number, zone, new.ends_at, year_later(new.starts_at, zone))
