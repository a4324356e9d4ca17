"""Somebody is away: a colleague answers in their place, from their number, and then it is theirs again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.actions import text
from bot.actions.people import who_of
from models import account as accounts
from models import agent as agents
from models.account import Account
from models.agent import Agent
from models.enums import EventKind, Meter
from models.event import Event
from tests.stories.test_people_and_numbers import invite, invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, ZOE, Town, until

ZOES = "+13125550109"
CARD = "(201) 555-0123."  # how the text of Ana's card begins


@pytest.fixture
def town(town: Town) -> Town:
    """Ben texts, too, and Ana has a thread with Maria."""
    invite_ben(town)
    town.meet_ana()
    return town


def go_away(
    town: Town,
    cover: str = BEN,
    user: str = MARIA,
    since: timedelta | None = None,
    end: timedelta | None = timedelta(days=7),
    whom: str = "",
) -> Any:
    """Fill the window and save it."""
    slack, now = town.world.slack, town.clock.now()
    slack.command(user, "/parley", "settings")
    slack.click(user, "open_away")
    if whom:
        slack.click(user, "agent", whom)
    slack.click(user, "cover", cover)
    for name, after in (("since", since), ("until", end)):
        if after is not None:
            slack.type_in_view(user, name, name, int((now + after).timestamp()))
    answer = slack.submit(user)
    slack.close_view(user)
    town.settle()
    return answer


def come_back(town: Town, user: str = MARIA) -> None:
    town.world.slack.command(user, "/parley", "settings")
    town.world.slack.click(user, "open_away")
    town.world.slack.click(user, "away_back")
    town.settle()


def write(town: Town, words: str, phone: str = ANA) -> None:
    town.world.twilio.text(phone, OURS, words)
    town.settle()


def beat(town: Town) -> None:
    town.house.timetable.run_now()
    town.settle()


def last(town: Town, user: str) -> str:
    """The newest message outside any thread in somebody's direct message."""
    return str(town.world.slack.messages(town.world.slack.dm_of(user))[-1]["text"])


def asked(town: Town) -> dict[str, Any]:
    """What Ben is asked."""
    return next(one for one in town.world.slack.messages("DBEN") if "you answer in their" in one["text"])


def agent(town: Town, user: str) -> Agent:
    with town.tools.read() as session:
        found = agents.by_slack_user(session, town.tools.workspace_id, user)
    assert found is not None
    return found


def available(town: Town, user: str) -> int:
    with town.tools.read() as session:
        found = accounts.of_agent(session, agent(town, user).id, Meter.SMS)
    return found.available if found else 100_000


def invite_zoe(town: Town, phone: str = ZOES, admin: bool = False) -> None:
    invite(town, ZOE, phone, "admin" if admin else "agent")
    town.settle()


def test_from_the_first_text_to_the_summary(town: Town) -> None:
    for words in ("one", "two", "three", "four", "five"):
        write(town, words)
    go_away(town)
    assert asked(town)
    before = len(town.texts())
    town.clock.forward(minutes=5)
    write(town, "Is the house still there?")
    recap, shown = town.replies(BEN, CARD)
    assert "For Maria Lopez, who is away until" in recap["text"]
    assert [words in recap["text"] for words in ("it's me", "one", "two", "five")] == [
        False,
        True,
        True,
        True,
    ]
    assert "still there?" in shown["text"]
    assert f"<@{BEN}>" in str(shown["blocks"])
    assert len(town.texts()) == before
    card = town.world.slack.find("DBEN", town.thread_of(BEN, CARD))
    assert "Client of Maria Lopez" in card["text"]
    assert "compose_to" not in str(card["blocks"])

    hers, his = available(town, MARIA), available(town, BEN)
    town.reply(BEN, "201", "Yes, come at 5")
    until(lambda: town.bodies() == ["Yes, come at 5"])
    assert town.world.twilio.sent[0].sender == OURS
    assert (available(town, MARIA), available(town, BEN)) == (hers - 1, his)
    sent = next(one for one in town.messages() if one.direction == "out")
    assert sent.author_id == agent(town, BEN).id

    write(town, "Great")
    for user in (MARIA, BEN):
        town.world.slack.command(user, "/inbox")
        inbox = str(town.world.slack.view_of(user))
        assert "Great" in inbox
        assert f"archives/{town.world.slack.dm_of(user)}/" in inbox
        town.world.slack.close_view(user)
    town.clock.forward(days=7)
    beat(town)
    said = last(town, MARIA)
    assert "While Ben Carter answered for you there were texts with 1 client, for 3 credits" in said
    assert "1 waits for an answer now" in said
    assert "2 in, 1 out, waits for an answer" in said
    recap = town.replies(MARIA, CARD)[-1]["text"]
    assert "Ben Carter: Yes, come at 5" in recap
    assert "Great" in recap
    write(town, "See you")
    assert "See you" in town.replies(MARIA, CARD)[-1]["text"]
    town.reply(BEN, "201", "too late")
    town.settle()
    assert town.bodies() == ["Yes, come at 5"]
    beat(town)
    assert sum("Welcome back" in one["text"] for one in town.texts()) == 1
    with town.tools.read() as session:
        noted = session.exec(select(Event).where(Event.kind == EventKind.COVER)).all()
    assert [one.words for one in noted] == ["Ben Carter answers for Maria Lopez"]
    assert town.dead_letters() == []


def test_a_first_text_names_whose_number_it_is(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{WILL} Hello // Will")
    until(lambda: len(town.bodies()) == 1)
    go_away(town)
    write(town, "Who is this?", WILL)
    town.reply(BEN, "201) 555-0124", "It is Oak Realty")
    until(lambda: len(town.bodies()) == 2)
    assert "Maria Lopez" in town.bodies()[0]
    assert "Ben" not in str(town.bodies())


def test_she_may_always_answer_and_he_sees_it(town: Town) -> None:
    go_away(town)
    write(town, "Hello?")
    town.reply(MARIA, "201", "I am on a plane")
    until(lambda: town.bodies() == ["I am on a plane"])
    town.settle()
    assert "Maria Lopez wrote: I am on a plane" in town.replies(BEN, CARD)[-1]["text"]
    town.world.slack.command(MARIA, "/text", f"{ANA} Back on Monday")
    until(lambda: len(town.bodies()) == 2)
    town.settle()
    assert town.replies(BEN, CARD)[-1]["text"] == "Maria Lopez: Back on Monday"


def test_failures_questions_reminders_and_stop_follow_to_him(town: Town) -> None:
    card = town.thread_of(MARIA, CARD)
    value = next(
        one["value"]
        for block in town.world.slack.find("DMARIA", card)["blocks"]
        for each in block.get("elements", [])
        for one in each.get("options", [])
        if one["value"].startswith("hour")
    )
    town.world.slack.click(MARIA, "talk_more", value, channel="DMARIA", ts=card)
    town.settle()
    go_away(town)
    town.clock.forward(hours=2)
    beat(town)
    assert "Reminder" in town.replies(BEN, CARD)[-1]["text"]
    assert f"<@{BEN}>" in str(town.replies(BEN, CARD)[-1]["blocks"])
    town.world.twilio.bad_handsets = {ANA: ("undelivered", 30003)}
    town.reply(BEN, "201", "Hello?")
    until(lambda: any("Not delivered" in one["text"] for one in town.replies(BEN, CARD)))
    town.reply(BEN, "201", "Hello\n// tell Maria")
    until(lambda: any("marks a note" in one["text"] for one in town.replies(BEN, CARD)))
    write(town, "STOP")
    assert "They opted out before this text left" in str(town.replies(BEN, CARD))
    his = town.world.slack.find("DBEN", town.thread_of(BEN, CARD))
    assert "Opted out" in str(his["blocks"])
    assert not any("Reminder" in one["text"] for one in town.replies(MARIA, CARD))


def test_what_she_scheduled_leaves(town: Town) -> None:
    at = town.clock.now() + timedelta(hours=3)
    text.send_text(town.tools, who_of(agent(town, MARIA)), ANA, "See you at noon", "a key", send_at=at)
    go_away(town)
    town.clock.forward(hours=4)
    until(lambda: town.bodies() == ["See you at noon"])
    assert town.dead_letters() == []


def test_a_chain_leads_to_its_end_and_a_circle_to_its_beginning(town: Town) -> None:
    invite_zoe(town)
    go_away(town)
    go_away(town, cover=ZOE, user=BEN)
    write(town, "Who is there?")
    assert "Who is there?" in town.replies(ZOE, CARD)[-1]["text"]
    go_away(town, cover=MARIA, user=ZOE)
    write(town, "Nobody?")
    assert "Nobody?" in town.replies(MARIA, CARD)[-1]["text"]
    assert town.replies(BEN, CARD) == []


def test_it_begins_by_itself_and_ends_with_a_click(town: Town) -> None:
    go_away(town, since=timedelta(hours=1), end=None)
    write(town, "early")
    assert "early" in town.replies(MARIA, CARD)[-1]["text"]
    town.clock.forward(hours=2)
    write(town, "late")
    assert "late" in town.replies(BEN, CARD)[-1]["text"]
    come_back(town)
    assert "Welcome back" in last(town, MARIA)
    assert "answers their own clients again" in last(town, BEN)
    write(town, "again")
    assert "again" in town.replies(MARIA, CARD)[-1]["text"]


def test_the_colleague_declines(town: Town) -> None:
    go_away(town)
    old = asked(town)
    go_away(town, end=None)  # it goes on as it began
    town.world.slack.click(BEN, "away_decline", channel="DBEN", ts=old["ts"])
    town.settle()
    assert sum("Ben Carter cannot answer" in one["text"] for one in town.texts()) == 1
    write(town, "Hello?")
    assert "Hello?" in town.replies(MARIA, CARD)[-1]["text"]


def test_a_question_from_before_decides_nothing(town: Town) -> None:
    go_away(town)
    old = asked(town)
    town.clock.forward(days=8)
    beat(town)
    go_away(town)
    town.world.slack.click(BEN, "away_decline", channel="DBEN", ts=old["ts"])
    town.settle()
    assert "settled already" in str(town.world.slack.messages("DBEN"))
    write(town, "Still?")
    assert "Still?" in town.replies(BEN, CARD)[-1]["text"]


def test_it_ends_while_a_text_is_on_its_way(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    invite_ben(town)
    town.meet_ana()
    go_away(town)
    town.world.slack.fail("chat.postMessage", "500_after_accept", 1)
    town.world.twilio.text(ANA, OURS, "Hello?")
    until(lambda: len(town.messages()) == 2)
    come_back(town)
    town.settle()
    shown = [one["text"] for user in (MARIA, BEN) for one in town.replies(user, CARD)]
    assert sum(one == "(201) 555-0123: Hello?" for one in shown) == 1
    write(town, "You there?")
    assert "You there?" in town.replies(MARIA, CARD)[-1]["text"]
    assert town.dead_letters() == []


def test_an_admin_sets_it_for_somebody_else_and_nobody_else_may(town: Town) -> None:
    invite_zoe(town)
    assert go_away(town, cover=ZOE, whom=BEN).status == 200
    assert "Maria Lopez set that somebody answers in your place" in last(town, BEN)
    town.world.twilio.text(WILL, BENS, "Ben?")
    town.settle()
    assert "Ben?" in town.replies(ZOE, "555-0124.")[-1]["text"]


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"cover": MARIA}, "cover", "cannot answer in your own place"),
        ({"cover": ZOE}, "cover", "does not use Parley"),
        ({"end": timedelta(days=-1)}, "until", "over before it begins"),
        ({"end": timedelta(days=900)}, "until", "two years"),
        ({"since": timedelta(days=900)}, "since", "two years"),
        ({"whom": ZOE}, "agent", "does not use Parley"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(town: Town, more: Any, field: str, words: str) -> None:
    answer = go_away(town, **more)
    assert words in answer.body["errors"][field]
    with town.tools.read() as session:
        assert session.exec(select(Account)).all()
    assert agent(town, MARIA).cover_id is None


def test_a_colleague_without_a_number_cannot_answer(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    invite_ben(town, phone="")
    assert "no number of their own" in go_away(town).body["errors"]["cover"]
