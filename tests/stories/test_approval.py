"""Orders that wait for an admin: every admin is asked, the first decides, the agent keeps what they had."""

from typing import Any
from uuid import uuid4

import pytest

from bot.actions import approval, recharge
from bot.actions import plan as planning
from bot.work import Refusal
from models import order as orders
from models import payer as payers
from models import plan as plans
from models.account import Account
from models.agent import Agent
from models.enums import Meter, OrderState, Role
from models.order import Order
from models.workspace import Workspace
from tests.plans import account, bill, charged, offered, order, subscription, who
from tests.stories.test_office import office
from tests.stories.test_people_and_numbers import invite, invite_ben
from tests.support import BEN, MARIA, Town


@pytest.fixture
def town(town: Town) -> Town:
    """Maria and Zoe are admins, Ben orders."""
    invite_ben(town)
    invite(town, "UZOE", role="admin")
    bill(town, needs_approval=True, tax_rate=800, tax_name="Sales tax")
    town.settle()
    return town


def asked(town: Town, user: str) -> list[dict[str, Any]]:
    """What an admin's direct message says about orders."""
    posts = town.world.slack.messages(town.world.slack.dm_of(user))
    return [one for one in posts if "would like" in one["text"]]


def decide(town: Town, user: str, verb: str, place: int = -1) -> None:
    dm, post = town.world.slack.dm_of(user), asked(town, user)[place]
    assert town.world.slack.click(user, f"order_{verb}", channel=dm, ts=post["ts"]).status == 200
    town.settle()


def whispers(town: Town, user: str) -> list[str]:
    return [one["text"] for one in town.world.slack.ephemerals(user)]


def state(town: Town, order_id: Any) -> OrderState:
    with town.tools.read() as session:
        found = orders.get(session, order_id)
        assert found
        return found.state


def test_every_admin_is_asked_once_with_who_what_and_how_much(town: Town) -> None:
    placed = order(town, 500, BEN)
    assert placed.state == OrderState.WAITING
    for user in (MARIA, "UZOE"):
        (post,) = asked(town, user)
        for words in (
            "Ben Carter",
            "500 credits a month",
            "$16.20",
            "$1.20 of it tax",
            "no plan",
            "brokerage",
        ):
            assert words in post["text"]
        assert "order_approve" in str(post["blocks"])
    assert asked(town, BEN) == []
    assert subscription(town, account(town, BEN)) is None
    assert charged(town, 202603) == []


def test_the_first_decision_counts_and_the_other_question_becomes_the_answer(town: Town) -> None:
    placed = order(town, 500, BEN)
    before = asked(town, "UZOE")[-1]
    decide(town, MARIA, "approve")
    assert state(town, placed.order_id) == OrderState.DONE
    mine = subscription(town, account(town, BEN))
    assert mine
    assert (mine[0].net_credits, mine[0].net_charge) == (500, 1500)
    for user in (MARIA, "UZOE"):
        (post,) = asked(town, user)
        assert "Approved by Maria Lopez" in post["text"]
        assert "order_approve" not in str(post["blocks"])
    assert whispers(town, MARIA)[-1] == "Approved. The agent gets a receipt."
    # Zoe's window still showed the buttons.
    dm = town.world.slack.dm_of("UZOE")
    with town.world.slack.stage.lock:
        town.world.slack.posts[dm][before["ts"]] |= {"blocks": before["blocks"]}
    decide(town, "UZOE", "decline")
    assert "decided already: Maria Lopez approved it" in whispers(town, "UZOE")[-1]
    assert len(charged(town, 202603)) == 1
    assert state(town, placed.order_id) == OrderState.DONE


def test_declined_nothing_changes(town: Town) -> None:
    placed = order(town, 500, BEN)
    decide(town, "UZOE", "decline")
    assert state(town, placed.order_id) == OrderState.REFUSED
    assert "Declined by Zoe Kim" in asked(town, MARIA)[-1]["text"]
    assert subscription(town, account(town, BEN)) is None
    again = order(town, 250, BEN)
    assert again.state == OrderState.WAITING


def test_the_window_lists_those_that_wait(town: Town) -> None:
    placed = order(town, 500, BEN)
    seen = str(office(town, "orders"))
    assert "Orders (1)" in seen
    assert "Ben Carter" in seen
    town.world.slack.click(MARIA, "order_decline", str(placed.order_id))
    town.settle()
    seen = str(town.world.slack.view_of(MARIA))
    assert ("No order waits for you." in seen, "Not approved" in seen) == (True, True)
    assert "Declined by Maria Lopez" in asked(town, "UZOE")[-1]["text"]


def test_numbers_that_changed_meanwhile_are_not_approved(town: Town) -> None:
    placed = order(town, 1000, BEN)
    bill(town, needs_approval=False)
    small_id, bens = offered(town, 250), account(town, BEN)
    with town.tools.write() as session:
        small = plans.get(session, small_id)
        assert small
        planning.change_plan(session, town.tools, bens, small, None)
    decide(town, MARIA, "approve")
    assert state(town, placed.order_id) == OrderState.REFUSED
    assert "the numbers had changed" in whispers(town, MARIA)[-1]


def test_while_one_waits_packs_are_still_bought_by_themselves(town: Town) -> None:
    mine = account(town, BEN)
    pack = offered(town, 100, packs=True)
    recharge.set_recharge(town.tools, who(town, MARIA), pack, 100_000, 2, who(town, BEN).agent_id)
    order(town, 500, BEN)
    with town.tools.write() as session:
        wish = payers.recharge_of(session, mine)
        assert wish
        wish.below = 100_001  # more than the welcome
        session.add(wish)
    recharge.recharge(town.tools, mine)
    town.settle()
    assert [one.words for one in charged(town, 202603)] == ["Pack: 100 credits"]
    decide(town, MARIA, "approve")
    assert len(charged(town, 202603)) == 2


def test_an_admins_own_order_waits_for_nobody(town: Town) -> None:
    assert order(town, 500, MARIA).state == OrderState.DONE
    assert asked(town, "UZOE") == []


def test_a_question_posted_twice_is_one_when_slack_loses_answers(town: Town) -> None:
    town.world.slack.fail("chat.postMessage", "drop_after_accept", 2)
    order(town, 500, BEN)
    assert (len(asked(town, MARIA)), len(asked(town, "UZOE"))) == (1, 1)


def test_who_is_no_admin_decides_nothing(town: Town) -> None:
    placed = order(town, 500, BEN)
    with pytest.raises(Refusal, match="Only an admin"):
        approval.decide(town.tools, who(town, BEN), placed.order_id, True)
    with pytest.raises(Refusal, match="Only an admin"):
        approval.waiting(town.tools, who(town, BEN))
    dm, post = town.world.slack.dm_of(MARIA), asked(town, MARIA)[-1]
    town.world.slack.click(BEN, "order_approve", channel=dm, ts=post["ts"])
    assert state(town, placed.order_id) == OrderState.WAITING


def test_orders_of_another_workspace_are_none_of_ours(town: Town) -> None:
    now = town.clock.now()
    with pytest.raises(Refusal, match="no such order"):
        approval.decide(town.tools, who(town), uuid4(), True)
    other = Workspace(slack_team_id="T0ELM", bot_user_id="U", name="Elm", time_zone="America/Chicago")
    plan_id = offered(town, 500)
    ann = Agent(workspace_id=other.id, slack_user_id="UANN", name="Ann", role=Role.AGENT, created_at=now)
    with town.tools.write() as session:
        session.add(other)
        session.flush()
        session.add(ann)
        session.flush()
        theirs = Account(
            workspace_id=other.id, agent_id=ann.id, meter=Meter.SMS, zone="UTC", month=202603,
            month_ends_at=now, due_at=now,
        )  # fmt: skip
        session.add(theirs)
        session.flush()
        placed = Order(
            workspace_id=other.id, account_id=theirs.id, source_key="x", plan_id=plan_id,
            month=202603, granted=500, removed=0, charged=1500, credited=0, tax=0, currency="USD",
            state=OrderState.WAITING, placed_at=now, changed_at=now,
        )  # fmt: skip
        session.add(placed)
    with pytest.raises(Refusal, match="no such order"):
        approval.decide(town.tools, who(town), placed.id, True)
    assert approval.waiting(town.tools, who(town)) == []
