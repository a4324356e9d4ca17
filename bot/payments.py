"""The port of whoever takes money by card, in our words. What every port can raise stands in `bot.ports`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Card:
    """As much of a card on file as may be shown."""

    brand: str
    last4: str
    month: int
    year: int


@dataclass(frozen=True)
class Paid:
    """Money came in."""

    reference: str  # the provider's id of the payment


class Declined(Exception):
    """The card was not charged. The reason is in plain words and names the next step."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason  # the code is the provider's, for rules


@dataclass(frozen=True)
class BillingEvent:
    """What the provider tells us by itself, genuine and in our words."""

    id: str
    kind: str  # paid, payment_failed, card_changed, subscription_ended, other
    customer: str  # this and the next two are empty where there is none
    reference: str  # the id of what it is about: of a payment as in Paid, of a subscription as from subscribe
    key: str  # ours: of the charge, or of the subscription that a payment renews


class Billing(Protocol):
    """Taking money by card (Stripe). Amounts are in the smallest unit of the currency. A key is ours, and a
    repeated call does nothing more. All raise Busy or Refused, `charge` also Declined and Unclear."""

    def customer(self, key: str, name: str, email: str | None) -> str:
        """The id of the payer, made once by its key and then called by this name."""

    def card_page(self, customer: str, back_url: str, key: str) -> str:
        """The address of the provider's page where the first card is given; for this person's eyes only."""

    def portal_page(self, customer: str, back_url: str) -> str:
        """The address of the provider's page where the card is changed; for this person's eyes only."""

    def card(self, customer: str) -> Card | None:
        """The card that will be charged. One that was just given becomes it."""

    def charge(self, customer: str, amount: int, currency: str, what: str, key: str) -> Paid:
        """Bill exactly this and take it now: credit first, then the card. A declined key stays declined."""

    def find_payment(self, customer: str, key: str) -> Paid | None:
        """What an earlier charge with this key brought, if it did: after Unclear."""

    def credit(self, customer: str, amount: int, currency: str, what: str, key: str) -> None:
        """Take this off the next bill."""

    def subscribe(
        self, customer: str, plan: str, amount: int, currency: str, anchor: datetime, key: str
    ) -> str:
        """Bill a plan, by our code, monthly from `anchor`, at most a month ahead; the subscription's id."""

    def change_subscription(self, subscription: str, plan: str, amount: int, currency: str, key: str) -> None:
        """Bill this plan from the next month on. Takes back an end that was set for the end of the period."""

    def end_subscription(self, subscription: str, at_period_end: bool, key: str) -> None:
        """Bill nothing more, from now or from the end of what is paid for. One that has ended is fine."""

    def read_event(self, body: bytes, signature: str) -> BillingEvent | None:
        """What the provider says; None if it does not come from there, is too old or makes no sense."""
