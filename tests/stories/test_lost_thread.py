"""A thread that is gone is followed by a new one, once, with the last texts."""

from typing import Any

import pytest

from tests.support import ANA, MARIA, OURS, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    town.reply(MARIA, "201", "Hello Ana")
    until(lambda: town.bodies())
    town.settle()
    return town


def parents(town: Town) -> list[dict[str, Any]]:
    posts = town.world.slack.messages("DMARIA")
    return [one for one in posts if one.get("thread_ts", one["ts"]) == one["ts"]]


def lose_parent(town: Town) -> None:
    town.world.slack.delete(MARIA, "DMARIA", town.thread_of(MARIA, "201"))


def test_a_deleted_parent_opens_one_new_thread_with_the_last_texts(town: Town) -> None:
    lose_parent(town)
    for words in ("Are you there?", "Hello?"):
        town.world.twilio.text(ANA, OURS, words)
    town.settle()
    assert len(parents(town)) == 1
    recap, first, second = [one["text"] for one in town.replies(MARIA, "201")]
    assert "This continues the conversation" in recap
    assert "Hi, it's me\nYou: Hello Ana" in recap
    assert (first.endswith("Are you there?"), second.endswith("Hello?")) == (True, True)
    assert town.rows()["thread"] == 2


def test_a_reply_in_the_new_thread_is_a_text(town: Town) -> None:
    lose_parent(town)
    town.world.twilio.text(ANA, OURS, "Are you there?")
    town.settle()
    town.reply(MARIA, "201", "Yes")
    until(lambda: town.bodies() == ["Hello Ana", "Yes"])


@pytest.mark.parametrize("fault", ["drop_after_accept", "down", "500_after_accept"])
def test_it_heals_once_also_while_slack_loses_answers(town: Town, fault: str) -> None:
    lose_parent(town)
    town.world.slack.fail("chat.postMessage", fault, 2)
    town.world.twilio.text(ANA, OURS, "Are you there?")
    town.settle()
    assert len(parents(town)) == 1
    assert [one["text"] for one in town.replies(MARIA, "201")][-1].endswith("Are you there?")
    everywhere, inside = town.texts(), town.replies(MARIA, "201")
    assert str(everywhere).count("Are you there?") == str(inside).count("Are you there?")
    assert town.dead_letters() == []


def test_a_lost_channel_is_opened_again(town: Town) -> None:
    with town.world.slack.stage.lock:
        del town.world.slack.channels["DMARIA"], town.world.slack.posts["DMARIA"]
    town.world.twilio.text(ANA, OURS, "Are you there?")
    town.settle()
    assert [one["text"] for one in town.replies(MARIA, "201")][-1].endswith("Are you there?")
    assert town.dead_letters() == []


def test_a_picture_follows_its_text_into_the_new_thread(town: Town) -> None:
    lose_parent(town)
    town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"png")])
    town.settle()
    assert [bool(one.get("files")) for one in town.replies(MARIA, "201")] == [False, False, True]
