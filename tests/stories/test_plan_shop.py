"""`/plan`: choosing, previewing, ordering, stopping, packs, terms, approval, other people's plans."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bot.actions import ledger, order
from bot.actions.account import account_of
from bot.actions.ledger import Reason
from bot.actions.people import find_agent
from models import account as accounts
from models import charge_line as lines
from models import order as orders
from models import payer as payers
from models import terms as conditions
from models import workspace as workspaces
from models.account import Account
from models.columns import new_id
from models.enums import Meter, OrderState
from models.order import Order
from models.terms import Terms
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, OURS, Town, until

CARD = "4242 4242 4242 4242"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Maria has her hundred welcome credits and no plan."""
    built = make_town(welcome_credits=100)
    built.first_use()
    return built


def shop(town: Town, text: str = "", user: str = MARIA) -> str:
    town.world.slack.command(user, "/plan", text)
    return words(town, user)


def words(town: Town, user: str = MARIA) -> str:
    """Everything that the top window says."""
    return str(town.world.slack.view_of(user))


def choose(town: Town, name: str, user: str = MARIA) -> str:
    """Press the button beside a plan; what the preview says."""
    view = town.world.slack.view_of(user)
    assert view
    row = next(one for one in view["blocks"] if f"*{name}*" in str(one.get("text")) and "accessory" in one)
    town.world.slack.click(user, "plan_choose", row["accessory"]["value"])
    return words(town, user)


def submit(town: Town, user: str = MARIA) -> str:
    """Press the window's main button; what stands there then."""
    assert town.world.slack.submit(user).status == 200
    return words(town, user)


def buy(town: Town, name: str, text: str = "", user: str = MARIA) -> str:
    """The whole way; what the last window says."""
    shop(town, text, user)
    choose(town, name, user)
    submit(town, user)
    said = submit(town, user)
    town.settle()
    return said


def account(town: Town, user: str = MARIA, meter: Meter = Meter.SMS) -> Account:
    who = find_agent(town.tools, user)
    assert who
    with town.tools.write() as session:
        return accounts.get(session, account_of(session, town.tools, who.agent_id, meter))


def use(town: Town, count: int) -> None:
    """Let this many credits be spent."""
    maria = account_agent(town)
    with town.tools.write() as session:
        account_id = account_of(session, town.tools, maria)
        ledger.charge(session, town.tools, account_id, [(Reason(f"use:{new_id()}"), count)])


def account_agent(town: Town, user: str = MARIA) -> UUID:
    who = find_agent(town.tools, user)
    assert who
    return who.agent_id


def dm(town: Town, user: str = MARIA) -> list[str]:
    return [one["text"] for one in town.world.slack.messages(town.world.slack.dm_of(user))]


def paid(town: Town, user: str = MARIA) -> list[int]:
    """The amounts of an account's bill, the newest first."""
    account_id = account(town, user).id
    with town.tools.read() as session:
        return [one.amount for one in lines.of_account(session, account_id, 20)]


def house(town: Town, **values: Any) -> None:
    with town.tools.write() as session:
        workspace = workspaces.get(session, town.tools.workspace_id)
        for name, value in values.items():
            setattr(workspace, name, value)
        session.add(workspace)


def test_a_first_purchase(town: Town) -> None:
    seen = shop(town)
    for said in (
        "No plan yet",
        "100 credits left",
        "$25.00 a month",
        "$2.50 for 100 credits",
        "Billed to Oak",
    ):
        assert said in seen
    assert "Card" not in seen
    seen = choose(town, "1,000 credits a month")
    for said in (
        "*Today:* $25.00 for the whole of March.",
        "1,000 credits are added: 1,100 credits left.",
        "*On April 1:* 1,000 credits for $25.00, and so every month.",
    ):
        assert said in seen
    assert "Billed to Oak Realty" in submit(town)
    seen = submit(town)
    assert "Done: *1,000 credits a month*" in seen
    assert account(town).available == 1100
    town.settle()
    assert dm(town)[-1].splitlines() == [
        ":white_check_mark: *1,000 credits a month*",
        "1,000 credits added, 1,100 credits left now.",
        "Billed to Oak Realty: $25.00.",
        "On April 1: 1,000 credits for $25.00.",
    ]
    town.world.slack.close_view(MARIA)
    seen = words(town)
    for said in ("your plan", "Renews on April 1: 1,000 credits for $25.00", "Stop this plan"):
        assert said in seen


@pytest.mark.parametrize("used", [0, 300, 350])
def test_a_bigger_plan_before_and_after_the_limit(town: Town, used: int) -> None:
    buy(town, "250 credits a month")
    if used:
        use(town, used)
    shop(town)
    seen = choose(town, "1,000 credits a month")
    assert "*Today:* $16.00 for the rest of March's difference." in seen
    assert f"750 credits are added: {1100 - used:,} credits left." in seen
    submit(town)
    submit(town)
    assert (account(town).available, paid(town)) == (1100 - used, [1600, 900])


def test_a_smaller_plan_gives_back_what_is_not_used(town: Town) -> None:
    buy(town, "1,000 credits a month")
    use(town, 600)  # a hundred of them are the welcome ones
    shop(town)
    seen = choose(town, "250 credits a month")
    assert "$10.66 is credited on the next bill" in seen
    assert "500 credits of this month's plan are removed: 0 credits left." in seen
    assert "*On April 1:* 250 credits for $9.00" in seen
    submit(town)
    submit(town)
    town.settle()
    assert (account(town).available, paid(town)) == (0, [-1066, 2500])
    assert "Credited on the next bill: $10.66." in dm(town)[-1]


def test_up_and_down_and_up_brings_nobody_anything(town: Town) -> None:
    for name in ("250", "1,000", "250", "1,000"):
        buy(town, f"{name} credits a month")
    assert (account(town).available, sum(paid(town))) == (1100, 2500)


def test_e_mails_are_bought_in_the_same_window(town: Town) -> None:
    assert "5,000 e-mails left" in shop(town, "email")
    town.world.slack.click(MARIA, "plan_meter", "sms")
    assert "100 credits left" in words(town)
    town.world.slack.click(MARIA, "plan_meter", "email")
    assert "Packs" not in words(town)
    seen = choose(town, "10,000 sends a month")
    for said in ("$15.00 for the whole of March", "5,000 e-mails are added: 10,000 e-mails left"):
        assert said in seen
    submit(town)
    assert "10,000 e-mails left" in submit(town)
    assert account(town, meter=Meter.EMAIL).available == 10_000


def test_a_pack_leaves_the_plan_alone(town: Town) -> None:
    shop(town)
    seen = choose(town, "250 credits")
    assert "*Today:* $11.00, once." in seen
    assert "a pack does not renew" in seen
    submit(town)
    submit(town)
    assert account(town).available == 350
    assert "No plan yet" in shop(town)


def test_tax_stands_in_a_line_of_its_own(town: Town) -> None:
    house(town, tax_name="sales tax", tax_rate=825)
    shop(town)
    assert "$25.00 + $2.06 sales tax = $27.06 for the whole of March" in choose(town, "1,000 credits a month")
    submit(town)
    submit(town)
    town.settle()
    assert "Billed to Oak Realty: $25.00 + $2.06 sales tax = $27.06." in dm(town)[-1]


def stack(town: Town) -> list[Any]:
    return town.world.slack.views.stacks[MARIA]


def test_a_stale_window_orders_nothing_and_shows_the_new_numbers(town: Town) -> None:
    shop(town)
    choose(town, "1,000 credits a month")
    submit(town)
    other = list(stack(town))
    buy(town, "250 credits a month")
    town.world.slack.views.stacks[MARIA] = other  # the tab that was left open
    seen = submit(town)
    assert "The numbers have changed" in seen
    assert "$16.00 for the rest of March's difference" in seen
    assert account(town).available == 350
    submit(town)
    assert "Done" in submit(town)
    assert (account(town).available, paid(town)) == (1100, [1600, 900])


def test_a_month_that_turned_makes_a_preview_stale(town: Town) -> None:
    buy(town, "1,000 credits a month")
    shop(town)
    choose(town, "250 credits a month")
    town.clock.move_to(datetime(2026, 4, 2, 12, tzinfo=UTC))
    assert "The numbers have changed" in submit(town)
    assert "*On May 1:*" in words(town)
    town.clock.move_to(datetime(2026, 5, 2, 12, tzinfo=UTC))
    submit(town)
    assert "The numbers have changed" in words(town) or "The numbers have changed" in submit(town)


def test_one_window_orders_once(town: Town) -> None:
    shop(town)
    choose(town, "250 credits")
    submit(town)
    view = town.world.slack.view_of(MARIA)
    payload = {"type": "view_submission", "view": view, "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    for _ in range(3):
        answer = town.world.slack.door.payload(payload)
        assert "Done" in str(answer.body["view"])
    town.settle()
    assert (account(town).available, paid(town)) == (350, [1100])
    assert len([one for one in dm(town) if "added" in one]) == 1


def test_back_leads_from_the_review_to_the_preview(town: Town) -> None:
    shop(town)
    choose(town, "250 credits a month")
    assert "Place order" in submit(town)
    town.world.slack.click(MARIA, "plan_back")
    assert "*Today:*" in words(town)
    assert "Continue" in words(town)
    town.world.slack.close_view(MARIA)
    assert "Plans" in words(town)


def test_a_plan_is_stopped_and_kept(town: Town) -> None:
    buy(town, "1,000 credits a month")
    shop(town)
    town.world.slack.click(MARIA, "plan_stop")
    seen = words(town)
    for said in (
        "*1,000 credits a month* runs until the end of March.",
        "From April 1 on nothing is added",
        "100 credits: welcome credits, until March 2, 2027",
        "1,000 credits: your plan for March, until March 2, 2027",
    ):
        assert said in seen
    submit(town)
    assert "The plan ends on April 1" in words(town)
    assert "Ends on April 1: from then on nothing is added" in words(town)
    town.world.slack.click(MARIA, "plan_keep")
    assert "The plan goes on" in words(town)
    assert "Renews on April 1" in words(town)
    town.world.slack.click(MARIA, "plan_stop")
    submit(town)
    town.clock.move_to(datetime(2026, 4, 2, 12, tzinfo=UTC))
    seen = shop(town)
    assert "No plan yet" in seen
    assert "1,100 credits left" in seen
    assert paid(town) == [2500]


def test_choosing_again_takes_a_stop_back(town: Town) -> None:
    buy(town, "250 credits a month")
    shop(town)
    town.world.slack.click(MARIA, "plan_stop")
    submit(town)
    buy(town, "500 credits a month")
    assert "Renews on April 1: 500 credits" in shop(town)


def test_an_admin_orders_for_an_agent(town: Town) -> None:
    invite_ben(town)
    town.settle()
    for asked in ("<@UBEN|ben>", "@Ben Carter", "@ben"):
        assert "The plan of *Ben Carter*" in shop(town, asked)
    shop(town)
    town.world.slack.click(MARIA, "plan_agent", BEN)
    seen = choose(town, "250 credits a month")
    assert "for Ben Carter" in seen
    submit(town)
    submit(town)
    town.settle()
    assert (account(town, BEN).available, account(town).available) == (350, 100)
    assert "*250 credits a month* for Ben Carter" in dm(town)[-1]
    assert "Ordered by Maria Lopez." in dm(town, BEN)[-1]


def test_only_admins_see_others_plans(town: Town) -> None:
    invite_ben(town)
    assert "plan_agent" not in shop(town, user=BEN)
    town.world.slack.command(BEN, "/plan", "<@UMARIA>")
    assert "Only an admin" in town.world.slack.ephemerals(BEN)[-1]["text"]
    town.world.slack.command(MARIA, "/plan", "@Nobody")
    assert "Nobody of that name" in town.world.slack.ephemerals(MARIA)[-1]["text"]
    view = town.world.slack.view_of(BEN)
    assert view
    view["private_metadata"] = view["private_metadata"].replace(
        str(account_agent(town, BEN)), str(account_agent(town))
    )
    payload: dict[str, Any] = {"type": "block_actions", "view": view, "user": {"id": BEN}}
    payload["team"] = {"id": "T0OAK"}
    payload["actions"] = [{"type": "button", "action_id": "plan_stop", "block_id": "x"}]
    payload["trigger_id"] = town.world.slack.views.trigger(BEN)
    town.world.slack.door.payload(payload)
    assert "You can order for yourself" in words(town, BEN)


def terms(town: Town, version: int, text: str) -> None:
    with town.tools.write() as session:
        new = Terms(workspace_id=town.tools.workspace_id, version=version, text=text, at=town.tools.now())
        conditions.add_once(session, new)


def tick(town: Town) -> None:
    view = town.world.slack.view_of(MARIA)
    assert view
    block = next(one["block_id"] for one in view["blocks"] if one["block_id"].startswith("terms"))
    town.world.slack.click(MARIA, "terms", ["accepted"], block_id=block)


def test_terms_are_accepted_once_for_each_version(town: Town) -> None:
    terms(town, 1, "Credits are not given back.")
    shop(town)
    choose(town, "250 credits")
    assert "Credits are not given back." in submit(town)
    assert town.world.slack.submit(MARIA).status == 0  # Slack holds back an empty required field
    tick(town)
    assert "Done" in submit(town)
    shop(town)
    choose(town, "250 credits")
    assert "You accepted these terms on March 2." in submit(town)
    terms(town, 2, "They are after all.")
    seen = submit(town)
    assert "Accept the terms" in seen
    assert "They are after all." in seen
    assert len(paid(town)) == 1
    tick(town)
    assert "Done" in submit(town)


def the_order(town: Town, user: str = MARIA) -> Order:
    account_id = account(town, user).id
    with town.tools.read() as session:
        found = orders.open_of(session, account_id)
        assert found
        return found


@pytest.mark.parametrize("approve", [True, False])
def test_an_order_that_needs_approval_waits(town: Town, approve: bool) -> None:
    invite_ben(town)
    house(town, needs_approval=True)
    shop(town, user=BEN)
    choose(town, "250 credits a month", BEN)
    assert "An admin has to approve this" in submit(town, BEN)
    assert "waits for approval by <@UMARIA>" in submit(town, BEN)
    until(lambda: "waits for approval" in dm(town, BEN)[-1])
    assert "An order waits for approval: 250 credits a month" in shop(town, user=BEN)
    choose(town, "250 credits", BEN)
    submit(town, BEN)
    assert "An earlier order is not settled yet" in submit(town, BEN)
    maria = find_agent(town.tools, MARIA)
    assert maria
    state = order.decide(town.tools, maria, the_order(town, BEN).id, approve)
    assert state == (OrderState.DONE if approve else OrderState.REFUSED)
    said = "250 credits added" if approve else "was not ordered: Maria Lopez did not approve it."
    until(lambda: said in dm(town, BEN)[-1])
    assert account(town, BEN).available == (350 if approve else 100)


def test_a_cap_holds_orders_and_packs_by_themselves(town: Town) -> None:
    maria = account_agent(town)
    with town.tools.write() as session:
        payers.of_agent(session, town.tools.workspace_id, maria).cap = 2500
    buy(town, "1,000 credits a month")
    shop(town)
    choose(town, "100 credits")
    submit(town)
    assert "This costs $5.00, and $25.00 of the $25.00 allowed this month are spent" in submit(town)
    turn_on(town, below="2000")
    assert "100 credits are bought" in words(town)
    use_by_text(town)
    assert paid(town) == [2500]
    assert "are removed" in (shop(town) and choose(town, "250 credits a month"))
    submit(town)
    assert "Done" in submit(town)


def turn_on(town: Town, below: str = "99", most: str = "2") -> Any:
    shop(town)
    town.world.slack.click(MARIA, "plan_recharge")
    town.world.slack.type_in_view(MARIA, "below", "below", below)
    town.world.slack.type_in_view(MARIA, "most", "most", most)
    return town.world.slack.submit(MARIA)


def use_by_text(town: Town, text: str = "Hello") -> None:
    before = len(town.bodies())
    town.world.slack.command(MARIA, "/text", f"{ANA} {text}")
    until(lambda: len(town.bodies()) > before)
    town.settle()


def test_packs_are_bought_by_themselves_as_often_as_allowed(town: Town) -> None:
    assert "*Automatic packs*: off" in shop(town)
    assert turn_on(town, below="500").status == 200
    assert "With fewer than 500 credits left, a pack of 100 credits is bought for $5.00" in words(town)
    for _ in range(4):
        use_by_text(town)
    assert paid(town) == [500, 500]
    assert "Bought by itself" in str(dm(town))
    shop(town)
    town.world.slack.click(MARIA, "plan_recharge")
    town.world.slack.click(MARIA, "plan_recharge_off")
    assert "not bought by themselves any more" in words(town)
    assert account(town).recharge_below == 0


def test_packs_by_themselves_need_sensible_numbers(town: Town) -> None:
    for below, most, field in (
        ("0", "1", "below"),
        ("100001", "1", "below"),
        ("5", "31", "most"),
        ("x", "1", "below"),
    ):
        assert field in turn_on(town, below, most).body["errors"]
        town.world.slack.close_view(MARIA)
    assert account(town).recharge_below == 0


def test_where_orders_are_approved_an_admin_turns_them_on(town: Town) -> None:
    invite_ben(town)
    house(town, needs_approval=True)
    shop(town, user=BEN)
    town.world.slack.click(BEN, "plan_recharge")
    answer = town.world.slack.submit(BEN)
    assert "Ask one to set this up" in str(answer.body["errors"])


def test_a_card_number_is_refused_everywhere_but_to_clients(town: Town) -> None:
    for command in ("/plan", "/parley", "/inbox"):
        town.world.slack.command(MARIA, command, f"my card is {CARD}")
        assert "looks like a card number" in town.world.slack.ephemerals(MARIA)[-1]["text"]
    town.world.slack.command(MARIA, "/parley", "settings")
    town.world.slack.type_in_view(MARIA, "line", "line", f"{CARD} STOP {{agent}}")
    assert "looks like a card number" in town.world.slack.submit(MARIA).body["errors"]["line"]
    town.world.slack.command(MARIA, "/text", f"{ANA} {CARD}")
    until(lambda: CARD in str(town.bodies()))


def test_help_and_unknown_words(town: Town) -> None:
    for typed, said in (("help", "Plans and packs"), ("gold", "does not know “gold”")):
        town.world.slack.command(MARIA, "/plan", typed)
        assert said in town.world.slack.ephemerals(MARIA)[-1]["text"]


def test_the_way_out_stands_where_credits_are_lacking(town: Town) -> None:
    town.meet_ana()
    use(town, account(town).available)
    town.world.slack.command(MARIA, "/text", f"{ANA} Hello")
    whisper = town.world.slack.ephemerals(MARIA)[-1]
    assert "with `/plan`" in whisper["text"]
    town.world.slack.click(MARIA, "open_plan", "sms", channel=town.world.slack.dm_of(MARIA), ts=whisper["ts"])
    assert "0 credits left" in words(town)
    town.reply(MARIA, "201", "Hello")
    problem = until(lambda: [one for one in town.replies(MARIA, "201") if "open_plan" in str(one["blocks"])])
    assert "Not delivered" in problem[0]["text"]
    town.world.slack.open_home(MARIA)
    town.settle()
    assert "open_plan" in str(town.world.slack.home_of(MARIA))


def test_an_unpaid_plan_holds_texts_back_and_clients_still_arrive(town: Town) -> None:
    maria, now = account(town), town.tools.now()
    with town.tools.write() as session:
        payers.of_agent(session, town.tools.workspace_id, maria.agent_id).failing_since = now
        accounts.change(session, maria.id, blocked_at=now)
    town.world.slack.command(MARIA, "/text", f"{ANA} Hello")
    said = town.world.slack.ephemerals(MARIA)[-1]
    assert "your plan is not paid since March 2. Change the card with `/plan`" in said["text"]
    assert "open_plan" in str(said["blocks"])
    town.world.twilio.text(ANA, OURS, "Hi")
    town.settle()
    assert any("Hi" in one["text"] for one in town.replies(MARIA, "201"))
    assert account(town).available == 99
    assert "Texts wait until it is paid" in shop(town)
