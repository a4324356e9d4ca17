"""The composer: finding somebody, counting while typing, sending once."""

from typing import Any

import pytest

from tests.stories.test_quick_form import CONTACTS, save
from tests.support import ANA, MARIA, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    save(town, CONTACTS)
    town.world.slack.command(MARIA, "/text", "")
    return town


def options(town: Town, query: str) -> list[str]:
    return [one["text"]["text"] for one in town.world.slack.suggest(MARIA, "to", "recipient", query)]


def choose(town: Town, query: str) -> None:
    option = town.world.slack.suggest(MARIA, "to", "recipient", query)[0]
    town.world.slack.click(MARIA, "recipient", option, block_id="to")


def fill(town: Town, words: str, **fields: str) -> None:
    blocks = {"phone": "new_phone", "name": "new_name"}
    for name, value in fields.items():
        town.world.slack.type_in_view(MARIA, blocks[name], name, value)
    town.world.slack.type_in_view(MARIA, "message", "words", words)


def estimate(town: Town) -> str:
    view = town.world.slack.view_of(MARIA)
    assert view
    return str(next(one for one in view["blocks"] if one["block_id"] == "estimate")["elements"][0]["text"])


def errors(town: Town) -> dict[str, str]:
    shown: dict[str, str] = town.world.slack.submit(MARIA).body["errors"]
    return shown


def sent(town: Town) -> list[tuple[str, str]]:
    town.settle()
    return [(one.to, one.body) for one in town.world.twilio.sent]


def updates(town: Town) -> int:
    return [call.method for call in town.world.slack.calls].count("views.update")


FOUND = {
    "ana": ["Ana Lopez · (201) 555-0123"],
    "LOPEZ": ["Ana Lopez · (201) 555-0123"],
    "sofia": ["Sofía Ramírez · (201) 555-0132"],
    "0123": ["Ana Lopez · (201) 555-0123"],
    "(201) 555-0124": ["Will Smith · (201) 555-0124"],
    "nobody": [],
    "%": [],
    "_": [],
}


def test_people_are_found_by_name_and_by_digits(town: Town) -> None:
    assert {query: options(town, query) for query in FOUND} == FOUND


def test_without_a_query_the_last_touched_come_first(town: Town) -> None:
    town.world.twilio.text(ANA, "+13125550100", "Hi again")
    assert options(town, "")[0].startswith("Ana Lopez")
    assert len(options(town, "")) == len(CONTACTS)


def test_a_text_to_somebody_chosen_is_sent_once_however_often_it_is_submitted(town: Town) -> None:
    choose(town, "ana")
    fill(town, "Hello :tada:")
    view: Any = town.world.slack.view_of(MARIA)
    assert town.world.slack.submit(MARIA).status == 200
    assert town.world.slack.view_of(MARIA) is None
    payload = {"type": "view_submission", "view": view, "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    assert town.world.slack.door.payload(payload).status == 200
    assert sent(town) == [(ANA, "Hello 🎉")]
    assert town.replies(MARIA, "Ana Lopez")[-1]["text"] == "You: Hello 🎉"


def test_a_new_number_becomes_a_contact_with_its_name(town: Town) -> None:
    fill(town, "Hello", phone="(773) 555-0162", name="Grace Hall")
    assert town.world.slack.submit(MARIA).status == 200
    assert sent(town)[0][0] == "+17735550162"
    until(lambda: town.replies(MARIA, "Grace Hall"))
    town.world.slack.command(MARIA, "/text", "")
    assert options(town, "grace") == ["Grace Hall · (773) 555-0162"]


def test_what_is_missing_or_doubled_is_said_beside_its_field(town: Town) -> None:
    fill(town, "Hello")
    assert errors(town) == {"to": "Choose a contact, or write a new number below."}
    fill(town, "Hello", phone="12")
    assert "too short" in errors(town)["new_phone"]
    fill(town, "Hello", phone="7735550162")
    choose(town, "ana")
    assert errors(town) == {"new_phone": "Choose a contact or write a number, not both."}
    fill(town, "   ", phone="")
    assert "Write a message" in errors(town)["message"]
    assert sent(town) == []


def test_the_count_is_shown_while_typing_and_slack_hears_only_of_changes(town: Town) -> None:
    choose(town, "ana")
    before = updates(town)
    for words in ("H", "He", "Hel", "Hell", "Hello"):
        fill(town, words)
    assert estimate(town) == "1 segment · 1 credit · 99,994 left"
    assert updates(town) <= before + 1
    fill(town, "x" * 161)
    assert estimate(town) == "2 segments · 2 credits · 99,993 left"
    fill(town, "x" * 160 + "😀")
    assert estimate(town).startswith("3 segments")
    assert "😀 makes this text longer" in estimate(town)
    fill(town, "x" * 1605)
    assert estimate(town) == "2 texts, 12 segments · 12 credits · 99,983 left"


def test_the_first_text_shows_its_line(town: Town) -> None:
    fill(town, "Hello", phone="7735550162")
    assert "Reply STOP to opt out" in estimate(town)
    assert "at no cost" in estimate(town)
    fill(town, "Hello you", phone="")
    choose(town, "ana")
    assert "STOP" not in estimate(town)


def test_the_shortcut_and_the_cards_button_open_it(town: Town) -> None:
    town.world.slack.close_view(MARIA)
    assert town.world.slack.shortcut(MARIA, "text_a_contact").status == 200
    assert town.world.slack.view_of(MARIA)
    town.world.slack.close_view(MARIA)
    card = town.thread_of(MARIA, "Ana Lopez")
    town.world.slack.click(MARIA, "compose_to", channel="DMARIA", ts=card)
    fill(town, "From the card")
    town.world.slack.submit(MARIA)
    assert sent(town) == [(ANA, "From the card")]


def test_a_window_that_slack_does_not_open_is_said(town: Town) -> None:
    town.world.slack.close_view(MARIA)
    town.world.slack.fail("views.open", "500")
    town.world.slack.command(MARIA, "/text", "")
    assert "Slack was too slow to open the window" in town.world.slack.ephemerals(MARIA)[-1]["text"]
