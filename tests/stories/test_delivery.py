"""What became of a text: reports in any order, the sign on the agent's own message, failures in words."""

from collections.abc import Callable

import pytest

from bot.actions import beat, house
from models.enums import MessageState
from tests.support import ANA, MARIA, Town, until


@pytest.fixture
def quiet(town: Town) -> Town:
    """Twilio reports only what a test says."""
    town.world.twilio.auto_callbacks = False
    town.meet_ana()
    return town


REPORTS = {
    "sent delivered": (MessageState.DELIVERED, ["white_check_mark"]),
    "delivered sent": (MessageState.DELIVERED, ["white_check_mark"]),
    "sent sent delivered delivered sent": (MessageState.DELIVERED, ["white_check_mark"]),
    "sent delivered failed": (MessageState.DELIVERED, ["white_check_mark"]),
    "delivered undelivered": (MessageState.DELIVERED, ["white_check_mark"]),
    "queued sending sent": (MessageState.SENT, []),
    "sent undelivered": (MessageState.UNDELIVERED, ["x"]),
    "failed sent delivered": (MessageState.FAILED, ["x"]),
}


def test_a_state_only_moves_forward(quiet: Town) -> None:
    for reports, (ends, signs) in REPORTS.items():
        ts = send(quiet)
        for status in reports.split():
            assert quiet.world.twilio.callback(quiet.world.twilio.sent[-1].sid, status) == 204
        quiet.settle()
        assert quiet.messages()[-1].state == ends, reports
        assert quiet.signs(MARIA, ts) == signs, reports


FAILURES = {
    "+13125550195": "The phone is off or out of reach",
    "+14155550196": "That number is not in use",
    "+15155550197": "The carrier took it for spam",
    "+16155550198": "nobody said why",
    "+17155550190": "This looks like a landline",
}


def test_a_failure_is_explained_in_the_thread(town: Town) -> None:
    ends = [("undelivered", 30003), ("undelivered", 30005), ("undelivered", 30007), ("failed", 30008)]
    town.world.twilio.bad_handsets = dict(zip(FAILURES, ends, strict=False))
    town.world.twilio.landlines = {"+17155550190"}
    for phone, words in FAILURES.items():
        town.meet_ana(phone)
        ts = town.reply(MARIA, phone[2:5], "Hello")
        until(lambda: town.signs(MARIA, ts))  # noqa: B023 it is called at once
        town.settle()
        assert town.signs(MARIA, ts) == ["x"]
        told = town.replies(MARIA, phone[2:5])[-1]["text"]
        assert "“Hello”" in told
        assert words in told


def test_a_text_from_the_composer_carries_the_sign_on_its_post(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Hello")
    post = until(lambda: town.replies(MARIA, "201"))[0]
    shown = until(lambda: [one for one in town.replies(MARIA, "201") if "Delivered" in str(one["blocks"])])
    assert [one["ts"] for one in shown] == [post["ts"]]
    assert town.signs(MARIA, post["ts"]) == []


def test_a_report_on_an_unknown_text_is_taken_and_changes_nothing(quiet: Town) -> None:
    send(quiet)
    before = quiet.rows()
    text = quiet.world.twilio.sent[0]
    known = str(quiet.messages()[-1].id)
    for other in ("00000000-0000-0000-0000-000000000000", "01a20171-7f3f-7058-8826-8d7f631bf30a"):
        quiet.world.twilio.texts[text.sid].callback_url = text.callback_url.replace(known, other)
        assert quiet.world.twilio.callback(text.sid, "failed", 30008) == 204
    assert quiet.rows() == before
    assert quiet.messages()[-1].state == MessageState.ACCEPTED


@pytest.mark.parametrize("fault", ["", "drop_after_accept"])
def test_a_report_with_anothers_sid_is_let_be(make_town: Callable[..., Town], fault: str) -> None:
    town = make_town(look_again_seconds=60)
    town.first_use()
    town.meet_ana()
    town.world.twilio.auto_callbacks = False
    send(town, "one")
    if fault:
        town.world.twilio.fail("500", 99, on="list")
        town.world.twilio.fail(fault)
    town.reply(MARIA, "201", "two")
    until(lambda: town.messages()[-1].state in (MessageState.ACCEPTED, MessageState.UNKNOWN))
    before = [one.state for one in town.messages()]
    first, second = town.world.twilio.sent
    town.world.twilio.texts[first.sid].callback_url = second.callback_url
    assert town.world.twilio.callback(first.sid, "failed", 30008) == 204
    assert [one.state for one in town.messages()] == before


def test_a_report_may_be_faster_than_the_answer_to_the_post(town: Town) -> None:
    town.meet_ana()
    town.world.twilio.callback_delay = 0.0
    town.world.twilio.fail("slow:300")
    town.reply(MARIA, "201", "Hello")
    until(lambda: town.messages()[-1].state == MessageState.DELIVERED)
    town.settle()
    assert town.messages()[-1].sid == town.world.twilio.sent[0].sid
    assert town.bodies() == ["Hello"]


@pytest.mark.parametrize(("report", "sign"), [("", "hourglass_flowing_sand"), ("sent", "heavy_check_mark")])
def test_only_what_lingers_gets_a_sign_before_its_end(quiet: Town, report: str, sign: str) -> None:
    ts = send(quiet)
    if report:
        quiet.world.twilio.callback(quiet.world.twilio.sent[0].sid, report)
    quiet.clock.forward(seconds=20)
    beat.moment(quiet.tools)
    quiet.settle()
    assert quiet.signs(MARIA, ts) == []
    quiet.clock.forward(seconds=11)
    beat.moment(quiet.tools)
    quiet.settle()
    assert quiet.signs(MARIA, ts) == [sign]
    quiet.world.twilio.callback(quiet.world.twilio.sent[0].sid, "delivered")
    quiet.settle()
    assert quiet.signs(MARIA, ts) == ["white_check_mark"]


def test_a_report_during_the_call_that_puts_a_sign_is_not_lost(quiet: Town) -> None:
    ts = send(quiet)
    quiet.clock.forward(seconds=31)
    quiet.world.slack.fail("reactions.add", "slow:400")
    beat.moment(quiet.tools)
    until(lambda: house.count_jobs(quiet.tools).get("running"))
    quiet.world.twilio.callback(quiet.world.twilio.sent[0].sid, "delivered")
    quiet.settle()
    assert quiet.signs(MARIA, ts) == ["white_check_mark"]


def test_a_sign_on_a_message_that_is_gone_is_nobodys_trouble(quiet: Town) -> None:
    ts = send(quiet)
    quiet.world.slack.delete(MARIA, "DMARIA", ts)
    quiet.world.twilio.callback(quiet.world.twilio.sent[0].sid, "delivered")
    quiet.settle()
    assert quiet.messages()[-1].state == MessageState.DELIVERED
    assert quiet.dead_letters() == []


def send(town: Town, words: str = "Hello") -> str:
    """A reply that Twilio has accepted; its ts."""
    before = len(town.bodies())
    ts = town.reply(MARIA, "201", words)
    until(lambda: len(town.bodies()) > before)
    town.settle()
    return ts
