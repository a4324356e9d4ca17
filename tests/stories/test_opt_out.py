"""STOP, START and YES: who opted out is not texted, by any door."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest

from bot.actions import claims, inbound
from bot.actions.inbound import Inbound
from bot.actions.people import find_agent
from bot.actions.text import send_text
from models import message as messages
from models import suppression as suppressions
from models.enums import Direction, MessageState, SuppressionSource
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


@pytest.mark.parametrize("word", ["STOP", "Unsubscribe."])
def test_stop_cancels_what_waits_and_tells(town: Town, word: str) -> None:
    town.reply(MARIA, "201", "first")
    until(lambda: town.bodies())
    claims.hold_lane(town.tools, f"number:{OURS}", timedelta(minutes=1))
    town.reply(MARIA, "201", "second")
    town.reply(MARIA, "201", "third")
    town.world.twilio.text(ANA, OURS, word)
    until(lambda: [one.state for one in town.messages()].count(MessageState.CANCELED) == 2)
    claims.hold_lane(town.tools, f"number:{OURS}", timedelta())
    town.settle()
    assert town.bodies() == ["first"]
    told = [one["text"] for one in town.replies(MARIA, "201") if "opted out before" in one["text"]]
    assert [any(word in one for one in told) for word in ("second", "third")] == [True, True]


def test_after_stop_every_door_refuses_and_start_opens_them(town: Town) -> None:
    town.world.twilio.text(ANA, OURS, "STOP")
    town.settle()
    assert "Opted out: nothing more will be texted" in str(town.replies(MARIA, "201")[-1]["blocks"])
    town.reply(MARIA, "201", "Sorry!")
    town.settle()
    assert "opted out of texts" in town.replies(MARIA, "201")[-1]["text"]
    town.world.slack.command(MARIA, "/text", f"{ANA} Sorry!")
    assert "opted out of texts" in town.world.slack.ephemerals(MARIA)[-1]["text"]
    town.world.twilio.text(ANA, OURS, "START")
    town.settle()
    assert town.bodies() == []
    town.reply(MARIA, "201", "Welcome back")
    until(lambda: town.bodies() == ["Welcome back"])


def test_every_card_of_the_number_says_so_at_once(town: Town) -> None:
    """Not after the half minute in which texts are gathered."""
    invite_ben(town)
    town.world.twilio.text(ANA, BENS, "Hi Ben")
    town.settle()
    for word, says in (("STOP", True), ("START", False)):
        town.world.twilio.text(ANA, OURS, word)
        town.settle()
        assert [opted_out_on_card(town, user) for user in (MARIA, BEN)] == [says, says]


def test_the_card_says_so_when_twilio_does(town: Town) -> None:
    town.world.twilio.opted_out.add((OURS, ANA))
    town.reply(MARIA, "201", "Hello")
    until(lambda: is_suppressed(town))
    town.settle()
    assert opted_out_on_card(town, MARIA)


def opted_out_on_card(town: Town, user: str) -> bool:
    card = town.world.slack.find(town.world.slack.dm_of(user), town.thread_of(user, "201"))
    return "Opted out" in card["text"]


def test_yes_lifts_a_keywords_opt_out(town: Town) -> None:
    for word in ("STOP", "Yes"):
        town.world.twilio.text(ANA, OURS, word)
    assert not is_suppressed(town)


def test_what_a_person_entered_no_keyword_lifts(town: Town) -> None:
    with town.tools.write() as session:
        source, now = SuppressionSource.MANUAL, town.clock.now()
        suppressions.suppress(session, town.tools.workspace_id, ANA, source, "asked on the phone", now)
    for word in ("START", "YES", "UNSTOP"):
        town.world.twilio.text(ANA, OURS, word)
    assert is_suppressed(town)
    town.reply(MARIA, "201", "Hello")
    town.settle()
    assert town.bodies() == []


def test_other_words_are_words(town: Town) -> None:
    for words in ("please stop by", "Yes please", "don't stop", "stop it"):
        town.world.twilio.text(ANA, OURS, words)
    assert not is_suppressed(town)


def test_twilios_own_refusal_counts_as_an_opt_out(town: Town) -> None:
    town.world.twilio.opted_out.add((OURS, ANA))
    town.reply(MARIA, "201", "Hello")
    until(lambda: is_suppressed(town))
    town.settle()
    assert "The client opted out of your texts" in town.replies(MARIA, "201")[-1]["text"]


def test_a_text_that_leaves_at_that_moment_is_not_called_cancelled(make_town: Callable[..., Town]) -> None:
    town = make_town(work=False)
    town.first_use()
    town.world.slack.command(MARIA, "/text", f"{ANA} Hi")
    stop = Inbound("SMSTOP", ANA, OURS, "STOP")
    with town.tools.database.engine.begin() as rival:
        if town.tools.database.is_sqlite:
            pytest.skip("SQLite has one writer at a time")
        message = town.messages()[0]
        rival.exec_driver_sql("UPDATE message SET state = 'sending'")
        thread = Thread(target=lambda: inbound.receive_text(town.tools, stop))
        thread.start()
        until(lambda: is_waiting(town))
    thread.join()
    with town.tools.read() as session:
        kept = messages.get(session, message.id)
    assert kept
    assert kept.state == MessageState.SENDING


def test_an_opt_out_and_a_scheduled_text_never_wait_for_each_other(town: Town) -> None:
    """A client stops Maria's texts while Ben's come due: both lock Ben's texts in one order."""
    if town.tools.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    invite_ben(town)
    ben = find_agent(town.tools, BEN)
    assert ben
    soon = town.clock.now() + timedelta(hours=1)
    for place, at in enumerate((soon + timedelta(minutes=1), soon)):  # the order of times is not that of ids
        send_text(town.tools, ben, ANA, "Hello", f"key {place}", send_at=at)
    town.settle()
    first, second = sorted(one.id for one in town.messages() if one.direction == Direction.OUT)
    with town.tools.database.engine.begin() as stop:
        lock = "SELECT 1 FROM message WHERE id = '{}' FOR UPDATE NOWAIT"
        stop.exec_driver_sql(lock.format(first))
        town.clock.forward(hours=2)
        until(lambda: is_waiting(town))
        stop.exec_driver_sql(lock.format(second))  # raises if whoever waits for the first text has it
    until(lambda: len(town.bodies()) == 2)


def is_waiting(town: Town) -> bool:
    """Whether somebody stands in line for a row of PostgreSQL."""
    with town.tools.database.engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT 1 FROM pg_locks WHERE NOT granted").first())


def is_suppressed(town: Town) -> bool:
    with town.tools.read() as session:
        return suppressions.is_standing(session, town.tools.workspace_id, ANA)
