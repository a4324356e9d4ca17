"""What a text costs is said before it leaves; what cannot be paid is refused at every door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from models import account as accounts
from models import agent as agents
from models.account import Account
from models.enums import MessageState, Meter
from models.message import Message
from tests.stories.test_pictures_out import PDF, jpeg
from tests.support import ANA, MARIA, Town, until

DM, LONDON, NEW = "DMARIA", "+442079460123", "(773) 555-0162"
LONG = "Seven bedrooms, a boat house and a view of the lake. " * 12  # 5 segments
DEAR = "The inspection found this and that, and the seller agrees. " * 28  # 12 segments, in two texts
Make = Callable[..., Town]

WAY_OUT = "Choose a bigger plan or a pack with `/plan`, or ask <@UMARIA> to add credits"
IN_WORDS = WAY_OUT.replace("<@UMARIA>", "Maria Lopez")


def begin(make_town: Make, credits: int, **more: Any) -> Town:
    """Maria has so many credits left after Ana wrote."""
    town = make_town(welcome_credits=credits + 1, **more)
    town.first_use()
    town.meet_ana()
    return town


def account(town: Town) -> Account:
    with town.tools.read() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria
        found = accounts.of_agent(session, maria.id, Meter.SMS)
        assert found
        return found


def compose(town: Town, words: str, query: str = "201", phone: str = "") -> None:
    slack = town.world.slack
    slack.command(MARIA, "/text", "")
    if phone:
        slack.type_in_view(MARIA, "new_phone", "phone", phone)
    else:
        slack.click(MARIA, "recipient", slack.suggest(MARIA, "to", "recipient", query)[0], block_id="to")
    slack.type_in_view(MARIA, "message", "words", words)


def told(town: Town, block_id: str = "estimate") -> str:
    view = town.world.slack.view_of(MARIA)
    assert view
    found = [one for one in view["blocks"] if one["block_id"] == block_id]
    return str(found[0]["elements"][0]["text"]) if found else ""


def submit(town: Town) -> Any:
    answer = town.world.slack.submit(MARIA)
    town.settle()
    return answer.body


def outbound(town: Town) -> list[Message]:
    return [one for one in town.messages() if one.direction == "out"]


def states(town: Town) -> list[MessageState]:
    return [one.state for one in outbound(town)]


def heard(town: Town) -> str:
    town.settle()
    return str(town.world.slack.ephemerals(MARIA)[-1]["text"])


def kept(town: Town) -> dict[str, int]:
    """What the tables hold, but for what tells the agent."""
    return {name: count for name, count in town.rows().items() if name not in ("job", "lane", "tick")}


def said(town: Town, name: str = "201") -> Any:
    town.settle()
    return town.replies(MARIA, name)[-1]


def press(town: Town, action: str, post: Any) -> None:
    town.world.slack.click(MARIA, action, channel=DM, ts=post["ts"])
    town.settle()


# In the composer


def test_the_composer_shows_credits_and_what_is_left(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, "See you at 5")
    assert told(town) == "1 segment · 1 credit · 410 left"
    town.world.slack.type_in_view(MARIA, "message", "words", LONG)
    assert told(town) == "5 segments · 5 credits · 406 left"
    assert submit(town) == ""
    assert account(town).available == 406


def test_abroad_costs_double_and_the_line_of_a_first_text_nothing(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, "Hello", phone=LONDON)
    assert told(town).startswith("1 segment · 2 credits · 409 left · ends with")
    town.world.slack.type_in_view(MARIA, "new_phone", "phone", NEW)
    town.world.slack.type_in_view(MARIA, "message", "words", "x" * 150)
    assert told(town).startswith("1 segment · 1 credit · 410 left · ends with")
    assert submit(town) == ""
    assert (account(town).available, outbound(town)[0].segments) == (410, 2)


def test_pictures_cost_three_credits_whatever_the_words(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, LONG)
    files = [("house.jpg", "image/jpeg", jpeg())]
    town.world.slack.type_in_view(MARIA, "files", "files", files)
    town.world.slack.type_in_view(MARIA, "message", "words", LONG + "!")
    assert told(town) == "1 picture message · 3 credits · 408 left"
    assert "as_mms" not in str(town.world.slack.view_of(MARIA))
    town.world.slack.type_in_view(MARIA, "message", "words", DEAR)
    assert told(town).startswith("2 texts, the first a picture message · ")
    town.world.slack.type_in_view(MARIA, "message", "words", LONG)
    assert submit(town) == ""
    assert account(town).available == 408


def test_what_is_missing_is_said_while_typing_and_by_send(make_town: Make) -> None:
    town = begin(make_town, 3)
    compose(town, LONG)
    assert told(town) == "5 segments · 5 credits"
    ask = f"This takes 5 credits and you have 3. {WAY_OUT}."
    assert told(town, "lacking") == f":warning: {ask}"
    before = kept(town)
    assert submit(town)["errors"] == {
        "message": f"Nothing was sent. This takes 5 credits and you have 3. {IN_WORDS}."
    }
    assert (kept(town), town.bodies(), account(town).available) == (before, [], 3)
    town.world.slack.type_in_view(MARIA, "message", "words", "Short")
    assert (told(town), told(town, "lacking")) == ("1 segment · 1 credit · 2 left", "")


# At a time


def later(town: Town) -> None:
    town.world.slack.click(MARIA, "send_when", "later")
    town.world.slack.type_in_view(MARIA, "day", "send_day", "2026-03-03")
    town.world.slack.type_in_view(MARIA, "time", "send_time", "09:00")


def listed(town: Town) -> str:
    town.world.slack.command(MARIA, "/text", "scheduled")
    return str(town.world.slack.view_of(MARIA))


def test_a_text_for_later_shows_a_forecast_and_is_charged_at_its_time(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, LONG)
    later(town)
    assert told(town) == "5 segments · 5 credits when it leaves; you would have 406"
    assert submit(town) == ""
    assert account(town).available == 411
    seen = listed(town)
    assert "9:00 AM (Eastern time) · 5 credits" in seen
    assert "They take 5 credits when they leave. You have 411 now." in seen
    town.clock.forward(days=1)
    town.settle()
    assert (len(town.bodies()), account(town).available) == (1, 406)


def test_a_text_for_later_may_be_scheduled_before_its_credits_come(make_town: Make) -> None:
    town = begin(make_town, 3)
    compose(town, LONG)
    later(town)
    assert told(town) == "5 segments · 5 credits when it leaves"
    assert f"you have 3. {WAY_OUT} before it leaves." in told(town, "lacking")
    assert submit(town) == ""
    press(town, "scheduled_send", said(town))
    assert "This takes 5 credits and you have 3" in heard(town)
    assert states(town) == [MessageState.SCHEDULED]
    town.clock.forward(days=1)
    town.settle()
    assert (states(town), town.bodies(), account(town).available) == ([MessageState.REFUSED], [], 3)
    assert f"This takes 5 credits and you have 3. {WAY_OUT}" in said(town)["text"]


def test_editing_a_text_for_later_counts_its_files(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, "Look")
    files = [("house.jpg", "image/jpeg", jpeg()), ("contract.pdf", "application/pdf", PDF)]
    town.world.slack.type_in_view(MARIA, "files", "files", files)
    later(town)
    assert submit(town) == ""
    press(town, "scheduled_edit", said(town))
    assert told(town) == "1 picture message · 3 credits when it leaves; you would have 408"


# One picture message instead


def tick(town: Town) -> None:
    town.world.slack.click(MARIA, "as_mms", ["mms"], block_id="as_mms")


def offered(town: Town) -> bool:
    return "Send as one picture message: 3 credits" in str(town.world.slack.view_of(MARIA))


def test_long_words_may_leave_as_one_picture_message(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, LONG)
    assert offered(town)
    tick(town)
    assert told(town) == "1 picture message · 3 credits · 408 left"
    assert submit(town) == ""
    until(town.bodies)
    sent = town.world.twilio.sent[-1]
    assert (sent.as_mms, sent.sid[:2], sent.media_urls, sent.body) == (True, "MM", (), LONG.strip())
    town.settle()
    assert (account(town).available, outbound(town)[0].credits) == (408, 3)


def test_it_is_offered_only_where_it_saves(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, "x" * 459)  # 3 segments
    assert not offered(town)
    town.world.slack.type_in_view(MARIA, "message", "words", "x" * 460)
    assert offered(town)
    tick(town)
    town.world.slack.type_in_view(MARIA, "message", "words", DEAR)
    assert not offered(town)
    assert "picture message" not in told(town)
    compose(town, LONG, phone=LONDON)
    assert not offered(town)


def test_a_tick_counts_only_where_it_saves(make_town: Make) -> None:
    """Slack brings the words of the moment of Send, which may be shorter than those the tick was for."""
    town = begin(make_town, 411)
    compose(town, LONG)
    tick(town)
    town.world.slack.views.top(MARIA)["state"]["values"]["message"]["words"]["value"] = "Hi"  # type: ignore[index]
    assert submit(town) == ""
    assert (account(town).available, town.world.twilio.sent[-1].as_mms) == (410, False)


def test_a_text_for_later_keeps_the_tick_until_it_is_taken_off(make_town: Make) -> None:
    town = begin(make_town, 411)
    compose(town, LONG)
    tick(town)
    later(town)
    assert submit(town) == ""
    press(town, "scheduled_edit", said(town))
    assert told(town) == "1 picture message · 3 credits when it leaves; you would have 408"
    town.world.slack.click(MARIA, "as_mms", [], block_id="as_mms")
    assert told(town).startswith("5 segments · 5 credits when it leaves")
    assert submit(town) == ""
    press(town, "scheduled_edit", said(town))
    tick(town)
    assert submit(town) == ""
    town.clock.forward(days=1)
    town.settle()
    assert (account(town).available, town.world.twilio.sent[-1].as_mms) == (408, True)


# Replies and quick texts


def test_a_dear_reply_is_asked_about_and_charged_by_the_answer(make_town: Make) -> None:
    town = begin(make_town, 411)
    town.reply(MARIA, "201", DEAR)
    asked = said(town)
    assert "This reply takes 12 credits (12 segments). Send it?" in asked["text"]
    assert (town.bodies(), account(town).available, states(town)) == ([], 411, [MessageState.HELD])
    press(town, "question_send", asked)
    until(lambda: len(town.bodies()) == 2)
    town.settle()
    assert account(town).available == 399


def test_a_dear_reply_that_is_dropped_costs_nothing(make_town: Make) -> None:
    town = begin(make_town, 411)
    town.reply(MARIA, "201", DEAR)
    press(town, "question_drop", said(town))
    assert (town.bodies(), account(town).available, states(town)) == ([], 411, [MessageState.CANCELED])


def test_what_is_dear_is_a_setting(make_town: Make) -> None:
    town = begin(make_town, 411)
    town.world.slack.command(MARIA, "/parley", "settings")
    town.world.slack.type_in_view(MARIA, "dear", "dear", "5")
    assert submit(town) == ""
    town.reply(MARIA, "201", LONG)
    until(lambda: len(town.bodies()) == 1)  # 5 credits are not more than 5
    town.reply(MARIA, "201", LONG + LONG)
    assert "This reply takes 9 credits (9 segments)" in said(town)["text"]
    town.world.slack.command(MARIA, "/parley", "settings")
    town.world.slack.type_in_view(MARIA, "dear", "dear", "0")
    assert submit(town) == ""
    town.reply(MARIA, "201", DEAR)
    until(lambda: len(town.bodies()) == 3)


def test_an_edit_that_makes_it_dear_asks_and_takes_nothing_twice(make_town: Make) -> None:
    town = begin(make_town, 411, undo_seconds=60)
    ts = town.reply(MARIA, "201", "Short")
    assert account(town).available == 410
    town.world.slack.edit(MARIA, DM, ts, DEAR)
    asked = said(town)
    assert "This reply takes 12 credits" in asked["text"]
    assert account(town).available == 411
    town.world.slack.edit(MARIA, DM, ts, DEAR + LONG)
    assert "This reply takes 16 credits" in said(town)["text"]
    press(town, "question_send", asked)
    town.clock.forward(seconds=61)
    until(lambda: len(town.bodies()) == 2)
    town.settle()
    assert account(town).available == 395


def test_a_text_held_after_an_edit_is_charged_once(make_town: Make) -> None:
    town = begin(make_town, 411, undo_seconds=60)
    ts = town.reply(MARIA, "201", "Short")
    town.world.slack.edit(MARIA, DM, ts, "Short\n// but a note")
    asked = said(town)
    assert account(town).available == 411
    press(town, "question_send", asked)
    until(town.bodies)
    town.settle()
    assert account(town).available == 410


def test_a_dear_quick_text_opens_the_composer_with_its_price(make_town: Make) -> None:
    town = begin(make_town, 411)
    before = kept(town)
    town.world.slack.command(MARIA, "/text", f"{ANA} {DEAR}")
    assert told(town) == "2 texts, 12 segments · 12 credits · 399 left"
    assert (kept(town), town.bodies()) == (before, [])
    assert submit(town) == ""
    until(lambda: len(town.bodies()) == 2)
    assert account(town).available == 399
    town.world.slack.command(MARIA, "/text", f"{ANA} {DEAR * 2}")
    assert "this takes 23 credits. Shorten it, or reply in your client's thread." in heard(town)


def test_a_receipt_shows_the_price(make_town: Make) -> None:
    town = begin(make_town, 411)
    town.world.slack.command(MARIA, "/text", f"{ANA} Running late")
    assert heard(town).endswith("\n1 segment · 1 credit · 410 left")


# Credits that come back


def test_undo_says_what_came_back(make_town: Make) -> None:
    town = begin(make_town, 411, undo_seconds=60)
    town.world.slack.command(MARIA, "/text", f"{ANA} {LONG}")
    receipt = town.world.slack.ephemerals(MARIA)[-1]
    press(town, "undo_text", receipt)
    assert heard(town) == "Taken back. Nothing was sent, 5 credits returned."
    assert account(town).available == 411


def test_a_failure_says_what_came_back(make_town: Make) -> None:
    town = begin(make_town, 411)
    town.world.twilio.auto_callbacks = False
    for words, state, back in (("Lost", "failed", True), ("Kept", "undelivered", False)):
        town.reply(MARIA, "201", words)
        town.settle()
        town.world.twilio.callback(town.world.twilio.sent[-1].sid, state, 30008)
        assert ("1 credit returned." in str(said(town)["blocks"])) is back
    assert account(town).available == 410


# Nothing left: every door


def test_every_door_refuses_what_cannot_be_paid(make_town: Make) -> None:
    town = begin(make_town, 2)
    lacks = f"Nothing was sent. This takes 5 credits and you have 2. {WAY_OUT}."
    before = kept(town)
    town.world.slack.command(MARIA, "/text", f"{ANA} {LONG}")
    assert heard(town) == lacks
    assert kept(town) == before
    town.reply(MARIA, "201", LONG)
    assert lacks in said(town)["text"]
    assert (town.bodies(), account(town).available, states(town)) == ([], 2, [MessageState.REFUSED])
    town.reply(MARIA, "201", f"{LONG}\n// and a note")
    asked = said(town)
    press(town, "question_send", asked)
    assert "and you have 2. Choose" in heard(town)
    assert states(town) == [MessageState.REFUSED, MessageState.HELD]
    assert (town.bodies(), account(town).available) == ([], 2)


def test_sending_again_is_refused_and_can_be_tried_later(make_town: Make) -> None:
    town = begin(make_town, 2)
    town.world.twilio.auto_callbacks = False
    town.reply(MARIA, "201", "Undelivered")
    town.settle()
    town.world.twilio.callback(town.world.twilio.sent[-1].sid, "undelivered", 30008)
    post = said(town)
    town.world.slack.command(MARIA, "/text", f"{ANA} the last one")
    town.settle()
    press(town, "send_again", post)
    assert f"This takes 1 credit and you have none left. {WAY_OUT}" in heard(town)
    assert (len(town.bodies()), account(town).available) == (2, 0)


def test_an_edit_that_cannot_be_paid_stops_the_text_and_returns_it(make_town: Make) -> None:
    town = begin(make_town, 2, undo_seconds=60)
    ts = town.reply(MARIA, "201", "Short")
    town.world.slack.edit(MARIA, DM, ts, LONG)
    assert "This takes 4 credits and you have 1" in said(town)["text"]
    town.clock.forward(seconds=61)
    town.settle()
    assert (states(town), town.bodies(), account(town).available) == ([MessageState.REFUSED], [], 2)


def test_a_debt_is_named(make_town: Make) -> None:
    town = begin(make_town, 0)
    town.world.twilio.text(ANA, "+13125550100", "x" * 161)
    town.settle()
    compose(town, "Hello")
    assert "You owe 2 credits for texts that came in while you had none" in told(town, "lacking")
    assert "and this takes 1 more" in told(town, "lacking")
    assert "You owe 2 credits" in submit(town)["errors"]["message"]
    assert (account(town).owed, town.bodies()) == (2, [])


def test_a_month_that_nobody_noted_yet_is_shown_as_it_is(make_town: Make) -> None:
    town = begin(make_town, 411)
    town.house.worker.stop()
    town.clock.move_to(town.clock.now() + timedelta(days=370))  # the welcome credits have ended
    compose(town, "Hello")
    assert told(town) == "1 segment · 1 credit"
    assert "you have none left" in told(town, "lacking")
