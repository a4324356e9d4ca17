"""Auto-recharge: below so many credits a pack is bought by itself, so many times a month at most."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import order as placing
from bot.actions import payment
from bot.actions.month import catch_up
from bot.actions.people import Who
from bot.screens import recharge as words
from bot.work import Refusal, Tools
from models import account as accounts
from models import order as orders
from models import payer as payers
from models import plan as plans
from models import workspace as workspaces
from models.enums import Meter, OrderState
from models.payer import Recharge

MOST_BELOW, MOST_TIMES = 100_000, 30


def recharge(tools: Tools, account_id: UUID) -> None:
    """Buy the pack if it is still wanted and the month has room for it."""
    with tools.write() as session:
        balance = catch_up(session, tools, account_id)
        wish = payers.recharge_of(session, account_id)
        if wish is None or balance.available >= wish.below:
            return
        if orders.open_of(session, account_id, [OrderState.PAYING]) is not None:
            return  # its receipt or the next charge asks again; one that waits for an admin delays nothing
        prefix = f"recharge:{account_id.hex}:{balance.month}:"
        bought = orders.count_like(session, account_id, prefix)
        pack = plans.get(session, wish.pack_id)
        if pack is None or bought >= wish.most:
            return
        placing.order_by_itself(session, tools, account_id, pack, f"{prefix}{bought + 1}")


def set_recharge(
    tools: Tools, who: Who, pack_id: UUID, below: int, most: int, agent_id: UUID | None = None
) -> str:
    """Turn it on, for oneself or as an admin for another; what was done. Raises Refusal."""
    if not 1 <= below <= MOST_BELOW:
        raise Refusal(words.below(MOST_BELOW))
    if not 1 <= most <= MOST_TIMES:
        raise Refusal(words.times(MOST_TIMES))
    with tools.write() as session:
        _may_set(session, tools, who, agent_id or who.agent_id)
        account_id = placing.account_for(session, tools, who, agent_id or who.agent_id, Meter.SMS)
        catch_up(session, tools, account_id)
        pack = plans.get(session, pack_id)
        if pack is None or not pack.is_pack or pack.workspace_id != tools.workspace_id or pack.retired_at:
            raise Refusal(words.NO_PACK)
        wish = Recharge(
            account_id=account_id,
            pack_id=pack_id,
            below=below,
            most=most,
            set_by_id=who.agent_id,
            set_at=tools.now(),
        )
        payers.set_recharge(session, wish)
        accounts.change(session, account_id, recharge_below=below)
        return words.is_on(pack.name, below, most, pack.price, pack.currency)


def _may_set(session: Session, tools: Tools, who: Who, agent_id: UUID) -> None:
    """Raises Refusal where orders need an approval or a card that is not there: this buys without asking."""
    if workspaces.get(session, tools.workspace_id).needs_approval and not who.is_admin:
        raise Refusal(words.ADMINS_ALLOW)
    payer = payers.known(session, agent_id)
    if payment.pays_by_card(session, tools, agent_id) and not (payer and payer.card_last4):
        raise Refusal(words.NO_CARD)


def stop_recharge(tools: Tools, who: Who, agent_id: UUID | None = None) -> str:
    """Turn it off; what was done."""
    with tools.write() as session:
        account_id = placing.account_for(session, tools, who, agent_id or who.agent_id, Meter.SMS)
        catch_up(session, tools, account_id)
        payers.drop_recharge(session, account_id)
        accounts.change(session, account_id, recharge_below=0)
        return words.OFF
