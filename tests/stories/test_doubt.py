"""A client writes in plain words that they want no more texts: pause, question, answers."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from sqlmodel import select

from bot.actions import doubt_question, inbound
from bot.actions.inbound import Inbound
from bot.actions.people import find_agent
from models import doubt as doubts
from models import suppression as suppressions
from models.doubt import Doubt
from models.enums import Direction, DoubtAnswer, MessageState, SuppressionSource, Turn
from models.message import Message
from models.suppression import Suppression
from tests.stories.test_people_and_numbers import invite_ben
from tests.stories.test_schedule import plan
from tests.stories.test_turns import talk
from tests.support import ANA, BEN, BENS, MARIA, OURS, ZOE, Town

WORDS = "Please take me off your list"
DM = "DMARIA"


@pytest.fixture
def town(town: Town) -> Town:
    town.meet_ana()
    return town


def texts(town: Town, words: str = WORDS, phone: str = ANA, ours: str = OURS) -> None:
    town.world.twilio.text(phone, ours, words)
    town.settle()


def asked(town: Town) -> list[Any]:
    """The questions that stand in Maria's thread with Ana."""
    return [one for one in town.replies(MARIA, "201") if "may not want texts" in one["text"]]


def click(town: Town, action: str, shown: Any, user: str = MARIA) -> None:
    town.world.slack.click(user, action, channel=DM, ts=shown["ts"])
    town.settle()


def press(town: Town, action: str, value: str, user: str = MARIA) -> int:
    """Click a button that is not there any more, or never was; the status of the answer."""
    button = {"type": "button", "action_id": action, "value": value}
    payload = {"type": "block_actions", "actions": [button], "trigger_id": "1"}
    status = town.world.slack.door.payload(payload | town.world.slack._about(user)).status
    town.settle()
    return status


def doubt(town: Town) -> Doubt:
    """The one about Ana's last words in plain text."""
    text = [one for one in town.messages() if one.direction == Direction.IN and one.body == WORDS][-1]
    with town.tools.read() as session:
        found = doubts.of_message(session, text.id)
        assert found
        return found


def is_paused(town: Town) -> bool:
    with town.tools.read() as session:
        return doubts.is_paused(session, town.tools.workspace_id, ANA)


def standing(town: Town) -> set[SuppressionSource]:
    with town.tools.read() as session:
        return suppressions.standing_sources(session, town.tools.workspace_id, ANA)


def scheduled(town: Town) -> Message:
    return next(one for one in town.messages() if one.source_key.startswith("view:"))


def test_the_agent_is_asked_once_below_the_words(town: Town) -> None:
    texts(town)
    texts(town, "stop texting me!")
    assert [WORDS in one["text"] for one in town.replies(MARIA, "201")][-3:] == [True, False, False]
    (question,) = asked(town)
    assert "(201) 555-0123 may not want texts any more." in question["text"]
    assert (is_paused(town), standing(town)) == (True, set())


def test_opt_them_out(town: Town) -> None:
    plan(town, "See you tomorrow")
    texts(town)
    click(town, "doubt_out", asked(town)[0])
    assert (is_paused(town), standing(town)) == (False, {SuppressionSource.MANUAL})
    with town.tools.read() as session:
        (kept,) = session.exec(select(Suppression)).all()
    assert WORDS in kept.proof
    assert kept.by_id
    assert (scheduled(town).state, scheduled(town).credits) == (MessageState.CANCELED, 0)
    assert talk(town).turn == Turn.DONE
    assert "Opted out: nothing more will be texted to them. Answered by Maria Lopez." in str(
        town.replies(MARIA, "201")
    )
    assert asked(town) == []
    town.reply(MARIA, "201", "Hello?")
    town.settle()
    assert town.bodies() == []
    texts(town, "START")
    assert standing(town) == {SuppressionSource.MANUAL}


def test_they_meant_something_else(town: Town) -> None:
    texts(town)
    click(town, "doubt_else", asked(town)[0])
    assert (is_paused(town), standing(town)) == (False, set())
    assert doubt(town).answer == DoubtAnswer.MEANT_ELSE
    town.reply(MARIA, "201", "Sorry, I got that wrong")
    town.settle()
    assert town.bodies() == ["Sorry, I got that wrong"]
    texts(town)
    assert (is_paused(town), len(asked(town))) == (True, 1)


def test_what_is_scheduled_waits_for_the_answer_and_replies_do_not(town: Town) -> None:
    plan(town, "See you tomorrow")
    texts(town)
    town.reply(MARIA, "201", "Do you want no more texts?")
    town.settle()
    assert town.bodies() == ["Do you want no more texts?"]
    town.clock.forward(days=1)
    town.settle()
    assert scheduled(town).state == MessageState.HELD
    assert "nobody has answered that yet" in str(town.replies(MARIA, "201")[-1])
    assert town.bodies() == ["Do you want no more texts?"]
    click(town, "doubt_out", asked(town)[0])
    assert scheduled(town).state == MessageState.CANCELED


@pytest.mark.parametrize(("word", "out"), [("STOP", True), ("START", False)])
def test_a_keyword_settles_the_question(town: Town, word: str, out: bool) -> None:
    texts(town)
    (question,) = asked(town)
    texts(town, word)
    assert (is_paused(town), standing(town)) == (False, {SuppressionSource.KEYWORD} if out else set())
    assert asked(town) == []
    assert "Settled meanwhile" in str(town.replies(MARIA, "201"))
    assert press(town, "doubt_else", str(doubt(town).message_id)) == 200
    assert (doubt(town).answer, bool(standing(town))) == (DoubtAnswer.BY_THEM, out)
    assert question["ts"] in [one["ts"] for one in town.replies(MARIA, "201")]


def test_yes_settles_nothing(town: Town) -> None:
    """It may be the answer to "shall I stop?"."""
    texts(town)
    texts(town, "Yes")
    assert is_paused(town)


def test_the_first_answer_counts(town: Town) -> None:
    texts(town)
    (question,) = asked(town)
    value = str(doubt(town).message_id)
    click(town, "doubt_else", question)
    for action in ("doubt_out", "doubt_else"):
        assert press(town, action, value) == 200
    assert (doubt(town).answer, standing(town)) == (DoubtAnswer.MEANT_ELSE, set())


def test_nobody_else_answers(town: Town) -> None:
    invite_ben(town)
    texts(town)
    value = str(doubt(town).message_id)
    for user in (BEN, ZOE):
        assert press(town, "doubt_out", value, user) == 200
    assert (is_paused(town), standing(town)) == (True, set())


@pytest.mark.parametrize("value", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_nonsense_is_let_be(town: Town, value: str) -> None:
    assert press(town, "doubt_out", value) in (200, 400)
    assert standing(town) == set()


def test_a_pause_is_for_the_number_whoever_texts_it(town: Town) -> None:
    invite_ben(town)
    texts(town, "Hi Ben", ours=BENS)
    texts(town)
    texts(town, "stop texting me", ours=BENS)
    assert len(asked(town)) == 1
    assert not [one for one in town.replies(BEN, "201") if "may not want" in one["text"]]
    texts(town, "STOP", ours=BENS)
    assert not is_paused(town)
    assert asked(town) == []


def test_an_answer_and_a_stop_to_a_colleague_in_one_moment(town: Town) -> None:
    """Both cancel what waits, in one order: neither waits for the other for ever."""
    invite_ben(town)
    texts(town, "Hi Ben", ours=BENS)
    plan(town, "See you tomorrow")
    texts(town)
    who, value = find_agent(town.tools, MARIA), doubt(town).message_id
    assert who
    at_once = [
        Thread(target=lambda: doubt_question.answer(town.tools, who, value, True)),
        Thread(target=lambda: town.world.twilio.text(ANA, BENS, "STOP")),
    ]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    town.settle()
    assert (is_paused(town), SuppressionSource.KEYWORD in standing(town)) == (False, True)
    assert scheduled(town).state == MessageState.CANCELED
    assert town.dead_letters() == []


def test_reactions_and_other_words_raise_no_doubt(town: Town) -> None:
    for words in ("Liked “stop texting me”", "stop by at 5", "no más preguntas"):
        texts(town, words)
    assert (is_paused(town), asked(town)) == (False, [])


def test_a_wrong_number_is_said_to_be_one(town: Town) -> None:
    texts(town, "sorry, wrong number")
    assert "They say that this is a wrong number." in asked(town)[0]["text"]


def test_a_text_that_comes_twice_asks_once(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    for _ in range(2):
        inbound.receive_text(town.tools, Inbound("SM1", ANA, OURS, WORDS))
    town.settle()
    assert (town.rows()["doubt"], len(asked(town))) == (1, 1)


def test_who_opted_out_already_is_not_asked_about(town: Town) -> None:
    texts(town, "STOP")
    texts(town)
    assert (is_paused(town), asked(town)) == (False, [])
