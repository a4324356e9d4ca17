"""The whole purchase by card, by the real gateway and the pretend Stripe: paid once, granted once, always."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, func, select

from bot.actions.pay import pay_order
from models import order as orders
from models.account import Account
from models.charge_line import ChargeLine
from models.enums import GrantSource, Meter, OrderState, PayerKind
from models.grant import Grant
from models.order import Order
from models.payer import Payer
from models.plan import Subscription
from tests.stories.test_plan_shop import account, choose, dm, house, shop, submit, words
from tests.support import MARIA, Town, until

GOOD, DECLINES = "4242424242424242", "4000000000000341"
SECRET = "whsec_playground"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Agents pay for themselves."""
    built = make_town(welcome_credits=100, stripe_api_key="sk_test_playground", stripe_webhook_secret=SECRET)
    built.first_use()
    house(built, payer=PayerKind.AGENT)
    return built


def give_card(town: Town, number: str = GOOD) -> None:
    """Open the page from `/plan`, type the card there, come back."""
    shop(town)
    town.world.slack.click(MARIA, "plan_card")
    view: Any = town.world.slack.view_of(MARIA)
    urls = [one.get("url") for block in view["blocks"] for one in block.get("elements", [])]
    page = next(url for url in urls if url)
    town.world.stripe.type_card(page.rsplit("/", 1)[1], number, 12, 2034)
    town.world.slack.click(MARIA, "plan_card_done")
    town.world.slack.click(MARIA, "plan_card_back")


def order(town: Town, plan: str = "1,000 credits a month") -> Order:
    shop(town)
    choose(town, plan)
    submit(town)
    submit(town)
    with town.tools.read() as session:
        found = session.exec(select(Order).order_by(col(Order.placed_at).desc())).first()
    assert found
    return found


def state(town: Town, made: Order) -> OrderState:
    with town.tools.read() as session:
        found = orders.get(session, made.id)
    assert found
    return found.state


def money(town: Town) -> list[int]:
    """What Stripe took, by payment."""
    return [
        one["amount_paid"] for one in town.world.stripe.every("invoice", status="paid") if one["amount_paid"]
    ]


def granted(town: Town) -> int:
    with town.tools.read() as session:
        asked = select(func.coalesce(func.sum(Grant.granted), 0)).where(Grant.source == GrantSource.CHANGE)
        return int(session.exec(asked).one())


def once(town: Town, made: Order) -> None:
    """Paid once, granted once, billed once."""
    until(lambda: state(town, made) == OrderState.DONE)
    town.settle()
    assert (money(town), granted(town), account(town).available) == ([2500], 1000, 1100)
    with town.tools.read() as session:
        assert session.exec(select(ChargeLine.amount)).all() == [2500]
    assert len([one for one in dm(town) if "1,000 credits added" in one]) == 1


HOW: dict[str, dict[str, Any]] = {
    "once": {},
    "twice": {"webhook_times": 3},
    "late": {"webhook_delay": 0.5},
    "the wrong way round": {"in_order": False, "webhook_times": 2},
}


@pytest.mark.parametrize("how", HOW)
def test_the_webhooks_come(town: Town, how: str) -> None:
    for name, value in HOW[how].items():
        setattr(town.world.stripe, name, value)
    give_card(town)
    assert "4242" in words(town)
    once(town, order(town))


def test_the_answer_is_lost_after_the_card_was_charged(town: Town) -> None:
    give_card(town)
    town.world.stripe.fail("drop_after_accept", times=1)
    once(town, order(town))


def test_parley_dies_between_the_payment_and_the_credits(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody hears of it but by the webhook, or by asking again."""
    give_card(town)
    town.world.stripe.webhook_delay = 60
    with monkeypatch.context() as patched:
        patched.setattr("bot.actions.pay.settle_paid", _die)
        made = order(town)
        until(lambda: money(town) == [2500])
    assert granted(town) == 0
    pay_order(town.tools, made.id, again=True)
    pay_order(town.tools, made.id, again=True)
    once(town, made)


def _die(*_: object) -> bool:
    raise RuntimeError("killed")


def test_a_declined_card_changes_nothing_and_another_one_does(town: Town) -> None:
    give_card(town, DECLINES)
    made = order(town)
    until(lambda: state(town, made) == OrderState.DECLINED)
    town.settle()
    assert (money(town), granted(town), account(town).available) == ([], 0, 100)
    assert any("was not paid, so nothing has changed" in one for one in dm(town))
    give_card(town)
    once(town, order(town))


def test_the_month_turns_while_an_order_is_paid(town: Town) -> None:
    """Just what was paid for is added, in the month that runs then."""
    give_card(town)
    town.world.stripe.faults.always("pay", "down")
    made = order(town)
    assert state(town, made) == OrderState.PAYING
    town.clock.move_to(account(town).month_ends_at)
    town.house.timetable.run_now()
    town.world.stripe.faults.heal()
    once(town, made)
    with town.tools.read() as session:
        kept = session.exec(select(Subscription)).one()
    assert (kept.month, kept.net_credits, kept.net_charge) == (202604, 1000, 2500)


def test_an_expired_card_is_changed_first(town: Town) -> None:
    give_card(town)
    until(lambda: town.rows()["provider_event"] >= 2)  # the page was done, a card was attached
    town.settle()
    with town.tools.write() as session:
        session.exec(select(Payer)).one().card_year = 2025
    shop(town)
    choose(town, "1,000 credits a month")
    submit(town)
    assert "The card on file has expired" in submit(town)
    assert (money(town), granted(town)) == ([], 0)


def test_stripe_bills_the_next_month_and_a_failure_blocks_after_the_days_of_grace(town: Town) -> None:
    give_card(town)
    once(town, order(town))
    with town.tools.read() as session:
        ends = session.exec(select(Account.month_ends_at).where(Account.meter == Meter.SMS)).one()
    assert town.world.stripe.every("subscription", status="active")
    give_card(town, DECLINES)
    town.clock.move_to(ends)
    town.house.timetable.run_now()
    town.world.stripe.go_on()
    until(lambda: any("could not be charged" in one for one in dm(town)))
    assert account(town).available == 2100  # the month's credits do not wait for Stripe
