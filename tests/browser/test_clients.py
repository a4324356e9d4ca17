"""What clients do, and what becomes of a text to them."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_a_landline_gets_no_texts(desk: Desk) -> None:
    desk.open("Pat Doyle")
    expect(desk.thread.get_by_text("This looks like a landline").first).to_be_visible()
    mine = desk.reply("Are you at home?")
    expect(mine.get_by_role("button", name="x, 1")).to_be_visible(timeout=SOON)
    expect(desk.thread.get_by_text("“Are you at home?”")).to_be_visible(timeout=SOON)
    desk.picture("not-delivered")


def test_a_stranger_becomes_a_contact(desk: Desk) -> None:
    desk.channel.get_by_role("button", name="Save contact (312) 555-0177").click()
    desk.modal.get_by_role("textbox").fill("Olga Weber")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal).to_be_hidden()
    expect(desk.card("Olga Weber")).to_be_visible(timeout=SOON)
    desk.say("/text Olga Weber It is still for sale")
    desk.phone("(312) 555-0177")
    desk.soon()
    desk.arrived("It is still for sale")


def test_a_reaction_from_the_phone(desk: Desk) -> None:
    desk.phone("Mark Chen")
    desk.open("Mark Chen")
    mine = desk.reply("There is a gym in the building")
    desk.soon()
    desk.arrived("There is a gym in the building")
    desk.write("Liked “There is a gym in the building”")
    expect(mine.get_by_role("button", name="thumbsup, 1")).to_be_visible(timeout=SOON)
    expect(desk.thread.get_by_text("Liked")).to_have_count(0)


def test_nothing_is_texted_after_stop(desk: Desk) -> None:
    desk.say("/text +1 773 555 0144 Hi, Maria from Oak Realty")
    desk.phone("(773) 555-0144")
    desk.soon()
    desk.arrived("Hi, Maria from Oak Realty")
    desk.write("STOP")
    desk.open("(773) 555-0144")
    expect(desk.thread.get_by_text("Opted out: nothing more")).to_be_visible(timeout=SOON)
    desk.reply("One last question")
    expect(desk.thread.get_by_text("opted out of texts, so nothing was sent")).to_be_visible(timeout=SOON)
    desk.arrived("One last question", 0)


def test_every_command_answers_help(desk: Desk) -> None:
    for command, words in (
        ("/text", "texts a contact by name"),
        ("/inbox", "the longest waiting first"),
        ("/parley", "shows people and numbers"),
    ):
        desk.say(f"{command} help")
        expect(desk.whisper(words)).to_be_visible()
