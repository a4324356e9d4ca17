"""A text that waits for its agent's answer, once the answer is there; and scheduled ones once they leave."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.actions.people import Who, find_agent
from bot.actions.text import send_text
from models.agent import Agent
from models.enums import MessageState
from tests.stories.test_turns import card, later
from tests.support import ANA, MARIA, Town, until

DM = "DMARIA"


@pytest.fixture
def town(make_town: Any) -> Town:
    built: Town = make_town()
    built.first_use()
    built.meet_ana()
    later(built, seconds=31)
    return built


def send_now(town: Town) -> None:
    question = next(one for one in town.replies(MARIA, "201") if "question_send" in str(one.get("blocks")))
    town.world.slack.click(MARIA, "question_send", channel=DM, ts=question["ts"])
    town.settle()


def maria(town: Town) -> Who:
    who = find_agent(town.tools, MARIA)
    assert who
    return who


def test_a_long_one_leaves_with_all_its_parts(town: Town) -> None:
    note = "b" * 10 + "\n// or so"
    town.reply(MARIA, "201", "a" * 1600 + " " + note)
    town.settle()
    assert [one.state for one in town.messages()[1:]] == [MessageState.HELD]
    send_now(town)
    assert town.bodies() == ["a" * 1600, note]


def test_one_made_long_by_an_edit_leaves_with_all_its_parts(make_town: Any) -> None:
    """Its parts waited already when the edit made one held text of them."""
    town = make_town(undo_seconds=60)
    town.first_use()
    town.meet_ana()
    with town.tools.write() as session:
        session.exec(select(Agent)).one().dear_credits = 0
    ts = town.reply(MARIA, "201", "a" * 1600 + " " + "b" * 10)
    until(lambda: len(town.messages()) == 3)
    note = "d" * 10 + "\n// or so"
    town.world.slack.edit(MARIA, DM, ts, "c" * 1600 + " " + note)
    town.settle()
    send_now(town)
    later(town, seconds=61)
    assert town.bodies() == ["c" * 1600, note]


def test_the_card_follows_an_answer(town: Town) -> None:
    town.reply(MARIA, "201", "Hello\n// there")
    later(town, seconds=31)
    assert "Waiting for you" in card(town)["text"]
    send_now(town)
    later(town, seconds=31)
    assert town.bodies() == ["Hello\n// there"]
    assert "Waiting for them" in card(town)["text"]


def test_the_card_follows_when_a_scheduled_text_leaves(town: Town) -> None:
    send_text(town.tools, maria(town), ANA, "Hello", "one", send_at=town.clock.now() + timedelta(hours=2))
    later(town, seconds=31)
    assert "Waiting for you" in card(town)["text"]
    later(town, hours=2)
    assert town.bodies() == ["Hello"]
    later(town, seconds=31)
    assert "Waiting for them" in card(town)["text"]


def test_texts_of_one_minute_leave_in_the_order_they_were_scheduled(town: Town) -> None:
    at = town.clock.now() + timedelta(hours=2)
    texts = ["a" * 1600 + " the rest of a", "b", "c", "d"]
    for place, words in enumerate(texts):
        send_text(town.tools, maria(town), ANA, words, f"key {place}", send_at=at)
        town.clock.forward(seconds=1)
    town.settle()
    later(town, hours=2)
    assert [body[:10] for body in town.bodies()] == ["a" * 10, "the rest o", "b", "c", "d"]
