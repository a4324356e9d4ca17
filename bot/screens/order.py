"""Words about orders: why one is not placed, what a bill's line says."""

from bot.screens.amount import credits, money

STALE = "The numbers have changed since this was shown. Nothing was ordered; look at the new ones."
HAS_LEFT = "They have left, so nothing can be ordered for them. Hand over what they had in `/parley`."
NOT_YOURS = "You can order for yourself. An admin can order for others."
NOT_ON_OFFER = "This plan is not on offer any more. Choose another one with `/plan`."
ANOTHER_IS_OPEN = "An earlier order is not settled yet. Wait for its receipt, then order again."
NO_CARD = "There is no card on file yet. Add one first, then place the order."
CARD_EXPIRED = "The card on file has expired. Change it first, then place the order."
ACCEPT_TERMS = "Accept the terms to place the order."
ADMINS_DECIDE = "Only an admin can approve orders."
NO_SUCH_ORDER = "There is no such order."
CHANGED = "the numbers had changed since it was ordered; look at them with `/plan` and order again"
CREDIT = "Change to a smaller plan"


def said_no(name: str) -> str:
    return f"{name} did not approve it"


def over_cap(cap: int, spent: int, charged: int, currency: str) -> str:
    """Money in the smallest unit of the currency."""
    return (
        f"This costs {money(charged, currency)}, and {money(spent, currency)} of the {money(cap, currency)} "
        "allowed this month are spent. Ask an admin to allow more."
    )


def line(name: str, is_pack: bool, granted: int, removed: int) -> str:
    """A line of a bill."""
    if is_pack:
        return f"Pack: {name}"
    moved = f", {credits(granted)} added" if granted else f", {credits(removed)} removed" if removed else ""
    return f"Change to {name}{moved}"
