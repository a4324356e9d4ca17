"""The window in which plans and packs are chosen: where the agent stands, what there is, what it costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.month import first_of
from bot.rules.slack_text import escape
from bot.screens.amount import credits, day, money, units, with_tax
from bot.screens.blocks import Block, actions, button, context, cut, modal, option, plain, section
from bot.screens.inbox import header
from models.enums import Meter, OrderState

METERS = {Meter.SMS: "Texts", Meter.EMAIL: "E-mails"}
PER = {Meter.SMS: 100, Meter.EMAIL: 1000}  # for so many the price is shown, so that plans can be compared
GOES_ON = ":white_check_mark: The plan goes on."
NOTHING_TO_STOP = "There is no plan to stop."
ENDED = "The plan has ended already. Choose one with `/plan`."
NOBODY = "Nobody of that name uses Parley. Type `/plan` and choose them in the window."
ADMINS_ONLY = "Only an admin can look at somebody else's plan. Type `/plan` for your own."
NOT_A_CARD_PLACE = (
    "This looks like a card number, so it was not kept. Cards are only given on the payment page that "
    "`/plan` opens, never in Slack."
)
SHOWN = 40  # plans, and packs: a window holds a hundred blocks
_NAMES_PLANS = re.compile(r"`/plan( email)?`")


@dataclass(frozen=True)
class Plan:
    """A plan that somebody has; money in the smallest unit of its currency."""

    name: str
    monthly: int
    price: int
    tax: int
    currency: str
    ends: date | None  # the first day without it; None: it renews


@dataclass(frozen=True)
class Standing:
    """Where an account is in its month."""

    meter: Meter
    month: int
    first: date  # on which the next month begins
    available: int
    owed: int
    used: int
    plan: Plan | None
    unpaid_since: date | None
    is_blocked: bool
    waiting: tuple[str, OrderState] | None  # an order that is not settled: what, and where it stands


@dataclass(frozen=True)
class Row:
    """A plan or a pack on offer."""

    plan_id: str
    name: str
    monthly: int
    price: int
    currency: str
    is_current: bool = False


@dataclass(frozen=True)
class Paying:
    """Who pays; nothing of a card is known where a brokerage does."""

    brokerage: str = ""  # the one that is billed; "": by card
    has_card: bool = False
    card: str = ""  # "Visa ending in 4242, valid until 4/2028", for its owner only


@dataclass(frozen=True)
class Refill:
    """Packs that are bought by themselves."""

    pack_id: str
    pack: str
    below: int
    most: int


@dataclass(frozen=True)
class Shop:
    """Everything the window shows of one meter."""

    standing: Standing
    plans: Sequence[Row]
    packs: Sequence[Row]
    tax_name: str
    paying: Paying
    refill: Refill | None
    name: str  # whose it is; "" for one's own
    slack_user_id: str  # whose it is
    is_admin: bool  # who looks


def plan_button(meter: Meter = Meter.SMS) -> Block:
    """The way out of every lack of credits."""
    return button("Change plan", "open_plan", meter.value)


def way_out(sentence: str) -> list[Block]:
    """The button for a sentence that names `/plan` as the next step; nothing for all others."""
    named = _NAMES_PLANS.search(sentence)
    return [actions(plan_button(Meter.EMAIL if named[1] else Meter.SMS))] if named else []


def window(shop: Shop, meta: str, note: str = "") -> Block:
    """The shop of one meter. `note` says what was just done."""
    at, blocks = shop.standing, [section(note)] if note else []
    blocks += [*_whose(shop), _switch(at.meter), *_stands(shop)]
    blocks += [header("Plans"), *(_plan(at, one) for one in shop.plans[:SHOWN])]
    if shop.packs:
        blocks += [header("Packs"), context("Bought once, beside any plan. They can be used for a year.")]
        blocks += [_row(at.meter, one, money(one.price, one.currency)) for one in shop.packs[:SHOWN]]
        blocks += [] if shop.name else [_refill(shop.refill)]
    return modal("plan_shop", "Plans", [*blocks, *_pays(shop)], None, meta)


def _whose(shop: Shop) -> list[Block]:
    if not shop.is_admin:
        return []
    choose: Block = {
        "type": "users_select",
        "action_id": "plan_agent",
        "placeholder": plain("Choose an agent"),
        "initial_user": shop.slack_user_id,
    }
    said = f"The plan of *{escape(shop.name)}*" if shop.name else "Your own plan"
    return [section(said) | {"accessory": choose}]


def _switch(meter: Meter) -> Block:
    choices = [option(label, one.value) for one, label in METERS.items()]
    chosen = next(one for one in choices if one["value"] == meter.value)
    radio = {"type": "radio_buttons", "action_id": "plan_meter", "options": choices, "initial_option": chosen}
    return actions(radio) | {"block_id": "meter"}


def _stands(shop: Shop) -> list[Block]:
    at = shop.standing
    said = [f"*{escape(at.plan.name)}*" if at.plan else f"*{_no_plan(at.meter)}*"]
    said.append(f"{units(at.available, at.meter)} left · {at.used:,} used in {first_of(at.month):%B}")
    if at.owed:
        said.append(f":warning: {credits(at.owed)} are owed: the next ones pay that first.")
    said += [renewal(at, shop.tax_name), *_trouble(at)]
    blocks = [section("\n".join(one for one in said if one))]
    if at.plan and at.plan.ends:
        blocks.append(actions(button("Keep this plan", "plan_keep", style="primary")))
    elif at.plan:
        blocks.append(actions(button("Stop this plan", "plan_stop")))
    return blocks


def _no_plan(meter: Meter) -> str:
    return "No plan yet" if meter == Meter.SMS else "5,000 e-mails a month, for nothing"


def renewal(at: Standing, tax_name: str) -> str:
    """What the 1st brings, in a sentence."""
    if at.plan is None:
        return "" if at.meter == Meter.SMS else f"The count begins anew on {day(at.first)}."
    if at.plan.ends:
        return f"Ends on {day(at.plan.ends)}: from then on nothing is added and nothing charged."
    price = with_tax(at.plan.price, at.plan.tax, tax_name, at.plan.currency)
    return f"Renews on {day(at.first)}: {units(at.plan.monthly, at.meter)} for {price}"


def _trouble(at: Standing) -> list[str]:
    said = []
    if at.unpaid_since:
        still = "Texts wait until it is paid." if at.is_blocked else "Change the card below."
        said.append(f":warning: The plan is not paid since {day(at.unpaid_since)}. {still}")
    if at.waiting:
        what, state = at.waiting
        for_what = "approval" if state == OrderState.WAITING else "its payment"
        said.append(f":hourglass_flowing_sand: An order waits for {for_what}: {escape(what)}")
    return said


def _plan(at: Standing, one: Row) -> Block:
    per = PER[at.meter]
    each = (
        money((one.price * per * 2 + one.monthly) // (one.monthly * 2), one.currency) if one.monthly else ""
    )
    price = f"{money(one.price, one.currency)} a month" + (
        f" · {each} for {units(per, at.meter)}" if each else ""
    )
    return _row(at.meter, one, price)


def _row(meter: Meter, one: Row, price: str) -> Block:
    if one.is_current:
        return section(f":white_check_mark: *{escape(one.name)}* · your plan\n{price}")
    choose = button("Choose", "plan_choose", one.plan_id, name=f"Choose {cut(one.name, 60)}")
    return section(f"*{escape(one.name)}*\n{price}") | {"accessory": choose}


def _refill(refill: Refill | None) -> Block:
    if refill is None:
        said, label = "*Automatic packs*: off", "Set up"
    else:
        said = (
            f"*Automatic packs*: with fewer than {credits(refill.below)} left, {escape(refill.pack)} are "
            f"bought, at most {refill.most} times a month"
        )
        label = "Change"
    return section(said) | {"accessory": button(label, "plan_recharge", name=f"{label} automatic packs")}


def _pays(shop: Shop) -> list[Block]:
    paying = shop.paying
    if paying.brokerage:
        return [context(f"Billed to {escape(paying.brokerage)}.")]
    if shop.name:
        return [context("Paid with their card on file." if paying.has_card else "They have no card on file.")]
    said = f"*Card*: {escape(paying.card)}" if paying.has_card else "*Card*: none on file yet"
    return [header("Payment"), section(said) | {"accessory": card_button(paying)}]


def card_button(paying: Paying) -> Block:
    return button("Change card" if paying.has_card else "Add a card", "plan_card")
