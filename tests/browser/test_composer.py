"""The composer: letters that cost, templates, texts for later, and words taken from elsewhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def compose(desk: Desk, number: str, words: str) -> None:
    desk.say("/text")
    desk.modal.get_by_label("Or a new number").fill(number)
    desk.modal.get_by_label("Message").fill(words)


def test_a_costly_letter_goes_with_one_click(desk: Desk) -> None:
    compose(desk, "+1 773 555 0151", f"It’s yours. {'The house is yours, if you want. ' * 3}")
    desk.modal.get_by_role("button", name="Use '").click()
    expect(desk.modal.get_by_text("1 segment")).to_be_visible()
    expect(desk.modal.get_by_label("Message")).to_have_value(
        f"It's yours. {'The house is yours, if you want. ' * 3}"
    )
    desk.picture("swap")
    desk.send()
    desk.phone("(773) 555-0151")
    desk.soon()
    desk.arrived("It's yours.")


def test_a_template_is_filled_for_the_client(desk: Desk) -> None:
    desk.say("/text templates")
    desk.modal.get_by_role("button", name="New template").click()
    desk.modal.get_by_label("Name", exact=True).fill("Viewing")
    desk.modal.get_by_label("Words").fill("Hi {first_name|there}, the viewing is on.")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal.get_by_text("Saved “Viewing”.")).to_be_visible()
    desk.shut()
    desk.say("/text Sofía")
    desk.modal.get_by_label("Insert a template").select_option(label="Viewing")
    expect(desk.modal.get_by_label("Message")).to_have_value("Hi {first_name|there}, the viewing is on.")
    expect(desk.modal.get_by_text("Hi Sofía, the viewing is on.")).to_be_visible()
    desk.picture("template")
    desk.send()
    desk.phone("Sofía Ramírez")
    desk.soon()
    desk.arrived("Hi Sofía, the viewing is on.")


def test_a_text_for_later(desk: Desk) -> None:
    desk.phone("Mark Chen")
    for words, time in (("Good morning from the lake", "07:00"), ("Never mind this one", "08:00")):
        desk.say("/text Mark Chen")
        desk.modal.get_by_label("Message").fill(words)
        desk.modal.get_by_label("At a time").check()
        expect(desk.modal.get_by_text("Pacific time, now")).to_be_visible()
        desk.modal.get_by_label("Time there").fill(time)
        desk.picture("schedule")
        desk.send()
    desk.say("/text scheduled")
    desk.modal.get_by_role("button", name=re.compile("Cancel: Mark Chen.*8:00 AM")).click()
    expect(desk.modal.get_by_text("Canceled. It will not be sent.")).to_be_visible()
    desk.shut()
    desk.move_clock("To tomorrow 9:00")
    desk.move_clock("1 hour")
    desk.arrived("Good morning from the lake")
    desk.arrived("Never mind this one", 0)


def test_text_what_somebody_wrote(desk: Desk) -> None:
    desk.page.get_by_role("button", name="general").click()
    desk.say("The open house is moved to Sunday at 2")
    said = desk.channel.get_by_role("article").filter(has_text="moved to Sunday").last
    desk.menu(said, "Text this to a contact")
    expect(desk.modal.get_by_label("Message")).to_have_value("The open house is moved to Sunday at 2")
    desk.modal.get_by_role("combobox", name="To").fill("773 555 0152")
    desk.modal.get_by_role("option", name="(773) 555-0152").click()
    desk.send()
    desk.soon()
    desk.phone("(773) 555-0152")
    expect(desk.texts.get_by_text("moved to Sunday at 2")).to_be_visible(timeout=SOON)
