"""Two cards of one person, one number of two people, and a number that has another person now."""

from typing import Any

import pytest

from models.enums import MessageState
from tests.stories.test_contacts import add, card, choose, press, window
from tests.support import ANA, MARIA, OURS, WILL, Town, until

DM = "DMARIA"


def merge(town: Town, name: str, other: str) -> Any:
    """Let the card of one take in that of another."""
    card(town, name)
    choose(town, "merge")
    found = town.world.slack.suggest(MARIA, "other", "contact_other", other)
    assert len(found) == 1, found
    town.world.slack.type_in_view(MARIA, "other", "contact_other", found[0])
    return town.world.slack.submit(MARIA)


def another_person(town: Town, name: str, of: str = "Ana Lopez", shares: bool = False) -> Any:
    card(town, of)
    choose(town, "split")
    town.world.slack.type_in_view(MARIA, "how", "how", "shared" if shares else "moved")
    town.world.slack.type_in_view(MARIA, "name", "name", name)
    return town.world.slack.submit(MARIA)


@pytest.fixture
def two(town: Town) -> Town:
    """One woman, written down twice; both numbers have texted."""
    add(town, name="Ana Lopez", phones=ANA, tags="Buyer")
    add(town, name="A. Lopez", phones=WILL, tags="Open house", email="al@example.com")
    for phone in (ANA, WILL):
        town.world.twilio.text(phone, OURS, f"from {phone}")
    town.settle()
    return town


def test_merged_cards_are_one_and_can_be_taken_apart(two: Town) -> None:
    assert merge(two, "ana", "0124").status == 200
    shown = str(two.world.slack.view_of(MARIA))
    assert "A. Lopez is part of Ana Lopez now" in shown
    assert all(one in shown for one in ("(201) 555-0123", "(201) 555-0124", "al@example.com", "`Open house`"))
    assert "Ana Lopez" in card(two, "0124")
    assert "A. Lopez" not in window(two)
    card(two, "0124")
    two.settle()
    assert two.thread_of(MARIA, "Ana Lopez, (201) 555-0124")
    two.world.slack.command(MARIA, "/text", f"{WILL} Hello")
    until(lambda: two.bodies() == ["Hello"])
    two.world.slack.click(MARIA, "contact_apart")
    assert "two cards again" in str(two.world.slack.view_of(MARIA))
    assert "(201) 555-0124" not in card(two, "ana lopez")
    shown = card(two, "0124")
    assert ("A. Lopez" in shown, "al@example.com" in shown) == (True, True)
    two.settle()
    assert two.thread_of(MARIA, "A. Lopez, (201) 555-0124")


def test_merged_twice_or_the_other_way_round(two: Town) -> None:
    card(two, "0124")
    stale = two.world.slack.view_of(MARIA)
    assert stale
    assert merge(two, "ana", "0124").status == 200
    card(two, "ana")
    choose(two, "merge")
    view = two.world.slack.view_of(MARIA)
    assert view
    chosen = {"type": "external_select", "selected_option": {"value": stale["private_metadata"]}}
    view["state"] = {"values": {"other": {"contact_other": chosen}}}
    payload = {"type": "view_submission", "view": view, "trigger_id": "1", **two.world.slack._about(MARIA)}
    answer = two.world.slack.door.payload(payload)
    assert "same card" in answer.body["errors"]["other"]
    press(two, MARIA, "contact_edit", stale["private_metadata"])
    assert "Ana Lopez" in str(two.world.slack.view_of(MARIA))  # the button of the old card leads to the new


def test_another_person_has_the_number_now(two: Town) -> None:
    """What was typed for one client never reaches the next holder of the number."""
    two.world.slack.command(MARIA, "/text", "Ana Lopez Your offer was accepted")
    until(lambda: len(two.bodies()) == 1)
    two.settle()
    old = two.thread_of(MARIA, "Ana Lopez")
    assert another_person(two, "Zed Young").status == 200
    assert "Zed Young" in str(two.world.slack.view_of(MARIA))
    two.settle()
    assert "has another person now" in two.world.slack.find(DM, old)["text"]
    two.world.slack.type(MARIA, DM, "About your offer", thread_ts=old)
    two.settle()
    assert len(two.bodies()) == 1
    assert "another person" in two.world.slack.ephemerals(MARIA)[-1]["text"]
    two.world.twilio.text(ANA, OURS, "Who is this?")
    two.settle()
    assert [one["text"].rpartition(": ")[2] for one in two.replies(MARIA, "Zed Young")] == ["Who is this?"]
    two.reply(MARIA, "Zed Young", "Sorry, wrong number")
    until(lambda: len(two.bodies()) == 2)
    assert "(201) 555-0123" not in card(two, "ana lopez")


def test_what_waits_was_meant_for_the_one_before(make_town: Any) -> None:
    town: Town = make_town(undo_seconds=60)
    town.first_use()
    add(town, name="Ana Lopez", phones=ANA)
    town.world.slack.command(MARIA, "/text", "Ana Lopez Your offer was accepted")
    another_person(town, "")
    town.clock.forward(seconds=61)
    town.settle()
    assert (town.bodies(), town.messages()[0].state) == ([], MessageState.CANCELED)
    assert town.messages()[0].credits == 0
    assert "(201) 555-0123" in window(town, "0123")


def test_an_opt_out_stays_with_the_number(two: Town) -> None:
    two.world.twilio.text(ANA, OURS, "STOP")
    two.settle()
    another_person(two, "Zed Young")
    two.world.slack.command(MARIA, "/text", "Zed Young Hello")
    two.settle()
    assert "opted out" in two.world.slack.ephemerals(MARIA)[-1]["text"]
    assert two.bodies() == []


def test_they_share_it(two: Town) -> None:
    assert "Write a name" in another_person(two, "", shares=True).body["errors"]["name"]
    two.world.slack.type_in_view(MARIA, "name", "name", "Tom Lopez")
    assert two.world.slack.submit(MARIA).status == 200
    two.settle()
    assert two.thread_of(MARIA, "Ana &amp; Tom Lopez")
    assert "Shared with Tom Lopez" in card(two, "ana lopez")


def test_split_twice_by_one_form_is_split_once(two: Town) -> None:
    card(two, "ana lopez")
    choose(two, "split")
    two.world.slack.type_in_view(MARIA, "name", "name", "Zed Young")
    view = two.world.slack.view_of(MARIA)
    payload = {"type": "view_submission", "view": view, "trigger_id": "1", **two.world.slack._about(MARIA)}
    for _ in range(2):
        assert two.world.slack.door.payload(payload).status == 200
    assert two.rows()["contact"] == 3
