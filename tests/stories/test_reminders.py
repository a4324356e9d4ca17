"""Reminders: set aside until a time, and back then, once."""

from datetime import UTC, datetime

import pytest

from bot.actions import beat
from models.enums import Turn
from tests.stories.test_inbox import inbox, shown
from tests.stories.test_turns import card, later, more, talk
from tests.support import ANA, MARIA, OURS, Town


@pytest.fixture
def town(town: Town) -> Town:
    """It is Monday, 9:00 in Chicago."""
    town.meet_ana()
    return town


def beats(town: Town, times: int = 2) -> None:
    """What the clock does in each of several processes."""
    for _ in range(times):
        beat.moment(town.tools)
    town.settle()


def reminders(town: Town) -> list[str]:
    return [one["text"] for one in town.replies(MARIA, "201") if one["text"].startswith("Reminder")]


def test_an_hour_sets_it_aside_and_brings_it_back_once(town: Town) -> None:
    since = talk(town).waiting_since
    more(town, "hour")
    assert "Reminder <!date^" in card(town)["text"]
    assert "Nobody waits for you" in inbox(town)
    assert "Reminders" in inbox(town)
    beats(town)
    assert reminders(town) == []
    later(town, minutes=61)
    beats(town)
    assert len(reminders(town)) == 1
    assert "is waiting for your answer since" in reminders(town)[0]
    loud = next(one for one in town.replies(MARIA, "201") if one["text"].startswith("Reminder"))
    assert loud["subtype"] == "thread_broadcast"
    assert (talk(town).turn, talk(town).waiting_since, talk(town).remind_at) == (Turn.YOU, since, None)
    assert "Waiting for you: 1" in inbox(town)


def test_tomorrow_at_nine_is_the_workspaces_nine(town: Town) -> None:
    more(town, "morning")
    assert talk(town).remind_at == datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


def test_a_date_is_asked_for(town: Town) -> None:
    more(town, "date")
    town.world.slack.click(MARIA, "day", "2026-03-09", block_id="day")
    town.world.slack.click(MARIA, "clock", "08:30", block_id="clock")
    assert town.world.slack.submit(MARIA).status == 200
    assert town.world.slack.view_of(MARIA) is None
    assert talk(town).remind_at == datetime(2026, 3, 9, 13, 30, tzinfo=UTC)  # summer time began


WRONG = {
    ("2026-03-02", "08:00"): ("day", "That time is over"),
    ("2031-03-02", "08:00"): ("day", "within the next two years"),
    ("9999-12-31", "23:59"): ("day", "within the next two years"),
    ("0001-01-01", "00:00"): ("day", "is over"),
    ("2026-02-31", "08:00"): ("day", "Choose a day"),
    ("2026-03-09", "25:00"): ("clock", "Choose a time"),
    (None, None): ("clock", "Choose a time"),
}


def test_dates_that_make_no_sense_are_refused_beside_their_field(town: Town) -> None:
    more(town, "date")
    view = town.world.slack.view_of(MARIA)
    assert view
    for (day, clock), (field, words) in WRONG.items():
        view["state"]["values"]["day"]["day"]["selected_date"] = day
        view["state"]["values"]["clock"]["clock"]["selected_time"] = clock
        payload = {"type": "view_submission", "view": view, "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
        answer = town.world.slack.door.payload(payload)
        assert words in answer.body["errors"][field], (day, clock)
    assert talk(town).remind_at is None


def test_an_answer_or_done_ends_it(town: Town) -> None:
    more(town, "hour")
    town.reply(MARIA, "201", "Here I am")
    town.settle()
    assert talk(town).remind_at is None
    more(town, "hour")
    inbox(town)
    town.world.slack.click(MARIA, "talk_done", str(talk(town).id))
    later(town, hours=2)
    beats(town)
    assert reminders(town) == []


def test_a_text_meanwhile_reopens_and_the_reminder_stays(town: Town) -> None:
    since = talk(town).waiting_since
    more(town, "hour")
    town.world.twilio.text(ANA, OURS, "Hello?")
    town.settle()
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.YOU, since)
    assert talk(town).remind_at
    assert "Waiting for you: 1" in inbox(town)
    later(town, hours=2)
    beats(town)
    assert len(reminders(town)) == 1


def test_one_on_somebody_we_wait_for_says_so(town: Town) -> None:
    town.reply(MARIA, "201", "Any news?")
    town.settle()
    more(town, "hour")
    assert talk(town).turn == Turn.THEM
    later(town, hours=2)
    beats(town)
    assert reminders(town) == ["Reminder: you wanted to get back to (201) 555-0123."]
    assert talk(town).turn == Turn.YOU


def test_while_slack_loses_answers_it_is_said_once(town: Town) -> None:
    more(town, "hour")
    later(town, hours=2)
    town.world.slack.fail("chat.postMessage", "drop_after_accept", 2)
    beats(town, 3)
    assert len(reminders(town)) == 1
    assert town.dead_letters() == []


def test_a_reminder_from_the_window_opens_a_date_on_top_of_it(town: Town) -> None:
    inbox(town)
    town.world.slack.click(MARIA, "talk_more", f"date {talk(town).id}")
    assert town.world.slack.submit(MARIA).status == 200
    seen = shown(town.world.slack.view_of(MARIA))
    assert "Reminders" in seen
    assert talk(town).remind_at == datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
