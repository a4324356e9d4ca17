"""How a workspace bills: currency, tax, who pays, approval, grace, caps; and its terms."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.actions.admin import need_admin
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.typed_number import CURRENCIES, NumberRefusal, read_count, read_money, read_rate
from bot.screens import office as words
from bot.screens.office import AgentPays, Settings, Terms
from bot.work import Tools
from models import agent as agents
from models import office
from models import order as orders
from models import payer as payers
from models import terms as conditions
from models import workspace as workspaces
from models.agent import Agent
from models.enums import PayerKind

MOST_RATE, MOST_GRACE, MOST_CAP = 10_000, 90, 100_000_000  # hundredths of a per cent; days; cents
LONGEST_TAX_NAME, LONGEST_TERMS = 30, 3000  # characters


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of the billing settings."""

    currency: str
    tax_name: str
    tax_rate: str
    payer: PayerKind
    needs_approval: bool
    grace_days: str


def settings_of(tools: Tools, who: Who) -> Settings:
    """How the workspace bills now. Raises Refusal for everybody but admins."""
    need_admin(who)
    with tools.read() as session:
        known = workspaces.get(session, tools.workspace_id)
        except_for = office.exceptions(session, tools.workspace_id)
        return Settings(
            known.currency,
            known.tax_name,
            known.tax_rate,
            known.payer,
            known.needs_approval,
            known.grace_days,
            known.time_zone,
            tools.billing is not None,
            tuple(AgentPays(name, "", one.kind, one.cap) for name, one in except_for),
        )


def count_waiting(tools: Tools) -> int:
    """How many orders wait for an admin."""
    with tools.read() as session:
        return len(orders.waiting(session, tools.workspace_id))


def set_up(tools: Tools, who: Who, typed: Typed) -> str:
    """Keep how the workspace bills from now on; what was done. Raises Refusal, FieldRefusal."""
    need_admin(who)
    if typed.currency not in CURRENCIES:
        raise FieldRefusal("currency", words.NO_CURRENCY)
    name = " ".join(typed.tax_name.split())
    if len(name) > LONGEST_TAX_NAME:
        raise FieldRefusal("tax_name", words.tax_name_length(LONGEST_TAX_NAME))
    rate = _tax_rate(typed.tax_rate)
    grace = _days(typed.grace_days)
    with tools.write() as session:
        known = workspaces.get(session, tools.workspace_id)
        moved = known.payer != typed.payer
        known.currency, known.tax_name, known.tax_rate = typed.currency, name, rate
        known.payer, known.needs_approval, known.grace_days = typed.payer, typed.needs_approval, grace
        session.add(known)
        if moved:
            _tell_provider(session, tools)
    return words.SET_UP


def pays_of(tools: Tools, who: Who, slack_user_id: str) -> AgentPays:
    """Who pays for an agent, and how much at most. Raises Refusal."""
    need_admin(who)
    with tools.read() as session:
        agent = _agent(session, tools, slack_user_id)
        known = payers.known(session, agent.id)
        kind, cap = (known.kind, known.cap) if known else (None, None)
        return AgentPays(agent.name, slack_user_id, kind, cap)


def set_payer(tools: Tools, who: Who, slack_user_id: str, kind: PayerKind | None, cap: str) -> str:
    """Keep who pays for an agent (None: as for everybody) and the month's cap ("": none); what was done.

    Raises Refusal, FieldRefusal.
    """
    need_admin(who)
    with tools.write() as session:
        agent = _agent(session, tools, slack_user_id)
        most = _cap(cap, workspaces.get(session, tools.workspace_id).currency)
        payer = payers.of_agent(session, tools.workspace_id, agent.id)
        moved = payer.kind != kind
        payer.kind, payer.cap = kind, most
        session.add(payer)
        if moved:
            _tell_provider(session, tools, agent.id)
        return words.payer_set(agent.name)


def terms_of(tools: Tools, who: Who) -> Terms | None:
    """The terms in force. Raises Refusal for everybody but admins."""
    need_admin(who)
    with tools.read() as session:
        known = conditions.current(session, tools.workspace_id)
        if known is None:
            return None
        by = agents.get(session, known.by_id).name if known.by_id else ""
        zone = workspaces.get(session, tools.workspace_id).time_zone
        accepted = office.acceptances(session, known.id)
        return Terms(known.version, known.text, by, known.at, zone, accepted)


def write_terms(tools: Tools, who: Who, text: str, seen: int) -> str:
    """Put new terms in force; what was done. `seen`: the version that was looked at, 0 for none.

    Raises Refusal, FieldRefusal.
    """
    need_admin(who)
    written = text.strip()
    if not 1 <= len(written) <= LONGEST_TERMS:
        raise FieldRefusal("text", words.terms_length(LONGEST_TERMS))
    with tools.write() as session:
        known = conditions.current(session, tools.workspace_id)
        if known is not None and known.text == written:
            return words.terms_written(known.version)
        new = conditions.Terms(
            workspace_id=tools.workspace_id,
            version=seen + 1,
            text=written,
            by_id=who.agent_id,
            at=tools.now(),
        )
        if (known.version if known else 0) != seen or not conditions.add_once(session, new):
            raise FieldRefusal("text", words.TERMS_MOVED)
        return words.terms_written(new.version)


def _tell_provider(session: Session, tools: Tools, agent_id: UUID | None = None) -> None:
    """Somebody else pays: the payment provider starts or stops to bill the plans it is about."""
    if tools.billing is not None:
        for account_id in office.subscribed(session, tools.workspace_id, agent_id):
            queue.later(session, tools, "sync_billing", account_id)


def _agent(session: Session, tools: Tools, slack_user_id: str) -> Agent:
    agent = agents.by_slack_user(session, tools.workspace_id, slack_user_id)
    if agent is None:
        raise FieldRefusal("agent", words.not_an_agent(slack_user_id))
    return agent


def _tax_rate(typed: str) -> int:
    try:
        rate = read_rate(typed or "0")
    except NumberRefusal as refusal:
        raise FieldRefusal("tax_rate", str(refusal)) from refusal
    if rate > MOST_RATE:
        raise FieldRefusal("tax_rate", words.RATE_BETWEEN)
    return rate


def _days(typed: str) -> int:
    try:
        days = read_count(typed)
    except NumberRefusal as refusal:
        raise FieldRefusal("grace_days", str(refusal)) from refusal
    if days > MOST_GRACE:
        raise FieldRefusal("grace_days", words.days_between(MOST_GRACE))
    return days


def _cap(typed: str, currency: str) -> int | None:
    if not typed.strip():
        return None
    try:
        cap = read_money(typed, currency)
    except NumberRefusal as refusal:
        raise FieldRefusal("cap", str(refusal)) from refusal
    if not 0 <= cap <= MOST_CAP:
        raise FieldRefusal("cap", words.cap_between(MOST_CAP, currency))
    return cap
