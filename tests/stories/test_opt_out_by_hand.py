"""A client is opted out by hand and texted again: why is kept, and what they asked for themselves stays."""

from typing import Any

import pytest
from sqlmodel import col, select

from bot.actions.opt_out import opt_out
from models.enums import MessageState, SuppressionSource, Turn
from models.suppression import Suppression
from tests.stories.test_contacts import add, card, choose
from tests.stories.test_one_or_two_people import another_person
from tests.stories.test_people_and_numbers import invite_ben
from tests.stories.test_schedule import plan
from tests.stories.test_turns import talk
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, Town, until

DM = "DMARIA"
TOLD = "told me on the phone"


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


def rows(town: Town) -> list[Suppression]:
    with town.tools.read() as session:
        return list(session.exec(select(Suppression).order_by(col(Suppression.created_at))))


def standing(town: Town) -> set[SuppressionSource]:
    return {one.source for one in rows(town) if one.lifted_at is None}


def from_thread(town: Town, verb: str, user: str = MARIA, dm: str = DM, ours: str = OURS) -> str:
    """Choose it in the menu of Ana's card; the window."""
    value = f"{verb} {talk(town, ANA, ours).id}"
    town.world.slack.click(user, "talk_more", value, channel=dm, ts=town.thread_of(user, "201"))
    return str(town.world.slack.view_of(user))


def stale(town: Town, verb: str) -> str:
    """The same in the menu of a card that is not current any more."""
    option = {"value": f"{verb} {talk(town).id}"}
    action = {"type": "overflow", "action_id": "talk_more", "selected_option": option}
    payload = {
        "type": "block_actions",
        "actions": [action],
        "trigger_id": town.world.slack.views.trigger(MARIA),
    }
    assert town.world.slack.door.payload(payload | town.world.slack._about(MARIA)).status == 200
    return str(town.world.slack.view_of(MARIA))


def say(town: Town, said: str, user: str = MARIA) -> Any:
    """Write what they said and submit; what was answered."""
    town.world.slack.type_in_view(user, "said", "said", said)
    answer = town.world.slack.submit(user)
    town.settle()
    return answer


def texts(town: Town, words: str) -> None:
    town.world.twilio.text(ANA, OURS, words)
    town.settle()


def shown(town: Town, user: str = MARIA) -> str:
    dm = town.world.slack.dm_of(user)
    return str(town.world.slack.find(dm, town.thread_of(user, "201")))


def test_from_the_thread_with_texts_waiting(town: Town) -> None:
    plan(town, "See you tomorrow")
    assert "Nobody here texts this number any more" in from_thread(town, "out")
    assert say(town, TOLD).status == 200
    (kept,) = rows(town)
    assert (kept.source, kept.proof) == (SuppressionSource.MANUAL, TOLD)
    assert kept.by_id
    waiting = next(one for one in town.messages() if one.send_at)
    assert (waiting.state, waiting.credits, talk(town).turn) == (MessageState.CANCELED, 0, Turn.DONE)
    assert "Opted out by hand" in shown(town)
    town.reply(MARIA, "201", "Hello?")
    town.settle()
    assert town.bodies() == []


def test_words_are_needed(town: Town) -> None:
    from_thread(town, "out")
    assert "kept as proof" in str(say(town, " … ").body["errors"]["said"])
    assert rows(town) == []


def test_texts_are_allowed_again_with_words(town: Town) -> None:
    from_thread(town, "out")
    say(town, TOLD)
    from_thread(town, "allow")
    assert "errors" in say(town, "  ").body
    assert standing(town) == {SuppressionSource.MANUAL}
    say(town, "wants listings again")
    assert "Texts are allowed again." in str(town.world.slack.view_of(MARIA))
    (kept,) = rows(town)
    assert (kept.lift_proof, kept.lifted_by_id) == ("wants listings again", kept.by_id)
    assert "Opted out" not in shown(town)
    town.reply(MARIA, "201", "Welcome back")
    until(lambda: town.bodies() == ["Welcome back"])


def test_only_they_lift_what_they_texted(town: Town) -> None:
    texts(town, "STOP")
    asks = from_thread(town, "allow")
    assert "ask them to text START to (312) 555-0100" in asks
    assert "allow_texts" not in asks
    assert standing(town) == {SuppressionSource.KEYWORD}


def test_start_lifts_theirs_and_not_ours(town: Town) -> None:
    from_thread(town, "out")
    say(town, TOLD)
    texts(town, "STOP")
    texts(town, "START")
    assert standing(town) == {SuppressionSource.MANUAL}
    assert "Opted out by hand" in shown(town)
    texts(town, "STOP")
    from_thread(town, "allow")
    say(town, "wants texts again")
    assert "Only they can lift that" in str(town.world.slack.view_of(MARIA))
    assert standing(town) == {SuppressionSource.KEYWORD}


def test_what_an_import_said_is_lifted_by_hand(town: Town) -> None:
    with town.tools.write() as session:
        opt_out(session, town.tools, ANA, SuppressionSource.IMPORT, "leads.csv, row 2", town.clock.now())
    texts(town, "START")
    assert standing(town) == {SuppressionSource.IMPORT}
    from_thread(town, "allow")
    say(town, "never asked for that")
    assert standing(town) == set()


def test_windows_that_come_late_or_twice(town: Town) -> None:
    from_thread(town, "out")
    say(town, TOLD)
    assert "opted out already" in stale(town, "out")
    from_thread(town, "allow")
    say(town, "wants texts again")
    assert "nothing to lift" in stale(town, "allow")
    assert len(rows(town)) == 1


def test_a_colleague_opts_out_while_a_text_waits(town: Town) -> None:
    invite_ben(town)
    town.world.twilio.text(ANA, BENS, "Hi Ben")
    plan(town, "See you tomorrow")
    from_thread(town, "out", BEN, town.world.slack.dm_of(BEN), BENS)
    say(town, TOLD, BEN)
    assert next(one for one in town.messages() if one.send_at).state == MessageState.CANCELED
    assert all("Opted out by hand" in shown(town, user) for user in (MARIA, BEN))
    assert "They opted out before this text left" in str(town.replies(MARIA, "201"))


def test_somebody_elses_menu_and_number(town: Town) -> None:
    invite_ben(town)
    view = {"id": "V1", "callback_id": "opt_out", "state": {"values": {}}}
    number = {"number": {"selected_option": {"value": ANA}}}
    view["state"] = {"values": {"number": number, "said": {"said": {"value": TOLD}}}}
    for user, about in ((BEN, f"talk {talk(town).id}"), (MARIA, f"talk {WILL}"), (MARIA, "nothing")):
        payload = {"type": "view_submission", "view": view | {"private_metadata": about}}
        town.world.slack.door.payload(payload | town.world.slack._about(user))
    assert rows(town) == []


def test_from_the_contacts_card_where_it_is_marked(town: Town) -> None:
    add(town, name="Ana Lopez", phones=f"{ANA} mobile\n{WILL} work")
    card(town, "ana lopez")
    choose(town, "out")
    assert "(201) 555-0124" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "number", WILL)
    say(town, TOLD)
    assert [one.phone for one in rows(town)] == [WILL]
    assert "Opted out. What was waiting" in str(town.world.slack.view_of(MARIA))
    assert "_opted out_" in card(town, "ana lopez")
    town.world.slack.click(MARIA, "contact_allow")
    say(town, "work number is fine after all")
    assert standing(town) == set()


def test_marked_where_clients_are_listed(town: Town) -> None:
    slack = town.world.slack
    plan(town, "See you tomorrow")
    town.world.twilio.text(ANA, OURS, "Are you there?")
    with town.tools.write() as session:  # as a list does that says so before its texts are canceled
        opt_out(session, town.tools, ANA, SuppressionSource.IMPORT, "leads.csv, row 2", town.clock.now())
    slack.command(MARIA, "/inbox")
    assert "· opted out" in str(slack.view_of(MARIA))
    slack.command(MARIA, "/text", "scheduled")
    assert "(201) 555-0123 · opted out" in str(slack.view_of(MARIA))
    slack.open_home(MARIA)
    town.settle()
    assert str(slack.home_of(MARIA)).count("· opted out") == 2


def test_two_of_a_name_are_marked_when_asked_which(town: Town) -> None:
    for phone in (ANA, WILL):
        add(town, name=f"Ana {'Lopez' if phone == ANA else 'Ortiz'}", phones=phone)
    texts(town, "STOP")
    town.world.slack.command(MARIA, "/text", "Ana Running late")
    asked = str(town.world.slack.ephemerals(MARIA)[-1])
    assert "(201) 555-0123 · opted out" in asked
    assert "(201) 555-0124 · opted out" not in asked


def test_another_person_on_the_number_stays_opted_out(town: Town) -> None:
    add(town, name="Ana Lopez", phones=ANA)
    from_thread(town, "out")
    say(town, TOLD)
    another_person(town, "Ben Okafor")
    town.settle()
    assert standing(town) == {SuppressionSource.MANUAL}
    town.world.slack.command(MARIA, "/text", f"{ANA} Hello")
    town.settle()
    assert "opted out of texts" in town.world.slack.ephemerals(MARIA)[-1]["text"]
    assert town.bodies() == []
