"""An admin gives credits or takes them, and says which numbers have the home rate."""

from collections.abc import Collection

from bot.rules.price import TERRITORIES
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, input_block, modal, option, plain, section

GIVE, TAKE = "give", "take"
MOST = 1_000_000
MOST_YEARS = 10
LONGEST = 200  # characters of a reason
NO_REASON = "Say why. The agent reads it, and it stays in their ledger."
LONG_REASON = f"Say it in at most {LONGEST} characters."
NO_AMOUNT = f"Write a whole number from 1 to {MOST:,}."
NO_CHOICE = "Choose whether to give or to take."
NO_DAY = f"Choose a day from today on, at most {MOST_YEARS} years ahead."
ONLY_GIVEN = "Only credits that are given have an end. Clear the day."
DONE_ALREADY = "That was done already. Nothing more happened."
RATES = (
    "A text with the US or Canada costs 1 credit for each segment, with other countries 2. Which US "
    "territories have the home rate?"
)
RATES_UNKNOWN = "Choose from the list."


def window() -> Block:
    person: Block = {"type": "users_select", "action_id": "agent", "placeholder": plain("Choose a person")}
    ways: Block = {
        "type": "radio_buttons",
        "action_id": "way",
        "options": [option("Give credits", GIVE), option("Take credits", TAKE)],
        "initial_option": option("Give credits", GIVE),
    }
    amount: Block = {
        "type": "number_input",
        "action_id": "amount",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(MOST),
    }
    reason: Block = {"type": "plain_text_input", "action_id": "reason", "max_length": LONGEST}
    ends: Block = {"type": "datepicker", "action_id": "ends", "placeholder": plain("In twelve months")}
    hint = "For credits that are given. Without one they end in twelve months."
    blocks = [
        input_block("Person", "agent", person),
        input_block("What to do", "way", ways),
        input_block("Credits", "amount", amount),
        input_block("Reason", "reason", reason, hint="The agent reads it, and it stays in their ledger."),
        input_block("Last day", "ends", ends, True, hint),
    ]
    return modal("admin_credits", "Credits", blocks, "Save")


def too_many(name: str, available: int, owed: int) -> str:
    if owed:
        return f"{name} has no credits: they owe {credits(owed)}. There is nothing to take."
    return f"{name} has {credits(available)}. Take at most that." if available else f"{name} has no credits."


def gave(name: str, amount: int, available: int, owed: int, repaid: int) -> str:
    """What the admin reads."""
    return f"{escape(name)} got {credits(amount)}{_repaid(repaid)}. {_stands(available, owed, 'They have')}"


def took(name: str, amount: int, available: int) -> str:
    return f"{credits(amount)} taken from {escape(name)}. {_stands(available, 0, 'They have')}"


def told_given(
    by: str, amount: int, reason: str, available: int, owed: int, repaid: int, last_day: str
) -> str:
    """What the agent reads."""
    words = f"{escape(by)} gave you {credits(amount)}{_repaid(repaid)}: “{escape(reason)}”. "
    ends = f" What you do not use ends after {last_day}." if available else ""
    return words + _stands(available, owed, "You have") + ends


def told_taken(by: str, amount: int, reason: str, available: int) -> str:
    return f"{escape(by)} took {credits(amount)}: “{escape(reason)}”. {_stands(available, 0, 'You have')}"


def _repaid(repaid: int) -> str:
    return f", {repaid:,} of them for what was owed" if repaid else ""


def _stands(available: int, owed: int, who: str) -> str:
    return f"{who} none left and owe {credits(owed)}." if owed else f"{who} {credits(available)} now."


def rates(home: Collection[str]) -> Block:
    """`home`: the codes of the territories that have the home rate."""
    options = [option(name, code) for code, name in TERRITORIES.items()]
    chosen = [one for one in options if one["value"] in home]
    ticks: Block = {"type": "checkboxes", "action_id": "home", "options": options}
    field = input_block("Home rate", "home", ticks | ({"initial_options": chosen} if chosen else {}), True)
    return modal("admin_rates", "Rates", [section(RATES), field], "Save")


def rates_set(home: Collection[str]) -> str:
    names = [name for code, name in TERRITORIES.items() if code in home]
    return f"Home rate: US, Canada{''.join(f', {name}' for name in names)}."
