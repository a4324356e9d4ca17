"""Stripe's door: forged, old and malformed events are turned away; a genuine one takes effect once."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

import app
from bot.actions import billing
from bot.payments import BillingEvent
from bot.settings import read_settings
from bot.work import Tools
from playground.wire import Answer, Wiring, post, stripe_headers
from tests.support import Town

SECRET = "whsec_playground"
INVOICE = {"id": "in_1", "object": "invoice", "customer": "cus_1", "metadata": {"key": "order-1"}}
RENEWAL = {
    "id": "in_2",
    "object": "invoice",
    "customer": "cus_1",
    "metadata": {},
    "parent": {"subscription_details": {"subscription": "sub_1", "metadata": {"key": "sub-1"}}},
}
CUSTOMER = {"id": "cus_1", "object": "customer", "metadata": {"key": "agent-1"}}


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town(work=False, stripe_api_key="sk_test_playground", stripe_webhook_secret=SECRET)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[BillingEvent]:
    """What took effect."""
    heard: list[BillingEvent] = []

    def hear(session: Session, tools: Tools, event: BillingEvent) -> None:
        if event.kind != "other":
            heard.append(event)

    monkeypatch.setattr(billing, "take_effect", hear)
    return heard


def event(kind: str, about: Any, event_id: str = "evt_1", **data: Any) -> bytes:
    body = {"id": event_id, "object": "event", "type": kind, "data": {"object": about} | data}
    return json.dumps(body).encode()


def send(town: Town, body: bytes, headers: dict[str, str] | None = None) -> Answer:
    headers = stripe_headers(SECRET, body) if headers is None else headers
    return post(f"{town.url}/stripe/webhook", body, headers, 5)


def test_a_forged_or_old_event_is_turned_away_and_writes_nothing(
    town: Town, taken: list[BillingEvent]
) -> None:
    body, before = event("invoice.paid", INVOICE), town.rows()
    genuine = stripe_headers(SECRET, body)["Stripe-Signature"]
    signatures = (
        "", "t=,v1=", "v1=abc", "t=1,v0=abc", "né", "=" * 5_000, genuine.replace("v1=", "v1=0"),
        genuine.replace("v1", "v0"), f"t=99999999999999999999,{genuine.split(',')[1]}",
    )  # fmt: skip
    for signature in signatures:
        assert send(town, body, {"Stripe-Signature": signature.encode()}).status == 400, signature  # type: ignore[dict-item]
    assert send(town, body, {}).status == 400
    assert send(town, body, stripe_headers("whsec_other", body)).status == 400
    assert send(town, body, stripe_headers(SECRET, body, time.time() - 301)).status == 400
    assert send(town, body + b" ", stripe_headers(SECRET, body)).status == 400
    assert town.rows() == before
    assert taken == []


def test_a_signed_event_that_makes_no_sense_is_turned_away(town: Town, taken: list[BillingEvent]) -> None:
    before = town.rows()
    bodies = (
        b"", b"{", b"[]", b"1", b"null", b"{}", b"\xff\xfe", event("invoice.paid", None), event("x", []),
        b'{"id": "evt_1", "type": "invoice.paid"}', b'{"id": 7, "type": "x", "data": {"object": {}}}',
        b'{"id": "evt_\\u0000", "type": "x", "data": {"object": {}}}',
    )  # fmt: skip
    for body in bodies:
        assert send(town, body).status == 400, body
    assert town.rows() == before
    assert taken == []


def test_an_event_takes_effect_once(town: Town, taken: list[BillingEvent]) -> None:
    for _ in range(3):
        assert send(town, event("invoice.paid", INVOICE)).status == 200
    assert taken == [BillingEvent("evt_1", "paid", "cus_1", "in_1", "order-1")]
    assert town.rows()["provider_event"] == 1


KINDS: tuple[tuple[str, Any, dict[str, Any], tuple[str, str, str, str]], ...] = (
    ("invoice.paid", INVOICE, {}, ("paid", "cus_1", "in_1", "order-1")),
    ("invoice.paid", RENEWAL, {}, ("paid", "cus_1", "in_2", "sub-1")),
    ("invoice.payment_failed", RENEWAL, {}, ("payment_failed", "cus_1", "in_2", "sub-1")),
    ("customer.subscription.deleted", {"id": "sub_1", "customer": "cus_1", "metadata": {"key": "sub-1"}}, {},
     ("subscription_ended", "cus_1", "sub_1", "sub-1")),
    ("checkout.session.completed", {"id": "cs_1", "customer": "cus_1", "metadata": {"key": "card-1"}}, {},
     ("card_changed", "cus_1", "cs_1", "card-1")),
    ("customer.updated", CUSTOMER, {"previous_attributes": {"invoice_settings": {}}},
     ("card_changed", "cus_1", "cus_1", "agent-1")),
)  # fmt: skip


def test_events_are_read_in_our_words(town: Town, taken: list[BillingEvent]) -> None:
    for at, (kind, about, data, _) in enumerate(KINDS):
        assert send(town, event(kind, about, f"evt_{at}", **data)).status == 200
    assert [(one.kind, one.customer, one.reference, one.key) for one in taken] == [one[3] for one in KINDS]


def test_what_means_nothing_to_us_is_stored_and_answered(town: Town, taken: list[BillingEvent]) -> None:
    assert send(town, event("customer.updated", CUSTOMER, "evt_1")).status == 200
    assert send(town, event("balance.available", {"object": "balance"}, "evt_2")).status == 200
    assert taken == []
    assert town.rows()["provider_event"] == 2


def test_an_effect_that_fails_leaves_the_event_to_come_again(
    town: Town, taken: list[BillingEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Session, tools: Tools, event: BillingEvent) -> None:
        raise LookupError("not there yet")

    monkeypatch.setattr(billing, "take_effect", fail)
    body = event("customer.subscription.deleted", {"id": "sub_1"})
    assert send(town, body).status == 500
    assert town.rows()["provider_event"] == 0
    monkeypatch.undo()
    assert send(town, body).status == 200


def test_events_from_the_pretend_stripe_come_late_twice_and_in_any_order(
    town: Town, taken: list[BillingEvent]
) -> None:
    cards, stripe = town.tools.billing, town.world.stripe
    assert cards is not None
    stripe.webhook_times, stripe.in_order, stripe.webhook_delay = 2, False, 0.3
    customer = cards.customer("agent-1", "Maria Lopez", None)
    page = cards.card_page(customer, "https://oak.slack.com", "card-1")
    stripe.type_card(page.rsplit("/", 1)[1], "4242424242424242", 12, 2034)
    paid = cards.charge(customer, 4_000, "USD", "Plan", "order-1")
    ends = time.monotonic() + 5
    while len(taken) < len(stripe.events) and time.monotonic() < ends:
        time.sleep(0.01)
    assert sorted(one.kind for one in taken) == ["card_changed"] * 3 + ["paid"]
    assert next(one for one in taken if one.kind == "paid").reference == paid.reference
    assert taken[-1].kind != "paid"
    assert [one.id for one in taken] != [one["id"] for one in stripe.events]


def test_the_playground_can_take_cards(town: Town) -> None:
    """A switch: it starts with bills to the brokerage."""
    world, wiring = town.world, Wiring(town.url, "", "", "", "")
    billed, paid = (
        app.playground_settings(read_settings(None), wiring, world, town.url, by_card=by_card)
        for by_card in (False, True)
    )
    assert app.cards(billed) is None
    billing = app.cards(paid)
    assert billing is not None
    assert billing.card(billing.customer("agent-1", "Maria Lopez", None)) is None


def test_without_stripe_there_is_no_door(make_town: Callable[..., Town]) -> None:
    town = make_town(work=False)
    body = event("invoice.paid", INVOICE)
    assert send(town, body).status == 404
