"""A text with a time: by the client's clock, changeable until then, asked about again when it leaves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest

from bot.actions import schedule
from bot.actions.people import find_agent
from models import contact as contacts
from models import conversation as conversations
from models import number as numbers
from models import suppression
from models.enums import MessageState, SuppressionSource, Turn
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, OURS, Town, until

DM = "DMARIA"
NINE = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)  # 9:00 AM in New Jersey, where Ana's number is from


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


def compose(town: Town, words: str, query: str = "201", day: str = "2026-03-03", time: str = "09:00") -> None:
    """Fill the composer as far as the button."""
    slack = town.world.slack
    slack.command(MARIA, "/text", "")
    option = slack.suggest(MARIA, "to", "recipient", query)[0]
    slack.click(MARIA, "recipient", option, block_id="to")
    slack.type_in_view(MARIA, "message", "words", words)
    slack.click(MARIA, "send_when", "later")
    slack.type_in_view(MARIA, "day", "send_day", day)
    slack.type_in_view(MARIA, "time", "send_time", time)


def plan(town: Town, words: str, query: str = "201", day: str = "2026-03-03", time: str = "09:00") -> Any:
    """Schedule a text; its post in the thread."""
    compose(town, words, query, day, time)
    answer = town.world.slack.submit(MARIA)
    assert (answer.status, answer.body) == (200, "") or not answer.body, answer
    town.settle()
    return post(town, words.split("\n", maxsplit=1)[0][:50])


def post(town: Town, words: str) -> Any:
    return [one for one in town.texts() if words in one["text"]][-1]


def press(town: Town, name: str, shown: Any, user: str = MARIA) -> None:
    town.world.slack.click(user, name, channel=DM, ts=shown["ts"])
    town.settle()


def heard(town: Town, user: str = MARIA) -> str:
    town.settle()
    return str(town.world.slack.ephemerals(user)[-1]["text"])


def outbound(town: Town) -> list[Any]:
    return [one for one in town.messages() if one.direction == "out"]


def states(town: Town) -> list[MessageState]:
    return [one.state for one in outbound(town)]


def come(town: Town, at: datetime = NINE) -> None:
    town.clock.move_to(at + timedelta(seconds=1))
    town.settle()


def blocks(town: Town, words: str) -> str:
    return str(post(town, words)["blocks"])


def test_a_text_leaves_at_its_time_by_the_clients_clock(town: Town) -> None:
    compose(town, "Good morning")
    view = town.world.slack.view_of(MARIA)
    assert "Eastern time, now 10:0" in str(view)
    town.world.slack.submit(MARIA)
    town.settle()
    assert (town.bodies(), states(town)) == ([], [MessageState.SCHEDULED])
    waiting = blocks(town, "Good morning")
    assert "Scheduled for Tue, Mar 3, 9:00 AM (Eastern time)" in waiting
    assert "scheduled_cancel" in waiting
    town.clock.move_to(NINE - timedelta(seconds=30))
    town.settle()
    assert town.bodies() == []
    come(town)
    until(lambda: "Delivered" in blocks(town, "Good morning"))
    assert town.bodies() == ["Good morning"]
    assert "'button'" not in blocks(town, "Good morning")
    assert len([one for one in town.texts() if "Good morning" in one["text"]]) == 1


def test_the_fields_of_time_appear_with_the_choice_and_go_again(town: Town) -> None:
    compose(town, "Hello")
    view: Any = town.world.slack.view_of(MARIA)
    assert view["state"]["values"]["day"]["send_day"]["selected_date"] == "2026-03-03"
    town.world.slack.click(MARIA, "send_when", "now")
    ids = [one["block_id"] for one in town.world.slack.view_of(MARIA)["blocks"]]  # type: ignore[index]
    assert not {"day", "time", "clock"} & set(ids)
    town.world.slack.submit(MARIA)
    town.settle()
    assert town.bodies() == ["Hello"]


def test_a_card_knows_better_than_the_number(town: Town) -> None:
    with town.tools.write() as session:
        number = numbers.by_phone(session, OURS)
        assert number
        assert number.agent_id
        card = contacts.with_phone(session, [number.agent_id], ANA)[0]
        card.time_zone = "America/Los_Angeles"
        session.add(card)
    plan(town, "Good morning")
    assert "9:00 AM (Pacific time)" in blocks(town, "Good morning")
    assert outbound(town)[0].send_at == NINE + timedelta(hours=3)


WRONG = (
    ("2026-03-02", "10:00", "time", "already"),  # in New Jersey it is 10:00 just now
    ("2026-03-02", "09:30", "time", "already"),
    ("2026-03-01", "23:00", "day", "already"),
    ("2020-01-01", "10:00", "day", "already"),
    ("2027-03-10", "10:00", "day", "more than a year"),
    ("9999-12-31", "10:00", "day", "more than a year"),
    ("", "10:00", "day", "Choose a day"),
    ("2026-03-03", "", "day", "Choose a day"),
    ("2026-02-30", "10:00", "day", "Choose a day"),
    ("soon", "25:99", "day", "Choose a day"),
)


def test_times_that_cannot_be_meant_are_refused_beside_their_field(town: Town) -> None:
    for day, time, field, words in WRONG:
        compose(town, "Hello", day=day, time=time)
        errors = town.world.slack.submit(MARIA).body["errors"]
        assert list(errors) == [field], (day, time, errors)
        assert words in errors[field]
    assert states(town) == []


def test_where_slack_shows_no_fields_of_time_yet_sending_brings_them(town: Town) -> None:
    slack = town.world.slack
    slack.command(MARIA, "/text", "")
    view: Any = slack.view_of(MARIA)
    values = {
        "to": {"recipient": {"selected_option": {"value": f"new {ANA}"}}},
        "message": {"words": {"value": "Hello"}},
        "when": {"send_when": {"selected_option": {"value": "later"}}},
    }
    payload = {"type": "view_submission", "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    answer = slack.door.payload(payload | {"view": view | {"state": {"values": values}}})
    assert answer.body["response_action"] == "update"
    assert "send_day" in str(answer.body["view"])
    assert states(town) == []


def test_submitted_twice_it_is_one_text(town: Town) -> None:
    compose(town, "Hello")
    view: Any = town.world.slack.view_of(MARIA)
    town.world.slack.submit(MARIA)
    payload = {"type": "view_submission", "view": view, "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    assert town.world.slack.door.payload(payload).status == 200
    come(town)
    assert town.bodies() == ["Hello"]


@pytest.mark.parametrize(
    ("day", "time", "leaves"),
    [
        ("2026-03-08", "02:30", datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),  # clocks jump: that is 3:00
        ("2026-11-01", "01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),  # the first of two
    ],
)
def test_an_hour_that_is_skipped_or_repeated(town: Town, day: str, time: str, leaves: datetime) -> None:
    plan(town, "Hello", day=day, time=time)
    town.clock.move_to(leaves - timedelta(seconds=20))
    town.settle()
    assert town.bodies() == []
    come(town, leaves)
    assert town.bodies() == ["Hello"]
    come(town, leaves + timedelta(hours=1))
    assert town.bodies() == ["Hello"]


def test_send_now_and_stale_buttons(town: Town) -> None:
    shown = plan(town, "Hello")
    press(town, "scheduled_send", shown)
    assert town.bodies() == ["Hello"]
    for name in ("scheduled_send", "scheduled_cancel"):
        click(town, name, str(outbound(town)[0].id))
        assert "has left already" in heard(town)
    click(town, "scheduled_edit", str(outbound(town)[0].id))
    assert "has left already" in str(town.world.slack.view_of(MARIA))
    come(town)
    assert town.bodies() == ["Hello"]


def click(town: Town, name: str, value: Any, user: str = MARIA) -> int:
    """A button that no longer stands anywhere."""
    slack, ts = town.world.slack, town.texts()[-1]["ts"]
    _, where = slack._surface(user, DM, ts)
    payload = {"type": "block_actions", "trigger_id": slack.views.trigger(user), "team": {"id": "T0OAK"}}
    action = {"type": "button", "action_id": name, "block_id": "b", "value": value}
    return slack.door.payload(where | payload | {"user": {"id": user}, "actions": [action]}).status


def test_cancel_is_said_twice_and_the_post_shows_it(town: Town) -> None:
    shown = plan(town, "Hello")
    press(town, "scheduled_cancel", shown)
    assert "Canceled" in heard(town)
    until(lambda: "Taken back: not sent" in blocks(town, "Hello"))
    assert "'button'" not in blocks(town, "Hello")
    click(town, "scheduled_cancel", str(outbound(town)[0].id))
    assert "canceled already" in heard(town)
    come(town)
    assert (town.bodies(), states(town)) == ([], [MessageState.CANCELED])


def edit(town: Town, words: str, day: str = "2026-03-04", time: str = "09:00") -> dict[str, str]:
    slack = town.world.slack
    slack.type_in_view(MARIA, "message", "words", words)
    slack.type_in_view(MARIA, "day", "send_day", day)
    slack.type_in_view(MARIA, "time", "send_time", time)
    answer = slack.submit(MARIA)
    return dict(answer.body["errors"]) if answer.body else {}


def test_editing_changes_words_and_time(town: Town) -> None:
    shown = plan(town, "Hello")
    press(town, "scheduled_edit", shown)
    view: Any = town.world.slack.view_of(MARIA)
    values = view["state"]["values"]
    assert values["message"]["words"]["value"] == "Hello"
    assert values["day"]["send_day"]["selected_date"] == "2026-03-03"
    assert values["time"]["send_time"]["selected_time"] == "09:00"
    assert "to" not in values
    assert edit(town, "Hi {first_name|there}", time="10:30") == {}
    town.settle()
    assert "Scheduled for Wed, Mar 4, 10:30 AM" in blocks(town, "Hi there")
    come(town)
    assert town.bodies() == []
    come(town, NINE + timedelta(days=1, hours=1, minutes=30))
    assert town.bodies() == ["Hi there"]


def test_editing_may_send_it_now_and_refuses_nonsense(town: Town) -> None:
    shown = plan(town, "Hello")
    press(town, "scheduled_edit", shown)
    assert "already" in edit(town, "Hi", day="2026-03-02", time="08:00")["time"]
    assert "Write a message" in edit(town, "  ")["message"]
    assert outbound(town)[0].body == "Hello"
    town.world.slack.type_in_view(MARIA, "message", "words", "Hi now")
    town.world.slack.click(MARIA, "send_when", "now")
    town.world.slack.submit(MARIA)
    town.settle()
    assert town.bodies() == ["Hi now"]
    come(town)
    assert town.bodies() == ["Hi now"]


def test_saving_after_it_left_is_told_beside_the_message(town: Town) -> None:
    shown = plan(town, "Hello")
    press(town, "scheduled_edit", shown)
    come(town)
    assert "has left already" in edit(town, "Hi", day="2026-03-05")["message"]
    assert town.bodies() == ["Hello"]


def test_editing_and_leaving_at_the_same_moment_agree(town: Town) -> None:
    """Either the new words leave later, or the old ones left and the agent is told."""
    for count in range(6):
        town.clock.move_to(NINE + timedelta(days=3 * count))
        day = (NINE + timedelta(days=3 * count + 1)).date().isoformat()
        shown = plan(town, f"old {count}", day=day, time="11:00")
        press(town, "scheduled_edit", shown)
        told: list[dict[str, str]] = []
        later = (NINE + timedelta(days=3 * count + 2)).date().isoformat()
        rival = Thread(target=lambda: told.append(edit(town, f"new {count}", later)))  # noqa: B023 joined here
        town.clock.move_to(NINE + timedelta(days=3 * count + 1, hours=2, milliseconds=-15))
        rival.start()
        rival.join()
        town.clock.forward(seconds=1)
        town.settle()
        left = f"old {count}" in town.bodies()
        assert left == bool(told[0]), (count, told, town.bodies())


def test_stop_before_its_time_cancels_it_and_says_so(town: Town) -> None:
    plan(town, "Hello")
    town.world.twilio.text(ANA, OURS, "STOP")
    town.settle()
    assert states(town) == [MessageState.CANCELED]
    assert [one for one in town.replies(MARIA, "201") if "opted out before" in one["text"]]
    until(lambda: "'button'" not in blocks(town, "Hello"))
    come(town)
    assert town.bodies() == []


def test_a_rule_that_says_no_at_its_time_is_told_in_the_thread(town: Town) -> None:
    plan(town, "Hello")
    with town.tools.write() as session:
        source = SuppressionSource.MANUAL
        suppression.suppress(session, town.tools.workspace_id, ANA, source, "by hand", town.clock.now())
    come(town)
    assert (town.bodies(), states(town)) == ([], [MessageState.REFUSED])
    assert [one for one in town.replies(MARIA, "201") if "opted out of texts" in one["text"]]
    assert "'button'" not in blocks(town, "Hello")


def test_it_survives_a_restart(town: Town, make_town: Callable[..., Town]) -> None:
    plan(town, "Hello")
    town.house.worker.stop()
    town.clock.move_to(NINE + timedelta(hours=2))
    again = make_town()
    until(lambda: again.bodies() == ["Hello"])


def test_a_day_late_it_asks_first(town: Town, make_town: Callable[..., Town]) -> None:
    plan(town, "Hello")
    come(town, NINE + timedelta(days=2))
    assert (town.bodies(), states(town)) == ([], [MessageState.HELD])
    question = post(town, "more than a day")
    own = post(town, "Waits for your answer: Hello")["ts"]
    press(town, "question_send", question)
    assert town.bodies() == ["Hello"]
    until(lambda: "Delivered" in str(town.world.slack.find(DM, own)["blocks"]))


def test_a_first_text_has_its_line_if_it_is_still_owed(town: Town) -> None:
    plan(town, "Hello", query="773 555 0162")
    plan(town, "Again", query="773 555 0162", time="10:00")
    plan(town, "Other", query="773 555 0163")
    assert "STOP" in str(outbound(town)[0].line)
    town.world.twilio.text("+17735550163", OURS, "I write first")
    come(town, NINE + timedelta(hours=3))
    line = "- Maria Lopez, Oak Realty. Reply STOP to opt out"
    assert sorted(town.bodies()) == ["Again", f"Hello\n{line}", "Other"]


def test_a_text_before_a_scheduled_first_one_has_the_line(town: Town) -> None:
    plan(town, "Hello", query="773 555 0162")
    town.world.slack.command(MARIA, "/text", "+17735550162 Sooner")
    town.settle()
    come(town, NINE + timedelta(hours=1))
    assert [body.split("\n")[0] for body in town.bodies()] == ["Sooner", "Hello"]
    assert [("STOP" in body) for body in town.bodies()] == [True, False]


def test_a_long_text_waits_as_one_and_leaves_in_parts(town: Town) -> None:
    words = "a" * 1600 + " " + "b" * 10
    shown = plan(town, words)
    press(town, "scheduled_edit", shown)
    view: Any = town.world.slack.view_of(MARIA)
    assert view["state"]["values"]["message"]["words"]["value"] == words
    come(town)
    assert town.bodies() == ["a" * 1600, "b" * 10]
    assert "bbbb" in post(town, "bbbb")["text"]


def test_the_list_shows_the_soonest_first_and_acts(town: Town) -> None:
    slack = town.world.slack
    slack.command(MARIA, "/text", "scheduled")
    assert "Nothing is scheduled" in str(slack.view_of(MARIA))
    plan(town, "Second", day="2026-03-05")
    plan(town, "First")
    slack.command(MARIA, "/text", "Scheduled")
    view: Any = slack.view_of(MARIA)
    shown = str(view["blocks"])
    assert shown.index("First") < shown.index("Second")
    assert "Tue, Mar 3, 9:00 AM (Eastern time)" in shown
    slack.click(MARIA, "scheduled_edit")
    assert edit(town, "Changed") == {}
    assert "Changed" in str(slack.view_of(MARIA))
    slack.click(MARIA, "scheduled_cancel")
    assert "Canceled" in str(slack.view_of(MARIA))
    slack.click(MARIA, "scheduled_send")
    town.settle()
    assert len(town.bodies()) == 1
    assert "Nothing is scheduled" in str(slack.view_of(MARIA))


def test_what_home_needs(town: Town) -> None:
    plan(town, "Hello")
    who = find_agent(town.tools, MARIA)
    assert who
    one = schedule.scheduled_of(town.tools, who)[0]
    assert (one.words, one.phone, one.send_at, one.zone) == ("Hello", ANA, NINE, "America/New_York")
    assert one.when == "Tue, Mar 3, 9:00 AM (Eastern time)"


def test_home_has_the_buttons_too(town: Town) -> None:
    slack = town.world.slack
    for words in ("First", "Second", "Third"):
        plan(town, words)
    slack.open_home(MARIA)
    until(lambda: "Third" in str(slack.home_of(MARIA)))
    ids = [str(one.id) for one in outbound(town)]
    slack.click(MARIA, "scheduled_cancel", ids[0])
    slack.click(MARIA, "scheduled_send", ids[1])
    until(lambda: town.bodies() == ["Second"])
    slack.click(MARIA, "scheduled_edit", ids[2])
    assert edit(town, "Changed") == {}
    until(lambda: "Changed" in str(slack.home_of(MARIA)))
    assert "First" not in str(slack.home_of(MARIA))


def test_whoever_waits_for_an_answer_waits_until_it_leaves(town: Town) -> None:
    plan(town, "Hello")
    with town.tools.read() as session:
        assert conversations.get(session, outbound(town)[0].conversation_id).turn == Turn.YOU
    come(town)
    with town.tools.read() as session:
        assert conversations.get(session, outbound(town)[0].conversation_id).turn == Turn.THEM


@pytest.mark.parametrize("name", ["scheduled_send", "scheduled_edit", "scheduled_cancel"])
def test_strangers_and_nonsense_do_nothing(town: Town, name: str) -> None:
    plan(town, "Hello")
    own = str(outbound(town)[0].id)
    for user, value in ((BEN, own), (MARIA, ""), (MARIA, "x"), (MARIA, "0" * 32), (MARIA, None)):
        assert click(town, name, value, user) < 500
    assert states(town) == [MessageState.SCHEDULED]
    come(town)
    assert town.bodies() == ["Hello"]


def test_another_agent_may_not_touch_it(town: Town) -> None:
    invite_ben(town)
    slack = town.world.slack
    shown = plan(town, "Hello")
    for name in ("scheduled_send", "scheduled_cancel"):
        press(town, name, shown, BEN)
        assert "belongs to somebody else" in heard(town, BEN)
    press(town, "scheduled_edit", shown, BEN)
    assert "belongs to somebody else" in str(slack.view_of(BEN))
    assert states(town) == [MessageState.SCHEDULED]


def test_a_number_that_moved_asks_its_new_holder(town: Town) -> None:
    plan(town, "Hello")
    with town.tools.write() as session:
        number = numbers.by_phone(session, OURS)
        assert number
        numbers.take(session, number)
    come(town)
    assert (town.bodies(), states(town)) == ([], [MessageState.HELD])
