"""What a note says is kept on the timeline, follows its message, and still never leaves."""

from typing import Any

import pytest
from sqlmodel import col, select

from models.enums import EventKind
from models.event import Event
from tests.stories.test_inside_stays_inside import notes_first, told_again
from tests.support import MARIA, Town, until

DM = "DMARIA"


@pytest.fixture
def town(make_town: Any) -> Town:
    built: Town = make_town(undo_seconds=60)
    built.first_use()
    built.meet_ana()
    return built


def told(town: Town, kind: EventKind = EventKind.NOTE) -> list[str]:
    town.settle()
    with town.tools.read() as session:
        asked = select(Event).where(Event.kind == kind).order_by(col(Event.position))
        return [one.words for one in session.exec(asked)]


def test_its_words_are_kept_without_the_mark_and_its_files_named(town: Town) -> None:
    town.reply(MARIA, "201", "// likes *gardens* :sunflower:\nand <@UBEN> knows")
    town.reply(MARIA, "201", "!  call back", files=[("plan.pdf", "application/pdf", b"%PDF")])
    first, second = told(town)
    assert first.startswith("likes")
    assert ("🌻" in first, "and " in first, "UBEN" in first) == (True, True, False)
    assert second == "call back\nWith plan.pdf"
    assert town.messages()[1:] == []


def test_an_edit_and_a_deletion_follow_the_message(town: Town) -> None:
    ts = town.reply(MARIA, "201", "// he bargans hard")
    town.world.slack.edit(MARIA, DM, ts, "// he bargains hard")
    assert told(town) == ["he bargains hard"]
    town.world.slack.edit(MARIA, DM, ts, "he bargains very hard")
    assert told(town) == ["he bargains very hard"]
    town.clock.forward(seconds=61)
    town.settle()
    assert town.bodies() == []
    town.world.slack.delete(MARIA, DM, ts)
    assert told(town) == []


def test_told_twice_and_late_it_is_one_note(town: Town) -> None:
    ts = town.reply(MARIA, "201", "// first", deliver=False)
    event = told_again(town, ts)
    for _ in range(2):
        town.world.slack.door.event(event, auto=False)
    assert told(town) == ["first"]
    town.world.slack.delete(MARIA, DM, ts)
    town.world.slack.door.event(event, auto=False)
    assert told(town) == []


def test_edits_in_the_wrong_order_leave_the_newest_words(town: Town) -> None:
    ts = town.reply(MARIA, "201", "// one")
    edits = []
    before = told_again(town, ts)
    for words in ("// two", "// three"):
        town.world.slack.edit(MARIA, DM, ts, words, deliver=False)
        now = told_again(town, ts)
        edits.append(
            {"type": "message", "subtype": "message_changed", "channel": DM, "message": now}
            | {"previous_message": before, "ts": now["edited"]["ts"], "channel_type": "im"}
        )
        before = now
    for edit in reversed(edits):
        assert town.world.slack.door.event(edit, auto=False).ok
    assert told(town) == ["three"]


def test_an_edit_before_the_note_itself(town: Town) -> None:
    ts = town.reply(MARIA, "201", "// one", deliver=False)
    event = told_again(town, ts)
    town.world.slack.edit(MARIA, DM, ts, "two")
    town.world.slack.door.event(event, auto=False)
    town.clock.forward(seconds=61)
    assert (told(town), town.bodies()) == (["two"], [])


def test_where_notes_are_the_rule_they_are_kept_and_edited(town: Town) -> None:
    notes_first(town, True)
    ts = town.reply(MARIA, "201", "likes gardens")
    town.world.slack.edit(MARIA, DM, ts, "likes big gardens")
    assert told(town) == ["likes big gardens"]


def test_a_text_edited_to_a_note_is_taken_back_and_kept(town: Town) -> None:
    ts = town.reply(MARIA, "201", "he bargains hard")
    town.world.slack.edit(MARIA, DM, ts, "// he bargains hard")
    assert told(town) == ["he bargains hard"]
    assert told(town, EventKind.TAKEN_BACK) == ["he bargains hard"]
    town.world.slack.edit(MARIA, DM, ts, "// and well")
    assert told(town) == ["and well"]
    town.world.slack.edit(MARIA, DM, ts, "and well!")
    assert told(town) == ["and well!"]
    town.world.slack.delete(MARIA, DM, ts)
    assert (told(town), town.bodies()) == ([], [])


def test_a_text_edited_before_it_left_keeps_its_old_words(town: Town) -> None:
    ts = town.reply(MARIA, "201", "See you at 5")
    for words in ("See you at 6", "See you at 6", "See you at 7"):
        town.world.slack.edit(MARIA, DM, ts, words)
    assert told(town, EventKind.REWORDED) == ["See you at 5", "See you at 6"]
    town.clock.forward(seconds=61)
    town.settle()
    until(lambda: town.bodies() == ["See you at 7"])
    town.world.slack.edit(MARIA, DM, ts, "See you at 8")
    assert len(told(town, EventKind.REWORDED)) == 2


def test_a_text_taken_back_is_noted_once(town: Town) -> None:
    ts = town.reply(MARIA, "201", "Wrong person")
    town.world.slack.delete(MARIA, DM, ts)
    town.world.slack._changed(DM, {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": {}})
    assert told(town, EventKind.TAKEN_BACK) == ["Wrong person"]


def test_a_note_is_written_from_the_card_once(town: Town) -> None:
    town.world.slack.command(MARIA, "/contacts", "0123")
    town.world.slack.click(MARIA, "contact_note")
    town.world.slack.type_in_view(MARIA, "note", "words", "  ")
    assert "Write the note" in town.world.slack.submit(MARIA).body["errors"]["note"]
    town.world.slack.type_in_view(MARIA, "note", "words", "// likes gardens")
    view = town.world.slack.view_of(MARIA)
    payload = {"type": "view_submission", "view": view, "trigger_id": "1", **town.world.slack._about(MARIA)}
    for _ in range(2):
        assert town.world.slack.door.payload(payload).status == 200
    assert told(town) == ["// likes gardens"]
    assert town.bodies() == []


def test_a_deleted_contacts_notes_go_unless_somebody_else_is_on_the_number(town: Town) -> None:
    town.reply(MARIA, "201", "// likes gardens")
    assert told(town) == ["likes gardens"]
    town.world.slack.command(MARIA, "/contacts", "0123")
    view = town.world.slack.view_of(MARIA)
    assert view
    town.world.slack.click(MARIA, "contact_more", f"delete {view['private_metadata']}")
    town.world.slack.submit(MARIA)
    assert told(town) == [""]
