"""Words about payments."""

from datetime import datetime

NO_CARDS = "Plans are billed to your brokerage: no card is needed."
PROVIDER_AWAY = "The payment page cannot be reached right now. Try again in a minute."
PAID_AGAIN = "Your plan is paid: you can text again."


def payment_failed(last_day: datetime) -> str:
    return (
        "Your card could not be charged for this month's plan. Change the card with `/plan` until "
        f"{last_day:%B} {last_day.day}; after that your texts wait until it is paid. "
        "Texts from clients still arrive."
    )


def card(brand: str, last4: str) -> str:
    """A card as its owner knows it: "Visa ending in 4242"."""
    return f"{brand.replace('_', ' ').title() if brand.islower() else brand} ending in {last4}"
