"""Orders that are paid by card: the card, paid, declined, in doubt, killed in between, told twice."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.actions import billing_event
from bot.payments import BillingEvent, Declined
from bot.ports import Busy, Unclear
from models import order as orders
from models import payer as payers
from models.enums import OrderState, PayerKind
from models.order import Order
from models.tables import metadata
from tests.fake_billing import SECRET_PAGE, VISA, FakeBilling
from tests.stories.test_people_and_numbers import invite_ben
from tests.stories.test_plan_shop import (
    account,
    account_agent,
    buy,
    choose,
    dm,
    house,
    paid,
    shop,
    submit,
    turn_on,
    words,
)
from tests.support import BEN, MARIA, Town, until

DECLINED = Declined(
    "insufficient_funds", "The card has not enough money. Change it with `/plan` and order again."
)


@pytest.fixture
def money() -> FakeBilling:
    return FakeBilling()


@pytest.fixture
def town(make_town: Callable[..., Town], money: FakeBilling) -> Town:
    """Agents pay for themselves, by card; Maria has none on file yet."""
    built = make_town(welcome_credits=100)
    object.__setattr__(built.tools, "billing", money)
    built.first_use()
    house(built, payer=PayerKind.AGENT)
    return built


@pytest.fixture
def carded(town: Town, money: FakeBilling) -> Town:
    """Maria has given her card."""
    give_card(town, money)
    return town


def give_card(town: Town, money: FakeBilling, user: str = MARIA) -> None:
    shop(town, user=user)
    town.world.slack.click(user, "plan_card")
    money.cards[f"cus_{account_agent(town, user)}"] = VISA
    town.world.slack.click(user, "plan_card_done")
    town.world.slack.click(user, "plan_card_back")


def last_order(town: Town) -> Order:
    view = town.world.slack.view_of(MARIA)
    assert view
    with town.tools.read() as session:
        found = orders.by_source(session, town.tools.workspace_id, f"view:{view['id']}")
    assert found
    return found


def everything_kept(town: Town) -> str:
    """All that the database knows, as text."""
    with town.tools.read() as session:
        return str([session.connection().execute(select(one)).all() for one in metadata.tables.values()])


def test_the_card_is_given_on_the_providers_page(town: Town, money: FakeBilling) -> None:
    assert "none on file yet" in shop(town)
    choose(town, "250 credits a month")
    assert "No card on file yet" in submit(town)
    assert "There is no card on file yet" in submit(town)
    town.world.slack.click(MARIA, "plan_card")
    assert f"{SECRET_PAGE}0" in words(town)
    town.world.slack.click(MARIA, "plan_card_done")
    assert "No card has arrived yet" in words(town)
    money.cards[f"cus_{account_agent(town)}"] = VISA
    town.world.slack.click(MARIA, "plan_card_done")
    assert "On file: Visa ending in 4242" in words(town)
    town.world.slack.click(MARIA, "plan_card_back")
    assert "Visa ending in 4242" in words(town)
    assert "is being paid" in submit(town)
    town.settle()
    assert account(town).available == 350
    assert "Paid with Visa ending in 4242: $9.00." in dm(town)[-1]
    assert SECRET_PAGE not in everything_kept(town) + str(town.world.slack.messages("DMARIA"))
    assert "Change card" in shop(town)
    assert money.subscriptions == {f"sub_cus_{account_agent(town)}": ("sms-250", 900)}


def test_a_page_that_cannot_be_reached_leaves_the_order_open(town: Town, money: FakeBilling) -> None:
    shop(town)
    choose(town, "250 credits")
    submit(town)
    page, away = money.card_page, Busy("away")

    def no_page(*_: Any) -> str:
        raise away

    money.card_page = no_page  # type: ignore[assignment, method-assign]
    town.world.slack.click(MARIA, "plan_card")
    assert "cannot be reached right now" in words(town)
    money.card_page = page  # type: ignore[method-assign]
    town.world.slack.click(MARIA, "plan_card")
    assert SECRET_PAGE in words(town)


def test_a_declined_card_changes_nothing(carded: Town, money: FakeBilling) -> None:
    money.troubles = [DECLINED]
    buy(carded, "1,000 credits a month")
    assert (account(carded).available, paid(carded)) == (100, [])
    assert "was not paid, so nothing has changed" in dm(carded)[-1]
    assert "not enough money" in dm(carded)[-1]
    assert "open_plan" in str(carded.world.slack.messages("DMARIA")[-1]["blocks"])
    buy(carded, "1,000 credits a month")
    assert account(carded).available == 1100


def test_a_charge_in_doubt_is_looked_up(carded: Town, money: FakeBilling) -> None:
    money.troubles = [Unclear("timed out")]
    buy(carded, "1,000 credits a month")
    until(lambda: account(carded).available == 1100)
    assert (money.looked, len(money.payments), paid(carded)) == (1, 1, [2500])


def test_a_charge_in_doubt_that_was_none_is_made(carded: Town, money: FakeBilling) -> None:
    money.troubles, money.is_taken = [Unclear("timed out"), Busy("away")], False
    buy(carded, "1,000 credits a month")
    until(lambda: account(carded).available == 1100)
    assert (len(money.payments), paid(carded)) == (1, [2500])


def test_a_worker_that_dies_between_payment_and_grant(carded: Town, money: FakeBilling) -> None:
    money.troubles = [RuntimeError("killed")]
    buy(carded, "1,000 credits a month")
    until(lambda: account(carded).available == 1100)
    assert (money.looked, len(money.payments), paid(carded)) == (1, 1, [2500])
    carded.settle()
    assert len([one for one in dm(carded) if "1,000 credits added" in one]) == 1


def test_the_provider_tells_first_and_twice(carded: Town, money: FakeBilling) -> None:
    money.troubles = [Unclear("timed out")] * 3
    shop(carded)
    choose(carded, "1,000 credits a month")
    submit(carded)
    submit(carded)
    made = last_order(carded)
    about = (f"cus_{account_agent(carded)}", f"pi_{made.id}", f"order:{made.id}")
    for event in ("evt_1", "evt_1", "evt_2"):
        billing_event.take_event(carded.tools, BillingEvent(event, "paid", *about))
    until(lambda: not carded.busy())
    assert (account(carded).available, paid(carded)) == (1100, [2500])
    assert last_order(carded).state == OrderState.DONE


def test_a_smaller_plan_is_credited_at_the_provider(carded: Town, money: FakeBilling) -> None:
    buy(carded, "1,000 credits a month")
    assert "Done" in buy(carded, "250 credits a month")
    assert list(money.credits.values()) == [1600]
    assert list(money.subscriptions.values()) == [("sms-250", 900)]


def test_a_stop_reaches_the_provider_and_so_does_its_end(carded: Town, money: FakeBilling) -> None:
    buy(carded, "250 credits a month")
    shop(carded)
    carded.world.slack.click(MARIA, "plan_stop")
    submit(carded)
    carded.settle()
    assert list(money.subscriptions.values()) == [("", 0)]
    carded.world.slack.click(MARIA, "plan_keep")
    carded.settle()
    assert list(money.subscriptions.values()) == [("sms-250", 900)]


def test_anothers_card_is_not_shown(town: Town, money: FakeBilling) -> None:
    invite_ben(town)
    town.settle()
    assert "They have no card on file" in shop(town, "@Ben")
    give_card(town, money, BEN)
    seen = shop(town, "@Ben") + choose(town, "250 credits") + submit(town)
    assert "their card on file" in seen
    assert "4242" not in seen
    submit(town)
    town.settle()
    assert "Paid with the card on file" in dm(town)[-1]
    assert "Paid with Visa ending in 4242" in dm(town, BEN)[-1]


def test_packs_by_themselves_need_a_card(town: Town, money: FakeBilling) -> None:
    assert "Add one first" in str(turn_on(town).body["errors"])
    town.world.slack.close_view(MARIA)
    give_card(town, money)
    assert turn_on(town).status == 200


def test_where_the_brokerage_pays_nobody_hears_of_cards(town: Town) -> None:
    maria = account_agent(town)
    with town.tools.write() as session:
        payers.of_agent(session, town.tools.workspace_id, maria).kind = PayerKind.BROKERAGE
    assert "plan_card" not in shop(town)
    choose(town, "250 credits")
    assert "Billed to Oak Realty" in submit(town)
    assert "Done" in submit(town)
