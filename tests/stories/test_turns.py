"""Whose turn it is: set by texts, cleared by Done, kept on the card."""

from typing import Any

import pytest
from sqlalchemy import update

from models import agent as agents
from models import conversation as conversations
from models import number as numbers
from models.contact import ContactPhone
from models.conversation import Conversation
from models.enums import PhoneProblem, Turn
from tests.stories.test_people_and_numbers import give, invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, ZOE, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


def talk(town: Town, phone: str = ANA, ours: str = OURS) -> Conversation:
    """The conversation as the database knows it."""
    with town.tools.read() as session:
        number = numbers.by_phone(session, ours)
        found = number and conversations.between(session, number.id, phone)
        assert found
        return found


def card(town: Town, user: str = MARIA, name: str = "201") -> dict[str, Any]:
    return town.world.slack.find(town.world.slack.dm_of(user), town.thread_of(user, name))


def later(town: Town, **by: float) -> None:
    """Let time pass and what fell due then happen."""
    town.clock.forward(**by)
    town.settle()


def updates(town: Town) -> int:
    return [call.method for call in town.world.slack.calls].count("chat.update")


def click(town: Town, action: str, value: str | None = None, user: str = MARIA) -> Any:
    """Click on Ana's card."""
    done = town.world.slack.click(user, action, value, channel="DMARIA", ts=card(town)["ts"])
    town.settle()
    return done


def more(town: Town, verb: str, user: str = MARIA) -> Any:
    """Choose from the menu on Ana's card."""
    return click(town, "talk_more", f"{verb} {talk(town).id}", user)


def test_a_clients_text_waits_until_the_agent_answers(town: Town) -> None:
    first = talk(town)
    assert (first.turn, first.waiting_since) == (Turn.YOU, first.last_in_at)
    town.clock.forward(minutes=5)
    town.world.twilio.text(ANA, OURS, "Hello?")
    town.settle()
    again = talk(town)
    assert (again.turn, again.waiting_since) == (Turn.YOU, first.waiting_since)
    assert again.last_in_at != first.last_in_at
    town.reply(MARIA, "201", "Here I am")
    town.settle()
    answered = talk(town)
    assert (answered.turn, answered.waiting_since) == (Turn.THEM, None)
    town.world.twilio.text(ANA, OURS, "Good")
    town.settle()
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.YOU, talk(town).last_in_at)


def test_notes_and_refused_replies_answer_nothing(town: Town) -> None:
    before = talk(town)
    town.reply(MARIA, "201", "// call her")
    town.reply(MARIA, "201", "words " * 2800)
    town.settle()
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.YOU, before.waiting_since)


def test_a_reply_that_failed_lets_the_client_wait_again(town: Town) -> None:
    before = talk(town)
    town.world.twilio.bad_handsets = {ANA: ("undelivered", 30003)}
    town.reply(MARIA, "201", "Here I am")
    until(lambda: talk(town).turn == Turn.YOU and town.replies(MARIA, "201")[-1]["text"].startswith("Not"))
    assert talk(town).waiting_since == before.waiting_since


def test_done_clears_and_a_new_text_reopens(town: Town) -> None:
    click(town, "talk_done")
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.DONE, None)
    assert "Done" in card(town)["text"]
    assert "talk_done" not in str(card(town)["blocks"])
    town.world.twilio.text(ANA, OURS, "One more thing")
    later(town, seconds=31)
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.YOU, talk(town).last_in_at)
    assert "Waiting for you since" in card(town)["text"]


def test_done_twice_and_from_an_old_card_is_once(town: Town) -> None:
    old = card(town) | {"channel": "DMARIA"}
    value = str(talk(town).id)
    for _ in range(2):
        payload = {
            "type": "block_actions",
            "user": {"id": MARIA},
            "team": {"id": "T0OAK"},
            "trigger_id": town.world.slack.views.trigger(MARIA),
            "actions": [{"type": "button", "action_id": "talk_done", "block_id": "b", "value": value}],
            "channel": {"id": "DMARIA"},
            "message": old,
        }
        assert town.world.slack.door.payload(payload).status == 200
    town.settle()
    assert talk(town).turn == Turn.DONE
    assert updates(town) == 1


def test_the_card_says_who_waits_and_changes_once_in_a_while(town: Town) -> None:
    assert "(201) 555-0123" in card(town)["text"]
    assert "Waiting for you since <!date^" in card(town)["text"]
    later(town, minutes=2)
    for words in ("One", "Two", "Three"):
        town.world.twilio.text(ANA, OURS, words)
    town.settle()
    assert updates(town) == 0
    later(town, seconds=31)
    assert updates(town) == 1
    town.reply(MARIA, "201", "Yes")
    town.settle()
    assert updates(town) == 1
    later(town, seconds=61)
    assert updates(town) == 2
    assert "Waiting for them" in card(town)["text"]
    later(town, seconds=60)
    assert updates(town) == 2


def test_the_card_says_what_stands_in_the_way(town: Town) -> None:
    town.world.twilio.text(ANA, OURS, "STOP")
    later(town, seconds=31)
    assert "Opted out" in card(town)["text"]
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.DONE, None)  # nothing may be written
    town.world.twilio.text(ANA, OURS, "START")
    later(town, seconds=31)
    assert "Opted out" not in card(town)["text"]


def test_a_card_that_is_gone_is_nobodys_trouble(town: Town) -> None:
    ts = card(town)["ts"]
    town.world.twilio.text(ANA, OURS, "Hello?")
    town.settle()
    town.world.slack.delete(MARIA, "DMARIA", ts)
    later(town, seconds=31)
    assert town.dead_letters() == []


def test_replies_may_stay_notes(town: Town) -> None:
    more(town, "notes")
    assert "stay notes" in card(town)["text"]
    town.reply(MARIA, "201", "She wants a garden")
    town.settle()
    assert town.bodies() == []
    more(town, "texts")
    town.reply(MARIA, "201", "We found a garden")
    until(lambda: town.bodies() == ["We found a garden"])


STRANGE_CLICKS: tuple[dict[str, Any], ...] = (
    {"value": "x"},
    {"value": None},
    {"selected_option": {"value": "fly away"}},
    {},
)


@pytest.mark.parametrize("more", STRANGE_CLICKS)
@pytest.mark.parametrize("action", ["talk_done", "talk_more", "talk_name"])
def test_values_that_no_button_carries_change_nothing(town: Town, action: str, more: dict[str, Any]) -> None:
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": MARIA},
        "team": {"id": "T0OAK"},
        "trigger_id": "1.2.3",
    }
    payload["actions"] = [{"type": "button", "action_id": action, "block_id": "b", **more}]
    assert town.world.slack.door.payload(payload).status == 400
    assert talk(town).turn == Turn.YOU


def test_somebody_else_changes_nothing_and_is_told(town: Town) -> None:
    invite_ben(town)
    town.settle()
    town.world.slack.channels["DMARIA"]["members"] |= {BEN, ZOE}
    for user, words in ((BEN, "belongs to somebody else"), (ZOE, "Ask <@UMARIA>")):
        click(town, "talk_done", user=user)
        assert words in str(town.world.slack.view_of(user))
        more(town, "hour", user=user)
        more(town, "name", user=user)
        assert words in str(town.world.slack.view_of(user))
    assert (talk(town).turn, talk(town).remind_at) == (Turn.YOU, None)


def test_a_card_of_a_number_that_moved_is_refused(town: Town) -> None:
    invite_ben(town, phone="")
    give(town, OURS, "Ben Carter")
    click(town, "talk_done")
    assert "belongs to somebody else" in str(town.world.slack.view_of(MARIA))


def test_a_conversation_that_is_not_there(town: Town) -> None:
    payload: dict[str, Any] = {"type": "block_actions", "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    payload["trigger_id"] = town.world.slack.views.trigger(MARIA)
    nowhere = "018f0000-0000-7000-8000-000000000000"
    payload["actions"] = [{"type": "button", "action_id": "talk_done", "block_id": "b", "value": nowhere}]
    assert town.world.slack.door.payload(payload).status == 200
    assert "not here any more" in str(town.world.slack.view_of(MARIA))


def test_a_mark_on_the_card_is_done_and_its_end_reopens(town: Town) -> None:
    since = talk(town).waiting_since
    town.world.slack.add_reaction(MARIA, "DMARIA", card(town)["ts"], "eyes")
    assert talk(town).turn == Turn.YOU
    town.world.slack.add_reaction(MARIA, "DMARIA", card(town)["ts"], "white_check_mark")
    assert talk(town).turn == Turn.DONE
    town.world.slack.remove_reaction(MARIA, "DMARIA", card(town)["ts"], "white_check_mark")
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.YOU, since)


def test_a_mark_elsewhere_or_of_a_stranger_or_from_before_says_nothing(town: Town) -> None:
    slack = town.world.slack
    slack.channels["DMARIA"]["members"].add(ZOE)
    slack.add_reaction(ZOE, "DMARIA", card(town)["ts"], "white_check_mark")
    slack.add_reaction(MARIA, "DMARIA", town.replies(MARIA, "201")[0]["ts"], "white_check_mark")
    old = {
        "type": "reaction_added",
        "user": MARIA,
        "reaction": "white_check_mark",
        "event_ts": "1700000000.1",
    }
    item = {"type": "message", "channel": "DMARIA", "ts": card(town)["ts"]}
    assert slack.door.event(old | {"item": item}).status == 200
    assert slack.door.event(old | {"item": {"type": "file", "file": "F1"}}).status == 200
    assert slack.door.event(old | {"item": "nonsense"}).status == 400
    assert slack.door.event(old | {"item": item, "event_ts": "soon"}).status == 200
    assert talk(town).turn == Turn.YOU


def test_a_mark_taken_off_after_an_answer_opens_nothing(town: Town) -> None:
    town.reply(MARIA, "201", "Here")
    town.settle()
    town.world.slack.add_reaction(MARIA, "DMARIA", card(town)["ts"], "white_check_mark")
    town.world.slack.remove_reaction(MARIA, "DMARIA", card(town)["ts"], "white_check_mark")
    assert (talk(town).turn, talk(town).waiting_since) == (Turn.DONE, None)


def name(town: Town, words: str) -> Any:
    view = town.world.slack.view_of(MARIA)
    assert view
    town.world.slack.type_in_view(MARIA, view["blocks"][0]["block_id"], "name", words)
    return town.world.slack.submit(MARIA)


def test_an_unknown_sender_is_saved_from_their_first_text(town: Town) -> None:
    first, second = town.replies(MARIA, "201")[0], None
    town.world.slack.click(MARIA, "talk_name", channel="DMARIA", ts=first["ts"])
    assert name(town, "  \u200b ").body["response_action"] == "errors"
    assert name(town, "...").body["errors"]
    name(town, "Ana  Lopez")
    assert town.world.slack.view_of(MARIA) is None
    town.settle()
    assert card(town, name="Ana Lopez")["text"].startswith("Ana Lopez, (201) 555-0123")
    town.world.twilio.text(ANA, OURS, "Hi again")
    town.settle()
    second = town.replies(MARIA, "Ana Lopez")[-1]
    assert second["text"] == "Ana Lopez: Hi again"
    assert "Save contact" not in str(second["blocks"])
    town.world.slack.command(MARIA, "/text", "ana Hello")
    until(lambda: town.bodies() == ["Hello"])


def test_a_name_is_edited_from_the_card(town: Town) -> None:
    assert "Save contact" in str(card(town)["blocks"])
    click(town, "talk_name")
    name(town, "Anna Lopez")
    town.settle()
    card_ts = town.thread_of(MARIA, "Anna Lopez")
    town.world.slack.click(MARIA, "talk_name", channel="DMARIA", ts=card_ts)
    view = str(town.world.slack.view_of(MARIA))
    assert "Edit name" in view
    assert "Anna Lopez" in view
    name(town, "Ana Lopez")
    town.settle()
    assert town.thread_of(MARIA, "Ana Lopez") == card_ts


def test_a_teammate_acts_in_the_owners_team_channel(town: Town) -> None:
    invite_ben(town, BENS)
    with town.tools.write() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria
        maria.team_channel = "C0CLIENTS"
        thread = conversations.current_thread(session, talk(town).id)
        assert thread
        thread.channel = "C0CLIENTS"
        session.add_all([maria, thread])
    value = str(talk(town).id)
    payload: dict[str, Any] = {"type": "block_actions", "user": {"id": BEN}, "team": {"id": "T0OAK"}}
    payload["trigger_id"] = town.world.slack.views.trigger(BEN)
    payload["actions"] = [{"type": "button", "action_id": "talk_done", "block_id": "b", "value": value}]
    assert town.world.slack.door.payload(payload).status == 200
    assert talk(town).turn == Turn.DONE


def test_a_landline_stands_on_the_card(town: Town) -> None:
    with town.tools.write() as session:
        session.connection().execute(update(ContactPhone).values(problem=PhoneProblem.LANDLINE))
    town.world.twilio.text(ANA, OURS, "Hm")
    later(town, seconds=31)
    assert "landline" in card(town)["text"]
    town.meet_ana(WILL)


def test_what_is_shown_misses_nothing_for_those_who_listen(town: Town) -> None:
    later(town, seconds=31)
    click(town, "talk_done")
    assert town.world.slack.complaints == []
