"""The windows of an order: what it does, how it is paid and under which terms, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.month import first_of
from bot.rules.slack_text import escape
from bot.screens.amount import credits, day, money, units, with_tax
from bot.screens.blocks import (
    SECTION,
    Block,
    actions,
    button,
    context,
    input_block,
    modal,
    option,
    plain,
    section,
    verbatim,
)
from bot.screens.inbox import header
from bot.screens.shop import Paying, Standing, card_button, renewal
from models.enums import GrantSource, Meter, OrderState

NO_CARD_YET = "No card has arrived yet. Give it on the page first; that takes a moment."


@dataclass(frozen=True)
class Moves:
    """What an order does at once; money in the smallest unit of its currency."""

    granted: int
    removed: int
    charged: int
    credited: int
    tax: int  # on what is charged, less that on what is credited
    currency: str


@dataclass(frozen=True)
class Terms:
    """What has to be accepted, and whether it is."""

    terms_id: str
    text: str
    accepted: date | None


@dataclass(frozen=True)
class Offer:
    """An order before it is placed."""

    plan_id: str
    plan_name: str
    is_pack: bool
    monthly: int
    price: int
    price_tax: int
    moves: Moves
    standing: Standing  # as it is before
    tax_name: str
    paying: Paying
    name: str  # for whom it is; "" for oneself
    waits: bool  # an admin has to approve it
    terms: Terms | None
    mark: str

    @property
    def lacks_card(self) -> bool:
        due = self.moves.charged - self.moves.credited + self.moves.tax
        return due > 0 and not self.paying.brokerage and not self.paying.has_card


@dataclass(frozen=True)
class Open:
    """A grant that stays when a plan stops."""

    source: GrantSource
    month: int
    left: int
    last_day: date


def preview(offer: Offer, meta: str, note: str = "") -> Block:
    """What the order does today and on the 1st, in sentences."""
    blocks = [section(f":warning: {note}")] if note else []
    title = f"*{escape(offer.plan_name)}*" + (f" for {escape(offer.name)}" if offer.name else "")
    blocks += [section(title), section("\n".join(f"• {one}" for one in sentences(offer)))]
    return modal("plan_preview", "What changes", blocks, "Continue", meta)


def sentences(offer: Offer) -> list[str]:
    """Money today, credits now, and what the 1st brings."""
    return [_money(offer), *_units(offer), _on_the_first(offer)]


def _money(offer: Offer) -> str:
    moves, month = offer.moves, f"{first_of(offer.standing.month):%B}"
    if moves.charged:
        price = with_tax(moves.charged, moves.tax, offer.tax_name, moves.currency)
        if offer.is_pack:
            return f"*Today:* {price}, once."
        had = offer.standing.plan is not None
        why = f"for the rest of {month}'s difference" if had else f"for the whole of {month}"
        return f"*Today:* {price} {why}."
    if moves.credited:
        back = with_tax(moves.credited, -moves.tax, offer.tax_name, moves.currency)
        return f"*Today:* nothing to pay; {back} is credited on the next bill."
    return "*Today:* nothing to pay."


def _units(offer: Offer) -> list[str]:
    moves, at = offer.moves, offer.standing
    if moves.granted:
        said = f"{units(moves.granted, at.meter)} are added"
        pays = min(at.owed, moves.granted)
        paid = f", {pays:,} of them for what is owed" if pays else ""
        return [f"*Now:* {said}{paid}: {units(at.available + moves.granted - pays, at.meter)} left."]
    if moves.removed:
        left = at.available - moves.removed
        said = f"{units(moves.removed, at.meter)} of this month's plan are removed"
        stay = " What rolled over and what came from packs stays." if at.meter == Meter.SMS else ""
        return [f"*Now:* {said}: {units(left, at.meter)} left.{stay}"]
    if offer.standing.plan is None or offer.is_pack:
        return []
    return [f"*Now:* nothing is added or removed: {units(at.available, at.meter)} left."]


def _on_the_first(offer: Offer) -> str:
    at, first = offer.standing, day(offer.standing.first)
    if offer.is_pack:
        return f"*On {first}:* {renewal(at, offer.tax_name) or 'nothing: a pack does not renew'}."
    price = with_tax(offer.price, offer.price_tax, offer.tax_name, offer.moves.currency)
    ends = " Unused ones end with the month." if at.meter == Meter.EMAIL else ""
    return f"*On {first}:* {units(offer.monthly, at.meter)} for {price}, and so every month.{ends}"


def review(offer: Offer, meta: str, note: str = "") -> Block:
    """How it is paid and under which terms; "Place order" orders it."""
    blocks = [section(f":warning: {note}")] if note else []
    blocks += [section(f"*{escape(offer.plan_name)}*\n{_money(offer)}"), *_payment(offer)]
    if offer.waits:
        blocks.append(context("An admin has to approve this order before it is done."))
    blocks.append(actions(button("Back", "plan_back")))
    return modal("plan_review", "Your order", [*blocks, *_terms(offer.terms)], "Place order", meta)


def _payment(offer: Offer) -> list[Block]:
    paying = offer.paying
    if paying.brokerage:
        return [section(f"*Payment*\nBilled to {escape(paying.brokerage)}.")]
    if offer.name:
        said = (
            "Paid with their card on file."
            if paying.has_card
            else "They have no card on file: they add one first."
        )
        return [section(f"*Payment*\n{said}")]
    if paying.has_card:
        return [section(f"*Payment*\n{escape(paying.card)}") | {"accessory": card_button(paying)}]
    if offer.lacks_card:
        return [
            section("*Payment*\nNo card on file yet. Add one first.") | {"accessory": card_button(paying)}
        ]
    return []


def _terms(terms: Terms | None) -> list[Block]:
    if terms is None:
        return []
    text = [verbatim(terms.text[at : at + SECTION]) for at in range(0, len(terms.text), SECTION)]
    if terms.accepted:
        said = f"You accepted these terms on {day(terms.accepted)}."
        return [header("Terms"), context(said), *text]
    tick: Block = {
        "type": "checkboxes",
        "action_id": "terms",
        "options": [option("I accept the terms below", "accepted")],
    }
    return [input_block("Terms", "terms", tick) | {"block_id": f"terms {terms.terms_id}"}, *text]


def placed(
    state: OrderState, offer_name: str, moves: Moves, standing: Standing, admins: Sequence[str]
) -> Block:
    """What became of the order just now."""
    blocks = [section(_became(state, offer_name, moves, standing, admins))]
    blocks.append(context("The receipt comes as a direct message from Parley."))
    view = modal("plan_placed", "Your order", blocks, None)
    return view | {"close": plain("Back to plans")}


def _became(state: OrderState, name: str, moves: Moves, standing: Standing, admins: Sequence[str]) -> str:
    name = escape(name)
    if state == OrderState.WAITING:
        who = " or ".join(f"<@{one}>" for one in admins[:3]) or "An admin"
        return f":hourglass_flowing_sand: *{name}* waits for approval by {who}. Nothing has changed yet."
    if state == OrderState.PAYING:
        return f":hourglass_flowing_sand: *{name}* is being paid. It is done as soon as the payment is sure."
    if state != OrderState.DONE:
        return f":x: *{name}* was not done. Nothing has changed."
    count = units(moves.granted or moves.removed, standing.meter)
    moved = f"{count} {'added' if moves.granted else 'removed'}, " if moves.granted or moves.removed else ""
    return f":white_check_mark: Done: *{name}*. {moved}{units(standing.available, standing.meter)} left."


def stop(standing: Standing, left: Sequence[Open], meta: str) -> Block:
    """What stops with a plan and what stays, before it is stopped."""
    assert standing.plan is not None
    plan, first = standing.plan, day(standing.first)
    said = [f"*{escape(plan.name)}* runs until the end of {first_of(standing.month):%B}."]
    said.append(
        f"From {first} on nothing is added and {money(plan.price, plan.currency)} a month is not charged."
    )
    if standing.meter == Meter.EMAIL:
        said.append("You have 5,000 e-mails a month for nothing then.")
    elif left:
        said.append("These credits stay until they are used or end:")
    blocks = [section("\n".join(said))]
    if standing.meter == Meter.SMS and left:
        lines = [f"• {credits(one.left)}: {_called(one)}, until {_date(one.last_day)}" for one in left[:20]]
        rest = sum(one.left for one in left[20:])
        blocks.append(section("\n".join([*lines, *([f"• {credits(rest)} more"] if rest else [])])))
    blocks.append(context(f"Until {first} you can change your mind: “Keep this plan” takes it back."))
    return modal("plan_stop", "Stop this plan", blocks, "Stop this plan", meta) | {"close": plain("Keep it")}


def stopped(ends: date) -> str:
    return f":white_check_mark: The plan ends on {day(ends)}. Until then it can be kept."


def _called(one: Open) -> str:
    month = f"{first_of(one.month):%B}"
    return {
        GrantSource.WELCOME: "welcome credits",
        GrantSource.PLAN: f"your plan for {month}",
        GrantSource.CHANGE: f"your plan for {month}",
        GrantSource.ADMIN: "added by an admin",
        GrantSource.PACK: "a pack",
        GrantSource.HAND_OVER: "handed over by a colleague",
    }[one.source]


def _date(at: date) -> str:
    return f"{day(at)}, {at.year}"


def card(url: str, meta: str, note: str = "") -> Block:
    """The way to the page where a card is given. The address is a key: nobody else sees it."""
    said = (
        "Your card is given on the payment provider's own page, never in Slack. The button is for you alone "
        "and works for a while."
    )
    blocks = [section(note)] if note else []
    open_page = button("Open the card page", "plan_card_page", style="primary") | {"url": url}
    blocks += [section(said), actions(open_page, button("I have added it", "plan_card_done"))]
    return modal("plan_card", "Card", [*blocks, actions(button("Back", "plan_card_back"))], None, meta)


def has_card(card_words: str, meta: str) -> Block:
    """The card has arrived."""
    blocks = [section(f":white_check_mark: On file: {escape(card_words)}.")]
    return modal("plan_card", "Card", [*blocks, actions(button("Go on", "plan_card_back"))], None, meta)
