"""A month's charge lines: looked at, taken back, corrected, and sent to the admins as a statement."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session

from bot.actions import mail, queue
from bot.actions.admin import need_admin
from bot.actions.month import catch_up
from bot.actions.notice import post_once
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.ports import File
from bot.rules.local_time import local
from bot.rules.month import first_of, month_of
from bot.rules.plan_change import signed_tax_on
from bot.rules.spreadsheet import Cell, as_csv
from bot.rules.typed_number import NumberRefusal, read_money
from bot.screens import statement as screens
from bot.screens.letter import as_html
from bot.screens.statement import Line, Statement
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import charge_line as rows
from models import job as jobs
from models import office
from models import workspace as workspaces
from models.charge_line import ChargeLine
from models.office import Booked

TICK = "statement"
MONTHS = 24  # that can be chosen
LONGEST_REASON = 200
MOST = 10_000_000  # cents of one line
HEAD = (
    "Month", "Date", "Agent", "Meter", "What", "Payer", "Net", "Tax", "Total", "Currency", "Payment", "Key",
    "Takes back",
)  # fmt: skip


@dataclass(frozen=True)
class LineId:
    """Which charge line is meant."""

    account_id: UUID
    key: str


def send_due(tools: Tools) -> None:
    """Let the statement of every closed month that has lines be sent, once, the earliest first."""
    with tools.read() as session:
        beyond = office.first_open_month(session, tools.workspace_id)
        found = sorted(office.months(session, tools.workspace_id))
        sent = jobs.taken_ticks(session, TICK, "")
    for month in found:
        if beyond is None or month >= beyond or str(month) in sent:
            continue
        with tools.write() as session:
            if jobs.take_tick(session, TICK, str(month)):
                for admin in agents.admins(session, tools.workspace_id):
                    _send(session, tools, admin.id, month)


def send_again(tools: Tools, who: Who, month: int) -> str:
    """Let one admin have a month's statement as it is now; what was done."""
    need_admin(who)
    with tools.write() as session:
        _send(session, tools, who.agent_id, month)
    return screens.on_its_way(month)


def _send(session: Session, tools: Tools, agent_id: UUID, month: int) -> None:
    place = queue.dm_of(agent_id)
    queue.show(session, tools, "post_statement", agent_id, place, queue.Priority.DIGEST, month=month)
    subject, text = screens.mail(_statement(session, tools, month))
    mail.write(session, tools, agents.get(session, agent_id), subject, text, as_html(text))


def post_statement(tools: Tools, agent_id: UUID, month: int, key: str, again: bool) -> None:
    """Post a month's statement with its file into an admin's direct message, once by its key."""
    with tools.read() as session:
        agent = agents.get(session, agent_id)
        seen = _statement(session, tools, month)
    posted = post_once(tools, agent, screens.post(seen), key, again)
    name = screens.file_name(month)
    if not (again and tools.slack.find_upload(posted.channel, posted.ts, name)):
        file = File(as_csv(csv_rows(seen)), "text/csv")
        tools.slack.upload(posted.channel, posted.ts, name, screens.file_words(month), file)


def statement_of(tools: Tools, who: Who, month: int) -> Statement:
    """A month's lines with their sums. Raises Refusal for everybody but admins."""
    need_admin(who)
    with tools.read() as session:
        return _statement(session, tools, month)


def lines_of(tools: Tools, who: Who, month: int, agent_id: UUID) -> tuple[str, list[Line]]:
    """An agent's name and lines of a month. Raises Refusal."""
    need_admin(who)
    with tools.read() as session:
        agent = next(
            (one for one in agents.of_workspace(session, tools.workspace_id) if one.id == agent_id), None
        )
        if agent is None:
            raise Refusal(screens.NO_LINE)
        found = _statement(session, tools, month).lines
        return agent.name, [one for one in found if one.agent_id == str(agent_id)]


def months_of(tools: Tools, who: Who) -> list[int]:
    """The months that can be looked at, the newest first: the one that runs, and those with lines."""
    need_admin(who)
    with tools.read() as session:
        zone = workspaces.get(session, tools.workspace_id).time_zone
        runs = month_of(tools.now(), zone).number
        return sorted({runs, *office.months(session, tools.workspace_id)}, reverse=True)[:MONTHS]


def form_of(tools: Tools, who: Who, which: LineId) -> tuple[Line, str]:
    """One line that can be taken back, and what a form about it has to remember. Raises Refusal."""
    need_admin(who)
    with tools.read() as session:
        month = _line(session, tools, which).month
        found = office.lines(session, tools.workspace_id, month, (which.account_id,))
        line = next(_shown(session, tools)(one) for one in found if one.line.source_key == which.key)
    about = {"account": line.account_id, "key": line.key, "month": str(month), "agent": line.agent_id}
    return line, json.dumps(about)


def void(tools: Tools, who: Who, which: LineId, reason: str) -> str:
    """Take a line back, once; what was done. Raises Refusal, FieldRefusal."""
    need_admin(who)
    why = _reason(reason)
    with tools.write() as session:
        line = _void(session, tools, who, which, why)
        return screens.voided(line.amount + line.tax, line.currency)


def correct(tools: Tools, who: Who, which: LineId, typed: str, reason: str) -> str:
    """Take a line back, once, and write another amount instead; what was done.

    Raises Refusal, FieldRefusal.
    """
    need_admin(who)
    why = _reason(reason)
    with tools.write() as session:
        line = _void(session, tools, who, which, why)
        amount = _amount(typed, line.currency)
        rate = workspaces.get(session, tools.workspace_id).tax_rate
        new = ChargeLine(
            source_key=f"manual:{uuid5(line.account_id, line.source_key)}",
            amount=amount,
            tax=signed_tax_on(amount, rate),
            words=screens.corrected_words(line.words, why),
            **_same(session, tools, who, line),
        )
        rows.add_once(session, new)
        return screens.corrected(line.amount, amount, line.currency)


def _void(session: Session, tools: Tools, who: Who, which: LineId, why: str) -> ChargeLine:
    line = _line(session, tools, which)
    catch_up(session, tools, line.account_id)
    back = ChargeLine(
        source_key=f"void:{line.source_key}",
        voids_key=line.source_key,
        amount=-line.amount,
        tax=-line.tax,
        words=screens.void_words(line.words, why),
        **_same(session, tools, who, line),
    )
    if not rows.add_once(session, back):
        raise Refusal(screens.VOIDED)
    return line


def _same(session: Session, tools: Tools, who: Who, line: ChargeLine) -> dict[str, Any]:
    """What a later line about the same has in common with it. It counts now: sent statements stay true."""
    return {
        "account_id": line.account_id,
        "workspace_id": line.workspace_id,
        "month": accounts.get(session, line.account_id).month,
        "payer": line.payer,
        "currency": line.currency,
        "reference": line.reference,
        "order_id": line.order_id,
        "by_id": who.agent_id,
        "at": tools.now(),
    }


def _line(session: Session, tools: Tools, which: LineId) -> ChargeLine:
    line = rows.get(session, which.account_id, which.key)
    if line is None or line.workspace_id != tools.workspace_id:
        raise Refusal(screens.NO_LINE)
    if line.voids_key is not None:
        raise Refusal(screens.IS_A_VOID)
    return line


def _reason(typed: str) -> str:
    why = " ".join(typed.split())
    if not 1 <= len(why) <= LONGEST_REASON:
        raise FieldRefusal("reason", screens.reason_length(LONGEST_REASON))
    return why


def _amount(typed: str, currency: str) -> int:
    try:
        amount = read_money(typed, currency)
    except NumberRefusal as refusal:
        raise FieldRefusal("amount", str(refusal)) from refusal
    if not amount or abs(amount) > MOST:
        raise FieldRefusal("amount", screens.amount_of(MOST, currency))
    return amount


def _statement(session: Session, tools: Tools, month: int) -> Statement:
    shown = _shown(session, tools)
    found = office.lines(session, tools.workspace_id, month)
    tax_name = workspaces.get(session, tools.workspace_id).tax_name
    return Statement(month, tax_name, tuple(shown(one) for one in found))


def _shown(session: Session, tools: Tools) -> Callable[[Booked], Line]:
    zone = workspaces.get(session, tools.workspace_id).time_zone

    def show(one: Booked) -> Line:
        line = one.line
        return Line(
            str(line.account_id),
            line.source_key,
            str(one.agent.id),
            one.agent.name,
            one.meter,
            local(line.at, zone).date(),
            line.words,
            line.payer,
            line.amount,
            line.tax,
            line.currency,
            line.reference,
            line.voids_key or "",
            one.is_void,
        )

    return show


def csv_rows(seen: Statement) -> list[tuple[Cell, ...]]:
    """The statement's file: a line each, amounts exact and with the currency beside them."""
    month = f"{first_of(seen.month):%Y-%m}"
    found: list[tuple[Cell, ...]] = [HEAD]
    for one in seen.lines:
        money = tuple(Decimal(cents).scaleb(-2) for cents in (one.net, one.tax, one.net + one.tax))
        about = (month, one.day.isoformat(), one.agent, one.meter.value, one.what, one.payer.value)
        found.append((*about, *money, one.currency, one.reference, one.key, one.voids))
    return found
