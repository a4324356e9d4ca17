"""Card payments through Stripe. Card numbers are typed on Stripe's own pages and never pass through here.

What is asked for twice is looked for first: Stripe forgets an idempotency key after a day.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from datetime import datetime
from typing import Any

import requests
import stripe

from bot.gateways.stripe_words import Ambiguous, asking, declined, kind_of
from bot.payments import BillingEvent, Card, Declined, Paid
from bot.ports import Refused, Unclear

TIMEOUT_SECONDS = 10.0  # the library's own default is 80
OLDEST_EVENT = 300  # seconds, by the machine's clock
PAGE = 100  # what one look brings; Stripe's most


class StripeGateway:
    """One Stripe account."""

    def __init__(
        self, api_key: str, webhook_secret: str, api_url: str, pool: int, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        stripe.enable_telemetry = False  # it would write a file in the home folder
        session = requests.Session()
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=pool)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.trust_env = False  # a password in .netrc would replace the key
        client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_url.rstrip("/")},
            http_client=stripe.RequestsClient(timeout=timeout, session=session),
            max_network_retries=0,  # the worker tries again, and knows what it tries
        )
        self._api = client.v1
        self._secret = webhook_secret

    def customer(self, key: str, name: str, email: str | None) -> str:
        # Two steps: a key goes with the same values for ever, and a name may change between two attempts.
        with asking():
            made = self._api.customers.create({"metadata": {"key": key}}, _once(f"customer:{key}"))
            self._api.customers.update(made.id, {"name": name, "email": email or ""})
        return made.id

    def card_page(self, customer: str, back_url: str, key: str) -> str:
        asked: Any = {"mode": "setup", "customer": customer, "payment_method_types": ["card"]}
        asked |= {"success_url": back_url, "cancel_url": back_url, "metadata": {"key": key}}
        with asking():
            page = self._api.checkout.sessions.create(asked)
        return str(page.url)

    def portal_page(self, customer: str, back_url: str) -> str:
        with asking():
            page = self._api.billing_portal.sessions.create(
                {
                    "customer": customer,
                    "return_url": back_url,
                    "flow_data": {
                        "type": "payment_method_update",
                        "after_completion": {"type": "redirect", "redirect": {"return_url": back_url}},
                    },
                }
            )
        return page.url

    def card(self, customer: str) -> Card | None:
        """The portal makes its card the default by itself; the first page only puts one on file."""
        wanted = "invoice_settings.default_payment_method"
        with asking():
            seen: Any = self._api.customers.retrieve(customer, {"expand": [wanted]})
            if getattr(seen, "deleted", False):
                raise Refused("the customer was deleted at Stripe")
            chosen = seen.invoice_settings.default_payment_method
            if chosen is None:
                filed = self._api.customers.payment_methods.list(customer, {"type": "card", "limit": 1})
                if not filed.data:
                    return None
                chosen = filed.data[0]
                first: Any = {"invoice_settings": {"default_payment_method": chosen.id}}
                self._api.customers.update(customer, first)
        shown = getattr(chosen, "card", None)
        if shown is None:  # the portal may take other means, too, if the account lets it
            return Card(chosen.type, "", 0, 0)
        return Card(shown.brand, shown.last4, shown.exp_month, shown.exp_year)

    def charge(self, customer: str, amount: int, currency: str, what: str, key: str) -> Paid:
        invoice = self._invoice(customer, key) or self._draft(customer, currency, key)
        if invoice.status == "draft":
            invoice = self._advance(invoice, lambda: self._finalize(invoice, amount, currency, what, key))
        if invoice.status == "open":
            try:
                if self.card(customer) is None:
                    raise declined("no_card")
                invoice = self._advance(invoice, lambda: self._pay(invoice.id))
            except Declined:
                # Or it could still be paid months later, from Stripe's own pages.
                invoice = self._advance(invoice, lambda: self._void(invoice.id))
                if invoice.status != "paid":
                    raise
        if invoice.status != "paid":
            raise declined("declined_before")
        return Paid(invoice.id)

    def find_payment(self, customer: str, key: str) -> Paid | None:
        found = self._invoice(customer, key)
        return Paid(found.id) if found is not None and found.status == "paid" else None

    def _invoice(self, customer: str, key: str) -> Any:
        """By a list and not by Stripe's search, which learns of a new invoice only after a while."""
        with asking():
            listed = self._api.invoices.list({"customer": customer, "limit": PAGE})
            return _with_key(listed.auto_paging_iter(), key)

    def _draft(self, customer: str, currency: str, key: str) -> Any:
        with asking():
            return self._api.invoices.create(
                {
                    "customer": customer,
                    "currency": currency.lower(),
                    "auto_advance": False,
                    "pending_invoice_items_behavior": "exclude",
                    "metadata": {"key": key},
                },
                _once(f"{key}:invoice"),
            )

    def _finalize(self, invoice: Any, amount: int, currency: str, what: str, key: str) -> Any:
        with asking():
            if not invoice.lines.data:
                item: Any = {"customer": invoice.customer, "invoice": invoice.id, "amount": amount}
                item |= {"currency": currency.lower(), "description": what}
                self._api.invoice_items.create(item, _once(f"{key}:item"))
            return self._api.invoices.finalize_invoice(invoice.id, {"auto_advance": False})

    def _pay(self, invoice_id: str) -> Any:
        """Stripe takes the money of an invoice once, so this needs no key of ours, whose answer would stay
        the same after a new card."""
        try:
            with asking():
                return self._api.invoices.pay(invoice_id)
        except Ambiguous as doubt:
            raise Unclear(str(doubt)) from doubt

    def _void(self, invoice_id: str) -> Any:
        with asking():
            return self._api.invoices.void_invoice(invoice_id)

    def _advance(self, invoice: Any, step: Callable[[], Any]) -> Any:
        """Take a step with an invoice, or see that another process has taken it."""
        try:
            return step()
        except Refused:
            with asking():
                seen = self._api.invoices.retrieve(invoice.id)
            if seen.status == invoice.status:
                raise
            return seen

    def credit(self, customer: str, amount: int, currency: str, what: str, key: str) -> None:
        balance = self._api.customers.balance_transactions
        with asking():
            if _with_key(balance.list(customer, {"limit": PAGE}).auto_paging_iter(), key) is None:
                balance.create(
                    customer,
                    {
                        "amount": -amount,  # what the customer owes
                        "currency": currency.lower(),
                        "description": what,
                        "metadata": {"key": key},
                    },
                    _once(f"{key}:credit"),
                )

    def subscribe(
        self, customer: str, plan: str, amount: int, currency: str, anchor: datetime, key: str
    ) -> str:
        with asking():
            listed = self._api.subscriptions.list({"customer": customer, "limit": PAGE})
            made = _with_key(listed.auto_paging_iter(), key)
            if made is None:
                made = self._api.subscriptions.create(
                    {
                        "customer": customer,
                        "items": [{"price": self._price(plan, amount, currency)}],
                        "billing_cycle_anchor": int(anchor.timestamp()),
                        "proration_behavior": "none",
                        "metadata": {"key": key},
                    },
                    _once(f"{key}:subscribe"),
                )
        return str(made.id)

    def change_subscription(self, subscription: str, plan: str, amount: int, currency: str, key: str) -> None:
        # Without a key: there and back and there again would meet the first answer, and nothing be done.
        with asking():
            # As a mapping, for `items` is a method there.
            item = self._api.subscriptions.retrieve(subscription)["items"].data[0].id
            self._api.subscriptions.update(
                subscription,
                {
                    "items": [{"id": item, "price": self._price(plan, amount, currency)}],
                    "proration_behavior": "none",
                    "cancel_at_period_end": False,
                },
            )

    def end_subscription(self, subscription: str, at_period_end: bool, key: str) -> None:
        with asking():
            if self._api.subscriptions.retrieve(subscription).status == "canceled":
                return
            if at_period_end:
                self._api.subscriptions.update(subscription, {"cancel_at_period_end": True})
            else:
                self._api.subscriptions.cancel(subscription)

    def _price(self, plan: str, amount: int, currency: str) -> str:
        """A price cannot be edited at Stripe: the amount is part of its name."""
        name = f"{plan}:{amount}:{currency.lower()}"
        known = self._api.prices.list({"lookup_keys": [name], "limit": 1}).data
        if known:
            return known[0].id
        price: Any = {"lookup_key": name, "unit_amount": amount, "currency": currency.lower()}
        price |= {"recurring": {"interval": "month"}, "product_data": {"name": plan}}
        return self._api.prices.create(price, _once(f"price:{name}")).id

    def read_event(self, body: bytes, signature: str) -> BillingEvent | None:
        try:
            stripe.WebhookSignature.verify_header(body, signature, self._secret, OLDEST_EVENT)
            read = _read(json.loads(body))
        except (stripe.SignatureVerificationError, ValueError, LookupError, TypeError, AttributeError):
            return None
        is_text = all(isinstance(one, str) and "\x00" not in one for one in astuple(read))
        return read if is_text else None


def _read(event: Any) -> BillingEvent:
    """Raises much if it is not what Stripe sends."""
    about = event["data"]["object"]
    customer = about["id"] if about.get("object") == "customer" else about.get("customer")
    renewed = (about.get("parent") or {}).get("subscription_details") or {}
    key = _key(about) or _key(renewed)
    return BillingEvent(event["id"], kind_of(event), customer or "", about.get("id") or "", key)


def _once(key: str) -> Any:
    return {"idempotency_key": key}


def _with_key(listed: Iterable[Any], key: str) -> Any:
    """The newest that carries this key of ours."""
    return next((one for one in listed if _key(one.to_dict()) == key), None)


def _key(about: Mapping[str, Any]) -> str:
    return str((about.get("metadata") or {}).get("key") or "")
