"""Between typing and leaving: a text can be taken back, deleted, edited; afterwards the agent is told."""

from collections.abc import Callable
from threading import Thread

import pytest

from models.enums import MessageState
from tests.support import ANA, BEN, MARIA, Town, until

DM = "DMARIA"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Texts wait five seconds before they leave; only the tests move the clock that far."""
    built = make_town(undo_seconds=60)
    built.first_use()
    built.meet_ana()
    return built


def leave(town: Town, count: int = 1) -> None:
    """Let the window close."""
    town.clock.forward(seconds=61)
    until(lambda: len(town.bodies()) == count)


def told(town: Town, words: str) -> str:
    """What the thread says with these words, once it is there."""
    found = until(lambda: [one for one in town.replies(MARIA, "201") if words in one["text"]])
    return str(found[-1]["text"])


def states(town: Town) -> list[MessageState]:
    return [one.state for one in town.messages() if one.direction == "out"]


def test_a_text_waits_for_its_window(town: Town) -> None:
    town.reply(MARIA, "201", "On my way")
    town.settle()
    assert town.bodies() == []
    leave(town)
    assert town.bodies() == ["On my way"]


def test_deleting_the_message_takes_the_text_back(town: Town) -> None:
    ts = town.reply(MARIA, "201", "he bargains hard")
    assert town.world.slack.delete(MARIA, DM, ts) == 200
    town.clock.forward(seconds=61)
    town.settle()
    assert (town.bodies(), states(town)) == ([], [MessageState.CANCELED])
    assert [one["text"] for one in town.replies(MARIA, "201") if "deleting" in one["text"]] == []


def test_a_deletion_may_come_before_the_message(town: Town) -> None:
    ts = town.reply(MARIA, "201", "never mind", deliver=False)
    event = town.world.slack.find(DM, ts) | {"channel": DM, "channel_type": "im", "event_ts": ts}
    town.world.slack.delete(MARIA, DM, ts)
    assert town.world.slack.door.event(event, auto=False).status == 200
    town.clock.forward(seconds=61)
    town.settle()
    assert town.bodies() == []


def test_editing_the_message_changes_what_leaves(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    town.world.slack.edit(MARIA, DM, ts, "See you at 6 :tada:")
    leave(town)
    assert town.bodies() == ["See you at 6 🎉"]
    assert town.messages()[-1].encoding == "UCS-2"


def test_an_edit_may_come_before_the_message(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5", deliver=False)
    event = town.world.slack.find(DM, ts) | {"channel": DM, "channel_type": "im", "event_ts": ts}
    town.world.slack.edit(MARIA, DM, ts, "See you at 6")
    town.world.slack.door.event(event, auto=False)
    leave(town)
    town.settle()
    assert town.bodies() == ["See you at 6"]


def test_a_note_that_loses_its_mark_stays_a_note(town: Town) -> None:
    ts = town.reply(MARIA, "201", "// he bargains hard")
    town.world.slack.edit(MARIA, DM, ts, "he bargains hard")
    town.clock.forward(seconds=61)
    town.settle()
    assert (town.bodies(), states(town)) == ([], [])


@pytest.mark.parametrize(
    ("words", "ends", "said"),
    [
        ("// he bargains hard", MessageState.CANCELED, ""),
        ("/text Ana hello", MessageState.REFUSED, "is a command"),
        ("words " * 2800, MessageState.REFUSED, "at most 10 leave at once"),
        ("Hello\n// he bargains hard", MessageState.HELD, "marks a note"),
    ],
)
def test_what_an_edit_makes_of_it_is_asked_anew(
    town: Town, words: str, ends: MessageState, said: str
) -> None:
    ts = town.reply(MARIA, "201", "Hello")
    town.world.slack.edit(MARIA, DM, ts, words)
    town.clock.forward(seconds=61)
    town.settle()
    assert (town.bodies(), states(town)) == ([], [ends])
    if said:
        told(town, said)


def test_a_long_text_may_shrink_and_grow(town: Town) -> None:
    town.ask_never()
    ts = town.reply(MARIA, "201", "a" * 1600 + " " + "b" * 10)
    until(lambda: len(states(town)) == 2)
    town.world.slack.edit(MARIA, DM, ts, "short")
    assert states(town) == [MessageState.QUEUED, MessageState.CANCELED]
    other = town.reply(MARIA, "201", "tiny")
    town.world.slack.edit(MARIA, DM, other, "c" * 1600 + " " + "d" * 10)
    leave(town, 3)
    assert town.bodies() == ["short", "c" * 1600, "d" * 10]


def test_a_first_text_keeps_its_line_through_an_edit(town: Town) -> None:
    town.world.twilio.text("+13125550141", "+13125550101", "to nobody's number")
    town.world.slack.command(MARIA, "/text", "+17735550162 Hello")
    post = until(lambda: town.replies(MARIA, "773"))[0]
    town.world.slack.click(MARIA, "undo_text", channel=DM, ts=post["ts"])
    ts = town.reply(MARIA, "773", "See you at 5")
    town.world.slack.edit(MARIA, DM, ts, "See you at 6")
    leave(town)
    assert town.bodies() == ["See you at 6\n- Maria Lopez, Oak Realty. Reply STOP to opt out"]


def test_after_it_left_the_agent_is_told_once_and_may_correct(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    leave(town)
    town.settle()
    for _ in range(2):
        town.world.slack.edit(MARIA, DM, ts, "See you at 6")
    assert "has the old words already" in told(town, "old words")
    town.settle()
    posts = [one for one in town.replies(MARIA, "201") if "old words" in one["text"]]
    assert len(posts) == 1
    town.world.slack.click(MARIA, "send_correction", channel=DM, ts=posts[0]["ts"])
    view = until(lambda: town.world.slack.view_of(MARIA))
    assert view["state"]["values"]["message"]["words"]["value"] == "See you at 6"
    assert ANA in view["state"]["values"]["to"]["recipient"]["selected_option"]["value"]
    town.world.slack.delete(MARIA, DM, ts)
    assert "does not take it back" in told(town, "does not take it back")
    assert town.bodies() == ["See you at 5"]


def test_an_edit_that_changes_no_word_says_nothing(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    leave(town)
    town.world.slack.edit(MARIA, DM, ts, "See  you at 5")
    town.settle()
    assert [one for one in town.replies(MARIA, "201") if "old words" in one["text"]] == []


def test_editing_a_refused_reply_sends_nothing_and_says_so(town: Town) -> None:
    ts = town.reply(MARIA, "201", "words " * 2800)
    told(town, "at most 10")
    town.world.slack.edit(MARIA, DM, ts, "short now")
    told(town, "editing it does not send it")
    town.clock.forward(seconds=61)
    town.settle()
    assert town.bodies() == []


def test_a_command_is_taken_back_by_its_receipt(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Running 5 late")
    receipt = town.world.slack.ephemerals(MARIA)[-1]
    town.world.slack.click(MARIA, "undo_text", channel=DM, ts=receipt["ts"])
    until(lambda: "Taken back" in town.world.slack.ephemerals(MARIA)[-1]["text"])
    town.clock.forward(seconds=61)
    town.settle()
    assert (town.bodies(), states(town)) == ([], [MessageState.CANCELED])


def test_a_text_from_the_window_is_taken_back_in_its_thread(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Running 5 late")
    post = until(lambda: town.replies(MARIA, "201")[1:])[0]
    town.world.slack.click(MARIA, "undo_text", channel=DM, ts=post["ts"])
    until(lambda: "Taken back: not sent" in str(town.replies(MARIA, "201")[1]["blocks"]))
    assert "undo_text" not in str(town.replies(MARIA, "201")[1]["blocks"])


def test_undo_after_it_left_says_so(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Running 5 late")
    receipt = town.world.slack.ephemerals(MARIA)[-1]
    leave(town)
    town.world.slack.click(MARIA, "undo_text", channel=DM, ts=receipt["ts"])
    until(lambda: "cannot be taken back" in town.world.slack.ephemerals(MARIA)[-1]["text"])
    assert "undo_text" not in str(town.world.slack.ephemerals(MARIA))  # the receipt gave way with its button


def test_a_stranger_takes_nothing_back(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Running 5 late")
    post = until(lambda: town.replies(MARIA, "201")[1:])[0]
    town.world.slack.click(BEN, "undo_text", channel=DM, ts=post["ts"])
    leave(town)
    assert town.bodies() == ["Running 5 late"]


@pytest.mark.parametrize("value", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_nonsense_in_the_button_is_no_error_of_ours(town: Town, value: str) -> None:
    payload = {
        "type": "block_actions",
        "user": {"id": MARIA},
        "team": {"id": "T0OAK"},
        "actions": [{"type": "button", "action_id": "undo_text", "value": value, "action_ts": "1.1"}],
    }
    assert town.world.slack.door.payload(payload).status in (200, 400)


def test_the_window_survives_a_restart(town: Town, make_town: Callable[..., Town]) -> None:
    town.reply(MARIA, "201", "On my way")
    town.house.worker.stop()
    town.clock.forward(seconds=61)
    assert town.bodies() == []
    again = make_town(undo_seconds=60)
    until(lambda: again.bodies() == ["On my way"])


def test_undo_and_the_worker_at_the_same_moment_agree(town: Town) -> None:
    """Whatever Slack shows as taken back never left, and the other way round."""
    for count in range(10):
        ts = town.reply(MARIA, "201", f"text {count}")
        town.clock.forward(seconds=59.97)
        rival = Thread(target=lambda: town.world.slack.delete(MARIA, DM, ts))  # noqa: B023 it is joined here
        rival.start()
        town.clock.forward(seconds=1)
        rival.join()
        town.settle()
    left = {one.body for one in town.messages() if one.state not in (MessageState.CANCELED,)}
    canceled = {one.body for one in town.messages() if one.state == MessageState.CANCELED}
    assert left & canceled == set()
    assert set(town.bodies()) == {one for one in left if one.startswith("text ")}
    assert len(left | canceled) == 11
