"""A restart of the playground goes on where it stopped."""

import time
from pathlib import Path

from playground.wire import Wiring
from playground.world import World, build_world
from tests.playground.conftest import ACCOUNT, AUTH_TOKEN, BOT_TOKEN, SECRET, Clock


def fresh(clock: Clock) -> World:
    wiring = Wiring("http://127.0.0.1:9", SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT)
    return build_world(wiring, clock.now, clock.move_to)


def test_posts_and_texts_are_still_there(clock: Clock, tmp_path: Path) -> None:
    first = fresh(clock)
    first.keep_in(tmp_path / "a.world")
    ts = first.slack.type("UMARIA", "C0GENERAL", "Good morning", deliver=False)
    first.twilio.text("+12015550123", "+13125550100", "Hello", deliver=False)
    first.close()
    second = fresh(clock)
    second.keep_in(tmp_path / "a.world")
    assert [one["ts"] for one in second.slack.messages("C0GENERAL")] == [ts]
    assert [one.body for one in second.twilio.conversation("+12015550123")] == ["Hello"]
    second.close()


def test_a_subscription_renews_after_a_restart(clock: Clock, tmp_path: Path) -> None:
    first = fresh(clock)
    first.keep_in(tmp_path / "a.world")
    customer = first.stripe.add("customer", "cus", balance=0, invoice_settings={"default_payment_method": ""})
    price = first.stripe.add("price", "price", currency="usd", unit_amount=4_000, lookup_key="pro")
    items = {"data": [{"id": "si_1", "price": price}]}
    due = int(clock.now().timestamp()) + 60
    more = {"items": items, "customer": customer["id"], "renews_at": due, "cancel_at_period_end": False}
    first.stripe.add("subscription", "sub", status="active", **more)
    first.close()
    second = fresh(clock)
    second.keep_in(tmp_path / "a.world")
    clock.forward(minutes=2)
    ends = time.monotonic() + 5
    while not second.stripe.every("invoice") and time.monotonic() < ends:
        time.sleep(0.01)
    assert [one["status"] for one in second.stripe.every("invoice")] == ["open"]
    second.close()


def test_a_broken_file_starts_an_empty_world(clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "a.world").write_bytes(b"nonsense")
    world = fresh(clock)
    world.keep_in(tmp_path / "a.world")
    assert world.slack.messages("C0GENERAL") == []
    world.close()
