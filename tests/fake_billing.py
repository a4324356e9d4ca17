"""Somebody who takes money by card, in memory: the port's promises without a provider."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.payments import BillingEvent, Card, Declined, Paid

VISA = Card("visa", "4242", 4, 2028)
SECRET_PAGE = "https://pay.example.com/session/"


@dataclass
class FakeBilling:
    """What it was asked for is kept; `troubles` are raised by the next charges, one each."""

    cards: dict[str, Card] = field(default_factory=dict)
    payments: dict[str, tuple[str, int]] = field(default_factory=dict)  # key -> customer, amount
    credits: dict[str, int] = field(default_factory=dict)
    troubles: list[Exception] = field(default_factory=list)
    is_taken: bool = True  # whether the money of a charge in trouble was taken
    pages: list[str] = field(default_factory=list)
    subscriptions: dict[str, tuple[str, int]] = field(default_factory=dict)
    looked: int = 0

    def customer(self, key: str, name: str, email: str | None) -> str:
        return f"cus_{key}"

    def card_page(self, customer: str, back_url: str, key: str) -> str:
        self.pages.append(f"{SECRET_PAGE}{len(self.pages)}")
        return self.pages[-1]

    def portal_page(self, customer: str, back_url: str) -> str:
        return self.card_page(customer, back_url, "")

    def card(self, customer: str) -> Card | None:
        return self.cards.get(customer)

    def charge(self, customer: str, amount: int, currency: str, what: str, key: str) -> Paid:
        if self.troubles:
            trouble = self.troubles.pop(0)
            if self.is_taken and not isinstance(trouble, Declined):
                self.payments[key] = (customer, amount)
            raise trouble
        assert self.payments.setdefault(key, (customer, amount)) == (customer, amount)
        return Paid(f"pi_{key}")

    def find_payment(self, customer: str, key: str) -> Paid | None:
        self.looked += 1
        return Paid(f"pi_{key}") if key in self.payments else None

    def credit(self, customer: str, amount: int, currency: str, what: str, key: str) -> None:
        self.credits[key] = amount

    def subscribe(
        self, customer: str, plan: str, amount: int, currency: str, anchor: datetime, key: str
    ) -> str:
        self.subscriptions[f"sub_{customer}"] = (plan, amount)
        return f"sub_{customer}"

    def change_subscription(self, subscription: str, plan: str, amount: int, currency: str, key: str) -> None:
        self.subscriptions[subscription] = (plan, amount)

    def end_subscription(self, subscription: str, at_period_end: bool, key: str) -> None:
        self.subscriptions[subscription] = ("", 0)

    def read_event(self, body: bytes, signature: str) -> BillingEvent | None:
        return None
