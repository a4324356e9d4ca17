"""Slack is away or forgetful: clients' texts come into the thread in their order, none lost, none twice."""

import time
from dataclasses import replace

import pytest
from sqlmodel import select

from models.job import Job
from tests.support import ANA, MARIA, OURS, Town, until

WORDS = [f"line {count}" for count in range(6)]


@pytest.mark.parametrize("fault", ["down", "500", "drop_after_accept"])
def test_texts_keep_their_order_while_slack_is_away(town: Town, fault: str) -> None:
    town.world.slack.fail("*", fault, 3)
    for one in WORDS:
        town.world.twilio.text(ANA, OURS, one)
    until(lambda: len(shown(town)) >= len(WORDS), 20)
    town.settle()
    assert shown(town) == WORDS
    assert cards(town) == 1
    assert town.dead_letters() == []


@pytest.mark.parametrize("fault", ["drop_after_accept", "500_after_accept", "bad_json"])
def test_a_post_whose_answer_is_lost_is_looked_up_and_not_repeated(town: Town, fault: str) -> None:
    town.meet_ana()
    town.world.slack.fail("chat.postMessage", fault)
    town.world.twilio.text(ANA, OURS, "Are you there?")
    town.settle()
    assert shown(town).count("Are you there?") == 1
    assert "conversations.replies" in [call.method for call in town.world.slack.calls]


def test_a_lost_answer_in_a_long_thread_is_looked_up_to_its_end(town: Town) -> None:
    town.meet_ana()
    thread = town.thread_of(MARIA, "201")
    with town.world.slack.stage.lock:
        for count in range(450):
            town.world.slack.post("DMARIA", MARIA, f"// {count}", thread)
    town.world.slack.fail("chat.postMessage", "drop_after_accept")
    town.world.twilio.text(ANA, OURS, "Are you there?")
    town.settle()
    assert shown(town).count("Are you there?") == 1


def test_the_agents_own_posts_survive_lost_answers(town: Town) -> None:
    town.world.slack.fail("chat.postMessage", "drop_after_accept", 2)
    town.world.slack.command(MARIA, "/text", f"{ANA} Running 5 late")
    until(lambda: town.bodies())
    town.settle()
    assert [one["text"] for one in town.replies(MARIA, "201")] == ["You: Running 5 late"]
    assert cards(town) == 1


def test_slacks_wish_for_patience_is_honoured(town: Town) -> None:
    town.meet_ana()
    town.world.slack.fail("chat.postMessage", "429")  # it asks for one second
    started = time.monotonic()
    town.world.twilio.text(ANA, OURS, "one")
    town.world.twilio.text(ANA, OURS, "two")
    until(lambda: shown(town)[1:] == ["one", "two"])
    assert time.monotonic() - started >= 1.0
    town.settle()
    assert shown(town)[1:] == ["one", "two"]


def shown(town: Town) -> list[str]:
    """The clients' words in the thread, without the name before them."""
    return [one["text"].partition(": ")[2] for one in town.replies(MARIA, "201") if one["user"] != MARIA]


def cards(town: Town) -> int:
    posts = town.world.slack.messages("DMARIA")
    return len([one for one in posts if one.get("thread_ts", one["ts"]) == one["ts"]])


def test_a_revoked_token_makes_posts_wait_and_not_die(town: Town) -> None:
    town.meet_ana()
    stage = town.world.slack.stage
    wiring, stage.wiring = stage.wiring, replace(stage.wiring, bot_token="xoxb-new")
    town.world.twilio.text(ANA, OURS, "Are you there?")
    until(lambda: tries(town) > 2)
    assert failures(town) == 0
    stage.wiring = wiring
    until(lambda: "Are you there?" in shown(town) or None, 20)


def tries(town: Town) -> int:
    with town.tools.read() as session:
        return max(session.exec(select(Job.claims)).all(), default=0)


def failures(town: Town) -> int:
    with town.tools.read() as session:
        return sum(session.exec(select(Job.failures)).all())
