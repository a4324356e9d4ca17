"""The pretend Stripe: hosted pages, renewals on the product's clock, signed events, idempotency keys."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import stripe as library
from flask import Response

from playground.stripe import Stripe
from playground.world import World
from tests.playground.conftest import Clock, StubBot

Post = Callable[..., requests.Response]


@pytest.fixture
def stripe(world: World) -> Stripe:
    world.stripe.webhook_delay = 0.02
    return world.stripe


@pytest.fixture
def ask(world: World) -> Post:
    def ask(path: str, fields: dict[str, Any], key: str = "", secret: str = "sk_test_playground") -> Any:
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        return requests.post(f"{world.api_url}/v1/{path}", data=fields, headers=headers, timeout=5)

    return ask


def customer_with_card(world: World, ask: Post, number: str = "4242424242424242") -> str:
    customer: str = ask("customers", {"name": "Maria"}).json()["id"]
    page = {"customer": customer, "return_url": "https://oak.slack.com"}
    url = ask("billing_portal/sessions", page).json()["url"]
    world.stripe.type_card(url.rsplit("/", 1)[1], number, 12, 2034)
    return customer


def subscribe(ask: Post, customer: str, anchor: datetime) -> Any:
    price = ask("prices", {"lookup_key": "pro", "unit_amount": 4000, "currency": "usd"}).json()
    fields = {"customer": customer, "items[0][price]": price["id"], "metadata[key]": "sub-1"}
    return ask("subscriptions", fields | {"billing_cycle_anchor": int(anchor.timestamp())}).json()


def wait(look: Callable[[], Any]) -> Any:
    ends = time.monotonic() + 5
    while not (found := look()) and time.monotonic() < ends:
        time.sleep(0.01)
    assert found
    return found


def told(bot: StubBot) -> list[str]:
    return [one.data["type"] for one in bot.asked]


def test_a_card_is_typed_on_a_page(world: World, ask: Post, stripe: Stripe) -> None:
    customer = ask("customers", {}).json()["id"]
    fields = {"mode": "setup", "customer": customer, "success_url": "https://oak.slack.com/?a=1&b=2"}
    url = ask("checkout/sessions", fields).json()["url"]
    path, pages = url.removeprefix(stripe.stage.wiring.bot_url), world.page_app.test_client()
    assert "Card number" in pages.get(path).text
    typed = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
    for wrong, words in (
        ({"number": "4000 0000 0000 0002"}, "declined"),
        ({"number": "1234"}, "number is invalid"),
        ({"expiry": "2/26"}, "expired"),
        ({"expiry": "13/34"}, "expiry date is invalid"),
        ({"expiry": "<b>"}, "&lt;b&gt;"),
    ):
        answer = pages.post(path, data=typed | wrong)
        assert (answer.status_code, words in answer.text) == (402, True), wrong
    assert stripe.every("payment_method") == []
    assert "https://oak.slack.com/?a=1&amp;b=2" in pages.post(path, data=typed).text
    assert stripe.every("payment_method")[0]["card"]["last4"] == "4242"
    assert "4242424242424242" not in json.dumps(list(stripe.kept.values()))
    assert pages.get(path).status_code == pages.post(path, data=typed).status_code == 404


def test_a_subscription_renews_on_the_clock(
    world: World, ask: Post, stripe: Stripe, bot: StubBot, clock: Clock
) -> None:
    customer = customer_with_card(world, ask)
    subscribe(ask, customer, datetime(2026, 4, 1, 5, 0, tzinfo=UTC))
    clock.move_to(datetime(2026, 3, 31, tzinfo=UTC))
    assert stripe.every("invoice") == []
    clock.move_to(datetime(2026, 6, 2, tzinfo=UTC))
    wait(lambda: told(bot).count("invoice.paid") == 3)
    parents = [one["parent"]["subscription_details"]["metadata"] for one in stripe.every("invoice")]
    assert parents == [{"key": "sub-1"}] * 3
    assert all(one.genuine for one in bot.asked)


def test_a_renewal_can_fail_and_a_subscription_end(
    world: World, ask: Post, stripe: Stripe, bot: StubBot, clock: Clock
) -> None:
    customer = customer_with_card(world, ask, "4000000000009995")
    made = subscribe(ask, customer, datetime(2026, 4, 1, 5, 0, tzinfo=UTC))
    clock.move_to(datetime(2026, 4, 1, 6, 0, tzinfo=UTC))
    wait(lambda: "invoice.payment_failed" in told(bot))
    wait(lambda: stripe.get("subscription", made["id"])["status"] == "past_due")
    ask(f"subscriptions/{made['id']}", {"cancel_at_period_end": "true"})
    clock.move_to(datetime(2026, 5, 1, 6, 0, tzinfo=UTC))
    wait(lambda: "customer.subscription.deleted" in told(bot))
    assert len(stripe.every("invoice")) == 1


def test_an_event_that_is_not_taken_comes_again(
    ask: Post, stripe: Stripe, world: World, bot: StubBot, clock: Clock
) -> None:
    bot.answer = lambda asked: Response(status=500)
    customer_with_card(world, ask)
    before = wait(lambda: len(told(bot)) == 2 and told(bot))
    bot.answer = lambda asked: ""
    clock.forward(hours=2)
    wait(lambda: sorted(told(bot)) == sorted(before * 2))


def test_an_idempotency_key_keeps_its_answer_for_a_day(ask: Post, stripe: Stripe, clock: Clock) -> None:
    first = ask("customers", {"name": "Maria"}, "key-1")
    again = ask("customers", {"name": "Maria"}, "key-1")
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = ask("customers", {"name": "Ben"}, "key-1")
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")
    stripe.fail("500", on="customer")
    for _ in range(2):
        assert ask("customers", {}, "key-2").status_code == 500
    stripe.fail("429", on="customer")
    assert [ask("customers", {}, "key-3").status_code for _ in range(2)] == [429, 200]
    clock.forward(days=1)
    assert ask("customers", {"name": "Maria"}, "key-1").json()["id"] != first.json()["id"]


def test_errors_are_stripes(ask: Post, stripe: Stripe) -> None:
    assert ask("customers", {}, secret="sk_other").status_code == 401
    assert ask("unicorns", {}).json()["error"]["type"] == "invalid_request_error"
    missing = ask("invoices/in_0/pay", {})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "resource_missing")


def test_a_list_has_pages(world: World, ask: Post) -> None:
    customer = ask("customers", {}).json()["id"]
    made = [ask("invoices", {"customer": customer}).json()["id"] for _ in range(5)]
    client = library.StripeClient("sk_test_playground", base_addresses={"api": world.api_url})
    pages = client.v1.invoices.list({"customer": customer, "limit": 2})
    assert [one.id for one in pages.auto_paging_iter()] == made[::-1]
