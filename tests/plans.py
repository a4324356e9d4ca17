"""Plans and orders in tests: what an agent's own windows do, without the windows."""

from typing import Any, cast
from uuid import UUID, uuid4

from sqlmodel import Session

from bot.actions import order as placing
from bot.actions import plan as planning
from bot.actions.account import account_of
from bot.actions.order import Placed, Wish
from bot.actions.people import Who, find_agent
from bot.jobs.handlers import HANDLERS
from models import charge_line as lines
from models import plan as plans
from models import workspace as workspaces
from models.charge_line import ChargeLine
from models.enums import Meter
from models.plan import Plan, Subscription
from tests.support import MARIA, Town

if "post_receipt" not in HANDLERS:  # an agent's own windows may be missing, their receipts with them
    cast(dict[str, Any], HANDLERS)["post_receipt"] = lambda tools, work: None


def who(town: Town, user: str = MARIA) -> Who:
    found = find_agent(town.tools, user)
    assert found
    return found


def account(town: Town, user: str = MARIA, meter: Meter = Meter.SMS) -> UUID:
    with town.tools.write() as session:
        return account_of(session, town.tools, who(town, user).agent_id, meter)


def offered(town: Town, monthly: int, meter: Meter = Meter.SMS, packs: bool = False) -> UUID:
    """The plan or pack of so many credits."""
    with town.tools.read() as session:
        found = planning.catalogue(session, town.tools, meter, packs)
    return next(one.plan_id for one in found if one.monthly == monthly)


def order(
    town: Town, monthly: int, user: str = MARIA, meter: Meter = Meter.SMS, packs: bool = False, key: str = ""
) -> Placed:
    """Order a plan or a pack as the window does: preview, then place."""
    me, plan_id = who(town, user), offered(town, monthly, meter, packs)
    seen = placing.preview(town.tools, me, me.agent_id, meter, plan_id)
    wish = Wish(me.agent_id, meter, plan_id, key or f"view:{uuid4()}", seen.mark)
    placed = placing.place(town.tools, me, wish)
    town.settle() if town.house.stops else None
    return placed


def bill(town: Town, **values: Any) -> None:
    """Set how the workspace bills."""
    with town.tools.write() as session:
        known = workspaces.get(session, town.tools.workspace_id)
        for name, value in values.items():
            setattr(known, name, value)
        session.add(known)


def charged(town: Town, month: int) -> list[ChargeLine]:
    with town.tools.read() as session:
        return lines.of_month(session, town.tools.workspace_id, month)


def subscription(town: Town, account_id: UUID) -> tuple[Subscription, Plan] | None:
    with town.tools.read() as session:
        return plans.of_account(session, account_id)


def every_plan(session: Session, town: Town) -> list[Plan]:
    return [
        one
        for meter in Meter
        for packs in (False, True)
        for one in plans.on_offer(session, town.tools.workspace_id, meter, packs)
    ]
