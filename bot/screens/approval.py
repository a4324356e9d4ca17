"""An order that waits for an admin: the question, its answer, the list of those that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.amount import money
from bot.screens.blocks import Block, actions, button, context, cut, section
from bot.screens.when import show_date
from models.enums import Meter, OrderState, PayerKind

LISTED = 30
NONE = "No order waits for you."
KEEPS = "Until then everything stays as it is for them."
BILLED = {PayerKind.AGENT: "Paid by the agent.", PayerKind.BROKERAGE: "Billed to the brokerage."}


@dataclass(frozen=True)
class Asked:
    """An order as an admin sees it; money in the smallest unit of its currency."""

    order_id: str
    agent: str
    meter: Meter
    name: str
    is_pack: bool
    now: str  # the plan they are on; "" for none
    granted: int
    net: int  # without tax
    tax: int
    currency: str
    monthly: int  # what it costs from the 1st on; 0 for a pack
    payer: PayerKind
    at: datetime
    state: OrderState
    reason: str
    by: str  # who decided; "" for nobody yet


def decided(state: OrderState, reason: str) -> str:
    """What an admin's own decision led to."""
    if state == OrderState.REFUSED:
        return f"Not approved: {escape(reason)}." if reason else "Not approved."
    return "Approved. The agent gets a receipt."


def decided_already(name: str, state: OrderState) -> str:
    what = "declined" if state == OrderState.REFUSED else "approved"
    return f"This was decided already: {escape(name) or 'somebody'} {what} it."


def question(asked: Asked) -> Post:
    """The question with its buttons."""
    text = _words(asked)
    return Post(f"{text} Approve it or decline it.", [section(text), context(KEEPS), _buttons(asked)])


def answer(asked: Asked) -> Post:
    """What stands in its place once it is decided."""
    verb = "Declined" if asked.state == OrderState.REFUSED else "Approved"
    by = f" by {escape(asked.by)}" if asked.by else ""
    text = f"{_words(asked)}\n{verb}{by}."
    return Post(text, [section(text)])


def listing(found: Sequence[Asked], zone: str) -> list[Block]:
    """Those that wait, each with its buttons."""
    blocks: list[Block] = []
    for one in found[:LISTED]:
        blocks += [section(f"{_words(one)}\nOrdered {show_date(one.at, zone)}"), _buttons(one)]
    if len(found) > LISTED:
        blocks.append(context(f"and {len(found) - LISTED} more; the oldest are shown"))
    return blocks or [section(NONE)]


def _words(asked: Asked) -> str:
    what = f"a pack of {asked.name}" if asked.is_pack else asked.name
    due = money(asked.net + asked.tax, asked.currency)
    tax = f" ({money(asked.tax, asked.currency)} of it tax)" if asked.tax else ""
    then = f", then {money(asked.monthly, asked.currency)} a month plus tax" if asked.monthly else ""
    unit = "credits" if asked.meter == Meter.SMS else "sends"
    gets = f" It adds {asked.granted:,} {unit} now." if asked.granted else ""
    has = "" if asked.is_pack else f" Now: {escape(asked.now)}." if asked.now else " Now: no plan."
    return (
        f"*{escape(cut(asked.agent, 80))}* would like {escape(what)} for {due}{tax} today{then}.{gets}{has} "
        f"{BILLED[asked.payer]}"
    )


def _buttons(asked: Asked) -> Block:
    about = cut(f"{asked.name} for {asked.agent}", 60)
    approve = button("Approve", "order_approve", asked.order_id, "primary", f"Approve {about}")
    return actions(approve, button("Decline", "order_decline", asked.order_id, None, f"Decline {about}"))
