"""`/contacts`: found also when misspelled, added once, changed, put away, deleted."""

from copy import deepcopy
from typing import Any

import pytest

from models import conversation as conversations
from models import number as numbers
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, OURS, WILL, Town, until

FIELDS = ("name", "phones", "email", "tags", "company", "address", "state", "zip_code")


def window(town: Town, query: str = "", user: str = MARIA) -> str:
    town.world.slack.command(user, "/contacts", query)
    return str(town.world.slack.view_of(user))


def fill(town: Town, user: str = MARIA, **written: str) -> Any:
    """Write into the card's form and save it."""
    for field, value in written.items():
        town.world.slack.type_in_view(user, field, field, value)
    return town.world.slack.submit(user)


def add(town: Town, user: str = MARIA, **written: str) -> None:
    window(town, user=user)
    town.world.slack.click(user, "contact_new")
    answer = fill(town, user, **written)
    assert (answer.status, answer.body) == (200, "")


def card(town: Town, query: str, user: str = MARIA) -> str:
    """The card of the one contact that is found."""
    shown = window(town, query, user)
    assert "contact_edit" in shown, shown
    return shown


def choose(town: Town, verb: str) -> Any:
    """Choose something in the open card's menu."""
    view = town.world.slack.view_of(MARIA)
    assert view
    return town.world.slack.click(MARIA, "contact_more", f"{verb} {view['private_metadata']}")


def press(town: Town, user: str, action_id: str, value: str) -> None:
    """A button that stands somewhere still, in a window that was open long ago."""
    action = {"type": "button", "action_id": action_id, "block_id": "x", "value": value}
    click = {"type": "block_actions", "actions": [action], "view": {"id": "V1", "type": "modal"}}
    click |= town.world.slack._about(user) | {"trigger_id": town.world.slack.views.trigger(user)}
    assert town.world.slack.door.payload(click).status == 200


@pytest.fixture
def ana(town: Town) -> Town:
    add(
        town,
        name="Ana Lopez",
        phones="(201) 555-0123 mobile\n201-555-0124 x12 work",
        tags="Buyer, open house",
    )
    return town


def test_a_contact_is_added_and_texted_from_its_card(ana: Town) -> None:
    shown = card(ana, "ana")
    assert "(201) 555-0123 mobile" in shown
    assert "(201) 555-0124 x12 work" in shown
    assert "`open house`" in shown
    ana.world.slack.click(MARIA, "contact_text", block_id=f"number {WILL}")
    ana.world.slack.type_in_view(MARIA, "message", "words", "Hello")
    assert ana.world.slack.submit(MARIA).status == 200
    until(lambda: ana.bodies())
    assert (ana.world.twilio.sent[0].to, ana.bodies()[0].split("\n")[0]) == (WILL, "Hello")


def test_it_is_found_by_parts_and_slips(ana: Town) -> None:
    add(ana, name="Ben Okafor", phones="(312) 555-0177", tags="Seller")
    for query in (
        *("ANA", "lop", "ana l", "Lopes", "anna lopze", "aan", "lpoez", "buyer", "open house ana"),
        *("0123", "201 555 0124", "(201) 555", "+1201", "5550123"),
    ):
        shown = window(ana, query)
        assert ("Ana Lopez" in shown, "Ben Okafor" in shown) == (True, False), query
    for query in ("ana okafor", "lopezz ben", "0199", "??"):
        assert "Nobody is found" in window(ana, query), query


def test_typing_narrows_the_list(ana: Town) -> None:
    add(ana, name="Ben Okafor", phones="(312) 555-0177")
    assert "Ben Okafor" in window(ana)
    ana.world.slack.type_in_view(MARIA, "query", "contacts_query", "an")
    shown = str(ana.world.slack.view_of(MARIA))
    assert ("Ana Lopez" in shown, "Ben Okafor" in shown) == (True, False)
    ana.world.slack.type_in_view(MARIA, "query", "contacts_query", "xyzzy")
    assert "Nobody is found by that" in str(ana.world.slack.view_of(MARIA))


def test_a_form_that_comes_twice_saves_once(town: Town) -> None:
    window(town)
    town.world.slack.click(MARIA, "contact_new")
    for field, value in (("name", "Ana Lopez"), ("phones", ANA)):
        town.world.slack.type_in_view(MARIA, field, field, value)
    view = deepcopy(town.world.slack.view_of(MARIA))
    about = town.world.slack._about(MARIA)
    payload = {"type": "view_submission", "view": view, "trigger_id": "1", **about}
    for _ in range(2):
        assert town.world.slack.door.payload(payload).status == 200
    assert town.rows()["contact"] == 1


def test_what_cannot_be_saved_is_told_beside_its_field(ana: Town) -> None:
    window(ana)
    ana.world.slack.click(MARIA, "contact_new")
    for written, field, told in (
        ({"name": "X", "phones": "12"}, "phones", "too short"),
        ({"phones": ""}, "phones", "a number or an e-mail"),
        ({"phones": ANA, "email": "nobody"}, "email", "not an e-mail address"),
        ({"email": "", "tags": "t" * 41}, "tags", "at most 40"),
        ({"tags": "", "name": "ana LOPEZ"}, "name", "already"),
    ):
        assert told in fill(ana, **written).body["errors"][field]
    assert ana.rows()["contact"] == 1


def test_an_edit_is_kept_and_the_thread_follows(ana: Town) -> None:
    ana.world.twilio.text(ANA, OURS, "Hi")
    ana.settle()
    card(ana, "ana")
    ana.world.slack.click(MARIA, "contact_edit")
    assert fill(ana, name="Ana Diaz", tags="Buyer", email="ANA@Example.com").status == 200
    shown = str(ana.world.slack.view_of(MARIA))
    assert "Ana Diaz" in shown
    assert "ana@example.com" in shown
    assert "open house" not in shown
    ana.settle()
    assert ana.thread_of(MARIA, "Ana Diaz")
    assert "Ana Diaz" in window(ana, "ana@ex")
    assert "Nobody is found" in window(ana, "lopez")


def test_a_new_number_joins_the_conversation_it_has_already(town: Town) -> None:
    """Somebody unknown wrote, and is written down by hand: the texts so far were theirs."""
    town.world.twilio.text(ANA, OURS, "Who are you?")
    town.settle()
    add(town, name="Ana Lopez", phones=ANA)
    town.settle()
    assert "Who are you?" in town.replies(MARIA, "Ana Lopez")[-1]["text"]
    assert "Ana Lopez" in window(town)
    assert "contact_edit" in window(town, "0123")


def test_two_of_one_name_are_told_apart(ana: Town) -> None:
    add(ana, name="Ana Lopez", phones="(312) 555-0177")
    view = ana.world.slack.view_of(MARIA)
    assert view
    opens = [one["accessory"]["accessibility_label"] for one in view["blocks"] if "accessory" in one]
    assert sorted(opens) == ["Open Ana Lopez, 0123", "Open Ana Lopez, 0177"]


def test_a_couple_is_shown_as_such(ana: Town) -> None:
    ana.world.twilio.text(ANA, OURS, "Hi")
    ana.settle()
    add(ana, name="Tom Lopez", phones=ANA)
    ana.settle()
    assert ana.thread_of(MARIA, "Ana &amp; Tom Lopez")
    assert "Shared with Tom Lopez" in card(ana, "ana lopez")


def test_out_of_sight_until_a_text_comes(ana: Town) -> None:
    card(ana, "ana")
    choose(ana, "archive")
    assert "out of sight" in str(ana.world.slack.view_of(MARIA))
    assert "Nobody is found" in window(ana, "ana")
    ana.world.slack.click(MARIA, "contacts_archived")
    assert "Ana Lopez" in str(ana.world.slack.view_of(MARIA))
    ana.world.twilio.text(ANA, OURS, "Back again")
    ana.settle()
    assert "Ana Lopez" in window(ana, "ana")


def test_what_is_deleted_is_gone_and_the_opt_out_stays(ana: Town) -> None:
    ana.world.twilio.text(ANA, OURS, "STOP")
    ana.settle()
    card(ana, "ana")
    choose(ana, "delete")
    ana.world.slack.submit(MARIA)
    assert "stay with the number" in str(ana.world.slack.view_of(MARIA))
    assert "Nobody is found" in window(ana, "ana")
    with ana.tools.read() as session:
        number = numbers.by_phone(session, OURS)
        assert number
        talk = conversations.between(session, number.id, ANA)
        assert talk
        assert [one.name for one in conversations.contacts(session, talk.id)] == ["(201) 555-0123"]
    ana.world.slack.command(MARIA, "/text", f"{ANA} Hello?")
    assert "opted out" in str(ana.world.slack.ephemerals(MARIA)[-1])


def test_nobody_sees_a_colleagues_contacts_unless_the_team_shares(ana: Town) -> None:
    invite_ben(ana)
    card(ana, "ana")
    mine = ana.world.slack.view_of(MARIA)
    assert mine
    assert "Nobody is found" in window(ana, "ana", BEN)
    window(ana, user=BEN)
    add(ana, BEN, name="Zed Young", phones="(312) 555-0177")
    window(ana, user=BEN)
    press(ana, BEN, "contact_open", mine["private_metadata"])
    assert "not one of yours" in str(ana.world.slack.view_of(BEN))
    ana.world.slack.command(MARIA, "/parley", "settings")
    ana.world.slack.click(MARIA, "shares", ["shares"])
    assert ana.world.slack.submit(MARIA).status == 200
    assert "Maria Lopez's contact" in card(ana, "ana", BEN)
    ana.world.slack.command(BEN, "/text", f"{ANA} Hello from Ben")
    until(lambda: ana.bodies())
    assert ana.thread_of(BEN, "Ana Lopez")


def test_somebody_without_a_phone_is_told_so(town: Town) -> None:
    add(town, name="Eve Mail", email="eve@example.com")
    town.world.slack.command(MARIA, "/text", "Eve Mail Hello")
    assert "has no phone number" in town.world.slack.ephemerals(MARIA)[-1]["text"]
