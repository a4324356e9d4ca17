"""80, 85, 90 and 95 % of a month: the agent hears of each once, in Slack and by e-mail."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from bot.actions import credit, ledger, month, plan, warn
from bot.actions.account import account_of, need_sends
from bot.actions.ledger import Gift, Reason
from models import agent as agents
from models import message as messages
from models import plan as plans
from models.agent import Agent
from models.enums import GrantSource, Meter
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, Town, until

MAIL = "maria@oakrealty.example"
SEGMENT, AT_ONCE = 153, 9


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Maria has 100 credits."""
    built = make_town(mail=True, welcome_credits=100)
    built.first_use()
    return built


def spend(town: Town, credits: int) -> None:
    """Use so much, the last of it with a text that a person types."""
    typed = min(credits, AT_ONCE)
    if credits > typed:
        use(town, credits - typed)
    before = len(town.messages())
    town.world.slack.command(MARIA, "/text", f"{ANA} {'x' * (SEGMENT * typed if typed > 1 else 9)}")
    assert len(town.messages()) == before + 1
    town.settle()


def use(town: Town, credits: int, meter: Meter = Meter.SMS, user: str = MARIA) -> None:
    """A charge that no door makes."""
    with town.tools.write() as session:
        of = account_of(session, town.tools, agent(town, user).id, meter)
        if meter == Meter.EMAIL:
            need_sends(session, town.tools, of)
        key = f"test:{uuid4()}"
        balance = ledger.charge(session, town.tools, of, [(Reason(key), credits)])
        warn.after_charge(session, town.tools, of, balance)


def agent(town: Town, user: str = MARIA) -> Agent:
    with town.tools.read() as session:
        found = agents.by_slack_user(session, town.tools.workspace_id, user)
        assert found
        return found


def give(town: Town, amount: int) -> None:
    with town.tools.write() as session:
        now = town.tools.now()
        gift = Gift(GrantSource.ADMIN, f"gift:{now}", amount, now, datetime(2027, 3, 1, tzinfo=UTC))
        ledger.give(session, town.tools, account_of(session, town.tools, agent(town).id), gift)


def put_on_plan(town: Town, monthly: int, end: bool = False) -> None:
    with town.tools.write() as session:
        maria = agent(town).id
        of = account_of(session, town.tools, maria)
        offers = plans.on_offer(session, town.tools.workspace_id, Meter.SMS)
        chosen = next(one for one in offers if one.monthly == monthly)
        plan.change_plan(session, town.tools, of, chosen, maria)
        if end:
            plan.cancel_plan(session, town.tools, of, maria)


def dms(town: Town, user: str = MARIA) -> list[str]:
    """What Parley said in somebody's direct message outside any conversation."""
    posts = town.world.slack.messages(town.world.slack.dm_of(user))
    keys = [one.get("metadata", {}).get("event_payload", {}).get("key", "") for one in posts]
    return [one["text"] for one, key in zip(posts, keys, strict=True) if key.startswith("say:")]


def subjects(town: Town) -> list[str]:
    return [one.subject for one in town.world.mailbox.mails]


def share(percent: int) -> str:
    return f"{percent} % of your credits for March are used"


def test_below_the_edge_nothing_at_it_both_ways(town: Town) -> None:
    spend(town, 79)
    assert (dms(town), subjects(town)) == ([], [])
    spend(town, 1)
    (said,), (mail,) = dms(town), town.world.mailbox.mails
    sentence = "You have used 80 of the 100 credits you had for March: 80 %."
    assert said.startswith(f"*{share(80)}*\n{sentence}\n20 credits are left.")
    assert (
        "You have no plan that brings more each month. Choose a bigger plan or a pack with `/plan`, or"
        in said
    )
    assert "add credits in `/parley`." in said
    assert (mail.subject, mail.to, mail.sender) == (share(80), (MAIL,), "agents@mailer.example.com")
    assert sentence in mail.text
    assert f"<p>{sentence}</p>" in mail.html
    assert mail.message["Message-ID"].endswith("@mailer.example.com>")
    spend(town, 4)
    assert (len(dms(town)), len(subjects(town))) == (1, 1)


def test_each_mark_is_told_once(town: Town) -> None:
    spend(town, 80)
    for percent in (85, 90, 95):
        spend(town, 4)
        before = len(subjects(town))
        spend(town, 1)
        assert subjects(town)[before:] == [share(percent)]
    spend(town, 5)  # 100 %: that nothing can be sent is said when somebody tries
    assert [one.partition("*\n")[0] for one in dms(town)] == [f"*{share(one)}" for one in (80, 85, 90, 95)]


def test_several_at_once_are_one_notice(town: Town) -> None:
    spend(town, 79)
    spend(town, 9)
    assert subjects(town) == [share(88)]
    spend(town, 1)
    assert len(dms(town)) == 1
    spend(town, 1)
    assert subjects(town) == [share(88), share(90)]


def test_many_charges_at_the_same_moment_tell_each_mark_once(town: Town) -> None:
    use(town, 70)
    with ThreadPoolExecutor(8) as several:
        for done in [several.submit(use, town, 1) for _ in range(26)]:
            done.result()
    town.settle()
    assert sorted(subjects(town)) == [share(one) for one in (80, 85, 90, 95)]
    assert len(dms(town)) == 4


def test_all_at_once(town: Town) -> None:
    spend(town, 79)
    use(town, 21)
    town.settle()
    assert subjects(town) == ["All of your credits for March are used"]
    assert "used 100 of the 100 credits you had for March: 100 %.\nNone are left." in dms(town)[0]


def test_a_return_and_a_second_crossing_say_nothing(town: Town) -> None:
    spend(town, 80)
    last = town.messages()[-1]
    with town.tools.write() as session:
        credit.return_credits(session, town.tools, messages.get(session, last.id) or last, 5)
    spend(town, 9)
    assert subjects(town) == [share(80)]
    spend(town, 1)
    assert subjects(town) == [share(80), share(85)]


def test_a_grant_arms_again(town: Town) -> None:
    spend(town, 80)
    give(town, 20)  # 80 of 120
    spend(town, 15)
    assert subjects(town) == [share(80)]
    spend(town, 1)
    assert subjects(town) == [share(80), share(80)]
    said = "96 of the 120 credits you had for March (100 to begin with + 20 added by an admin): 80 %"
    assert said in dms(town)[-1]


def test_a_grant_that_stays_above_a_mark_is_silent(town: Town) -> None:
    spend(town, 96)
    before = len(subjects(town))
    give(town, 10)  # 96 of 110: 80 and 85 are passed
    spend(town, 2)
    assert len(subjects(town)) == before
    spend(town, 1)
    assert subjects(town)[before:] == [share(90)]


def test_a_new_month_begins_anew_and_names_what_was_left(town: Town) -> None:
    put_on_plan(town, 250)
    spend(town, 300)
    assert len(subjects(town)) == 2
    town.clock.move_to(datetime(2026, 4, 1, 6, tzinfo=UTC))
    month.turn_all(town.tools)
    spend(town, 239)
    assert len(subjects(town)) == 2
    spend(town, 1)
    assert subjects(town)[2:] == ["80 % of your credits for April are used"]
    said = dms(town)[-1]
    assert (
        "used 240 of the 300 credits you had for April (250 from your plan + 50 rolled over): 80 %." in said
    )
    assert "60 credits are left. On May 1 your plan brings 250 more." in said


def test_a_canceled_plan_promises_nothing(town: Town) -> None:
    put_on_plan(town, 250, end=True)
    use(town, 280)
    town.settle()
    assert "You have no plan that brings more each month." in dms(town)[0]


def test_e_mails_have_marks_of_their_own(town: Town) -> None:
    use(town, 3999, Meter.EMAIL)
    use(town, 1, Meter.EMAIL)
    town.settle()
    assert subjects(town) == ["80 % of your e-mails for March are used"]
    assert "You have used 4,000 of the 5,000 e-mails you had for March: 80 %." in dms(town)[0]
    assert "1,000 e-mails are left. On April 1 you have 5,000 e-mails again." in dms(town)[0]


def test_somebody_else_is_told_who_can_help(town: Town) -> None:
    invite_ben(town)
    use(town, 90, user=BEN)
    town.settle()
    (mail,) = town.world.mailbox.mails
    assert "ask <@UMARIA> to add credits." in dms(town, BEN)[0]
    assert ("ask Maria Lopez to add credits." in mail.text, mail.to) == (True, ("ben@oakrealty.example",))


def test_muted_nothing_comes_and_nothing_is_made_up_for(town: Town) -> None:
    change(town, muted="marks")
    spend(town, 80)
    assert (dms(town), subjects(town)) == ([], [])
    change(town, muted="")
    spend(town, 1)
    assert (dms(town), subjects(town)) == ([], [])
    spend(town, 4)
    assert subjects(town) == [share(85)]


def change(town: Town, **values: Any) -> None:
    with town.tools.write() as session:
        maria = agents.get(session, agent(town).id)
        for name, value in values.items():
            setattr(maria, name, value)
        session.add(maria)


def test_the_address_of_now_counts(town: Town) -> None:
    town.world.mailbox.refusals[MAIL] = "451 4.2.1 come back later"
    use(town, 80)
    until(lambda: dms(town))
    assert subjects(town) == []
    change(town, notice_email="maria@home.example")
    until(lambda: [one.to for one in town.world.mailbox.mails] == [("maria@home.example",)])


def test_a_refused_address_is_said_in_slack(town: Town) -> None:
    town.world.mailbox.refusals[MAIL] = "550 5.1.1 no such user"
    spend(town, 80)
    town.settle()
    first, second = dms(town)
    assert first.startswith(f"*{share(80)}*")
    assert second == (
        f"The e-mail “{share(80)}” did not reach {MAIL}. The mail server says: 5.1.1 no such user\n"
        "Write another address in `/parley settings`."
    )
    assert (subjects(town), town.dead_letters()) == ([], [])


def test_without_an_address_slack_says_so(town: Town) -> None:
    change(town, email=None)
    spend(town, 80)
    assert "No e-mail was sent: your Slack profile shows no address." in dms(town)[0]


def test_while_slack_is_away_the_mail_goes_and_the_post_comes_once(town: Town) -> None:
    spend(town, 79)
    town.world.slack.fail("chat.postMessage", "drop_after_accept", 3)
    spend(town, 1)
    assert subjects(town) == [share(80)]
    assert len(dms(town)) == 1


def test_a_mail_server_that_comes_back_gets_it_once(make_town: Callable[..., Town]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    town = make_town(smtp_url=f"smtp://127.0.0.1:{port}", welcome_credits=100)
    town.first_use()
    use(town, 80)
    until(lambda: dms(town))
    town.world.mailbox.start(port)
    town.settle()
    assert subjects(town) == [share(80)]
    assert len(dms(town)) == 1


def test_without_a_mail_server_slack_says_so_and_the_admin_sees_it(make_town: Callable[..., Town]) -> None:
    town = make_town(welcome_credits=100)
    town.first_use()
    spend(town, 80)
    assert dms(town)[0].endswith("No e-mail was sent: Parley has no mail server yet.")
    town.world.slack.command(MARIA, "/parley")
    assert "No mail server is set (`SMTP_URL`)" in str(town.world.slack.view_of(MARIA))


def test_with_a_mail_server_there_is_no_such_line(town: Town) -> None:
    town.world.slack.command(MARIA, "/parley")
    assert "SMTP_URL" not in str(town.world.slack.view_of(MARIA))


def test_a_month_of_incoming_texts_only_is_silent(make_town: Callable[..., Town]) -> None:
    town = make_town(mail=True, welcome_credits=0)
    town.first_use()
    town.meet_ana()
    assert (dms(town), subjects(town)) == ([], [])
