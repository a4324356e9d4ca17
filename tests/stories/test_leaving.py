"""Somebody leaves in the middle of everything: what stops, what goes on, what is handed over or closed."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from sqlmodel import col, select

from bot.actions import audit, fulfil, handover, text
from bot.actions import plan as planning
from bot.actions.people import who_of
from bot.cli.make_admin import make_admin
from models import account as accounts
from models import agent as agents
from models import book as books
from models import contact as contacts
from models import grant as grants
from models import number as numbers
from models import order as orders
from models import plan as plans
from models.contact import Contact
from models.enums import EventKind, MessageState, Meter, OrderState
from models.event import Event
from tests.plans import bill, order
from tests.stories.test_cover import agent, asked, beat, go_away, invite_zoe, last
from tests.stories.test_people_and_numbers import change, home, invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, ZOE, Town, until

CARD = "555-0123."


@pytest.fixture
def town(town: Town) -> Town:
    """Ben talks with Ana; Maria is the admin."""
    invite_ben(town)
    town.settle()
    write(town, "Hi Ben")
    return town


def write(town: Town, words: str, phone: str = ANA, ours: str = BENS) -> None:
    town.world.twilio.text(phone, ours, words)
    town.settle()


def leave(town: Town, user: str = BEN) -> None:
    town.world.slack.deactivate(user)
    town.settle()


def question(town: Town, user: str = MARIA) -> dict[str, Any]:
    """What an admin is asked about who left, as it stands now."""
    posts = town.world.slack.messages(town.world.slack.dm_of(user))
    return next(one for one in reversed(posts) if "has left" in one["text"] or "is here again" in one["text"])


def press(town: Town, name: str, user: str = MARIA) -> None:
    dm = town.world.slack.dm_of(user)
    town.world.slack.click(user, name, channel=dm, ts=question(town, user)["ts"])


def hand_over(town: Town, to: str, parts: list[str] | None = None, user: str = MARIA) -> Any:
    press(town, "leaving_hand", user)
    town.world.slack.click(user, "to", to)
    if parts is not None:
        town.world.slack.click(user, "parts", parts)
    answer = town.world.slack.submit(user)
    town.settle()
    return answer


def account(town: Town, user: str) -> Any:
    with town.tools.read() as session:
        return accounts.of_agent(session, agent(town, user).id, Meter.SMS)


def books_agree(town: Town) -> None:
    assert audit.find(town.tools.database).wrong == ()
    assert town.dead_letters() == []


def outs(town: Town) -> dict[str, MessageState]:
    return {one.body: one.state for one in town.messages() if one.direction == "out"}


def test_what_waits_is_canceled_and_what_runs_by_itself_stops(make_town: Callable[..., Town]) -> None:
    town = make_town(undo_seconds=60)
    town.first_use()
    invite_ben(town)
    town.settle()
    write(town, "Hi Ben")
    before = account(town, BEN).available
    ben = who_of(agent(town, BEN))
    at = town.clock.now() + timedelta(hours=3)
    text.send_text(town.tools, ben, ANA, "See you at noon", "a key", send_at=at)
    town.reply(BEN, CARD, "Hello\n// he bargains")
    town.reply(BEN, CARD, "On my way")
    town.settle()
    with town.tools.write() as session:
        account_id = account(town, BEN).id
        plan = plans.on_offer(session, town.tools.workspace_id, Meter.SMS)[0]
        planning.change_plan(session, town.tools, account_id, plan, None)
        found = agents.get(session, ben.agent_id)
        found.digest_minute = 0
        session.add(found)
    had = account(town, BEN).available
    leave(town)
    assert set(outs(town).values()) == {MessageState.CANCELED}
    assert account(town, BEN).available == before + plan.monthly
    assert had == before + plan.monthly - 1
    with town.tools.read() as session:
        subscription = plans.of_account(session, account_id)
        told = session.exec(select(Event).where(Event.kind == EventKind.TAKEN_BACK)).all()
    assert subscription is not None
    assert subscription[0].ends_month == 202604
    assert [one.words for one in told] == ["Ben Carter left: 3 texts that waited were not sent"]
    said = len(town.world.slack.messages("DBEN"))
    town.clock.forward(days=40)
    beat(town)
    town.settle()
    assert town.bodies() == []
    assert len(town.world.slack.messages("DBEN")) == said
    with town.tools.read() as session:
        assert plans.of_account(session, account_id) is None
        assert sum(one.granted for one in grants.open_grants(session, account_id)) == 100_000 + plan.monthly
    books_agree(town)


def test_said_twice_it_happens_once_and_other_edits_change_nothing(town: Town) -> None:
    town.world.slack.edit_profile(BEN, real_name="Ben C.")
    town.world.slack.edit_profile(ZOE, deleted=True)
    town.settle()
    assert agent(town, BEN).left_at is None
    leave(town)
    first = agent(town, BEN).left_at
    leave(town)
    assert agent(town, BEN).left_at == first
    said = [one["text"] for one in town.texts() if "has left" in one["text"]]
    assert len(said) == 1
    assert "1 contact, (312) 555-0101, 99,999 credits, 1 client waiting" in said[0]


def test_who_left_is_a_stranger(town: Town) -> None:
    leave(town)
    slack = town.world.slack
    slack.command(BEN, "/text", f"{ANA} Hello")
    assert "not set up to text" in slack.ephemerals(BEN)[-1]["text"]
    town.reply(BEN, CARD, "still me")
    card = town.thread_of(BEN, CARD)
    slack.click(BEN, "talk_done", channel="DBEN", ts=card)
    slack.open_home(BEN)
    town.settle()
    assert town.bodies() == []
    assert "not set up to text" in str(slack.view_of(BEN)) + str(slack.views.homes[BEN])
    assert "<@UBEN>" not in home(town)


def test_his_clients_are_answered_by_the_first_admin_meanwhile(town: Town) -> None:
    leave(town)
    write(town, "Are you there?")
    recap, shown = town.replies(MARIA, CARD)
    assert "For Ben Carter, who has left" in recap["text"]
    assert "Hi Ben" in recap["text"]
    assert "Are you there?" in shown["text"]
    hers = account(town, MARIA)
    town.reply(MARIA, CARD, "This is Maria, how can I help?")
    until(lambda: len(town.bodies()) == 1)
    assert town.world.twilio.sent[0].sender == BENS
    assert account(town, MARIA) == hers
    books_agree(town)


def test_a_text_in_doubt_is_looked_up_and_not_sent_again(make_town: Callable[..., Town]) -> None:
    town = make_town(twilio_timeout_seconds=0.5, look_again_seconds=1)
    town.first_use()
    invite_ben(town)
    write(town, "Hi Ben")
    town.world.twilio.fail("drop_before_accept")
    town.reply(BEN, CARD, "Hello?")
    until(lambda: outs(town) == {"Hello?": MessageState.UNKNOWN})
    leave(town)
    until(lambda: outs(town) == {"Hello?": MessageState.FAILED})
    town.settle()
    assert town.bodies() == []
    assert account(town, BEN).available == 99_999
    assert "has left, so it was not sent" in str(town.replies(MARIA, CARD))
    books_agree(town)


def test_everything_goes_to_one_colleague(town: Town) -> None:
    invite_zoe(town, "")
    with town.tools.write() as session:
        zoe, ben = agent(town, ZOE), agent(town, BEN)
        named = contacts.add(
            session, zoe.workspace_id, zoe.id, "Will Novak", "will novak", WILL, True, town.clock.now()
        )
        contacts.add(
            session, zoe.workspace_id, ben.id, "Will Novak", "will novak", WILL, True, town.clock.now()
        )
    leave(town)
    before, left = account(town, ZOE), account(town, BEN).available
    assert hand_over(town, ZOE).status == 200
    assert "handed over to Zoe Kim, by Maria Lopez" in question(town)["text"]
    assert "blocks" in question(town)
    assert "leaving_hand" not in str(question(town)["blocks"])
    assert "handed over to you what Ben Carter had: 2 contacts, (312) 555-0101" in str(
        town.world.slack.messages("DZOE")
    )
    assert account(town, BEN).available == 0
    with town.tools.read() as session:
        given = grants.open_grants(session, account(town, ZOE).id)
        mine = session.exec(select(Contact).where(Contact.agent_id == agent(town, ZOE).id)).all()
        found = books.search(session, [agent(town, ZOE).id], ["#5550123"], 5)
    assert before is None or before.available >= 0
    assert ["from Ben Carter", left] in [[one.reason, one.remaining] for one in given]
    assert [one.id for one in found] == [one.id for one in mine if not one.is_saved]
    assert {one.merged_into for one in mine if one.name == "Will Novak"} == {None, named.id}
    write(town, "Who are you?")
    assert "Hi Ben" in town.replies(ZOE, CARD)[0]["text"]
    assert "Who are you?" in town.replies(ZOE, CARD)[-1]["text"]
    town.reply(ZOE, CARD, "I am Zoe")
    until(lambda: town.bodies() == ["I am Zoe"])
    assert town.world.twilio.sent[0].sender == BENS
    town.world.slack.command(ZOE, "/balance")
    assert "from Ben Carter" in str(town.world.slack.view_of(ZOE))
    books_agree(town)


def test_each_part_to_somebody_else_and_none_twice(town: Town) -> None:
    invite_zoe(town)
    leave(town)
    answer = hand_over(town, ZOE, ["number"])
    assert "an agent has one number" in answer.body["errors"]["parts"]
    town.world.slack.close_view(MARIA)
    assert hand_over(town, ZOE, ["credits"]).status == 200
    press(town, "leaving_hand")
    offered = str(town.world.slack.view_of(MARIA))
    assert "credits" not in offered.replace("Credits keep", "")
    town.world.slack.close_view(MARIA)
    assert hand_over(town, MARIA, ["contacts"]).status == 200
    with town.tools.read() as session:
        number = numbers.by_phone(session, BENS)
    assert number is not None
    assert number.agent_id == agent(town, BEN).id
    assert "Left behind: (312) 555-0101, 1 client waiting" in question(town)["text"]
    press(town, "leaving_close")
    town.settle()
    with town.tools.read() as session:
        number = numbers.by_phone(session, BENS)
    assert number is not None
    assert number.agent_id is None
    assert account(town, BEN).available == 0
    assert agent(town, ZOE).left_at is None
    books_agree(town)


def test_two_admins_decide_at_once_and_both_read_how(town: Town) -> None:
    invite_zoe(town, "", admin=True)
    leave(town)
    stamp = handover.estates(town.tools, who_of(agent(town, MARIA)))[0].stamp
    said: list[str] = []

    def decide(user: str) -> None:
        try:
            handover.close(town.tools, who_of(agent(town, user)), agent(town, BEN).id, stamp)
        except Exception as refusal:  # noqa: BLE001 what one of the two reads
            said.append(str(refusal))

    rivals = [Thread(target=decide, args=(user,)) for user in (MARIA, ZOE)]
    for one in rivals:
        one.start()
    for one in rivals:
        one.join()
    town.settle()
    assert len(said) == 1
    assert said[0].startswith("This was decided already.")
    for user in (MARIA, ZOE):
        assert "99,999 credits: ended, by" in question(town, user)["text"]
        assert "leaving_close" not in str(question(town, user)["blocks"])
    books_agree(town)


def test_closed_the_number_is_free_and_only_admins_see_the_contacts(town: Town) -> None:
    invite_zoe(town)
    leave(town)
    for _ in range(2):
        town.world.slack.click(MARIA, "leaving_close", channel="DMARIA", ts=question(town)["ts"])
    town.settle()
    with town.tools.read() as session:
        assert agent(town, BEN).id in books.book_of(session, agent(town, MARIA).id)
        assert agent(town, BEN).id not in books.book_of(session, agent(town, ZOE).id)
        done = session.exec(
            select(Event).where(col(Event.kind) == EventKind.HANDED_OVER).order_by(col(Event.words))
        ).all()
    assert [one.words for one in done] == [
        "(312) 555-0101: free",
        "1 contact: kept, seen by admins only",
        "99,999 credits: ended",
    ]
    write(town, "Anybody?")
    assert "Nobody texts from (312) 555-0101" in str(town.world.slack.messages("DMARIA"))
    books_agree(town)


def test_the_only_admin_stays_and_another_may_go(town: Town) -> None:
    def go(user: str) -> Any:
        home(town)
        town.world.slack.click(MARIA, "admin_leaving")
        town.world.slack.click(MARIA, "person", user)
        answer = town.world.slack.submit(MARIA)
        town.settle()
        return answer

    assert "only admin here" in go(MARIA).body["errors"]["person"]
    assert "does not use Parley" in go(ZOE).body["errors"]["person"]
    assert go(BEN).status == 200
    assert "has left" in str(town.world.slack.view_of(MARIA))
    assert agent(town, BEN).left_at is not None
    assert "does not use Parley" in go(BEN).body["errors"]["person"]


def test_the_last_admin_is_gone(town: Town) -> None:
    invite_zoe(town)
    leave(town, MARIA)
    assert "make-admin UBEN" in last(town, BEN)
    write(town, "Hello?", WILL, OURS)
    assert "Hello?" in town.replies(BEN, "555-0124.")[-1]["text"]
    assert "Ben Carter is an admin now" in make_admin(town.tools.database.url, BEN)
    assert "People who leave" in home(town, BEN)
    town.world.slack.click(BEN, "admin_leaving")
    assert "Maria Lopez" in str(town.world.slack.view_of(BEN))
    with pytest.raises(Exception, match="does not use Parley"):
        make_admin(town.tools.database.url, MARIA)


def test_who_comes_back_is_invited_anew(town: Town) -> None:
    leave(town)
    town.world.slack.reactivate(BEN)
    town.world.slack.command(BEN, "/text", f"{ANA} Hello")
    assert "not set up" in town.world.slack.ephemerals(BEN)[-1]["text"]
    invite_ben(town, phone="")
    town.settle()
    assert "is here again" in question(town)["text"]
    town.reply(BEN, CARD, "I am back")
    until(lambda: town.bodies() == ["I am back"])
    leave(town)
    assert "has left" in question(town)["text"]


def test_covers_by_and_for_them_end(town: Town) -> None:
    invite_zoe(town)
    go_away(town)  # Ben answers for Maria
    go_away(town, cover=ZOE, user=BEN)
    assert asked(town)
    leave(town)
    assert "has left and cannot answer in your place" in str(town.texts())
    write(town, "Maria?", WILL, OURS)
    assert "Maria?" in town.replies(MARIA, "555-0124.")[-1]["text"]
    write(town, "Ben?")
    assert "Ben?" in town.replies(MARIA, CARD)[-1]["text"]
    assert agent(town, BEN).cover_id is None
    assert "you answer for them no more" in str(town.world.slack.messages("DZOE"))


def test_an_order_that_waits_is_refused_and_one_that_is_paid_ends_with_the_month(town: Town) -> None:
    bill(town, needs_approval=True)
    placed = order(town, 500, BEN)
    leave(town)
    with town.tools.read() as session:
        refused = orders.get(session, placed.order_id)
    assert refused is not None
    assert (refused.state, refused.reason) == (OrderState.REFUSED, "they have left")
    assert "Declined" in next(one["text"] for one in town.texts() if "would like" in one["text"])
    with town.tools.write() as session:
        paid = orders.get(session, placed.order_id)
        assert paid is not None
        paid.state = OrderState.PAYING  # as if the card was asked a moment before
        session.add(paid)
        session.flush()
        fulfil.finish(session, town.tools, paid)
    with town.tools.read() as session:
        held = plans.of_account(session, account(town, BEN).id)
    assert held is not None
    assert held[0].ends_month == 202604
    books_agree(town)


def test_a_new_admin_is_asked_about_who_left_before(town: Town) -> None:
    invite_zoe(town)
    leave(town)
    change(town, "Zoe Kim", role="admin")
    town.settle()
    assert "Ben Carter" in question(town, ZOE)["text"]


def test_many_contacts_move_some_at_a_time(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "AT_ONCE", 7)
    invite_zoe(town)
    with town.tools.write() as session:
        ben, now = agent(town, BEN), town.clock.now()
        for place in range(20):
            name = f"Client {place}"
            contacts.add(
                session, ben.workspace_id, ben.id, name, name.lower(), f"+1201555{place:04}", True, now
            )
    leave(town)
    assert hand_over(town, ZOE, ["contacts"]).status == 200
    with town.tools.read() as session:
        owners = set(session.exec(select(Contact.agent_id).where(Contact.name != "x")))
        told = session.exec(select(Event).where(Event.kind == EventKind.HANDED_OVER)).all()
    assert owners == {agent(town, ZOE).id}
    assert sum(one.contact_id is not None for one in told) == 21
