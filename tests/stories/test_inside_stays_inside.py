"""What was an internal remark once never reaches the client, in whatever order Slack tells of it."""

from threading import Thread
from typing import Any

import pytest

from models import conversation as conversations
from models.enums import Direction
from tests.support import MARIA, Town, until

DM = "DMARIA"
REMARK = "he bargains hard"


@pytest.fixture
def town(make_town: Any) -> Town:
    built: Town = make_town(undo_seconds=60)
    built.first_use()
    built.meet_ana()
    return built


def pass_by(town: Town) -> None:
    """Past the time in which a text can be taken back."""
    town.clock.forward(seconds=61)
    town.settle()


def told_again(town: Town, ts: str) -> dict[str, Any]:
    """The event of a message, to be delivered when the test says."""
    return town.world.slack.find(DM, ts) | {"channel": DM, "channel_type": "im", "event_ts": ts}


def notes_first(town: Town, on: bool) -> None:
    with town.tools.write() as session:
        talk = conversations.lock(session, town.messages()[0].conversation_id)
        talk.notes_first = on
        session.add(talk)


def waiting(town: Town) -> list[str]:
    return [one.body for one in town.messages() if one.direction == Direction.OUT]


def test_the_edit_to_a_note_overtakes_the_message(town: Town) -> None:
    ts = town.reply(MARIA, "201", REMARK, deliver=False)
    event = told_again(town, ts)
    town.world.slack.edit(MARIA, DM, ts, f"// {REMARK}")
    town.world.slack.door.event(event, auto=False)
    pass_by(town)
    assert town.bodies() == []


def test_a_quoted_note_loses_its_mark(town: Town) -> None:
    ts = town.reply(MARIA, "201", f"&gt; // {REMARK}")
    pass_by(town)
    town.world.slack.edit(MARIA, DM, ts, REMARK)
    pass_by(town)
    assert town.bodies() == []


def test_written_while_the_thread_held_notes_and_edited_after(town: Town) -> None:
    notes_first(town, True)
    ts = town.reply(MARIA, "201", "he bargans hard")
    town.settle()
    notes_first(town, False)
    town.world.slack.edit(MARIA, DM, ts, REMARK)
    pass_by(town)
    assert town.bodies() == []


def test_written_while_the_thread_held_notes_and_repeated_after(town: Town) -> None:
    notes_first(town, True)
    ts = town.reply(MARIA, "201", REMARK, deliver=False)
    event = told_again(town, ts)
    town.world.slack.door.event(event, auto=False)
    notes_first(town, False)
    town.world.slack.door.event(event, auto=False)
    pass_by(town)
    assert town.bodies() == []


def test_deleted_while_a_name_is_looked_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: set[str] = set()
    gateway = type(town.tools.slack)
    ask = gateway.person

    def slow(self: Any, user: str) -> Any:
        steps.add("asked")
        until(lambda: "deleted" in steps)
        return ask(self, user)

    monkeypatch.setattr(gateway, "person", slow)
    ts = town.reply(MARIA, "201", "ask <@UBEN> about it", deliver=False)
    event = told_again(town, ts)
    delivery = Thread(target=lambda: town.world.slack.door.event(event, auto=False))
    delivery.start()
    until(lambda: "asked" in steps)
    assert town.world.slack.delete(MARIA, DM, ts) == 200
    steps.add("deleted")
    delivery.join()
    pass_by(town)
    assert town.bodies() == []


def test_a_long_text_shrinks_and_grows_again(town: Town) -> None:
    town.ask_never()
    ts = town.reply(MARIA, "201", "a" * 1600 + " " + "b" * 10)
    until(lambda: len(waiting(town)) == 2)
    town.world.slack.edit(MARIA, DM, ts, "short")
    town.world.slack.edit(MARIA, DM, ts, "c" * 1600 + " " + "d" * 10)
    pass_by(town)
    assert [body[:1] for body in town.bodies()] == ["c", "d"]
