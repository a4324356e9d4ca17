"""Parley was away for longer than Slack tries to deliver: replies typed meanwhile are not lost."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete

from bot.actions import beat, gap
from models.job import Job
from tests.support import ANA, MARIA, OURS, Town, until


def begin(town: Town) -> None:
    town.world.twilio.text(ANA, OURS, "Are you there?")
    until(lambda: town.replies(MARIA, "201") or None)
    gap.note_presence(town.tools)


def test_a_reply_that_slack_never_delivered_leaves_after_the_start(town: Town) -> None:
    begin(town)
    town.clock.forward(minutes=6)
    town.reply(MARIA, "201", "Yes, on my way", deliver=False)
    town.reply(MARIA, "201", "// she is impatient", deliver=False)
    beat.start(town.tools)
    sent = until(lambda: town.world.twilio.sent)
    town.settle()
    assert [one.body for one in sent] == ["Yes, on my way"]


def test_a_late_one_is_asked_about_and_what_was_sent_is_not_sent_again(town: Town) -> None:
    begin(town)
    town.reply(MARIA, "201", "One moment")
    until(lambda: town.world.twilio.sent)
    gap.note_presence(town.tools)
    town.reply(MARIA, "201", "Where shall we meet?", deliver=False)
    town.clock.forward(minutes=40)
    beat.start(town.tools)
    until(lambda: "Send now" in str(town.replies(MARIA, "201")) or None)
    town.settle()
    assert [one.body for one in town.world.twilio.sent] == ["One moment"]


def test_a_short_pause_asks_slack_nothing(town: Town) -> None:
    begin(town)
    town.clock.move_to(town.clock.now() + timedelta(minutes=4))
    beat.start(town.tools)
    town.settle()
    assert not [one for one in town.world.slack.calls if one.method == "conversations.replies"]


def test_a_text_that_nothing_is_about_to_show_is_shown(make_town: Callable[..., Town]) -> None:
    town = make_town(work=False)
    town.first_use()
    town.world.twilio.text(ANA, OURS, "Anybody there?")
    with town.tools.write() as session:
        session.connection().execute(delete(Job))
    town.house.started(town.house.worker)
    beat.start(town.tools)
    dm = town.world.slack.dm_of(MARIA)
    until(lambda: "Anybody there?" in str(town.world.slack.messages(dm)) or None)
