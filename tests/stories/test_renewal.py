"""The 1st: what plans cost anew; and what happens when a renewal is not paid."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.actions import beat, billing, office
from bot.actions import plan as planning
from bot.payments import BillingEvent
from models import account as accounts
from models import payer as payers
from models import plan as plans
from models.enums import Meter, PayerKind
from tests.plans import account, bill, charged, offered, order, subscription, who
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, OURS, Town


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    built = make_town(welcome_credits=100)
    built.first_use()
    return built


def at(town: Town, month: int, day: int = 1, hour: int = 12) -> None:
    town.clock.move_to(datetime(2026, month, day, hour, tzinfo=UTC))
    with ThreadPoolExecutor(3) as several:
        for done in [several.submit(beat.keep_books, town.tools) for _ in range(3)]:
            done.result()
    town.settle()


def renewed(town: Town, month: int) -> list[tuple[int, int]]:
    """The amounts and taxes of a month's renewals."""
    return [(one.amount, one.tax) for one in charged(town, month) if one.source_key == f"month:{month}"]


def test_a_plan_is_charged_once_on_the_first_at_midnight(town: Town) -> None:
    order(town, 500)
    at(town, 4, 1, 4)
    assert charged(town, 202604) == []
    at(town, 4, 1, 5)
    at(town, 4, 2)
    (line,) = charged(town, 202604)
    assert (line.amount, line.currency, line.words) == (1500, "USD", "500 credits a month")
    assert line.at == datetime(2026, 4, 1, 5, tzinfo=UTC)  # 00:00 in Chicago
    assert renewed(town, 202603) == []


def test_a_text_that_comes_first_turns_the_month_and_charges_once(town: Town) -> None:
    order(town, 500)
    town.clock.move_to(datetime(2026, 4, 1, 12, tzinfo=UTC))
    town.world.twilio.text(ANA, OURS, "Good morning")
    town.settle()
    assert renewed(town, 202604) == [(1500, 0)]
    at(town, 4)
    assert renewed(town, 202604) == [(1500, 0)]


def test_months_that_were_slept_through_are_charged_each_on_its_first(town: Town) -> None:
    order(town, 500)
    at(town, 7, 3)
    found = [charged(town, month) for month in (202604, 202605, 202606, 202607)]
    assert [[(line.amount, line.at.month, line.at.day) for line in lines] for lines in found] == [
        [(1500, month, 1)] for month in (4, 5, 6, 7)
    ]


@pytest.mark.parametrize(
    ("rate", "tax"), [(0, 0), (825, 124), (1, 0), (33, 5), (34, 5), (10_000, 1500), (3333, 500), (1950, 293)]
)
def test_tax_is_rounded_half_up_as_on_an_order(town: Town, rate: int, tax: int) -> None:
    bill(town, tax_rate=rate)
    order(town, 500)
    at(town, 4)
    assert renewed(town, 202604) == [(1500, tax)]
    assert [line.tax for line in charged(town, 202603)] == [tax]


def test_who_pays_is_the_workspaces_habit_or_the_agents_exception(town: Town) -> None:
    invite_ben(town)
    order(town, 500)
    order(town, 250, BEN)
    with town.tools.write() as session:
        payer = payers.of_agent(session, town.tools.workspace_id, who(town, BEN).agent_id)
        payer.kind = PayerKind.AGENT
        session.add(payer)
    at(town, 4)
    assert {(one.amount, one.payer) for one in charged(town, 202604)} == {
        (1500, PayerKind.BROKERAGE),
        (900, PayerKind.AGENT),
    }
    bill(town, payer=PayerKind.AGENT)
    at(town, 5)
    assert {one.payer for one in charged(town, 202605)} == {PayerKind.AGENT}


def test_a_canceled_plan_is_not_charged_and_one_that_is_kept_is(town: Town) -> None:
    invite_ben(town)
    order(town, 500)
    order(town, 250, BEN)
    marias, bens = account(town), account(town, BEN)
    with town.tools.write() as session:
        for account_id in (marias, bens):
            planning.cancel_plan(session, town.tools, account_id, who(town).agent_id)
        planning.keep_plan(session, town.tools, bens)
    at(town, 4)
    assert renewed(town, 202604) == [(900, 0)]
    assert (subscription(town, marias), subscription(town, bens) is None) == (None, False)
    at(town, 5)
    assert renewed(town, 202605) == [(900, 0)]


@pytest.mark.parametrize(("then", "price"), [(1000, 2500), (250, 900)])
def test_a_plan_that_was_changed_is_charged_at_its_new_price(town: Town, then: int, price: int) -> None:
    order(town, 500)
    town.clock.forward(days=10)
    order(town, then)
    at(town, 4)
    assert renewed(town, 202604) == [(price, 0)]
    now = subscription(town, account(town))
    assert now
    assert (now[0].month, now[0].net_credits, now[0].net_charge) == (202604, then, price)


def test_a_version_that_was_bought_is_charged_at_its_own_price(town: Town) -> None:
    order(town, 500)
    bought = offered(town, 500)
    with town.tools.write() as session:
        assert plans.retire(session, bought, town.clock.now())
    at(town, 4)
    assert renewed(town, 202604) == [(1500, 0)]


def test_both_meters_are_charged(town: Town) -> None:
    order(town, 500)
    order(town, 10_000, meter=Meter.EMAIL)
    at(town, 4)
    assert sorted(renewed(town, 202604)) == [(1500, 0), (1500, 0)]
    assert len(charged(town, 202603)) == 2


def event(kind: str, place: int = 1) -> BillingEvent:
    return BillingEvent(f"evt_{place}", kind, "cus_maria", "in_1", "")


def hear(town: Town, kind: str) -> None:
    with town.tools.write() as session:
        billing.take_effect(session, town.tools, event(kind))
    town.settle()


def customer(town: Town) -> None:
    with town.tools.write() as session:
        payer = payers.of_agent(session, town.tools.workspace_id, who(town).agent_id)
        payer.customer = "cus_maria"
        session.add(payer)


def is_blocked(town: Town, meter: Meter = Meter.SMS) -> bool:
    with town.tools.read() as session:
        found = accounts.of_agent(session, who(town).agent_id, meter)
        return found is not None and found.blocked_at is not None


def said(town: Town) -> list[str]:
    return [one["text"] for one in town.texts() if not one.get("thread_ts")]


def test_after_the_days_of_grace_nothing_leaves_until_it_is_paid(town: Town) -> None:
    customer(town)
    account(town, meter=Meter.EMAIL)
    town.meet_ana()
    bill(town, grace_days=5)
    hear(town, "payment_failed")
    hear(town, "payment_failed")
    assert len([one for one in said(town) if "could not be charged" in one]) == 1
    town.clock.forward(days=5, minutes=-5)
    beat.hour(town.tools)
    assert not is_blocked(town)
    town.reply(MARIA, "201", "Still within the days")
    town.settle()
    assert town.bodies() == ["Still within the days"]
    town.clock.forward(minutes=10)
    beat.hour(town.tools)
    assert (is_blocked(town), is_blocked(town, Meter.EMAIL)) == (True, True)
    town.reply(MARIA, "201", "Too late")
    town.settle()
    assert town.bodies() == ["Still within the days"]
    town.world.twilio.text(ANA, OURS, "Are you there?")
    town.settle()
    assert "Are you there?" in str(town.replies(MARIA, "201"))
    hear(town, "paid")
    hear(town, "paid")
    assert (is_blocked(town), is_blocked(town, Meter.EMAIL)) == (False, False)
    assert len([one for one in said(town) if "you can text again" in one]) == 1
    beat.hour(town.tools)
    assert not is_blocked(town)
    town.reply(MARIA, "201", "Here I am")
    town.settle()
    assert town.bodies()[-1] == "Here I am"


def test_paid_within_the_days_nothing_is_blocked(town: Town) -> None:
    customer(town)
    account(town)
    hear(town, "payment_failed")
    town.clock.forward(days=6)
    hear(town, "paid")
    town.clock.forward(days=30)
    beat.hour(town.tools)
    assert not is_blocked(town)


def test_a_block_and_a_payment_at_the_same_moment_never_end_blocked(town: Town) -> None:
    customer(town)
    account(town)
    bill(town, grace_days=0)
    for _ in range(5):
        hear(town, "payment_failed")
        town.clock.forward(seconds=1)
        with ThreadPoolExecutor(2) as several:
            both = [several.submit(billing.block_unpaid, town.tools), several.submit(hear, town, "paid")]
            for one in both:
                one.result()
        assert not is_blocked(town)


def test_a_provider_that_ends_a_subscription_is_asked_for_a_new_one(town: Town) -> None:
    customer(town)
    order(town, 500)
    mine = account(town)
    with town.tools.write() as session:
        plans.name_at_provider(session, mine, "in_1")
    hear(town, "subscription_ended")
    now = subscription(town, mine)
    assert now
    assert now[0].provider_id is None


def test_grace_is_counted_to_the_hour(town: Town) -> None:
    customer(town)
    account(town)
    hear(town, "payment_failed")
    failed = town.clock.now()
    town.clock.move_to(failed + timedelta(days=7, minutes=1))
    beat.moment(town.tools)
    assert not is_blocked(town)
    beat.hour(town.tools)
    assert is_blocked(town)


class Provider:
    """Notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def customer(self, *_: object) -> str:
        return "cus_maria"

    def subscribe(self, customer: str, plan: str, *_: object) -> str:
        self.asked.append(("subscribe", plan))
        return "sub_1"

    def change_subscription(self, subscription: str, plan: str, *_: object) -> None:
        self.asked.append(("change", plan))

    def end_subscription(self, subscription: str, at_period_end: bool, key: str) -> None:
        assert at_period_end
        self.asked.append(("end", subscription))


def test_when_the_brokerage_pays_the_card_is_left_alone(town: Town) -> None:
    order(town, 500)
    mine, provider = account(town), Provider()
    tools = replace(town.tools, billing=cast(Any, provider))
    for kind in (PayerKind.BROKERAGE, PayerKind.AGENT, PayerKind.BROKERAGE, PayerKind.AGENT):
        office.set_payer(tools, who(town), MARIA, kind, "")
        billing.sync_billing(tools, mine)
    assert provider.asked == [("subscribe", "sms-500"), ("end", "sub_1"), ("change", "sms-500")]
