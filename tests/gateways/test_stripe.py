"""Payments over real HTTP, with Stripe's own library, against the pretend Stripe."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bot.gateways.stripe import StripeGateway
from bot.gateways.stripe_words import REASONS, declined
from bot.payments import Card, Declined, Paid
from bot.ports import Busy, Refused, Unclear
from playground.world import World
from tests.support import MovingClock, Socket, new_world, nobody

KEY, SECRET = "sk_test_playground", "whsec_playground"
BACK = "https://oak.slack.com/archives/D1"
FIRST = datetime(2026, 4, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def world(sockets: list[Socket], clock: MovingClock) -> Iterator[World]:
    built = new_world(sockets[0].url, clock)
    sockets[1].app, built.api_url = built.api_app, sockets[1].url
    yield built
    built.close()
    sockets[1].app = nobody


@pytest.fixture
def stripe(world: World) -> StripeGateway:
    return StripeGateway(KEY, SECRET, world.api_url, 4, timeout=0.5)


@pytest.fixture
def maria(stripe: StripeGateway) -> str:
    return stripe.customer("agent-1", "Maria Lopez", "maria@oakrealty.example")


def give_card(world: World, page: str, number: str = "4242 4242 4242 4242", year: int = 2034) -> None:
    world.stripe.type_card(page.rsplit("/", 1)[1], number, 12, year)


@pytest.fixture
def payer(world: World, stripe: StripeGateway, maria: str) -> str:
    """Maria with a good card on file."""
    give_card(world, stripe.card_page(maria, BACK, "card-1"))
    return maria


def takings(world: World) -> int:
    return sum(one["amount_paid"] for one in world.stripe.every("invoice"))


def test_a_customer_is_made_once_by_key(world: World, stripe: StripeGateway, maria: str) -> None:
    assert stripe.customer("agent-1", "Maria Lopez-Diaz", None) == maria
    assert stripe.customer("agent-2", "Ben Carter", None) != maria
    kept = world.stripe.get("customer", maria)
    assert (kept["name"], kept["email"], kept["metadata"]) == ("Maria Lopez-Diaz", "", {"key": "agent-1"})


def test_the_first_card_comes_from_the_card_page(world: World, stripe: StripeGateway, maria: str) -> None:
    assert stripe.card(maria) is None
    page = stripe.card_page(maria, BACK, "card-1")
    assert stripe.card_page(maria, BACK, "card-1") != page  # a page ends with its use: each click has its own
    give_card(world, page)
    assert stripe.card(maria) == Card("visa", "4242", 12, 2034)
    assert stripe.card(maria) == Card("visa", "4242", 12, 2034)


def test_the_card_is_changed_on_the_portal_page(world: World, stripe: StripeGateway, payer: str) -> None:
    assert stripe.card(payer) is not None
    give_card(world, stripe.portal_page(payer, BACK), "5555555555554444", 2030)
    assert stripe.card(payer) == Card("mastercard", "4444", 12, 2030)


def test_a_charge_is_one_invoice_paid_now(world: World, stripe: StripeGateway, payer: str) -> None:
    paid = stripe.charge(payer, 4_000, "USD", "Plan Pro from 2 March", "order-1")
    invoice = world.stripe.get("invoice", paid.reference)
    assert (invoice["status"], invoice["total"], invoice["currency"]) == ("paid", 4_000, "usd")
    assert [one["description"] for one in invoice["lines"]["data"]] == ["Plan Pro from 2 March"]
    assert stripe.charge(payer, 4_000, "USD", "Plan Pro from 2 March", "order-1") == paid
    assert stripe.find_payment(payer, "order-1") == paid
    assert stripe.find_payment(payer, "order-2") is None
    assert takings(world) == 4_000


def test_the_same_key_charges_once_even_after_stripe_forgot_it(
    stripe: StripeGateway, payer: str, world: World, clock: MovingClock
) -> None:
    paid = stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    clock.forward(days=40)
    assert stripe.charge(payer, 4_000, "USD", "Plan", "order-1") == paid
    assert takings(world) == 4_000


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("4000000000000341", "generic_decline"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000069", "expired_card"),
        ("4000002500003155", "authentication_required"),
    ],
)
def test_a_declined_card_is_not_charged_and_nothing_stays_open(
    world: World, stripe: StripeGateway, maria: str, number: str, code: str
) -> None:
    give_card(world, stripe.card_page(maria, BACK, "card-1"), number)
    with pytest.raises(Declined) as told:
        stripe.charge(maria, 4_000, "USD", "Plan", "order-1")
    assert told.value.code == code
    assert told.value.reason.endswith(("place the order again.", "use another card."))
    assert [one["status"] for one in world.stripe.every("invoice")] == ["void"]

    give_card(world, stripe.portal_page(maria, BACK))
    with pytest.raises(Declined, match="declined before"):
        stripe.charge(maria, 4_000, "USD", "Plan", "order-1")
    stripe.charge(maria, 4_000, "USD", "Plan", "order-2")
    assert takings(world) == 4_000


def test_a_card_that_ran_out_since_is_declined(
    world: World, stripe: StripeGateway, maria: str, clock: MovingClock
) -> None:
    give_card(world, stripe.card_page(maria, BACK, "card-1"), year=2026)
    clock.move_to(datetime(2027, 1, 5, tzinfo=UTC))
    with pytest.raises(Declined, match="has expired"):
        stripe.charge(maria, 4_000, "USD", "Plan", "order-1")


def test_without_a_card_nothing_is_charged(stripe: StripeGateway, maria: str) -> None:
    with pytest.raises(Declined, match="Add one") as told:
        stripe.charge(maria, 4_000, "USD", "Plan", "order-1")
    assert told.value.code == "no_card"


def test_every_reason_is_plain_and_names_a_step() -> None:
    for code in [*REASONS, "stolen_card", "unheard_of"]:
        reason = declined(code).reason
        assert reason.endswith("."), code
        assert "_" not in reason, code
        assert any(word in reason for word in ("again", "another card", "Ask the bank")), code


SAFE = ("429", "500", "500_after_accept", "drop_before_accept", "drop_after_accept", "bad_json")


@pytest.mark.parametrize("fault", [*SAFE, "timeout_after_accept"])
@pytest.mark.parametrize("step", ["list", "invoice", "item", "finalize", "card"])
def test_before_the_payment_any_trouble_is_safe_to_repeat(
    world: World, stripe: StripeGateway, payer: str, step: str, fault: str, clock: MovingClock
) -> None:
    world.stripe.fail(fault, on=step)
    with pytest.raises(Busy):
        stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    assert takings(world) == 0
    if fault.startswith("500"):
        clock.forward(days=1, minutes=1)  # so long Stripe repeats a failure that has a key
    paid = stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    assert stripe.charge(payer, 4_000, "USD", "Plan", "order-1") == paid
    assert takings(world) == 4_000


@pytest.mark.parametrize(
    "fault", ["500_after_accept", "drop_after_accept", "timeout_after_accept", "bad_json"]
)
def test_a_lost_answer_is_unclear_and_found_later(
    world: World, stripe: StripeGateway, payer: str, fault: str
) -> None:
    world.stripe.fail(fault, on="pay")
    with pytest.raises(Unclear):
        stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    found = stripe.find_payment(payer, "order-1")
    assert isinstance(found, Paid)
    assert stripe.charge(payer, 4_000, "USD", "Plan", "order-1") == found
    assert takings(world) == 4_000


@pytest.mark.parametrize("fault", ["500", "drop_before_accept"])
def test_a_payment_that_never_began_is_unclear_and_not_found(
    world: World, stripe: StripeGateway, payer: str, fault: str
) -> None:
    world.stripe.fail(fault, on="pay")
    with pytest.raises(Unclear):
        stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    assert stripe.find_payment(payer, "order-1") is None
    stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    assert takings(world) == 4_000


def test_too_many_requests_and_a_key_in_use_are_busy(world: World, stripe: StripeGateway, payer: str) -> None:
    world.stripe.fail("429", on="pay")
    with pytest.raises(Busy):
        stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    assert takings(world) == 0
    world.stripe.fail("timeout", on="credit")
    for words in ("broke", "still at it"):
        with pytest.raises(Busy, match=words):
            stripe.credit(payer, 100, "USD", "Less", "down-1")


def test_many_at_once_with_one_key_charge_once(world: World, payer: str) -> None:
    """Some may be told to come again; none is refused, and the money is taken once."""
    gateways = [StripeGateway(KEY, SECRET, world.api_url, 4, timeout=5) for _ in range(6)]
    world.stripe.fail("slow:50", times=4, on="pay")

    def charge(gateway: StripeGateway) -> Paid | None:
        try:
            return gateway.charge(payer, 4_000, "USD", "Plan", "order-1")
        except Busy:
            return None

    with ThreadPoolExecutor(len(gateways)) as pool:
        answers = list(pool.map(charge, gateways))
    paid = gateways[0].charge(payer, 4_000, "USD", "Plan", "order-1")
    assert {one for one in answers if one} <= {paid}
    assert takings(world) == 4_000
    assert len(world.stripe.every("invoice")) == 1


def test_an_address_where_nobody_is_is_busy(payer: str) -> None:
    away = StripeGateway(KEY, SECRET, "http://127.0.0.1:9", 4, timeout=0.5)
    with pytest.raises(Busy, match="cannot be reached"):
        away.charge(payer, 4_000, "USD", "Plan", "order-1")


def test_a_wrong_key_and_other_values_for_a_key_are_refused(
    world: World, stripe: StripeGateway, payer: str
) -> None:
    with pytest.raises(Refused, match="Invalid API Key"):
        StripeGateway("sk_other", SECRET, world.api_url, 4).card(payer)
    world.stripe.fail("drop_after_accept", on="item")
    with pytest.raises(Busy):
        stripe.charge(payer, 4_000, "USD", "Plan", "order-1")
    world.stripe.every("invoice")[0]["lines"]["data"].clear()
    with pytest.raises(Refused, match="same parameters"):
        stripe.charge(payer, 5_000, "USD", "Plan", "order-1")
    with pytest.raises(Refused, match="No such customer"):
        stripe.card("cus_nobody")


def test_credit_is_given_once_and_used_by_the_next_bill(
    world: World, stripe: StripeGateway, payer: str, clock: MovingClock
) -> None:
    world.stripe.fail("drop_after_accept", on="credit")
    with pytest.raises(Busy):
        stripe.credit(payer, 1_500, "USD", "Change to Basic", "down-1")
    for days in (0, 2):
        clock.forward(days=days)
        stripe.credit(payer, 1_500, "USD", "Change to Basic", "down-1")
    assert world.stripe.get("customer", payer)["balance"] == -1_500
    stripe.charge(payer, 1_000, "USD", "Pack", "order-1")
    stripe.charge(payer, 1_000, "USD", "Pack", "order-2")
    assert takings(world) == 500
    assert stripe.find_payment(payer, "order-1") is not None


def test_a_declined_charge_gives_the_credit_back(world: World, stripe: StripeGateway, maria: str) -> None:
    give_card(world, stripe.card_page(maria, BACK, "card-1"), "4000000000009995")
    stripe.credit(maria, 1_500, "USD", "Change to Basic", "down-1")
    with pytest.raises(Declined):
        stripe.charge(maria, 4_000, "USD", "Plan", "order-1")
    assert world.stripe.get("customer", maria)["balance"] == -1_500


def test_a_customer_deleted_at_stripe_is_refused(world: World, stripe: StripeGateway, payer: str) -> None:
    world.stripe.kept[payer] = {"id": payer, "object": "customer", "deleted": True}
    with pytest.raises(Refused, match="deleted"):
        stripe.card(payer)


def test_other_means_of_payment_are_named(world: World, stripe: StripeGateway, payer: str) -> None:
    for card in world.stripe.every("payment_method"):
        card.pop("card")
        card["type"] = "link"
    assert stripe.card(payer) == Card("link", "", 0, 0)


def test_a_subscription_is_made_once_and_bills_from_the_anchor(
    world: World, stripe: StripeGateway, payer: str, clock: MovingClock
) -> None:
    assert stripe.card(payer)
    made = stripe.subscribe(payer, "sms-pro", 4_000, "USD", FIRST, "sub-1")
    clock.forward(days=3)
    assert stripe.subscribe(payer, "sms-pro", 4_000, "USD", FIRST, "sub-1") == made
    assert stripe.subscribe(payer, "sms-pro", 4_000, "USD", FIRST, "sub-2") != made
    price, *others = world.stripe.every("price")
    assert not others
    assert (price["lookup_key"], price["unit_amount"], price["recurring"]) == (
        "sms-pro:4000:usd", 4_000, {"interval": "month"},
    )  # fmt: skip
    kept = world.stripe.get("subscription", made)
    assert (kept["billing_cycle_anchor"], kept["proration_behavior"]) == (str(int(FIRST.timestamp())), "none")
    assert takings(world) == 0


def test_another_price_holds_from_the_next_period_on(world: World, stripe: StripeGateway, payer: str) -> None:
    made = stripe.subscribe(payer, "sms-pro", 4_000, "USD", FIRST, "sub-1")
    basic, pro = ("sms-basic", 1_500, "USD", "change-1"), ("sms-pro", 4_000, "USD", "change-2")
    for plan in (basic, basic, pro, basic):  # there and back, with the keys of the first time
        stripe.change_subscription(made, *plan)
    item = world.stripe.get("subscription", made)["items"]["data"][0]
    assert item["price"]["lookup_key"] == "sms-basic:1500:usd"
    assert takings(world) == 0


def test_an_end_can_wait_for_the_period_and_be_taken_back(
    world: World, stripe: StripeGateway, payer: str
) -> None:
    made = stripe.subscribe(payer, "sms-pro", 4_000, "USD", FIRST, "sub-1")
    stripe.end_subscription(made, at_period_end=True, key="end-1")
    kept = world.stripe.get("subscription", made)
    assert (kept["status"], kept["cancel_at_period_end"]) == ("active", True)
    stripe.change_subscription(made, "sms-pro", 4_000, "USD", "stay-1")
    assert kept["cancel_at_period_end"] is False
    stripe.end_subscription(made, at_period_end=True, key="end-1")
    assert kept["cancel_at_period_end"] is True
    for _ in range(2):
        stripe.end_subscription(made, at_period_end=False, key="end-2")
    assert kept["status"] == "canceled"
