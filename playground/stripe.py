"""The pretend Stripe: cards on file, invoices, credit, subscriptions that renew on the product's clock."""

import json
from calendar import monthrange
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from playground.faults import Faults
from playground.stage import Stage
from playground.wire import post, stripe_headers

Node = dict[str, Any]
REFUSED = "4000000000000002"  # never gets on file
CARDS = {  # number -> the bank's answer to a charge
    "4242424242424242": "",
    "5555555555554444": "",
    REFUSED: "generic_decline",
    "4000000000000341": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000000069": "expired_card",
    "4000002500003155": "authentication_required",
}
TRIES, TRY_AGAIN = 3, timedelta(hours=1)


class StripeError(Exception):
    """Stripe's JSON refusal."""

    def __init__(self, status: int, message: str, code: str = "", **more: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": "card_error" if status == 402 else "invalid_request_error"}
        self.error |= {"message": message} | ({"code": code} if code else {}) | more


class Stripe:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.faults = Faults(stage.closing)
        self.kept: dict[str, Node] = {}  # all things by their id
        self.events: list[Node] = []
        self.webhook_times, self.webhook_delay, self.in_order = 1, 0.1, True
        self._unsent: list[Node] = []

    def fail(self, kind: str, times: int = 1, on: str = "pay") -> None:
        """`on`: a name in the list of what the API can do, or "*"."""
        self.faults.add(on, kind, times)

    def add(self, kind: str, prefix: str, **fields: Any) -> Node:
        made: Node = {"id": f"{prefix}_{uuid4().hex[:24]}", "object": kind, "metadata": {}}
        made |= {"created": int(self.stage.now().timestamp())} | fields
        self.kept[made["id"]] = made
        self.stage.touch()
        return made

    def get(self, kind: str, one: str | None) -> Node:
        found = self.kept.get(one or "")
        if found is None or found["object"] != kind:
            raise StripeError(404, f"No such {kind}: '{one}'", "resource_missing")
        return found

    def every(self, kind: str, **wanted: Any) -> list[Node]:
        """The newest first."""
        same = [one for one in self.kept.values() if one["object"] == kind]
        return [one for one in same[::-1] if all(one.get(name) == value for name, value in wanted.items())]

    # Cards

    def type_card(self, page_id: str, number: str, month: int, year: int) -> None:
        """What somebody does on a hosted page. Raises StripeError with the words that the page shows."""
        with self.stage.lock:
            page, digits = self.kept.get(page_id, {}), "".join(filter(str.isdigit, number))
            if page.get("status") != "open":
                raise StripeError(404, "This page has ended.")
            if digits not in CARDS:
                raise StripeError(402, "Your card number is invalid.", "incorrect_number")
            if digits == REFUSED:
                raise StripeError(402, "Your card was declined.", "card_declined")
            if self._is_over(month, year):
                raise StripeError(402, "Your card has expired.", "expired_card")
            shown: Node = {"brand": "visa" if digits[0] == "4" else "mastercard", "last4": digits[-4:]}
            shown |= {"exp_month": month, "exp_year": year}
            customer = self.get("customer", page["customer"])
            card = self.add("payment_method", "pm", type="card", card=shown, customer=customer["id"])
            card["answer"] = CARDS[digits]
            page |= {"status": "complete", "url": None}
            self.tell("payment_method.attached", card)
            if page["object"] == "checkout.session":
                self.tell("checkout.session.completed", page)
            else:
                self.choose(customer, card["id"])

    def choose(self, customer: Node, card_id: str) -> None:
        before = {"invoice_settings": customer["invoice_settings"]}
        customer["invoice_settings"] = {"default_payment_method": card_id}
        self.tell("customer.updated", customer, before)

    def _is_over(self, month: int, year: int) -> bool:
        now = self.stage.now()
        return (year, month) < (now.year, now.month)

    # Invoices

    def finalize(self, invoice: Node) -> Node:
        """Credit of the customer is used up first."""
        customer = self.get("customer", invoice["customer"])
        used = min(max(-customer["balance"], 0), invoice["total"])
        customer["balance"] += used
        invoice |= {"status": "open", "amount_due": invoice["total"] - used, "credit_used": used}
        return invoice if invoice["amount_due"] else self._paid(invoice)

    def pay(self, invoice: Node) -> Node:
        if invoice["status"] != "open":
            raise StripeError(400, f"Invoice is {invoice['status']} and cannot be paid.")
        customer = self.get("customer", invoice["customer"])
        card_id = customer["invoice_settings"]["default_payment_method"]
        if not card_id:
            raise StripeError(400, "There is no default_payment_method set on this Customer or Invoice.")
        card = self.get("payment_method", card_id)
        answer = card["answer"]
        if self._is_over(card["card"]["exp_month"], card["card"]["exp_year"]):
            answer = "expired_card"
        if answer:
            self.tell("invoice.payment_failed", invoice)
            raise StripeError(402, "Your card was declined.", "card_declined", decline_code=answer)
        invoice["amount_paid"] = invoice["amount_due"]
        return self._paid(invoice)

    def _paid(self, invoice: Node) -> Node:
        invoice["status"] = "paid"
        self.tell("invoice.paid", invoice)
        return invoice

    def bill(self, customer: str, **fields: Any) -> Node:
        fresh: Node = {"status": "draft", "total": 0, "amount_due": 0, "amount_paid": 0, "parent": None}
        fresh |= {"lines": {"object": "list", "data": [], "has_more": False}}
        return self.add("invoice", "in", customer=customer, **(fresh | fields))

    def add_line(self, invoice: Node, amount: int, what: str) -> None:
        invoice["lines"]["data"].append({"object": "line_item", "amount": amount, "description": what})
        invoice["total"] += amount

    # Subscriptions

    def go_on(self) -> None:
        """Let the subscriptions renew that a restart found."""
        for one in self.every("subscription"):
            self.await_renewal(one)

    def await_renewal(self, subscription: Node) -> None:
        due = datetime.fromtimestamp(subscription["renews_at"], UTC)
        self.stage.at(due, partial(self._renew, subscription["id"]))

    def _renew(self, subscription_id: str) -> None:
        with self.stage.lock:
            subscription = self.kept[subscription_id]
            if subscription["status"] == "canceled":
                return
            if subscription["cancel_at_period_end"]:
                self.end(subscription)
                return
            about = {"subscription": subscription_id, "metadata": subscription["metadata"]}
            price = subscription["items"]["data"][0]["price"]
            parent = {"type": "subscription_details", "subscription_details": about}
            invoice = self.bill(subscription["customer"], parent=parent, currency=price["currency"])
            self.add_line(invoice, price["unit_amount"], price["lookup_key"])
            try:
                if self.finalize(invoice)["status"] == "open":
                    self.pay(invoice)
                subscription["status"] = "active"
            except StripeError:
                subscription["status"] = "past_due"
            subscription["renews_at"] = _a_month_later(subscription["renews_at"])
            self.await_renewal(subscription)

    def end(self, subscription: Node) -> None:
        subscription["status"] = "canceled"
        self.tell("customer.subscription.deleted", subscription)

    # Webhooks

    def tell(self, kind: str, about: Node, before: Node | None = None) -> None:
        """Soon, and as often, late and out of order as asked for."""
        data = {"object": deepcopy(about)} | ({"previous_attributes": before} if before else {})
        event: Node = {"id": f"evt_{uuid4().hex[:24]}", "object": "event", "type": kind, "data": data}
        event["created"] = int(self.stage.now().timestamp())
        self.events.append(event)
        self._unsent.append(event)
        self.stage.after(self.webhook_delay, self._send)

    def _send(self) -> None:
        with self.stage.lock:
            batch, self._unsent = self._unsent[:: 1 if self.in_order else -1], []
        for event in batch * self.webhook_times:
            self.deliver(event)

    def deliver(self, event: Node, tries: int = TRIES) -> int:
        """Post an event (again); one that is not taken comes again later."""
        wiring, body = self.stage.wiring, json.dumps(event).encode()
        headers = stripe_headers(wiring.webhook_secret, body)
        answer = post(f"{wiring.bot_url}/stripe/webhook", body, headers, 10)
        if not answer.ok and tries > 1:
            self.stage.at(self.stage.now() + TRY_AGAIN, lambda: self.deliver(event, tries - 1))
        return answer.status


def _a_month_later(stamp: int) -> int:
    at = datetime.fromtimestamp(stamp, UTC)
    year, month = divmod(at.year * 12 + at.month, 12)
    day = min(at.day, monthrange(year, month + 1)[1])
    return int(at.replace(year=year, month=month + 1, day=day).timestamp())
