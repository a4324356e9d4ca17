"""The catalogue of plans and packs. A row is never edited: a new version takes its place."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlmodel import Session

from bot.actions.admin import need_admin
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.typed_number import NumberRefusal, read_count, read_money
from bot.screens import catalogue as words
from bot.screens.catalogue import Kind, Offer
from bot.work import Refusal, Tools
from models import office
from models import plan as plans
from models import workspace as workspaces
from models.plan import Plan

MOST_ON_OFFER = 25  # of one kind; so many a window shows
MOST_MONTHLY, MOST_PRICE = 10_000_000, 10_000_000  # credits or sends; cents
LONGEST_NAME = 60


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a plan, as typed."""

    name: str
    monthly: str
    price: str


@dataclass(frozen=True)
class _Read:
    name: str
    monthly: int
    price: int


def offers(tools: Tools, who: Who) -> list[Offer]:
    """Everything that can be chosen. Raises Refusal for everybody but admins."""
    need_admin(who)
    with tools.read() as session:
        users = office.subscribers(session, tools.workspace_id)
        found = [
            plan
            for kind in Kind
            for plan in plans.on_offer(session, tools.workspace_id, kind.meter, kind.is_pack)
        ]
        return [_offer(one, users.get(one.id, 0)) for one in found]


def offer(tools: Tools, who: Who, plan_id: UUID) -> Offer:
    """One that can be chosen. Raises Refusal."""
    need_admin(who)
    with tools.read() as session:
        users = office.subscribers(session, tools.workspace_id)
        return _offer(_on_offer(session, tools, plan_id), users.get(plan_id, 0))


def currency(tools: Tools, who: Who) -> str:
    """In which new prices are."""
    need_admin(who)
    with tools.read() as session:
        return workspaces.get(session, tools.workspace_id).currency


def add(tools: Tools, who: Who, kind: Kind, typed: Typed, key: str) -> str:
    """Offer a new plan or pack, once by its key; what was done. Raises Refusal, FieldRefusal."""
    need_admin(who)
    with tools.write() as session:
        money, now = workspaces.get(session, tools.workspace_id).currency, tools.now()
        read = _read(kind, typed, money)
        made = uuid5(tools.workspace_id, f"plan:{key}")
        if plans.get(session, made) is None:
            known = plans.on_offer(session, tools.workspace_id, kind.meter, kind.is_pack)
            if len(known) >= MOST_ON_OFFER:
                raise Refusal(words.TOO_MANY)
            plans.add_once(
                session,
                Plan(
                    id=made,
                    workspace_id=tools.workspace_id,
                    meter=kind.meter,
                    code=_new_code(session, tools, kind, read.monthly),
                    is_pack=kind.is_pack,
                    currency=money,
                    created_at=now,
                    **vars(read),
                ),
            )
        return words.added(read.name, read.price, money)


def change(tools: Tools, who: Who, plan_id: UUID, typed: Typed, key: str) -> str:
    """Offer a new version instead, once by its key; what was done. Who has the old one keeps it.

    Raises Refusal, FieldRefusal.
    """
    need_admin(who)
    with tools.write() as session:
        money, now = workspaces.get(session, tools.workspace_id).currency, tools.now()
        old = plans.get(session, plan_id)
        if old is None or old.workspace_id != tools.workspace_id:
            raise Refusal(words.GONE)
        read = _read(_kind(old), typed, money)
        new = Plan(
            id=uuid5(tools.workspace_id, f"plan:{key}"),
            workspace_id=tools.workspace_id,
            meter=old.meter,
            code=old.code,
            version=old.version + 1,
            is_pack=old.is_pack,
            currency=money,
            created_at=now,
            **vars(read),
        )
        note = words.changed(read.name, read.price, money)
        if plans.get(session, new.id) is not None or _is_same(old, new):
            return note
        if not plans.retire(session, old.id, now):
            raise Refusal(words.GONE)
        plans.add_once(session, new)
        return note


def retire(tools: Tools, who: Who, plan_id: UUID) -> str:
    """Offer it no more; what was done. Who has it keeps it. Raises Refusal."""
    need_admin(who)
    with tools.write() as session:
        old = plans.get(session, plan_id)
        if old is None or old.workspace_id != tools.workspace_id:
            raise Refusal(words.GONE)
        plans.retire(session, old.id, tools.now())
        return words.retired(old.name)


def _on_offer(session: Session, tools: Tools, plan_id: UUID) -> Plan:
    found = plans.get(session, plan_id)
    if found is None or found.workspace_id != tools.workspace_id or found.retired_at is not None:
        raise Refusal(words.GONE)
    return found


def _is_same(old: Plan, new: Plan) -> bool:
    return old.retired_at is None and all(
        getattr(old, name) == getattr(new, name) for name in ("name", "monthly", "price", "currency")
    )


def _new_code(session: Session, tools: Tools, kind: Kind, monthly: int) -> str:
    """A code that nothing has or had: "sms-750", then "sms-750-2"."""
    taken = plans.codes(session, tools.workspace_id, kind.meter)
    code, count = f"{kind.prefix}-{monthly}", 1
    while code in taken:
        count += 1
        code = f"{kind.prefix}-{monthly}-{count}"
    return code


def _read(kind: Kind, typed: Typed, money: str) -> _Read:
    """Raises FieldRefusal."""
    name = " ".join(typed.name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise FieldRefusal("name", words.name_length(LONGEST_NAME))
    try:
        monthly = read_count(typed.monthly)
    except NumberRefusal as refusal:
        raise FieldRefusal("monthly", str(refusal)) from refusal
    if not 1 <= monthly <= MOST_MONTHLY:
        raise FieldRefusal("monthly", words.amount_between(1, MOST_MONTHLY))
    try:
        price = read_money(typed.price, money)
    except NumberRefusal as refusal:
        raise FieldRefusal("price", str(refusal)) from refusal
    if not 1 <= price <= MOST_PRICE:
        raise FieldRefusal("price", words.price_between(1, MOST_PRICE, money))
    return _Read(name, monthly, price)


def _kind(plan: Plan) -> Kind:
    return next(one for one in Kind if (one.meter, one.is_pack) == (plan.meter, plan.is_pack))


def _offer(plan: Plan, users: int) -> Offer:
    return Offer(
        str(plan.id), _kind(plan), plan.name, plan.monthly, plan.price, plan.currency, plan.version, users
    )
