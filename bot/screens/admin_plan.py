"""An admin puts somebody on a plan: what that does now, before it is saved and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.plan_change import Change
from bot.rules.slack_text import escape
from bot.screens.amount import credits, money, sends
from bot.screens.blocks import Block, input_block, modal, option, plain, section
from models.enums import Meter

CHOOSE = "Choose a person and a plan to see what changes now and on the 1st."
UNITS = {Meter.SMS: credits, Meter.EMAIL: sends}
METERS = {Meter.SMS: "Texts", Meter.EMAIL: "E-mail"}
NONE = "none"  # the value of "no plan", with its meter
NO_SUCH_PLAN = "This plan is no longer offered. Choose another one."
PAYS_BY_CARD = "They pay by card. Order it for them with `/plan` and their name: the card is charged there."
DONE_ALREADY = "That was done already. Nothing more happened."


@dataclass(frozen=True)
class Offer:
    """A plan that can be chosen."""

    value: str
    name: str
    price: int
    currency: str


@dataclass(frozen=True)
class Step:
    """What saving does, or did. `change` None: nothing now."""

    name: str  # the agent's
    meter: Meter
    available: int
    owed: int
    plan: str  # what they are on; "" for none
    chosen: str  # "": no plan from the 1st
    monthly: int  # of the chosen plan
    price: int
    currency: str
    first: str  # "April 1": when the month is over
    ends: bool  # the plan they are on was canceled
    change: Change | None
    free: int  # e-mails a month without a plan


def window(offers: Sequence[tuple[Meter, Sequence[Offer]]], words: str = CHOOSE) -> Block:
    """`words`: what the choice does."""
    person: Block = {
        "type": "users_select",
        "action_id": "put_agent",
        "placeholder": plain("Choose a person"),
    }
    groups = [
        {
            "label": plain(METERS[meter]),
            "options": [*(_option(one) for one in plans), option("No plan from the 1st", f"{NONE} {meter}")],
        }
        for meter, plans in offers
    ]
    choice: Block = {"type": "static_select", "action_id": "put_choice", "option_groups": groups}
    blocks = [
        input_block("Person", "agent", person) | {"dispatch_action": True},
        input_block("Plan", "plan", choice) | {"dispatch_action": True},
        section(words) | {"block_id": "effect"},
    ]
    return modal("admin_plan", "Plan", blocks, "Save")


def _option(one: Offer) -> Block:
    return option(f"{one.name} · {money(one.price, one.currency)}", one.value)


def problem(step: Step) -> str:
    """Why there is nothing to save; "" if there is something."""
    name = escape(step.name)
    if not step.chosen and not step.plan:
        return f"{name} has no plan."
    if not step.chosen and step.ends:
        return f"{name}'s plan ends already: none from {step.first}."
    if step.chosen and step.chosen == step.plan and not step.ends:
        return f"{name} is on this plan already."
    return ""


def before(step: Step) -> str:
    """What saving would do."""
    unit = UNITS[step.meter]
    owes = f" and owes {unit(step.owed)}" if step.owed else ""
    ending = f", which ends on {step.first}" if step.ends else ""
    plan = f"on “{step.plan}”{ending}" if step.plan else "without a plan"
    stands = f"{escape(step.name)} has {unit(step.available)}{owes}, {plan}."
    if nothing := problem(step):
        return f"{stands}\n{nothing}"
    return f"{stands}\n*Now:* {_now(step, 'is', 'are')}\n*On {step.first}:* {_then(step)}"


def after(step: Step) -> str:
    """What saving did."""
    plan = (
        f"{escape(step.name)} is on “{step.chosen}”"
        if step.chosen
        else f"{escape(step.name)}'s plan ends on {step.first}"
    )
    return f"{plan}. Now: {_now(step, 'was', 'were')} On {step.first}: {_then(step)}"


def _now(step: Step, one: str, many: str) -> str:
    """In money and credits."""
    done, unit = step.change, UNITS[step.meter]
    if done is None:
        return "nothing changes." if step.chosen else "nothing changes, the plan runs on until then."
    parts = []
    for count, verb in ((done.granted, "added"), (done.removed, "removed")):
        if count:
            parts.append(f"{unit(count)} {one if count == 1 else many} {verb}")
    for amount, verb in ((done.charged, "charged"), (done.credited, "credited")):
        if amount:
            parts.append(f"{money(amount, step.currency)} {one} {verb}")
    return f"{' and '.join(parts)}." if parts else "no credits and no money move."


def _then(step: Step) -> str:
    unit = UNITS[step.meter]
    if step.chosen:
        return f"{unit(step.monthly)} for {money(step.price, step.currency)}, and so each month."
    if step.meter == Meter.EMAIL:
        return f"{unit(step.free)} a month for nothing."
    return "no new credits and no charge. What is left then stays until its own end."


def told(by: str, step: Step) -> str:
    """What the agent reads."""
    return f"{escape(by)} changed your plan. {after(step)}"
