"""`/usage`: what texts cost in a month, as a message in the direct message and as files."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.actions.admin import agent_named
from bot.actions.conversation import called
from bot.actions.notice import post_once
from bot.actions.people import Who, who_of
from bot.actions.permission import need_credits
from bot.ports import File, Posted, Refused
from bot.rules.local_time import local
from bot.rules.month import after, before, first_of, month_of
from bot.rules.phone import show_phone
from bot.rules.spreadsheet import as_csv
from bot.screens import usage as screens
from bot.screens.usage import EVERYBODY, Client, Day, Report
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import conversation as conversations
from models import usage as usages
from models import workspace as workspaces
from models.agent import Agent
from models.enums import Direction, Meter

MONTHS = 12  # that can be chosen
TOP = 10
WAYS = ("day", "contact")  # a file each
ODD_BLOCKS = "invalid_blocks"  # Slack's word for blocks that it does not take
GONE = ("message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed")
DAYS = (
    "Day",
    *(f"{kind} {way}" for kind in ("Texts", "Picture messages", "Credits") for way in ("in", "out")),
)
CONTACTS = ("Contact", "Phone", "Agent", "Texts in", "Texts out", "Credits")
Row = Sequence[str | int]
NAMED = {Direction.IN: "in", Direction.OUT: "out"}


@dataclass(frozen=True)
class Asked:
    """Which month of whose texts: a Slack user id or EVERYBODY."""

    month: int
    whose: str


@dataclass(frozen=True)
class Place:
    """The message that shows a report."""

    channel: str
    ts: str


def ask(tools: Tools, who: Who, key: str) -> str | None:
    """Let this month's report be posted, an admin's about everybody; the channel, if it is known.

    `key`: of what was typed, which counts once. Raises Refusal for who has no credits of their own.
    """
    need_credits(who)
    whose = EVERYBODY if who.is_admin else who.slack_user_id
    with tools.write() as session:
        month = month_of(tools.now(), workspaces.get(session, tools.workspace_id).time_zone).number
        dm, receipt = queue.dm_of(who.agent_id), queue.Priority.RECEIPT
        args = vars(Asked(month, whose))
        queue.show(session, tools, "post_usage", who.agent_id, dm, receipt, dedupe=f"usage:{key}", **args)
        return agents.get(session, who.agent_id).dm_channel


def choose(tools: Tools, who: Who, place: Place, asked: Asked) -> None:
    """Show something else in a report. Raises Refusal."""
    with tools.write() as session:
        _check(session, tools, who, asked.whose)
        lane = queue.Place(queue.EDITS, f"usage:{place.channel}:{place.ts}")
        receipt = queue.Priority.RECEIPT
        queue.show(session, tools, "update_usage", who.agent_id, lane, receipt, **vars(place), **vars(asked))


def download(tools: Tools, who: Who, place: Place, asked: Asked) -> None:
    """Let the report's files be put into its thread. Raises Refusal."""
    with tools.write() as session:
        _check(session, tools, who, asked.whose)
        for by in WAYS:
            args = vars(place) | vars(asked) | {"by": by}
            key = "usage:" + ":".join(map(str, args.values()))
            dm, receipt = queue.dm_of(who.agent_id), queue.Priority.RECEIPT
            queue.show(session, tools, "post_usage_file", who.agent_id, dm, receipt, dedupe=key, **args)


def shown(args: Mapping[str, Any]) -> tuple[Place, Asked]:
    """Where a report is and what it shall be about, as a job keeps it."""
    return Place(args["channel"], args["ts"]), Asked(args["month"], args["whose"])


def post_usage(tools: Tools, agent_id: UUID, asked: Asked, key: str, again: bool) -> None:
    """Post a report, once by its key."""
    agent, seen = _seen(tools, agent_id, asked)
    try:
        post_once(tools, agent, screens.report(seen), key, again)
    except Refused as refused:
        if refused.reason != ODD_BLOCKS:
            raise
        _draw(tools, seen, post_once(tools, agent, screens.without_chart(seen), key, again))


def update_usage(tools: Tools, agent_id: UUID, place: Place, asked: Asked) -> None:
    """Let a report show something else; one that was deleted meanwhile is let be."""
    _, seen = _seen(tools, agent_id, asked)
    try:
        tools.slack.update(place.channel, place.ts, screens.report(seen))
    except Refused as refused:
        if refused.reason in GONE:
            return
        if refused.reason != ODD_BLOCKS:
            raise
        tools.slack.update(place.channel, place.ts, screens.without_chart(seen))
        _draw(tools, seen, Posted(place.channel, place.ts, None))


def post_usage_file(tools: Tools, agent_id: UUID, place: Place, asked: Asked, by: str, again: bool) -> None:
    """Put one of a report's files into its thread."""
    _, seen = _seen(tools, agent_id, asked)
    name = f"{_file_name(seen)}-by-{by}.csv"
    if again and tools.slack.find_upload(place.channel, place.ts, name):
        return
    with tools.read() as session:
        whose = _whose(session, tools, asked.whose)
        rows = _by_day(seen) if by == "day" else _by_contact(session, tools, whose, asked.month)
    file = File(as_csv(rows), "text/csv")
    tools.slack.upload(place.channel, place.ts, name, screens.file_words(seen, by), file)


def _draw(tools: Tools, seen: Report, posted: Posted) -> None:
    picture, name = tools.pictures.draw_bars(*screens.bars(seen.days)), f"{_file_name(seen)}.png"
    tools.slack.upload(posted.channel, posted.ts, name, screens.chart_words(seen), picture)


def _file_name(seen: Report) -> str:
    whose = re.sub(r"[^a-z0-9]+", "-", seen.name.lower()).strip("-") or "agent"
    return f"usage-{first_of(seen.month):%Y-%m}-{whose}"


def _seen(tools: Tools, agent_id: UUID, asked: Asked) -> tuple[Agent, Report]:
    with tools.read() as session:
        agent = agents.get(session, agent_id)
        return agent, report_of(session, tools, who_of(agent), asked)


def _check(session: Session, tools: Tools, who: Who, whose: str) -> None:
    """Raises Refusal for what this person may not see, and for somebody who is no agent."""
    need_credits(who)
    if whose != who.slack_user_id and not who.is_admin:
        raise Refusal(screens.NOT_YOURS)
    _whose(session, tools, whose)


def _whose(session: Session, tools: Tools, whose: str) -> Agent | None:
    """The agent a report is about, None for everybody. Raises Refusal for somebody who is no agent."""
    if whose == EVERYBODY:
        return None
    return agent_named(session, tools, whose)


def report_of(session: Session, tools: Tools, who: Who, asked: Asked) -> Report:
    """A month of an agent's or everybody's texts, for somebody who may see it."""
    whose = _whose(session, tools, asked.whose)
    workspace = workspaces.get(session, tools.workspace_id)
    today = local(tools.now(), workspace.time_zone).date()
    months = [month_of(tools.now(), workspace.time_zone).number]
    while len(months) < MONTHS:
        months.append(before(months[-1]))
    payer = _payer(session, whose)
    span = (first_of(asked.month), first_of(after(asked.month)))
    rows = usages.by_day(session, tools.workspace_id, payer, *span) if payer or whose is None else ()
    carried = usages.carried(session, tools.workspace_id, payer, *span) if rows else 0
    return Report(
        asked.month,
        months,
        asked.whose,
        whose.name if whose else "Everybody",
        who.is_admin,
        _days(rows, span, today),
        carried,
        _top(session, tools, whose, payer, span) if rows else (),
    )


def _payer(session: Session, whose: Agent | None) -> UUID | None:
    account = accounts.of_agent(session, whose.id, Meter.SMS) if whose else None
    return account.id if account else None


def _days(rows: usages.Days, span: tuple[date, date], today: date) -> list[Day]:
    """Every day of the month that has begun, also those without a text."""
    counts: dict[date, dict[str, int]] = {}
    for day, way, has_pictures, texts, credits in rows:
        kind = "pictures" if has_pictures else "texts"
        here = counts.setdefault(day, {})
        for name, value in ((f"{kind}_{NAMED[way]}", texts), (f"credits_{NAMED[way]}", credits)):
            here[name] = here.get(name, 0) + value
    last = max([min(span[1] - timedelta(days=1), today), span[0], *counts])
    days = [span[0] + timedelta(days=at) for at in range((last - span[0]).days + 1)]
    return [Day(day, **counts.get(day, {})) for day in days]


def _top(
    session: Session, tools: Tools, whose: Agent | None, payer: UUID | None, span: tuple[date, date]
) -> list[Client]:
    talks = usages.by_conversation(session, tools.workspace_id, payer, *span, TOP)
    named = _names(session, talks)
    return [
        Client(named[one][0], "" if whose else named[one][2], one.came + one.left, one.credits)
        for one in talks
        if one.credits
    ]


def _names(session: Session, talks: Sequence[usages.Talk]) -> dict[usages.Talk, tuple[str, str, str]]:
    """The client's name, their number as people write it, and the agent's name."""
    parties = conversations.parties_of(session, [one.conversation_id for one in talks])
    payers = accounts.agents_of(session, {one.account_id for one in talks})
    found = {}
    for one in talks:
        party = parties[one.conversation_id]
        found[one] = (called(*party), show_phone(party[0]), payers[one.account_id])
    return found


def _by_day(seen: Report) -> list[Row]:
    rows: list[Row] = [DAYS]
    for day in seen.days:
        rows.append((day.day.isoformat(), *day.numbers[:-1], day.credits_in, day.credits_out))
    return rows


def _by_contact(session: Session, tools: Tools, whose: Agent | None, month: int) -> list[Row]:
    payer = _payer(session, whose)
    if whose and not payer:
        return [CONTACTS]
    span = (first_of(month), first_of(after(month)))
    talks = usages.by_conversation(session, tools.workspace_id, payer, *span)
    named = _names(session, talks)
    return [CONTACTS, *((*named[one], one.came, one.left, one.credits) for one in talks)]
