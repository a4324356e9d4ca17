"""The admin's window about plans and billing: its pages, and the forms for settings, payers and terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.slack_text import escape
from bot.screens.amount import money
from bot.screens.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    input_block,
    modal,
    option,
    plain,
    section,
    verbatim,
)
from bot.screens.when import show_date
from models.enums import PayerKind

NO_CURRENCY = "Choose a currency of the list."
RATE_BETWEEN = "Type a per cent from 0 to 100."
SET_UP = "The billing settings are kept."
TERMS_MOVED = "Somebody wrote a newer version meanwhile. Close this and look at it first."
SAME = "same"  # as for everybody
PAGES = ("plans", "settings", "terms", "orders", "charges")
CURRENCIES = {"USD": "US dollar", "CAD": "Canadian dollar", "EUR": "Euro", "GBP": "Pound sterling"}
PAYERS = {PayerKind.BROKERAGE: "The brokerage", PayerKind.AGENT: "Each agent"}
LISTED = 40


@dataclass(frozen=True)
class AgentPays:
    """What holds for one agent; `cap` in the smallest unit of the currency, without tax, a month."""

    name: str
    slack_user_id: str
    kind: PayerKind | None
    cap: int | None


@dataclass(frozen=True)
class Settings:
    """How a workspace bills."""

    currency: str
    tax_name: str
    tax_rate: int  # hundredths of a per cent
    payer: PayerKind
    needs_approval: bool
    grace_days: int
    zone: str
    has_cards: bool  # a payment provider takes money by card
    exceptions: tuple[AgentPays, ...]


@dataclass(frozen=True)
class Terms:
    """The terms in force."""

    version: int
    text: str
    by: str
    at: datetime
    zone: str
    accepted: int  # people


def tax_name_length(most: int) -> str:
    return f"Type a name of at most {most} characters, such as Sales tax."


def days_between(most: int) -> str:
    return f"Type a number of days from 0 to {most}."


def cap_between(most: int, currency: str) -> str:
    return f"Type an amount from {money(0, currency)} to {money(most, currency)}, or nothing."


def not_an_agent(slack_user_id: str) -> str:
    if not slack_user_id:
        return "Choose a person."
    return "This person does not use Parley. Choose somebody who is listed in /parley."


def payer_set(name: str) -> str:
    return f"Kept for {escape(name)}."


def terms_length(most: int) -> str:
    return f"Write terms of at most {most:,} characters."


def terms_written(version: int) -> str:
    return f"Version {version} of the terms is in force. It is asked for with everybody's next order."


def rate(hundredths: int) -> str:
    """A tax rate as people read it: "8.25%", "8%"."""
    part = f".{hundredths % 100:02}".rstrip("0").rstrip(".")
    return f"{hundredths // 100}{part}%"


def page(name: str, blocks: Sequence[Block], waiting: int, note: str = "") -> Block:
    """One page of the window, below the buttons that turn to the others."""
    labels = {
        "plans": "Plans",
        "settings": "Billing",
        "terms": "Terms",
        "orders": f"Orders ({waiting})",
        "charges": "Charges",
    }
    turn = actions(
        *(
            button(label, f"office_{one}", style="primary" if one == name else None)
            for one, label in labels.items()
        )
    )
    told = [section(f":white_check_mark: {note}")] if note else []
    head: list[Block] = [{"type": "header", "text": plain(labels[name])}] if name != "plans" else []
    return modal("office", "Plans and billing", [turn, *told, *head, *blocks], None)


def settings(seen: Settings) -> list[Block]:
    """How the workspace bills, and for whom something else holds."""
    tax = f"{escape(seen.tax_name) or 'Tax'} of {rate(seen.tax_rate)}" if seen.tax_rate else "No tax"
    approval = "An admin approves what agents order" if seen.needs_approval else "Agents order by themselves"
    days = f"{seen.grace_days} day{'' if seen.grace_days == 1 else 's'}"
    lines = [
        f"New prices are in {seen.currency}",
        f"{tax} is added to prices" if seen.tax_rate else tax,
        f"{PAYERS[seen.payer]} pays, unless it is set otherwise below",
        approval,
        f"After a failed payment texts still leave for {days}",
    ]
    if not seen.has_cards:
        lines.append("No card payments are set up: everything stands on the monthly statement")
    blocks = [section("\n".join(lines)), actions(button("Change", "office_set_up"))]
    blocks.append(section("*For single agents*"))
    for one in seen.exceptions[:LISTED]:
        blocks.append(section(_exception(one, seen.currency)))
    if len(seen.exceptions) > LISTED:
        blocks.append(context(f"and {len(seen.exceptions) - LISTED} more"))
    if not seen.exceptions:
        blocks.append(context("The same for everybody."))
    blocks.append(actions(button("Who pays, and how much at most", "office_payer")))
    return blocks


def _exception(one: AgentPays, currency: str) -> str:
    said = []
    if one.kind is not None:
        said.append("the agent pays" if one.kind == PayerKind.AGENT else "the brokerage pays")
    if one.cap is not None:
        said.append(f"at most {money(one.cap, currency)} a month")
    return f"{escape(cut(one.name, 80))}: {', '.join(said)}"


def set_up(seen: Settings) -> Block:
    """The form for all of it."""
    money_kinds = [option(f"{name} ({code})", code) for code, name in CURRENCIES.items()]
    money_now = next(one for one in money_kinds if one["value"] == seen.currency)
    who = [option(label, kind.value) for kind, label in PAYERS.items()]
    asks: Block = {
        "type": "checkboxes",
        "action_id": "approval",
        "options": [option("An admin approves each order that costs something", "approval")],
    }
    asks |= {"initial_options": asks["options"]} if seen.needs_approval else {}
    shown_rate = rate(seen.tax_rate).removesuffix("%") if seen.tax_rate else ""
    blocks = [
        input_block(
            "Currency",
            "currency",
            {
                "type": "static_select",
                "action_id": "currency",
                "options": money_kinds,
                "initial_option": money_now,
            },
            hint="Of new plans and packs. Those on offer keep theirs until they are changed.",
        ),
        input_block("Name of the tax", "tax_name", _text("tax_name", seen.tax_name, 30), True),
        input_block(
            "Tax rate in per cent",
            "tax_rate",
            _text("tax_rate", shown_rate, 10),
            True,
            "Such as 8.25. Empty: no tax.",
        ),
        input_block(
            "Who pays",
            "payer",
            {
                "type": "radio_buttons",
                "action_id": "payer",
                "options": who,
                "initial_option": next(one for one in who if one["value"] == seen.payer),
            },
        ),
        input_block("Approval", "approval", asks, True),
        input_block(
            "Days of grace",
            "grace_days",
            _text("grace_days", str(seen.grace_days), 3),
            hint="After a failed payment. Then texts wait; those from clients still arrive.",
        ),
    ]
    return modal("office_set_up", "Billing", blocks, "Save")


def payer(seen: AgentPays | None, currency: str, has_cards: bool, problem: str = "") -> Block:
    """The form for one agent; None as long as nobody is chosen."""
    who: Block = {"type": "users_select", "action_id": "office_payer_agent", "placeholder": plain("Choose")}
    who |= {"initial_user": seen.slack_user_id} if seen else {}
    chosen = seen.slack_user_id if seen else ""
    kinds = [
        option("As for everybody", SAME),
        option("The agent pays", PayerKind.AGENT.value),
        option("The brokerage pays", PayerKind.BROKERAGE.value),
    ]
    wanted = seen.kind.value if seen and seen.kind else SAME
    choice: Block = {
        "type": "static_select",
        "action_id": "kind",
        "options": kinds,
        "initial_option": next(one for one in kinds if one["value"] == wanted),
    }
    cap = f"{seen.cap // 100}.{seen.cap % 100:02}" if seen and seen.cap is not None else ""
    # The fields are named after the person: for another one they start over.
    blocks = [
        input_block("Agent", "agent", who) | {"dispatch_action": True},
        *([section(f":warning: {problem}")] if problem else []),
        input_block("Who pays", f"kind {chosen}", choice),
        input_block(
            "At most a month",
            f"cap {chosen}",
            _text("cap", cap, 20),
            True,
            f"For plans and packs together, in {currency} without tax. Empty: no limit.",
        ),
    ]
    if not has_cards:
        blocks.append(context("No card payments are set up: it only stands on the statement."))
    return modal("office_payer", "Who pays", blocks, "Save")


def terms(seen: Terms | None) -> list[Block]:
    """The terms in force, and the way to new ones."""
    write = actions(button("Write a new version", "office_write_terms"))
    if seen is None:
        return [section("There are none yet. Agents order without accepting anything."), write]
    people = f"{seen.accepted:,} {'person' if seen.accepted == 1 else 'people'} accepted it"
    by = f" by {escape(seen.by)}" if seen.by else ""
    about = context(f"Version {seen.version}{by}, {show_date(seen.at, seen.zone)} · {people}")
    return [verbatim(seen.text), about, write]


def write_terms(seen: Terms | None) -> Block:
    """The form for the next version."""
    box = _text("text", seen.text if seen else "", 3000) | {"multiline": True}
    blocks = [
        input_block("Terms", "text", box),
        context("A version is never changed: who accepted it accepted these words."),
    ]
    return modal("office_terms", "New terms", blocks, "Put in force", str(seen.version if seen else 0))


def _text(name: str, value: str, most: int) -> Block:
    made: Block = {"type": "plain_text_input", "action_id": name, "max_length": most}
    return made | ({"initial_value": value} if value else {})
