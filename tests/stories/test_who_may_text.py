"""Only the agent's own words leave: not strangers', not notes, not commands, not pictures."""

from typing import Any

import pytest

from tests.support import ANA, BEN, MARIA, ZOE, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


def test_somebody_nobody_invited_is_told_whom_to_ask(town: Town) -> None:
    town.world.slack.command(ZOE, "/text", f"{ANA} Hi")
    told = town.world.slack.ephemerals(ZOE)[-1]["text"]
    assert "Ask <@UMARIA> to invite you" in told
    town.world.slack.type(ZOE, town.world.slack.dm_of(ZOE), "Hello?")
    town.settle()
    assert "Ask <@UMARIA> to invite you" in town.world.slack.ephemerals(ZOE)[-1]["text"]
    assert town.bodies() == []


def test_a_shortcut_tells_the_uninvited_in_a_window(town: Town) -> None:
    assert town.world.slack.shortcut(ZOE, "text_a_contact").status == 200
    view = town.world.slack.view_of(ZOE)
    assert view
    assert "Ask <@UMARIA> to invite you" in str(view["blocks"])


def test_a_bot_or_guest_never_becomes_the_first_agent(make_town: Any) -> None:
    town = make_town()
    town.world.slack.users[ZOE]["is_restricted"] = True
    for user in ("UBOT2", ZOE):
        town.world.slack.command(user, "/text", f"{ANA} Hi")
        assert "A full member of this workspace starts it" in town.world.slack.ephemerals(user)[-1]["text"]
    assert town.rows()["agent"] == 0


def test_a_colleagues_reply_stays_and_the_colleague_is_told(town: Town) -> None:
    town.world.slack.channels["DMARIA"]["members"].add(BEN)
    town.world.slack.type(BEN, "DMARIA", "Hi Ana", town.thread_of(MARIA, "201"))
    town.settle()
    assert town.bodies() == []
    assert "belongs to somebody else" in town.world.slack.ephemerals(BEN)[-1]["text"]
    assert not any("somebody else" in one["text"] for one in town.world.slack.ephemerals(MARIA))


STRANGERS: tuple[dict[str, Any], ...] = (
    {"bot_id": "BOTHER"},
    {"bot_profile": {"id": "BOTHER"}},
    {"workflow_id": "Wf1"},
    {"user_team": "TOTHER"},
    {"subtype": "bot_message", "user": None},
    {"subtype": "message_changed"},
    {"subtype": "me_message"},
    {"user": "UPARLEY"},
)


def test_bots_workflows_and_other_workspaces_text_nobody(town: Town) -> None:
    for sender in STRANGERS:
        typed = {"type": "message", "channel": "DMARIA", "channel_type": "im", "user": MARIA, "text": "Hi"}
        typed |= {"ts": town.world.slack.next_ts(), "thread_ts": town.thread_of(MARIA, "201")}
        assert town.world.slack.door.event(typed | sender).status == 200
    town.settle()
    assert town.bodies() == []


NOTES = ("// call her back", "!ask Ben", "  // indented", "*// bold*", "> // quoted", "!\nno question")


def test_notes_never_leave(town: Town) -> None:
    before = town.rows()
    for note in (*NOTES, "／／ wide", "// <@UNOBODY> is not known"):
        town.reply(MARIA, "201", note)
    town.reply(MARIA, "201", "// with a picture", files=[("house.png", "image/png", b"png")])
    town.settle()
    assert town.bodies() == []
    # That each was seen, so that taking its mark away later does not send it, and its words for the timeline.
    notes = len(NOTES) + 3
    assert town.rows() == before | {"tick": before["tick"] + notes, "event": notes}


def test_a_note_further_down_is_asked_about(town: Town) -> None:
    town.reply(MARIA, "201", "See you at 5\n// she is always late")
    town.settle()
    assert town.bodies() == []
    question = town.replies(MARIA, "201")[-1]
    assert "marks a note" in question["text"]
    town.world.slack.click(MARIA, "question_send", channel="DMARIA", ts=question["ts"])
    until(lambda: town.bodies())
    assert town.bodies() == ["See you at 5\n// she is always late"]


def test_a_command_typed_as_a_reply_is_refused_with_words(town: Town) -> None:
    for words in ("/text Ana hi", "/Parley", "`/text` Ana"):
        town.reply(MARIA, "201", words)
        town.settle()
        assert "is a command, so nothing was sent" in town.replies(MARIA, "201")[-1]["text"]
    assert town.bodies() == []


SHOWN = {
    "Ask <@UBEN> :tada:": "Ask Ben Carter 🎉",
    "A & B <3 > 2": "A & B <3 > 2",
    "https://oak.example/1?a=1&b=2": "https://oak.example/1?a=1&b=2",
    "/ 5 o'clock": "/ 5 o'clock",
}


def test_what_leaves_is_what_a_phone_shows(town: Town) -> None:
    for typed in SHOWN:
        town.reply(MARIA, "201", typed)
    town.settle()
    assert town.bodies() == list(SHOWN.values())


def test_a_mention_nobody_can_name_sends_nothing(town: Town) -> None:
    town.reply(MARIA, "201", "Ask <@UNOBODY>")
    town.settle()
    assert town.bodies() == []
    assert "Slack could not tell who <@UNOBODY> is" in town.replies(MARIA, "201")[-1]["text"]


def test_words_outside_a_thread_pick_nobody(town: Town) -> None:
    town.world.slack.type(MARIA, "DMARIA", "Running late")
    town.settle()
    assert "reply inside a client's thread" in town.world.slack.ephemerals(MARIA)[-1]["text"]
    assert town.bodies() == []


def test_talk_in_a_channel_is_none_of_ours(town: Town) -> None:
    before = town.rows()
    town.world.slack.type(MARIA, "C0GENERAL", "Lunch?")
    town.settle()
    assert [one for one in town.world.slack.ephemerals(MARIA) if one["channel"] == "C0GENERAL"] == []
    assert town.rows() == before
