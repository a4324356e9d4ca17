"""Reactions that a phone sends as texts stand on the text they mean."""

import pytest

from models.enums import Turn
from tests.stories.test_turns import talk
from tests.support import ANA, MARIA, OURS, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


def says(town: Town, words: str) -> None:
    town.world.twilio.text(ANA, OURS, words)
    town.settle()


def test_it_stands_on_our_text_and_asks_for_no_answer(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    until(lambda: town.signs(MARIA, ts))
    posts = len(town.texts())
    says(town, "Liked “See you at 5”")
    assert set(town.signs(MARIA, ts)) >= {"thumbsup"}
    assert len(town.texts()) == posts
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.THEM, None)
    row = town.messages()[-1]
    assert (row.body, row.slack_ts) == ("Liked “See you at 5”", ts)
    says(town, "Removed a like from “See you at 5”")
    assert "thumbsup" not in town.signs(MARIA, ts)
    assert len(town.texts()) == posts


def test_another_one_takes_its_place(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    until(lambda: town.signs(MARIA, ts))
    says(town, "Liked “See you at 5”")
    says(town, "Loved “See you at 5”")
    assert {"heart"} <= {*town.signs(MARIA, ts)}
    assert "thumbsup" not in town.signs(MARIA, ts)


def test_of_equal_texts_the_newest_is_meant_and_their_own_counts(town: Town) -> None:
    says(town, "Ok")
    says(town, "Ok")
    says(town, "Loved “Ok”")
    first, second = [one["ts"] for one in town.replies(MARIA, "201") if one["text"].endswith("Ok")]
    assert (town.signs(MARIA, first), town.signs(MARIA, second)) == ([], ["heart"])


def test_one_on_a_picture_means_the_last_picture(town: Town) -> None:
    town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"png")])
    town.settle()
    says(town, "Loved an image")
    ts = next(one["ts"] for one in town.replies(MARIA, "201") if one["text"].endswith("Look"))
    assert town.signs(MARIA, ts) == ["heart"]


def test_what_means_no_text_of_ours_is_a_text(town: Town) -> None:
    town.reply(MARIA, "201", "Fine")
    town.settle()
    says(town, "Loved “Gladiator”")
    assert town.replies(MARIA, "201")[-1]["text"].endswith("Loved “Gladiator”")
    assert talk(town).turn == Turn.YOU


def test_one_on_a_message_that_is_gone_is_a_text(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    until(lambda: town.signs(MARIA, ts))
    town.world.slack.delete(MARIA, "DMARIA", ts)
    town.settle()  # what is said of the deletion stands before the next text
    says(town, "Liked “See you at 5”")
    assert town.replies(MARIA, "201")[-1]["text"].endswith("Liked “See you at 5”")
    assert town.dead_letters() == []


def test_the_same_one_told_twice_and_while_slack_is_away(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    until(lambda: town.signs(MARIA, ts))
    town.world.slack.fail("reactions.add", "500", 2)
    says(town, "Liked “See you at 5”")
    until(lambda: "thumbsup" in town.signs(MARIA, ts))
    sid = next(one.sid for one in town.world.twilio.texts.values() if one.body.startswith("Liked"))
    town.world.twilio.deliver(sid)
    town.settle()
    assert [one.body for one in town.messages()].count("Liked “See you at 5”") == 1
    assert town.dead_letters() == []


def test_the_order_is_kept_around_it(town: Town) -> None:
    for words in ("One", "Two", "Liked “Two”", "Three"):
        town.world.twilio.text(ANA, OURS, words)
    town.settle()
    shown = [one["text"].rpartition(": ")[2] for one in town.replies(MARIA, "201")]
    assert shown[-3:] == ["One", "Two", "Three"]
    two = next(one["ts"] for one in town.replies(MARIA, "201") if one["text"].endswith("Two"))
    assert town.signs(MARIA, two) == ["thumbsup"]


def test_after_it_the_next_text_still_rings(town: Town) -> None:
    town.clock.forward(minutes=10)
    says(town, "Liked “Hi, it's me”")
    says(town, "I am here")
    assert town.replies(MARIA, "201")[-1].get("subtype") == "thread_broadcast"
