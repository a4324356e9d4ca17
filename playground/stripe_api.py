"""Stripe's API as its client library speaks it: forms with brackets in, JSON out, idempotency keys kept."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request

from playground.stripe import Node, Stripe, StripeError

KEYS_LAST = timedelta(days=1)
Resource = Callable[..., Node]


@dataclass
class Kept:
    """What came of a request with an idempotency key; status 0 while it is worked on."""

    asked: tuple[Any, ...]
    at: datetime
    status: int = 0
    body: Any = None


def stripe_routes(stripe: Stripe) -> Blueprint:
    routes, keys = Blueprint("stripe", __name__), dict[str, Kept]()

    @routes.route("/v1/<path:path>", methods=["GET", "POST", "DELETE"])
    def resource(path: str) -> Response:
        if request.headers.get("Authorization") != f"Bearer {stripe.stage.wiring.stripe_key}":
            return _json(_error(401, "Invalid API Key provided"), 401)
        key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
        mine = Kept((path, *sorted(request.form.items())), stripe.stage.now())
        with stripe.stage.lock:
            before = keys.setdefault(key, mine) if key else mine
            if before.at + KEYS_LAST <= mine.at:
                before = keys[key] = mine
        if before is not mine:
            return _again(before, mine)
        try:
            return _answered(stripe, path, mine)
        finally:
            if mine.status not in (200, 402, 500):
                keys.pop(key, None)

    return routes


def _again(before: Kept, now: Kept) -> Response:
    if before.asked != now.asked:
        what = "Keys for idempotent requests can only be used with the same parameters."
        return _json(_error(400, what, type="idempotency_error"), 400)
    if not before.status:
        what = "There is currently another in-progress request using this idempotency key."
        return _json(_error(409, what, "idempotency_key_in_use"), 409)
    response = _json(before.body, before.status)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _answered(stripe: Stripe, path: str, kept: Kept) -> Response:
    name, make, ids = _route(path)

    def accept() -> Response:
        try:
            with stripe.stage.lock:
                kept.body, kept.status = deepcopy(make(stripe, _given(), *ids)), 200
        except StripeError as problem:
            kept.body, kept.status = {"error": problem.error}, problem.status
        return _json(kept.body, kept.status)

    def refuse(status: int) -> Response:
        kind = "rate_limit_error" if status == 429 else "api_error"
        kept.body, kept.status = _error(status, "A bad day", type=kind), status
        return _json(kept.body, status)

    return stripe.faults.answer(name, accept, refuse)


def _route(path: str) -> tuple[str, Resource, tuple[str, ...]]:
    for method, pattern, name, make in RESOURCES:
        if method == request.method and (found := re.fullmatch(pattern, path)):
            return name, make, found.groups()
    return "unknown", _unknown, ()


def _unknown(stripe: Stripe, given: Node) -> Node:
    raise StripeError(404, f"Unrecognized request URL ({request.method}: {request.path}).")


def _json(body: Any, status: int) -> Response:
    return make_response(jsonify(body), status)


def _error(status: int, message: str, code: str = "", **more: str) -> Node:
    return {"error": StripeError(status, message, code, **more).error}


def _given() -> Node:
    """`items[0][price]=x` as {"items": {"0": {"price": "x"}}}."""
    given: Node = {}
    for name, value in request.values.items():
        *path, last = re.findall(r"[^\[\]]+", name)
        inside = given
        for step in path:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return given


def _listed(found: list[Node], given: Node) -> Node:
    after = given.get("starting_after")
    start = next((at + 1 for at, one in enumerate(found) if one["id"] == after), 0)
    end = start + int(given.get("limit", 10))
    return {"object": "list", "data": found[start:end], "has_more": end < len(found), "url": request.path}


def _one(kind: str) -> Resource:
    return lambda stripe, given, one: stripe.get(kind, one)


def _all(kind: str) -> Resource:
    """Of a customer, whose id is in the path or a filter."""
    return lambda stripe, given, *ids: _listed(
        stripe.every(kind, customer=ids[0] if ids else given["customer"]), given
    )


def _new_customer(stripe: Stripe, given: Node) -> Node:
    fresh = {"balance": 0, "invoice_settings": {"default_payment_method": None}, "name": None, "email": None}
    return stripe.add("customer", "cus", **(fresh | given))


def _change_customer(stripe: Stripe, given: Node, one: str) -> Node:
    customer = stripe.get("customer", one)
    card = given.pop("invoice_settings", {}).get("default_payment_method")
    customer |= given
    if card:
        stripe.choose(customer, stripe.get("payment_method", card)["id"])
    return customer


def _customer(stripe: Stripe, given: Node, one: str) -> Node:
    seen = deepcopy(stripe.get("customer", one))
    if seen.get("deleted"):
        return seen
    card = seen["invoice_settings"]["default_payment_method"]
    if card and "invoice_settings.default_payment_method" in given.get("expand", {}).values():
        seen["invoice_settings"]["default_payment_method"] = stripe.kept[card]
    return seen


def _new_credit(stripe: Stripe, given: Node, one: str) -> Node:
    customer, amount = stripe.get("customer", one), int(given.pop("amount"))
    customer["balance"] += amount
    return stripe.add("customer_balance_transaction", "cbtxn", customer=one, amount=amount, **given)


def _new_page(stripe: Stripe, given: Node) -> Node:
    stripe.get("customer", given["customer"])
    kind, prefix = ("checkout.session", "cs") if "mode" in given else ("billing_portal.session", "bps")
    made = stripe.add(kind, prefix, status="open", **given)
    made["url"] = f"{stripe.stage.wiring.bot_url}/pay/{made['id']}"
    return made


def _new_invoice(stripe: Stripe, given: Node) -> Node:
    stripe.get("customer", given["customer"])
    return stripe.bill(**given)


def _new_item(stripe: Stripe, given: Node) -> Node:
    invoice, amount = stripe.get("invoice", given.pop("invoice")), int(given.pop("amount"))
    if invoice["status"] != "draft":
        raise StripeError(400, "This invoice is no longer editable.", "invoice_not_editable")
    stripe.add_line(invoice, amount, given["description"])
    return stripe.add("invoiceitem", "ii", invoice=invoice["id"], amount=amount, **given)


def _finalize(stripe: Stripe, given: Node, one: str) -> Node:
    invoice = stripe.get("invoice", one)
    if invoice["status"] != "draft":
        raise StripeError(400, "This invoice is already finalized.")
    return stripe.finalize(invoice)


def _void(stripe: Stripe, given: Node, one: str) -> Node:
    invoice = stripe.get("invoice", one)
    if invoice["status"] != "open":
        raise StripeError(400, "You can only void an open invoice.")
    invoice["status"] = "void"
    stripe.get("customer", invoice["customer"])["balance"] -= invoice["credit_used"]
    return invoice


def _new_price(stripe: Stripe, given: Node) -> Node:
    if stripe.every("price", lookup_key=given["lookup_key"]):
        raise StripeError(400, "A price already uses that lookup key.")
    return stripe.add("price", "price", **given | {"unit_amount": int(given["unit_amount"])})


def _prices(stripe: Stripe, given: Node) -> Node:
    keys = given["lookup_keys"].values()
    return _listed([one for one in stripe.every("price") if one["lookup_key"] in keys], given)


def _new_subscription(stripe: Stripe, given: Node) -> Node:
    stripe.get("customer", given["customer"])
    anchor = int(given["billing_cycle_anchor"])
    if anchor <= stripe.stage.now().timestamp():
        raise StripeError(400, "billing_cycle_anchor must be in the future")
    item = {"id": f"si_{anchor}", "price": stripe.get("price", given.pop("items")["0"]["price"])}
    fresh = {"items": {"object": "list", "data": [item]}, "cancel_at_period_end": False, "status": "active"}
    made = stripe.add("subscription", "sub", renews_at=anchor, **(given | fresh))
    stripe.await_renewal(made)
    return made


def _subscriptions(stripe: Stripe, given: Node) -> Node:
    found = stripe.every("subscription", customer=given["customer"])
    return _listed([one for one in found if one["status"] != "canceled"], given)


def _change_subscription(stripe: Stripe, given: Node, one: str) -> Node:
    subscription = stripe.get("subscription", one)
    if "items" in given:
        changed = given["items"]["0"]
        subscription["items"]["data"][0]["price"] = stripe.get("price", changed["price"])
    subscription["cancel_at_period_end"] = given.get("cancel_at_period_end") == "true"
    return subscription


def _end_subscription(stripe: Stripe, given: Node, one: str) -> Node:
    subscription = stripe.get("subscription", one)
    if subscription["status"] == "canceled":
        raise StripeError(404, f"No such subscription: '{one}'", "resource_missing")
    stripe.end(subscription)
    return subscription


RESOURCES: tuple[tuple[str, str, str, Resource], ...] = (
    ("POST", r"customers", "customer", _new_customer),
    ("GET", r"customers/(\w+)", "card", _customer),
    ("POST", r"customers/(\w+)", "customer", _change_customer),
    ("GET", r"customers/(\w+)/payment_methods", "card", _all("payment_method")),
    ("GET", r"customers/(\w+)/balance_transactions", "list", _all("customer_balance_transaction")),
    ("POST", r"customers/(\w+)/balance_transactions", "credit", _new_credit),
    ("POST", r"(?:checkout|billing_portal)/sessions", "page", _new_page),
    ("GET", r"invoices", "list", _all("invoice")),
    ("POST", r"invoices", "invoice", _new_invoice),
    ("GET", r"invoices/(\w+)", "look", _one("invoice")),
    ("POST", r"invoiceitems", "item", _new_item),
    ("POST", r"invoices/(\w+)/finalize", "finalize", _finalize),
    ("POST", r"invoices/(\w+)/pay", "pay", lambda stripe, given, one: stripe.pay(stripe.get("invoice", one))),
    ("POST", r"invoices/(\w+)/void", "void", _void),
    ("GET", r"prices", "price", _prices),
    ("POST", r"prices", "price", _new_price),
    ("GET", r"subscriptions", "list", _subscriptions),
    ("POST", r"subscriptions", "subscribe", _new_subscription),
    ("GET", r"subscriptions/(\w+)", "look", _one("subscription")),
    ("POST", r"subscriptions/(\w+)", "change", _change_subscription),
    ("DELETE", r"subscriptions/(\w+)", "end", _end_subscription),
)
