"""Texts that arrived while Parley was away are fetched, pictures too, and none from before its time."""

from bot.actions import beat, missed
from tests.stories.test_people_and_numbers import give, invite_ben
from tests.support import ANA, BEN, MARIA, OURS, Town, until


def test_what_never_reached_us_is_fetched_in_order_once(town: Town) -> None:
    town.meet_ana()
    for words in ("one", "two", "three"):
        town.clock.forward(minutes=1)
        town.world.twilio.text(ANA, OURS, words, deliver=False)
    for _ in range(2):
        beat.fetch_missed_soon(town.tools)
        town.settle()
    shown = [one["text"].rpartition(": ")[2] for one in town.replies(MARIA, "201")]
    assert shown[1:] == ["one", "two", "three"]


def test_the_webhook_that_comes_after_all_adds_nothing(town: Town) -> None:
    town.clock.forward(minutes=1)
    sid = town.world.twilio.text(ANA, OURS, "late", deliver=False)
    assert missed.fetch_missed(town.tools) == 1
    assert town.world.twilio.deliver(sid) == 200
    town.settle()
    assert [one.body for one in town.messages()] == ["late"]


def test_pictures_of_missed_texts_are_shown(town: Town) -> None:
    town.clock.forward(minutes=1)
    town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"png")], deliver=False)
    beat.fetch_missed_soon(town.tools)
    until(lambda: town.replies(MARIA, "201"))
    town.settle()
    assert [len(one.get("files", [])) for one in town.replies(MARIA, "201")] == [0, 1]


def test_nothing_from_before_the_number_was_given_is_fetched(town: Town) -> None:
    town.world.twilio.text(ANA, "+13125550102", "to the one before you", deliver=False)
    town.clock.forward(days=1)
    invite_ben(town, phone="+13125550102")
    town.clock.forward(minutes=1)
    town.world.twilio.text(ANA, "+13125550102", "to you", deliver=False)
    beat.fetch_missed_soon(town.tools)
    town.settle()
    assert [one["text"].rpartition(": ")[2] for one in town.replies(BEN, "201")] == ["to you"]
    give(town, "+13125550102", "Nobody")
    beat.fetch_missed_soon(town.tools)
    town.settle()
    assert [one.body for one in town.messages()] == ["to you"]


def test_twilio_may_be_away_when_we_look(town: Town) -> None:
    town.clock.forward(minutes=1)
    town.world.twilio.text(ANA, OURS, "late", deliver=False)
    for fault in ("500", "429", "drop_before_accept"):
        town.world.twilio.fail(fault, on="list")
    beat.fetch_missed_soon(town.tools)
    until(lambda: town.messages())


def test_a_stop_that_was_missed_still_counts(town: Town) -> None:
    town.meet_ana()
    town.clock.forward(minutes=1)
    town.world.twilio.text(ANA, OURS, "STOP", deliver=False)
    beat.fetch_missed_soon(town.tools)
    until(lambda: town.rows()["suppression"])
    town.reply(MARIA, "201", "Hello")
    town.settle()
    assert town.bodies() == []
