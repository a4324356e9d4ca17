"""What an agent has on both meters, where it came from, and how the number came about."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions.account import FREE_SENDS, account_now, available_now, first_of_next, locked, month_running
from bot.actions.plan import MONTHLY
from bot.rules import forecast
from bot.rules.local_time import local
from bot.rules.month import last_day
from bot.rules.month_sum import add_up
from bot.rules.permalink import permalink
from bot.screens.balance import Card, Given, Sends
from bot.screens.why import Move, Why
from bot.work import Tools
from models import account as accounts
from models import agent as agents
from models import conversation as conversations
from models import entry as entries
from models import grant as grants
from models import message as messages
from models import plan as plans
from models import usage as usages
from models import workspace as workspaces
from models.account import Account
from models.entry import Entry
from models.enums import Direction, EntryKind, GrantSource, Meter
from models.grant import Grant
from models.plan import Plan, Subscription

PAGE = 10  # entries shown at once


def card_of(tools: Tools, agent_id: UUID) -> Card:
    """The agent's credits at a glance."""
    account = account_now(tools, agent_id)
    today = local(tools.now(), account.zone).date()
    with tools.read() as session:
        lots = grants.open_grants(session, account.id)
        new = grants.since(session, account.id, account.month_seq)
        subscribed = plans.of_account(session, account.id)
        days = forecast.days_known(_began(session, agent_id, account), today)
        spent = usages.used_since(session, account.id, today - timedelta(days=days - 1))
        admins = agents.admin_users(session, tools.workspace_id)
    brought = subscribed[0].net_credits if subscribed else _sum(new, MONTHLY)
    given = sum(one.granted for one in new if one.source not in MONTHLY)
    had = account.month_used + account.net
    return Card(
        month=account.month,
        available=account.available,
        owed=account.owed,
        used=account.month_used,
        had=had,
        brought=brought,
        given=given,
        grants=[_given(one, account.zone) for one in lots],
        renews=_renewal(account, subscribed),
        ends=first_of_next(account) if subscribed and subscribed[0].ends_month else None,
        lasts=forecast.lasts_until(account.available, spent, days, today),
        pace=spent / days,
        admins=admins,
    )


def _began(session: Session, agent_id: UUID, account: Account) -> date:
    return local(agents.get(session, agent_id).created_at, account.zone).date()


def _sum(some: Iterable[Grant], sources: Sequence[GrantSource]) -> int:
    return sum(one.granted for one in some if one.source in sources)


def _given(one: Grant, zone: str) -> Given:
    last = last_day(one.expires_at, zone)
    return Given(one.source, one.month, one.granted, one.remaining, last, one.reason)


def _renewal(account: Account, subscribed: tuple[Subscription, Plan] | None) -> tuple[int, date] | None:
    if subscribed is None or subscribed[0].ends_month:
        return None
    return subscribed[1].monthly, first_of_next(account)


def sends_of(tools: Tools, agent_id: UUID) -> Sends:
    """The agent's e-mails this month. Before the first the month's grant is not written: the plan counts."""
    now = tools.now()
    with tools.read() as session:
        account = accounts.of_agent(session, agent_id, Meter.EMAIL)
    if account is None:
        running = account_now(tools, agent_id)  # of the same calendar
        return Sends(running.month, 0, FREE_SENDS, first_of_next(running), None)
    if account.due_at <= now:
        with tools.write() as session:
            account = locked(session, tools, account.id)
    with tools.read() as session:
        subscribed = plans.of_account(session, account.id)
        left = available_now(session, account)
    name = subscribed[1].name if subscribed else None
    return Sends(account.month, account.month_used, left, first_of_next(account), name)


def why(tools: Tools, agent_id: UUID, before: int | None = None) -> Why:
    """How the balance came about this month, and a page of entries: those with numbers below `before`."""
    account = account_now(tools, agent_id)
    top = account.seq + 1
    last = min(before if before is not None else top, top) - 1
    first = max(last - PAGE + 1, 1)
    with tools.read() as session:
        # Entries up to the account's number never change: read after it they still make its balance.
        opened = entries.net_after(session, account.id, account.month_seq)
        lines = entries.sums_between(session, account.id, account.month_seq, account.seq)
        came = usages.came_since(session, account.id, month_running(account).first)
        moves = _moves(session, tools, account, entries.between(session, account.id, first, last + 1))
    adds_up = add_up(opened, lines, came, account.month)
    return Why(account.month, adds_up, moves, first if first > 1 else None, last < account.seq)


def _moves(session: Session, tools: Tools, account: Account, found: Sequence[Entry]) -> list[Move]:
    """The operations of these lines in words, the newest first."""
    given = grants.numbered(session, account.id, [one.seq for one in found if one.kind == EntryKind.GRANT])
    return [
        _move(session, tools, account, list(lines), given.get(seq))
        for seq, lines in groupby(found, key=lambda one: one.seq)
    ]


def _move(
    session: Session, tools: Tools, account: Account, lines: Sequence[Entry], given: Grant | None
) -> Move:
    first = lines[0]
    name, is_in, url = _text(session, tools, first.message_id) if first.message_id else ("", False, "")
    return Move(
        kind=first.kind,
        at=first.at,
        zone=account.zone,
        delta=sum(one.delta for one in lines),
        net_after=lines[-1].net_after,
        expired=-sum(one.delta for one in lines if one.kind == EntryKind.EXPIRE),
        repaid=sum(one.delta for one in lines if one.kind == EntryKind.REPAY and one.grant_seq is None),
        name=name,
        is_in=is_in,
        link=url,
        source=given.source if given else None,
        month=first.month,
        reason=first.reason,
    )


def _text(session: Session, tools: Tools, message_id: UUID) -> tuple[str, bool, str]:
    """Whose text it was, whether it came in, and where it stands in Slack; nothing if it is not kept."""
    message = messages.get(session, message_id)
    if message is None:
        return "", False, ""
    url, place = workspaces.get(session, tools.workspace_id).url, (message.slack_channel, message.slack_ts)
    thread = conversations.thread_of(session, message.conversation_id, *place)
    name = talk.parties(session, tools, message.conversation_id).name
    return name, message.direction == Direction.IN, permalink(url, *place, thread)
