"""Somebody whose number was given to a colleague decides on nothing there any more, by any old button."""

from typing import Any

import pytest

from models.enums import MessageState
from tests.stories.test_people_and_numbers import give, invite_ben
from tests.support import ANA, MARIA, OURS, Town, until

DM = "DMARIA"


@pytest.fixture
def town(make_town: Any) -> Town:
    built: Town = make_town(undo_seconds=60)
    built.first_use()
    built.meet_ana()
    invite_ben(built, phone="")
    built.settle()
    return built


def move_on(town: Town) -> None:
    give(town, OURS, "Ben Carter")
    town.world.slack.close_view(MARIA)
    town.settle()


def press(town: Town, name: str, words: str) -> None:
    """A button below the post with these words in Maria's old thread."""
    post = next(one for one in town.texts() if words in str(one) and name in str(one.get("blocks")))
    town.world.slack.click(MARIA, name, channel=DM, ts=post["ts"])
    town.settle()


def pass_by(town: Town) -> None:
    town.clock.forward(seconds=61)
    town.settle()


def refused(town: Town) -> bool:
    return "belongs to somebody else" in town.world.slack.ephemerals(MARIA)[-1]["text"]


def states(town: Town) -> list[MessageState]:
    return [one.state for one in town.messages() if one.direction == "out"]


def test_what_failed_is_not_sent_again(town: Town) -> None:
    town.world.twilio.bad_handsets = {ANA: ("undelivered", 30003)}
    town.reply(MARIA, "201", "Hello?")
    pass_by(town)
    until(lambda: states(town) == [MessageState.UNDELIVERED])
    town.settle()
    town.world.slack.open_home(MARIA)
    town.settle()
    move_on(town)
    press(town, "send_again", "Hello?")
    assert refused(town)
    town.world.slack.click(MARIA, "send_again")  # at Home, which she opened before
    town.settle()
    assert "belongs to somebody else" in str(town.world.slack.view_of(MARIA))
    pass_by(town)
    assert town.bodies() == ["Hello?"]


def test_what_is_held_is_not_answered(town: Town) -> None:
    town.reply(MARIA, "201", "Hello\n// he bargains hard")
    town.settle()
    move_on(town)
    for name in ("question_send", "question_drop"):
        press(town, name, "marks a note")
        assert refused(town)
    pass_by(town)
    assert (town.bodies(), states(town)) == ([], [MessageState.HELD])


def test_what_waits_is_not_taken_back_by_its_button(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Running late")
    until(lambda: "undo_text" in str(town.replies(MARIA, "201")))
    move_on(town)
    press(town, "undo_text", "Running late")
    assert refused(town)
    pass_by(town)
    assert town.bodies() == ["Running late"]


def test_other_words_do_not_leave_and_neither_do_the_old_ones(town: Town) -> None:
    """Whoever edits may want to take something back: better nothing leaves than what she did not mean."""
    ts = town.reply(MARIA, "201", "See you at 5, he bargains hard")
    town.settle()
    move_on(town)
    town.world.slack.edit(MARIA, DM, ts, "See you at 6")
    pass_by(town)
    assert (town.bodies(), states(town)) == ([], [MessageState.CANCELED])
    assert refused(town)


def test_an_edit_after_it_left_is_not_shown_to_the_colleague(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    pass_by(town)
    move_on(town)
    before = len(town.world.slack.messages("DBEN"))
    town.world.slack.edit(MARIA, DM, ts, "See you at 6, he bargains hard")
    pass_by(town)
    assert refused(town)
    assert len(town.world.slack.messages("DBEN")) == before
    assert town.bodies() == ["See you at 5"]
