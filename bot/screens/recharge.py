"""Words about auto-recharge."""

from collections.abc import Sequence

from bot.screens.amount import credits, money
from bot.screens.blocks import Block, actions, button, context, input_block, modal, option, plain, section
from bot.screens.shop import Refill, Row

OFF = "Packs are not bought by themselves any more."
NO_PACK = "This pack is not on offer any more. Choose another one."
ADMINS_ALLOW = "An admin approves orders here. Ask one to set this up for you with `/plan`."
NO_CARD = "There is no card on file yet. Add one first, then set this up."
NO_PACKS = "There is no pack on offer just now. Ask an admin."


def below(most: int) -> str:
    return f"Type a number of credits from 1 to {most:,}."


def times(most: int) -> str:
    return f"Type how often a month, from 1 to {most}."


def is_on(pack: str, below: int, most: int, price: int, currency: str) -> str:
    """Money in the smallest unit."""
    return (
        f"With fewer than {credits(below)} left, a pack of {pack} is bought for {money(price, currency)}, "
        f"at most {most} times a month."
    )


def window(packs: Sequence[Row], refill: Refill | None, most_below: int, most_times: int, meta: str) -> Block:
    """When a pack is bought by itself, which, and how often at most."""
    choices = [option(f"{one.name} for {money(one.price, one.currency)}", one.plan_id) for one in packs]
    chosen = next((one for one in choices if refill and one["value"] == refill.pack_id), choices[0])
    pack = {"type": "static_select", "action_id": "pack", "options": choices, "initial_option": chosen}
    blocks = [
        context("A pack is bought without asking when few credits are left. Off unless you turn it on."),
        input_block(
            "With fewer credits than", "below", _number("below", most_below, refill.below if refill else 50)
        ),
        input_block("Buy this pack", "pack", pack),
        input_block(
            "How often a month, at most", "most", _number("most", most_times, refill.most if refill else 1)
        ),
    ]
    if refill:
        blocks.append(actions(button("Turn off", "plan_recharge_off")))
    return modal("plan_recharge", "Automatic packs", blocks, "Save" if refill else "Turn on", meta)


def turned_off() -> Block:
    """The window after it was turned off; the plans are below it."""
    view = modal("plan_recharge_off", "Automatic packs", [section(f":white_check_mark: {OFF}")], None)
    return view | {"close": plain("Back to plans")}


def _number(name: str, most: int, now: int) -> Block:
    return {
        "type": "number_input",
        "action_id": name,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(most),
        "initial_value": str(now),
    }
