"""`/text Ana Running 5 late`: sent when it is clear, asked when it is not; a refused one leaves nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import conversation as talk
from models import number as numbers
from tests.support import ANA, MARIA, OURS, WILL, Town, until

CONTACTS = {
    "Ana Lopez": ANA,
    "Will Smith": WILL,
    "Tom Novak": "+12015550130",
    "Tom Novak Jr": "+12015550131",
    "Sofía Ramírez": "+12015550132",
}


@pytest.fixture
def town(town: Town) -> Town:
    save(town, CONTACTS)
    return town


def save(town: Town, contacts: dict[str, str]) -> None:
    """Give Maria these contacts, who all wrote before."""
    with town.tools.write() as session:
        number = numbers.get_or_add(session, town.tools.workspace_id, OURS)
        for name, phone in contacts.items():
            assert number.agent_id is not None
            talk.going_out(session, town.tools, number.agent_id, phone, town.clock.now(), name)
    for phone in contacts.values():
        town.world.twilio.text(phone, OURS, "Hi")
    town.settle()


def say(town: Town, line: str) -> dict[str, Any]:
    """Type the line after /text; what only Maria sees then."""
    assert town.world.slack.command(MARIA, "/text", line).status == 200
    town.settle()
    return town.world.slack.ephemerals(MARIA)[-1]


def sent(town: Town) -> list[tuple[str, str]]:
    return [(one.to, one.body) for one in town.world.twilio.sent]


CLEAR = (
    ("Ana Lopez Running 5 late", ANA, "Running 5 late"),
    ("ana Running 6 late", ANA, "Running 6 late"),
    ("Ana: Running 7 late :tada:", ANA, "Running 7 late 🎉"),
    ("Tom Novak Jr see you", "+12015550131", "see you"),
    ("Sofia see you", "+12015550132", "see you"),
    ("Will Smith see you", WILL, "see you"),
    (f"{ANA} see you", ANA, "see you"),
    ("(201) 555-0123 see you soon", ANA, "see you soon"),
)


def test_a_clear_line_is_sent_with_a_receipt(town: Town) -> None:
    for line, to, body in CLEAR:
        told = say(town, line)
        assert sent(town)[-1] == (to, body), line
        assert f"…{to[-4:]}" in told["text"]
    assert len(sent(town)) == len(CLEAR)


def test_a_new_number_gets_the_line_that_names_the_way_out_once(town: Town) -> None:
    for words in ("Hello", "One more thing"):
        say(town, f"+1 773 555 0162 {words}")
    assert [body for _, body in sent(town)] == [
        "Hello\n- Maria Lopez, Oak Realty. Reply STOP to opt out",
        "One more thing",
    ]


def test_two_of_a_name_are_asked_about_and_a_double_click_sends_once(town: Town) -> None:
    save(town, {"Ana Silva": "+13125550141"})
    told = say(town, "Ana Running 5 late")
    assert sent(town) == []
    assert [name in str(told["blocks"]) for name in ("Ana Lopez", "Ana Silva")] == [True, True]
    buttons = [one["elements"][0] for one in told["blocks"] if one["type"] == "actions"]
    silva = next(one for one in buttons if "+13125550141" in one.get("value", ""))
    town.world.slack.fail("response_url", "slow:2000")  # the buttons stay for a moment
    for button in (silva, silva, buttons[0]):
        value = button["value"]
        town.world.slack.click(MARIA, button["action_id"], channel="DMARIA", ts=told["ts"], value=value)
    town.settle()
    assert sent(town) == [("+13125550141", "Running 5 late")]


@pytest.mark.parametrize("line", ["Will you be there", "Tom see you"])
def test_a_doubtful_line_texts_nobody_unasked(town: Town, line: str) -> None:
    assert "Nothing was sent yet. Who is this for?" in say(town, line)["text"]
    assert sent(town) == []


def test_somebody_else_opens_the_composer_with_the_words(town: Town) -> None:
    told = say(town, "Will you be there")
    town.world.slack.click(MARIA, "quick_other", channel="DMARIA", ts=told["ts"])
    view = town.world.slack.view_of(MARIA)
    assert view
    assert "you be there" in str(view["state"]["values"]["message"])


def test_an_unknown_name_offers_to_write(town: Town) -> None:
    told = say(town, "Zelda, see you at 5")
    assert "none of your contacts is called Zelda" in told["text"]
    town.world.slack.click(MARIA, "quick_other", channel="DMARIA", ts=told["ts"])
    view = town.world.slack.view_of(MARIA)
    assert view
    assert view["state"]["values"]["message"]["words"]["value"] == "see you at 5"
    assert view["state"]["values"]["new_name"]["name"]["value"] == "Zelda"
    assert sent(town) == []


REFUSED = {
    "help": "Text a client",
    "?": "Text a client",
    ANA: "Write the message after the number",
    f"{ANA} {'words ' * 2800}": "This would take 11 texts, and at most 10 leave at once",
    "+1773555016 Hi": "That number is too short",
}


def test_what_cannot_be_sent_is_told_and_keeps_nothing(town: Town) -> None:
    before = town.rows()
    for line, told in REFUSED.items():
        assert told in say(town, line)["text"]
    assert sent(town) == []
    assert town.rows() == before


def test_a_first_text_and_its_line_hold_1600_characters_together(town: Town) -> None:
    town.ask_never()
    assert "2 texts, 12 segments" in say(town, f"+1 773 555 0162 {'x' * 1590}")["text"]
    until(lambda: len(sent(town)) == 2)
    (_, first), (_, second) = sent(town)
    assert (len(first), first[-46:]) == (1600, "Maria Lopez, Oak Realty. Reply STOP to opt out")
    assert second == "x" * (1590 - (1600 - 49))


def test_an_agent_without_a_number_is_told_who_gives_one(make_town: Callable[..., Town]) -> None:
    town = make_town(twilio_phone_number=None)
    town.first_use()
    before = town.rows()
    assert "<@UMARIA> can give you one" in say(town, f"{ANA} Hi")["text"]
    assert town.rows() == before


def test_the_name_alone_opens_the_composer_with_the_person(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", "Ana")
    view = until(lambda: town.world.slack.view_of(MARIA))
    assert "Ana Lopez" in str(view["state"]["values"]["to"])
