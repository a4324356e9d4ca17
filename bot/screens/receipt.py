"""What became of an order, for the direct message and the mail."""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.amount import day, money, units, with_tax
from bot.screens.blocks import actions, section
from bot.screens.checkout import Moves
from bot.screens.shop import plan_button
from models.enums import Meter, OrderState

_MARKS = re.compile(r"[*`]|:[a-z_]+: ")


@dataclass(frozen=True)
class Renewal:
    """What the next month brings; money in the smallest unit of the currency."""

    first: date
    monthly: int
    price: int
    tax: int


@dataclass(frozen=True)
class Receipt:
    """An order as it stands, for one reader."""

    state: OrderState
    meter: Meter
    what: str  # the plan or the pack
    is_pack: bool
    name: str  # for whom it is; "" for the reader
    by: str | None  # who ordered it, if not the reader; "" by itself
    moves: Moves
    reason: str
    tax_name: str
    paid_with: str  # "Visa ending in 4242", for its owner only; "" for another's card
    brokerage: str  # who is billed; "": it is paid by card
    available: int
    renews: Renewal | None


def post(receipt: Receipt) -> Post:
    """The direct message."""
    text = "\n".join(_lines(receipt))
    needs_more = receipt.state in (OrderState.DECLINED, OrderState.REFUSED)
    buttons = [actions(plan_button(receipt.meter))] if needs_more and not receipt.name else []
    return Post(text, [section(text), *buttons])


def mail(receipt: Receipt) -> tuple[str, str]:
    """Subject and text of the mail with the same words."""
    subject = {
        OrderState.DONE: "Receipt",
        OrderState.WAITING: "Waiting for approval",
        OrderState.DECLINED: "Not paid",
        OrderState.REFUSED: "Not ordered",
        OrderState.PAYING: "Being paid",
    }[receipt.state]
    lines = [unescape(_MARKS.sub("", one)) for one in _lines(receipt)]
    return f"{subject}: {receipt.what}", "\n".join(lines)


def _lines(receipt: Receipt) -> list[str]:
    what = f"*{escape(receipt.what)}*" + (f" for {escape(receipt.name)}" if receipt.name else "")
    match receipt.state:
        case OrderState.DONE:
            said = [f":white_check_mark: {what}", *_done(receipt)]
        case OrderState.DECLINED:
            said = [f":x: {what} was not paid, so nothing has changed.", escape(receipt.reason)]
        case OrderState.REFUSED:
            said = [f":x: {what} was not ordered: {escape(receipt.reason)}.", "Nothing has changed."]
        case _:
            said = [f":hourglass_flowing_sand: {what} waits for approval.", "Nothing has changed yet."]
    return said + _by(receipt)


def _by(receipt: Receipt) -> list[str]:
    if receipt.by is None:
        return []
    return [f"Ordered by {escape(receipt.by)}." if receipt.by else "Bought by itself: few credits were left."]


def _done(receipt: Receipt) -> list[str]:
    moves, meter = receipt.moves, receipt.meter
    left = f"{units(receipt.available, meter)} left now."
    if moves.granted:
        said = [f"{units(moves.granted, meter)} added, {left}"]
    elif moves.removed:
        said = [f"{units(moves.removed, meter)} removed, {left}"]
    else:
        said = [f"Nothing was added or removed, {left}"]
    said.append(_money(receipt))
    if receipt.renews:
        at = receipt.renews
        price = with_tax(at.price, at.tax, receipt.tax_name, moves.currency)
        said.append(f"On {day(at.first)}: {units(at.monthly, meter)} for {price}.")
    return said


def _money(receipt: Receipt) -> str:
    moves = receipt.moves
    if moves.charged:
        price = with_tax(moves.charged, moves.tax, receipt.tax_name, moves.currency)
        if receipt.brokerage:
            return f"Billed to {escape(receipt.brokerage)}: {price}."
        return f"Paid with {escape(receipt.paid_with) or 'the card on file'}: {price}."
    if moves.credited:
        back = with_tax(moves.credited, -moves.tax, receipt.tax_name, moves.currency)
        return f"Credited on the next bill: {back}."
    return f"Nothing to pay: {money(0, moves.currency)}."
