"""An agent's conversations in a channel of their team: who may write there, what happens when it is lost."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from models import agent as agents
from playground.workspace import CLIENTS as TEAM
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, ZOE, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    """Maria's threads live in #maria-clients; Ben is a colleague with his own number, Zoe is nobody here."""
    invite_ben(town)
    with town.tools.write() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria is not None
        maria.team_channel = TEAM
        session.add(maria)
    town.world.twilio.text(ANA, OURS, "Hi, it's me")
    until(lambda: replies(town))
    town.settle()
    return town


def replies(town: Town) -> list[dict[str, Any]]:
    """What stands in Ana's thread in the channel."""
    posts = town.world.slack.messages(TEAM)
    parent = next((one["ts"] for one in posts if "201" in one["text"]), "")
    return town.world.slack.messages(TEAM, thread_ts=parent)[1:] if parent else []


def write(town: Town, user: str, words: str) -> str:
    parent = next(one["ts"] for one in town.world.slack.messages(TEAM) if "201" in one["text"])
    return town.world.slack.type(user, TEAM, words, thread_ts=parent)


def authors(town: Town) -> dict[str, str]:
    """Body -> the Slack user who wrote it."""
    with town.tools.read() as session:
        names = {one.id: one.slack_user_id for one in agents.of_workspace(session, town.tools.workspace_id)}
    return {one.body: names[one.author_id] for one in town.messages() if one.author_id}


def test_two_colleagues_answer_at_once_and_who_wrote_what_is_kept(town: Town) -> None:
    rivals = [
        Thread(target=write, args=(town, user, words))
        for user, words in ((MARIA, "I call you at 5"), (BEN, "Maria calls you soon"))
    ]
    for one in rivals:
        one.start()
    for one in rivals:
        one.join()
    until(lambda: len(town.bodies()) == 2)
    assert {text.sender for text in town.world.twilio.sent} == {OURS}
    assert authors(town) == {"I call you at 5": MARIA, "Maria calls you soon": BEN}
    assert BENS not in {text.sender for text in town.world.twilio.sent}


def test_who_is_no_agent_texts_nobody(town: Town) -> None:
    write(town, ZOE, "hello from me")
    town.settle()
    assert town.bodies() == []
    assert "nothing was sent" in town.world.slack.ephemerals(ZOE)[-1]["text"]


def test_what_the_window_says_of_older_conversations_is_so(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    for words in ("one", "two", "three", "four"):
        town.world.twilio.text(ANA, OURS, words)
        town.settle()
    town.world.slack.command(MARIA, "/parley", "settings")
    assert "each with its next text and the three before it" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "place", "team")
    town.world.slack.click(MARIA, "channel", TEAM)
    assert town.world.slack.submit(MARIA).status == 200
    town.settle()
    assert replies(town) == []
    town.world.twilio.text(ANA, OURS, "five")
    town.settle()
    recap, newest = replies(town)
    shown = [words in recap["text"] for words in ("one", "two", "three", "four")]
    assert shown == [False, True, True, True]
    assert "five" in newest["text"]


def test_talk_beside_the_threads_is_nobodys_business(town: Town) -> None:
    town.world.slack.type(BEN, TEAM, "lunch?")
    town.settle()
    assert town.bodies() == []
    assert town.world.slack.ephemerals(BEN) == []


def test_a_colleague_writes_only_where_the_team_channel_is(town: Town) -> None:
    with town.tools.write() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria is not None
        agents.leave_channel(session, maria.id)
    write(town, BEN, "too late")
    town.settle()
    assert town.bodies() == []


@pytest.mark.parametrize("lost", ["archive", "remove_bot"])
def test_a_lost_channel_brings_the_conversation_home_once(town: Town, lost: str) -> None:
    getattr(town.world.slack, lost)(TEAM)
    for words in ("Are you there?", "Hello?"):
        town.world.twilio.text(ANA, OURS, words)
    town.settle()
    recap, *said = [one["text"] for one in town.replies(MARIA, "201")]
    assert f"can no longer post in <#{TEAM}>" in recap
    assert [one.split(": ")[-1] for one in said] == ["Are you there?", "Hello?"]
    town.reply(MARIA, "201", "Yes")
    until(lambda: town.bodies() == ["Yes"])
    assert town.dead_letters() == []


def test_a_colleague_sees_the_timeline_of_that_thread_and_a_stranger_does_not(town: Town) -> None:
    parent = next(one["ts"] for one in town.world.slack.messages(TEAM) if "201" in one["text"])
    write(town, MARIA, "// likes gardens")
    town.settle()
    town.world.twilio.text(WILL, OURS, "somebody else's words")
    town.settle()
    for user, sees in ((BEN, True), (ZOE, False)):
        town.world.slack.click(user, "talk_timeline", channel=TEAM, ts=parent)
        shown = str(town.world.slack.view_of(user))
        assert ("Hi, it's me" in shown, "likes gardens" in shown) == (sees, sees)
        assert "somebody else's words" not in shown
    town.world.slack.click(BEN, "timeline_filter", "notes")
    assert "likes gardens" in str(town.world.slack.view_of(BEN))
