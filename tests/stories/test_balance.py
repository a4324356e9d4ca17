"""`/balance`, Home and "Why this number?": right at any moment, and every figure a sum of entries."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bot.actions import ledger, plan
from bot.actions.account import account_of, need_sends
from bot.actions.ledger import Gift, Reason
from bot.rules.month import year_later
from models import account as accounts
from models import agent as agents
from models import grant as grants
from models import plan as plans
from models.account import Account
from models.enums import EntryKind, GrantSource, Meter
from tests.support import ANA, MARIA, OURS, Town, until

Make = Callable[..., Town]
ZONE = "America/Chicago"


@pytest.fixture
def town(make_town: Make) -> Town:
    """Maria has 100 welcome credits, less one for Ana's first words."""
    built = make_town(welcome_credits=100)
    built.first_use()
    built.meet_ana()
    return built


def maria(town: Town) -> UUID:
    with town.tools.read() as session:
        found = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert found
        return found.id


def account(town: Town, meter: Meter = Meter.SMS) -> Account:
    who = maria(town)
    with town.tools.write() as session:
        return accounts.get(session, account_of(session, town.tools, who, meter))


def subscribe(town: Town, monthly: int, meter: Meter = Meter.SMS) -> None:
    who, its = maria(town), account(town, meter).id
    with town.tools.write() as session:
        offer = plans.on_offer(session, town.tools.workspace_id, meter)
        chosen = next((one for one in offer if one.monthly == monthly), None)
        if chosen is None:
            plan.stock(session, town.tools)
            offer = plans.on_offer(session, town.tools.workspace_id, meter)
            chosen = next(one for one in offer if one.monthly == monthly)
        plan.change_plan(session, town.tools, its, chosen, who)


def give(town: Town, amount: int, words: str = "") -> None:
    now, its = town.clock.now(), account(town).id
    with town.tools.write() as session:
        gift = Gift(GrantSource.ADMIN, f"admin:{now}", amount, now, year_later(now, ZONE), words)
        ledger.give(session, town.tools, its, gift)


def words(view: Any) -> str:
    assert view
    return "\n".join(
        str(one["text"]["text"]) for one in view["blocks"] if one["type"] in ("section", "header")
    )


def balance(town: Town) -> str:
    assert town.world.slack.command(MARIA, "/balance", "").status == 200
    return words(town.world.slack.view_of(MARIA))


def why(town: Town) -> str:
    balance(town)
    town.world.slack.click(MARIA, "balance_why")
    return words(town.world.slack.view_of(MARIA))


def text(town: Town, body: str = "Hello") -> None:
    sent = len(town.bodies())
    town.world.slack.command(MARIA, "/text", f"{ANA} {body}")
    until(lambda: len(town.bodies()) > sent)
    town.settle()


def test_a_new_agent_sees_both_meters(town: Town) -> None:
    assert balance(town) == (
        "*Texts*\n░░░░░░░░░░ 1% used · *99 credits left*\n"
        "You used 1 of the 100 you had for March: 100 added.\n"
        "Next to expire: 99, usable until Mar 2, 2027.\n"
        "You have no plan. Choose one with `/plan`, or ask <@UMARIA> for credits.\n"
        "*E-mails*\n░░░░░░░░░░ 0% used · *5,000 left*\n"
        "You sent 0 of 5,000 in March. 5,000 a month are free. They start anew on Apr 1.\n"
        "Your credits, the first to be used first\n"
        "*99* of 100 left: welcome credits, until Mar 2, 2027"
    )


def test_nobody_has_an_account_before_they_look_or_text(make_town: Make) -> None:
    built = make_town(welcome_credits=100)
    built.first_use()
    assert "*100 credits left*" in balance(built)
    assert account(built).available == 100


def test_home_shows_the_same_and_opens_the_rest(town: Town) -> None:
    town.world.slack.open_home(MARIA)
    town.settle()
    assert "*99 credits left*" in words(town.world.slack.home_of(MARIA))
    town.world.slack.click(MARIA, "balance_why")
    assert "Texts that came in" in words(town.world.slack.view_of(MARIA))
    town.world.slack.close_view(MARIA)
    town.world.slack.click(MARIA, "open_balance")
    assert "welcome credits" in words(town.world.slack.view_of(MARIA))


def test_help_and_wrong_words_answer_with_the_usage(town: Town) -> None:
    for typed, answer in (
        ("help", "*Your credits*"),
        ("?", "*Your credits*"),
        ("all", "does not know “all”"),
    ):
        town.world.slack.command(MARIA, "/balance", typed)
        assert answer in town.world.slack.ephemerals(MARIA)[-1]["text"]
    assert town.world.slack.view_of(MARIA) is None


def test_a_plan_a_month_and_what_rolled_over(town: Town) -> None:
    text(town)
    subscribe(town, 500)
    seen = balance(town)
    assert "You used 2 of the 600 you had for March: 500 from your plan + 100 added." in seen
    assert "On Apr 1 your plan brings 500 more." in seen
    town.clock.move_to(datetime(2026, 4, 3, 15, tzinfo=UTC))
    seen = balance(town)
    assert "You used 0 of the 1,098 you had for April: 500 from your plan + 598 rolled over." in seen
    assert "*500* of 500 left: your plan for April, until Mar 31, 2027" in seen
    assert "a bigger plan in March" in seen
    its, who = account(town).id, maria(town)
    with town.tools.write() as session:
        plan.cancel_plan(session, town.tools, its, who)
    assert (
        "Your plan ends: from May 1 on it brings no credits. Choose one with `/plan`, or ask <@UMARIA>"
        in balance(town)
    )


def test_the_pace_of_the_last_days_is_a_forecast(town: Town) -> None:
    town.clock.forward(days=3)
    assert "99, usable" in balance(town)
    for _ in range(8):
        text(town)
    seen = balance(town)  # 9 in 4 days: 91 last for 40 more
    assert "At this pace, about 2 a day, they last until Apr 14." in seen
    subscribe(town, 250)
    town.clock.forward(days=1)
    assert "they last beyond Apr 1." in balance(town)


def test_a_debt_is_said_in_words_and_paid_first(make_town: Make) -> None:
    built = make_town(welcome_credits=0)
    built.first_use()
    built.meet_ana()
    built.world.twilio.text(ANA, OURS, "x" * 161)
    built.settle()
    seen = balance(built)
    assert "▓▓▓▓▓▓▓▓▓▓ 100% used · *0 credits left*" in seen
    assert "You owe 3 credits for texts that came in while you had none" in seen
    give(built, 50, "for the open house")
    seen = balance(built)
    assert "*47 credits left*" in seen
    assert "*47* of 50 left: added by an admin (for the open house)" in seen
    seen = why(built)
    assert "Texts that came in   −3" in seen
    assert "You have             47```" in seen
    assert "*+50* · Added by an admin (for the open house), 3 credits paid what you owed · 47 left" in seen


def test_why_adds_up_and_links_to_the_texts(town: Town) -> None:
    town.world.twilio.auto_callbacks = False
    text(town, "x" * 161)
    text(town, "lost")
    town.world.twilio.callback(town.world.twilio.sent[-1].sid, "failed", 30008)
    town.settle()
    give(town, 20)
    its, taken = account(town).id, Reason("take:1", None, maria(town), "by mistake")
    with town.tools.write() as session:
        lots = [(one.seq, one.remaining) for one in grants.open_grants(session, its)]
        ledger.remove(session, town.tools, its, taken, lots, 5, EntryKind.TAKE)
    seen = why(town)
    table = seen.split("```")[1].strip().splitlines()
    assert [line.rsplit(maxsplit=1) for line in table] == [
        ["Left as it began", "0"],
        ["Added", "+120"],
        ["Texts you sent", "−3"],
        ["Texts that came in", "−1"],
        ["Returned", "+1"],
        ["Taken back by an admin", "−5"],
        ["─" * len(table[0])],
        ["You have", "112"],
    ]
    moves = [line for line in seen.splitlines() if " · " in line]
    assert [line.split(" · ")[0] for line in moves] == [
        "*−5*", "*+20*", "*+1*", "*−1*", "*−2*", "*−1*", "*+100*",
    ]  # fmt: skip
    assert "Taken back by an admin (by mistake)" in moves[0]
    sent = next(one for one in town.replies(MARIA, "201") if "xxx" in one["text"])
    thread = town.thread_of(MARIA, "201")
    url = "https://oak-realty.slack.com/archives/DMARIA/p"
    place = f"{sent['ts'].replace('.', '')}?thread_ts={thread}&cid=DMARIA"
    assert f"<{url}{place}|Text to (201) 555-0123> · 97 left" in moves[4]
    assert "Returned: text to (201) 555-0123" in moves[2]
    assert "Text from (201) 555-0123" in moves[5]
    assert "Welcome credits · 100 left" in moves[6]


def test_older_ones_are_a_click_away(town: Town) -> None:
    for place in range(22):
        give(town, place + 1)
    why(town)
    seen = []
    for _ in range(3):
        seen += [
            line.split(" · ")[0]
            for line in words(town.world.slack.view_of(MARIA)).splitlines()
            if " · " in line
        ]
        if "balance_page_older" in str(town.world.slack.view_of(MARIA)):
            town.world.slack.click(MARIA, "balance_page_older")
    assert seen == [*(f"*+{place}*" for place in range(22, 0, -1)), "*−1*", "*+100*"]
    town.world.slack.click(MARIA, "balance_page_latest")
    assert "*+22*" in words(town.world.slack.view_of(MARIA))
    assert "balance_page_latest" not in str(town.world.slack.view_of(MARIA))


def test_what_nobody_noted_yet_is_right_at_once(town: Town) -> None:
    """The month turned and the welcome credits ended while no timetable ran."""
    subscribe(town, 250)
    town.house.worker.stop()
    town.clock.move_to(datetime(2027, 3, 3, 15, tzinfo=UTC))
    seen = balance(town)
    assert "You used 0 of the 3,000 you had for March: 250 from your plan + 2,750 rolled over." in seen
    assert "welcome" not in seen
    shown = why(town)
    assert "Added              +250" in shown
    assert "Expired            −349" in shown
    stands = account(town)
    assert (stands.available, stands.month) == (3000, 202703)
    assert f"You have          {stands.available:,}```" in shown


def test_credits_that_come_back_for_last_months_texts_have_their_own_line(town: Town) -> None:
    town.world.twilio.auto_callbacks = False
    town.clock.move_to(datetime(2026, 3, 31, 22, tzinfo=UTC))
    text(town)
    town.clock.move_to(datetime(2026, 4, 1, 15, tzinfo=UTC))
    town.world.twilio.callback(town.world.twilio.sent[-1].sid, "failed", 30008)
    town.settle()
    shown = why(town)
    assert "Left as it began             98" in shown
    assert "For texts of earlier months  +1" in shown
    assert "You have                     99```" in shown
    assert "You used 0 of the 99 you had for April: 99 rolled over." in balance(town)


def test_emails_show_the_plan_until_the_first_of_the_month_is_needed(town: Town) -> None:
    subscribe(town, 10_000, Meter.EMAIL)
    assert "*10,000 left*\nYou sent 0 of 10,000 in March. Your plan: 10,000 sends a month." in balance(town)
    town.clock.move_to(datetime(2026, 4, 1, 15, tzinfo=UTC))
    town.settle()
    assert "*10,000 left*\nYou sent 0 of 10,000 in April." in balance(town)
    assert account(town, Meter.EMAIL).available == 0  # nothing is written before it is needed
    its = account(town, Meter.EMAIL).id
    with town.tools.write() as session:
        need_sends(session, town.tools, its)
        ledger.charge(session, town.tools, its, [(Reason("mail:1"), 40)])
    assert "*9,960 left*\nYou sent 40 of 10,000 in April." in balance(town)


def test_a_stranger_is_told_whom_to_ask(town: Town) -> None:
    town.world.slack.command("UZOE", "/balance", "")
    assert "<@UMARIA>" in town.world.slack.ephemerals("UZOE")[-1]["text"]
