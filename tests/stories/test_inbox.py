"""`/inbox` and Home: who waits for whom, and what can be done about it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session

from models import conversation as conversations
from models import failure as failures
from models import inbox as inboxes
from models import message as messages
from models import number as numbers
from models.enums import Direction, MessageState, Turn
from tests.stories.test_people_and_numbers import give, invite_ben
from tests.stories.test_turns import card, later, talk
from tests.support import ANA, BEN, MARIA, OURS, WILL, ZOE, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    town.clock.forward(hours=2)
    town.meet_ana(WILL)
    return town


def inbox(town: Town, user: str = MARIA) -> str:
    town.world.slack.command(user, "/inbox")
    return shown(town.world.slack.view_of(user))


def home(town: Town, user: str = MARIA) -> str:
    town.world.slack.open_home(user)
    town.settle()
    return shown(town.world.slack.home_of(user))


def shown(view: Any) -> str:
    """The words of a view, a line for each block."""
    assert view
    return "\n".join(str(one.get("text", one.get("elements"))) for one in view["blocks"])


def test_the_longest_waiting_comes_first_with_age_words_and_link(town: Town) -> None:
    seen = inbox(town)
    assert "Waiting for you: 2" in seen
    assert seen.index("555-0123") < seen.index("555-0124")
    assert "(201) 555-0123* · waiting 2 h\\nHi, it's me" in seen
    assert "(201) 555-0124* · just now\\nHi, it's me" in seen
    town.world.twilio.text(ANA, OURS, "Anybody?")
    town.settle()
    assert "(201) 555-0123* · waiting 2 h\\nAnybody?" in inbox(town)
    ts = town.thread_of(MARIA, "555-0123").replace(".", "")
    assert f"https://oak-realty.slack.com/archives/DMARIA/p{ts}" in seen
    assert town.world.slack.complaints == []


def test_done_in_the_window_takes_it_off_the_list(town: Town) -> None:
    inbox(town)
    town.world.slack.click(MARIA, "talk_done", str(talk(town).id))
    seen = shown(town.world.slack.view_of(MARIA))
    assert "Waiting for you: 1" in seen
    assert seen.index("555-0124") < seen.rindex("Done") < seen.index("555-0123")
    town.world.slack.click(MARIA, "talk_done", str(talk(town, WILL).id))
    seen = shown(town.world.slack.view_of(MARIA))
    assert "Nobody waits for you" in seen
    assert talk(town, WILL).turn == Turn.DONE


def test_an_answer_moves_it_to_those_we_wait_for(town: Town) -> None:
    town.reply(MARIA, "555-0123", "Here I am")
    town.settle()
    seen = inbox(town)
    assert seen.index("Waiting for them") < seen.index("555-0123")
    assert "You: Here I am" in seen


def test_nobody_is_waited_for_whom_no_text_has_reached(town: Town) -> None:
    """A landline; one text that arrives, and the client is waited for."""
    phone = "+17735550162"
    town.world.twilio.bad_handsets = {phone: ("undelivered", 30006)}
    town.world.slack.command(MARIA, "/text", f"{phone} Hello")
    until(lambda: town.messages()[-1].state == MessageState.UNDELIVERED)
    later(town, seconds=31)
    assert [name in inbox(town) for name in ("555-0162", "Waiting for them")] == [False, False]
    seen = home(town)
    assert seen.index("Not delivered") < seen.index("555-0162")
    assert "Waiting for them" not in seen
    assert "Waiting for them" not in card(town, name="555-0162")["text"]
    town.world.twilio.bad_handsets = {}
    town.world.slack.command(MARIA, "/text", f"{phone} And now?")
    later(town, seconds=31)
    seen = inbox(town)
    assert seen.index("Waiting for them") < seen.index("555-0162")
    assert "Waiting for them" in card(town, name="555-0162")["text"]


def test_an_empty_inbox_says_so_and_a_stranger_is_told_whom_to_ask(town: Town) -> None:
    for phone in (ANA, WILL):
        inbox(town)
        town.world.slack.click(MARIA, "talk_done", str(talk(town, phone).id))
    assert "Nobody waits for you." in inbox(town)
    town.world.slack.command(ZOE, "/inbox")
    assert "Ask <@UMARIA>" in town.world.slack.ephemerals(ZOE)[-1]["text"]


def test_long_lists_are_cut_with_a_count(town: Town) -> None:
    with town.tools.write() as session:
        number_id, now = talk(town).number_id, town.clock.now()
        for place in range(30):
            phone = f"+1202555{place:04}"
            made = conversations.make(session, town.tools.workspace_id, number_id, phone, now)
            made.turn, made.waiting_since, made.last_in_at = Turn.YOU, now, now
            session.add(made)
    seen = inbox(town)
    assert "Waiting for you: 32" in seen
    assert "and 12 more" in seen
    assert "and 20 more" in home(town)


def test_help_and_wrong_words_are_answered_with_usage(town: Town) -> None:
    for command, typed, words in (
        ("/inbox", "help", "longest waiting first"),
        ("/inbox", "tomorrow", "`/inbox` does not know “tomorrow”"),
        ("/inbox", "<!channel> now", "&lt;!channel&gt; now"),
        ("/parley", "help", "`/parley settings`"),
        ("/parley", "fly", "`/parley` does not know “fly”"),
        ("/text", "help", "`/text Ana Running 5 late`"),
    ):
        town.world.slack.command(MARIA, command, typed)
        told = town.world.slack.ephemerals(MARIA)[-1]["text"]
        assert words in told
        assert "Example" in told or command == "/text"


def test_home_shows_the_day_and_follows_clicks(town: Town) -> None:
    seen = home(town)
    assert "Waiting for you: 2" in seen
    assert "Time to undo a text: off" in seen
    town.world.slack.click(MARIA, "talk_done", str(talk(town).id))
    until(lambda: "Waiting for you: 1" in shown(town.world.slack.home_of(MARIA)))
    town.world.slack.click(
        MARIA, "talk_more", f"hour {talk(town, WILL).id}", block_id=f"waiting {talk(town, WILL).id}"
    )
    until(lambda: "Reminders" in shown(town.world.slack.home_of(MARIA)))
    assert town.world.slack.complaints == []


def test_home_of_somebody_not_invited_says_whom_to_ask(town: Town) -> None:
    assert "Ask <@UMARIA> to invite you" in home(town, ZOE)
    assert town.rows()["agent"] == 1


def test_the_messages_tab_is_not_home(town: Town) -> None:
    town.world.slack.open_home(MARIA, tab="messages")
    town.settle()
    assert town.world.slack.home_of(MARIA) is None
    assert town.world.slack.door.event({"type": "app_home_opened", "user": 7, "tab": "home"}).status == 400


def test_home_lists_what_failed_and_what_is_scheduled(town: Town) -> None:
    town.world.twilio.bad_handsets = {ANA: ("undelivered", 30003)}
    town.reply(MARIA, "555-0123", "Hello?")
    until(lambda: town.messages()[-1].state == MessageState.UNDELIVERED)
    town.world.twilio.auto_callbacks = False
    town.reply(MARIA, "555-0124", "See you tomorrow")
    until(lambda: len(town.bodies()) == 2)
    town.settle()
    with town.tools.write() as session:
        planned = messages.one(session, town.messages()[-1].id)
        planned.state, planned.send_at = MessageState.SCHEDULED, town.clock.now()
        session.add(planned)
    seen = home(town)
    view = str(town.world.slack.home_of(MARIA))
    assert "The phone is off" in seen
    assert seen.index("Scheduled") < seen.index("See you tomorrow")
    for action in ("send_again", "scheduled_edit", "scheduled_cancel", "scheduled_send"):
        assert action in view
    assert town.world.slack.complaints == []
    later(town, days=8)
    assert "The phone is off" not in home(town)


def test_send_again_at_home_sends_once_and_takes_the_row_away(town: Town) -> None:
    message_id = undelivered(town)
    assert "The phone is off" in home(town)
    town.world.twilio.bad_handsets = {}
    town.world.slack.click(MARIA, "send_again", message_id)
    until(lambda: town.bodies() == ["Hello?", "Hello?"])
    until(lambda: "The phone is off" not in shown(town.world.slack.home_of(MARIA)))
    assert "The phone is off" not in home(town)


def test_a_text_that_failed_again_is_listed_once(town: Town) -> None:
    message_id = undelivered(town)
    home(town)
    town.world.slack.click(MARIA, "send_again", message_id)
    until(lambda: [one.state for one in town.messages()].count(MessageState.UNDELIVERED) == 2)
    assert home(town).count("The phone is off") == 1
    assert message_id not in str(town.world.slack.home_of(MARIA))


def test_send_again_at_home_says_why_it_may_not(town: Town) -> None:
    message_id = undelivered(town)
    home(town)
    town.world.twilio.text(ANA, OURS, "STOP")
    town.settle()
    town.world.slack.click(MARIA, "send_again", message_id)
    town.settle()
    assert "opted out of texts" in shown(town.world.slack.view_of(MARIA))
    assert town.bodies() == ["Hello?"]


def undelivered(town: Town) -> str:
    """A text that did not arrive; its id."""
    town.world.twilio.bad_handsets = {ANA: ("undelivered", 30003)}
    town.reply(MARIA, "555-0123", "Hello?")
    until(lambda: town.messages()[-1].state == MessageState.UNDELIVERED)
    town.settle()
    return str(town.messages()[-1].id)


def shelf(town: Town) -> inboxes.Shelf:
    with town.tools.read() as session:
        number = numbers.get(session, talk(town).number_id)
    assert number.agent_id is not None
    return inboxes.Shelf(number.agent_id, (number.id,))


def test_older_failures_come_up_when_newer_ones_were_sent_again(town: Town) -> None:
    with town.tools.write() as session:
        failed = [failure(town, session, place) for place in range(inboxes.PAGE + 3)]
        for one in failed[2:]:
            failure(town, session, 100, failures.again_key(one), MessageState.DELIVERED)
    with town.tools.read() as session:
        found = inboxes.failures(session, shelf(town), town.clock.now() - timedelta(days=7), 5)
    assert [one.id for one, _ in found] == [failed[1], failed[0]]


def test_the_failures_at_home_are_found_by_their_index(town: Town) -> None:
    said: list[Any] = []
    with town.tools.write() as session:
        for place in range(400):
            failure(town, session, place, state=MessageState.DELIVERED)
        session.connection().exec_driver_sql("ANALYZE")
    with town.tools.read() as session:
        event.listen(town.tools.database.engine, "before_cursor_execute", lambda *told: said.append(told))
        inboxes.failures(session, shelf(town), town.clock.now(), 5)
        statement, values = next(told[2:4] for told in said if "changed_at" in told[2])
        way = "EXPLAIN QUERY PLAN" if town.tools.database.is_sqlite else "EXPLAIN"
        if not town.tools.database.is_sqlite:
            session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = session.connection().exec_driver_sql(f"{way} {statement}", values).all()
    assert "ix_message_failed" in str(plan)


def failure(
    town: Town,
    session: Session,
    place: int,
    key: str = "",
    state: MessageState = MessageState.FAILED,
) -> UUID:
    at = town.clock.now() + timedelta(seconds=place)
    made = messages.NewMessage(
        town.tools.workspace_id,
        talk(town).id,
        key or f"command:{place}",
        Direction.OUT,
        state,
        "Hello?",
        place,
        1,
        "GSM-7",
        at,
        at,
    )
    messages.add_once(session, made)
    return made.id


def test_an_agent_without_a_number_sees_an_empty_home(town: Town) -> None:
    invite_ben(town, phone="")
    assert "Nobody waits for you" in home(town, BEN)
    assert "Nobody waits for you" in inbox(town, BEN)


def test_home_while_slack_is_away_comes_later(town: Town) -> None:
    town.world.slack.fail("views.publish", "500", 2)
    assert "Waiting for you: 2" in home(town)
    assert town.dead_letters() == []


def test_a_window_that_was_closed_meanwhile(town: Town) -> None:
    inbox(town)
    view = town.world.slack.view_of(MARIA)
    town.world.slack.close_view(MARIA)
    payload: dict[str, Any] = {"type": "block_actions", "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    payload |= {"trigger_id": town.world.slack.views.trigger(MARIA), "view": view}
    action = {"type": "button", "action_id": "talk_done", "block_id": "b", "value": str(talk(town).id)}
    assert town.world.slack.door.payload(payload | {"actions": [action]}).status == 200
    assert talk(town).turn == Turn.DONE


def test_texts_from_other_agents_clients_are_not_listed(town: Town) -> None:
    invite_ben(town, phone="")
    give(town, OURS, "Ben Carter")
    assert "Waiting for you: 2" in inbox(town, BEN)
    assert "Nobody waits for you" in inbox(town)
