"""Texts outside a client's hours: asked about, sent all the same, kept for the morning, dropped."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions.people import find_agent
from bot.actions.question import Answer, answer_question
from bot.actions.text import send_text
from bot.screens import refusal
from models.enums import MessageState, Night
from tests.stories.test_people_and_numbers import invite_ben
from tests.stories.test_turns import later
from tests.support import ANA, BEN, MARIA, Town, until

DM = "DMARIA"
EVENING = datetime(2026, 3, 3, 3, 40, tzinfo=UTC)  # a Monday's 10:40 PM in New Jersey, a day after Ana wrote
MORNING = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)  # her Tuesday's 9:00 AM


@pytest.fixture
def town(make_town: Any) -> Town:
    built: Town = make_town(asks=True)
    built.first_use()
    built.clock.move_to(EVENING - timedelta(hours=25))
    built.meet_ana()
    built.clock.move_to(EVENING)
    built.settle()
    return built


def question(town: Town) -> Any:
    """The newest question in Ana's thread."""
    town.settle()
    return [one for one in town.replies(MARIA, "201") if "question_send" in str(one.get("blocks"))][-1]


def press(town: Town, name: str, user: str = MARIA, ts: str = "") -> str:
    """Answer the newest question; what stands in its place then, or beside it."""
    town.world.slack.click(user, name, channel=DM, ts=ts or question(town)["ts"])
    town.settle()
    return str(town.texts())


def again(town: Town, answer: Answer) -> str:
    """What a second click on a question says, made before Slack had taken the buttons away."""
    who = find_agent(town.tools, MARIA)
    assert who
    return answer_question(town.tools, who, town.messages()[1].id, answer)


def states(town: Town) -> list[MessageState]:
    return [one.state for one in town.messages()[1:]]


def test_a_reply_at_night_is_asked_about_and_sent_all_the_same(town: Town) -> None:
    before = town.rows()["entry"]
    town.reply(MARIA, "201", "Still up?")
    asked = question(town)
    assert "It is 10:40 PM for (201) 555-0123, and texts go from 9:00 AM to 8:00 PM there" in asked["text"]
    labels = [one["text"]["text"] for one in asked["blocks"][-1]["elements"]]
    assert labels == ["Send now", "At 9:00 AM their time", "Drop it"]
    assert (states(town), town.bodies(), town.rows()["entry"]) == ([MessageState.HELD], [], before)
    press(town, "question_send")
    assert town.bodies() == ["Still up?"]
    assert again(town, Answer.SEND) == refusal.ANSWERED
    assert town.bodies() == ["Still up?"]
    assert town.messages()[1].night == Night.CHOSEN


def test_it_waits_for_the_morning(town: Town) -> None:
    town.reply(MARIA, "201", "Good morning")
    press(town, "question_later")
    assert (states(town), town.messages()[1].send_at) == ([MessageState.SCHEDULED], MORNING)
    assert again(town, Answer.LATER) == again(town, Answer.SEND) == refusal.ANSWERED
    assert states(town) == [MessageState.SCHEDULED]
    town.clock.move_to(MORNING)
    town.settle()
    assert town.bodies() == ["Good morning"]


def test_a_reply_that_waits_for_the_morning_changes_with_its_message(town: Town) -> None:
    ts = town.reply(MARIA, "201", "Good mornin")
    press(town, "question_later")
    before = town.rows()["entry"]
    town.world.slack.edit(MARIA, DM, ts, "Good morning")
    town.settle()
    assert town.rows()["entry"] == before
    town.clock.move_to(MORNING)
    town.settle()
    assert town.bodies() == ["Good morning"]


def test_it_is_dropped(town: Town) -> None:
    town.reply(MARIA, "201", "Never mind")
    press(town, "question_drop")
    town.clock.move_to(MORNING)
    town.settle()
    assert (states(town), town.bodies()) == ([MessageState.CANCELED], [])


def test_a_morning_that_came_meanwhile_sends_at_once(town: Town) -> None:
    town.reply(MARIA, "201", "Good morning")
    question(town)
    town.clock.move_to(MORNING)
    press(town, "question_later")
    assert town.bodies() == ["Good morning"]


def test_whoever_wrote_today_is_answered_at_any_hour(town: Town) -> None:
    town.meet_ana()
    town.clock.forward(hours=2)
    town.reply(MARIA, "201", "Still up?")
    town.settle()
    assert town.bodies() == ["Still up?"]


def test_nobody_else_answers(town: Town) -> None:
    invite_ben(town)
    town.reply(MARIA, "201", "Still up?")
    press(town, "question_send", user=BEN)
    assert (states(town), town.bodies()) == ([MessageState.HELD], [])


def test_the_command_and_the_composer_say_that_they_ask(town: Town) -> None:
    answer = town.world.slack.command(MARIA, "/text", f"{ANA} Hello")
    assert "Held for (201) 555-0123" in str(answer.body)
    assert "answer in your client's thread" in str(answer.body)
    press(town, "question_send")
    assert town.bodies() == ["Hello"]
    assert "Hello" in str(town.replies(MARIA, "201")[-1])
    town.world.slack.command(MARIA, "/text", ANA)
    town.world.slack.command(MARIA, "/text")
    town.world.slack.type_in_view(MARIA, "new_phone", "phone", ANA)
    town.world.slack.type_in_view(MARIA, "message", "words", "Hello again")
    assert "It is 10:40 PM there" in str(town.world.slack.view_of(MARIA))
    town.world.slack.submit(MARIA)
    assert town.world.slack.view_of(MARIA) is None
    assert "10:40 PM" in question(town)["text"]
    assert town.bodies() == ["Hello"]


def test_a_command_that_slack_repeats_is_held_once(town: Town) -> None:
    who = find_agent(town.tools, MARIA)
    assert who
    first, second = (send_text(town.tools, who, ANA, "Hello", "one") for _ in range(2))
    assert first.message_id == second.message_id
    assert (states(town), second.asks) == ([MessageState.HELD], first.asks)


def test_a_text_to_somebody_new_is_held_with_its_contact(town: Town) -> None:
    answer = town.world.slack.command(MARIA, "/text", "+13105550123 Hello")  # 7:40 PM in Los Angeles
    town.settle()
    assert "Texting" in str(answer.body)
    answer = town.world.slack.command(MARIA, "/text", "+18005550123 Hello")  # who knows where
    assert "Held for" in str(answer.body)
    assert "10:40 PM" in str(answer.body)


def test_a_state_that_has_fewer_hours_is_named(town: Town) -> None:
    town.clock.move_to(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    answer = town.world.slack.command(MARIA, "/text", "+14015550123 Hello")
    assert "It is 6:30 PM for" in str(answer.body)
    assert "texts go from 9:00 AM to 6:00 PM in Rhode Island" in str(answer.body)
    town.clock.move_to(datetime(2026, 3, 8, 19, 30, tzinfo=UTC))
    answer = town.world.slack.command(MARIA, "/text", "+12055550123 Hello")
    assert "It is Sunday, Mar 8 for" in str(answer.body)
    assert "no texts go on such a day in Alabama" in str(answer.body)


def test_one_who_chose_a_time_at_night_is_told_and_obeyed(town: Town) -> None:
    slack = town.world.slack
    slack.command(MARIA, "/text")
    slack.type_in_view(MARIA, "new_phone", "phone", ANA)
    slack.type_in_view(MARIA, "message", "words", "Happy birthday")
    slack.click(MARIA, "send_when", "later", block_id="when")
    slack.type_in_view(MARIA, "day", "send_day", "2026-03-04")
    assert "outside" not in str(slack.view_of(MARIA))
    slack.type_in_view(MARIA, "time", "send_time", "00:01")
    assert "It will be 12:01 AM there" in str(slack.view_of(MARIA))
    slack.submit(MARIA)
    town.settle()
    assert "outside the hours for texts" in str(town.replies(MARIA, "201")[-1])
    town.clock.move_to(datetime(2026, 3, 4, 5, 1, tzinfo=UTC))
    town.settle()
    assert town.bodies() == ["Happy birthday"]


def test_a_scheduled_text_that_is_late_or_sent_by_hand_at_night_is_asked_about(town: Town) -> None:
    who = find_agent(town.tools, MARIA)
    assert who
    send_text(town.tools, who, ANA, "Lunch?", "one", send_at=MORNING + timedelta(hours=3))
    send_text(town.tools, who, ANA, "Dinner?", "two", send_at=MORNING + timedelta(hours=4))
    town.settle()
    post = next(one for one in town.replies(MARIA, "201") if "Dinner?" in str(one))
    town.world.slack.click(MARIA, "scheduled_send", channel=DM, ts=post["ts"])
    town.settle()
    assert sorted(states(town)) == [MessageState.HELD, MessageState.SCHEDULED]
    town.clock.move_to(MORNING + timedelta(hours=12))  # nobody was at work in between
    town.settle()
    assert states(town) == [MessageState.HELD, MessageState.HELD]
    assert town.bodies() == []


def test_the_hour_is_asked_again_when_a_text_leaves(make_town: Any) -> None:
    """Two parts wait for their turn until it is night: they wait as one for an answer, and cost nothing."""
    town = make_town(asks=True, undo_seconds=60)
    town.first_use()
    town.ask_never()
    town.clock.move_to(MORNING + timedelta(hours=10, minutes=59, seconds=30))
    words = " ".join(["hello"] * 300)
    town.world.slack.command(MARIA, "/text", f"{ANA} {words}")
    town.settle()
    assert [one.state for one in town.messages()] == [MessageState.QUEUED] * 2
    later(town, seconds=61)
    town.settle()
    first, second = town.messages()
    assert (first.state, second.state, first.body) == (MessageState.HELD, MessageState.CANCELED, words)
    assert first.credits == second.credits == 0
    press(town, "question_send")
    until(lambda: len(town.bodies()) == 2)
    assert town.bodies()[1].startswith("hello")


def test_another_question_comes_first(town: Town) -> None:
    """A note in doubt: sent, it still has to be asked about the hour."""
    town.reply(MARIA, "201", "Hello\n// there")
    first = question(town)
    assert "question_later" not in str(first)
    press(town, "question_send")
    second = question(town)
    assert second["ts"] != first["ts"]
    assert "10:40 PM" in second["text"]
    press(town, "question_send", ts=second["ts"])
    assert town.bodies() == ["Hello\n// there"]


def test_a_reply_edited_while_it_is_asked_about_leaves_as_it_is_then(town: Town) -> None:
    ts = town.reply(MARIA, "201", "Still up")
    question(town)
    town.world.slack.edit(MARIA, DM, ts, "Still up?")
    town.settle()
    press(town, "question_send")
    assert town.bodies() == ["Still up?"]
