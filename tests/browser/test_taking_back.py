"""A text can be taken back or changed for a few seconds; afterwards only corrected."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_undo_on_the_receipt(desk: Desk) -> None:
    desk.say("/text Ana Silva Meet me at the wrong house")
    receipt = desk.whisper("Meet me at the wrong house")
    receipt.get_by_role("button", name="Undo").click()
    expect(desk.whisper("Taken back. Nothing was sent")).to_be_visible()
    desk.say("/text Ana Silva Meet me at 9 Hill Road")
    desk.phone("Ana Silva")
    desk.arrived("Meet me at 9 Hill Road")
    desk.arrived("wrong house", 0)


def test_undo_in_the_thread(desk: Desk) -> None:
    desk.open("May Turner")
    desk.say("/text May Turner Bring two IDs, sorry, one")
    posted = desk.thread.get_by_role("article").filter(has_text="Bring two IDs")
    desk.picture("undo")
    posted.get_by_role("button", name="Undo").click()
    expect(posted.get_by_text("Taken back: not sent")).to_be_visible()
    expect(posted.get_by_role("button", name="Undo")).to_have_count(0)
    desk.phone("May Turner")
    desk.arrived("Bring two IDs", 0)


def test_delete_a_reply_before_it_leaves(desk: Desk) -> None:
    desk.open("Grace Hall")
    desk.menu(desk.reply("He will not go below 500"), "Delete message")
    expect(desk.thread.get_by_text("He will not go below 500")).to_have_count(0)
    desk.reply("I will call the seller")
    desk.phone("Grace Hall")
    desk.arrived("I will call the seller")
    desk.arrived("below 500", 0)


def test_edit_a_reply_before_it_leaves(desk: Desk) -> None:
    desk.open("Will Smith")
    mine = desk.reply("Parking is not included")
    desk.menu(mine, "Edit message")
    box = desk.thread.get_by_label("Edit message")
    box.fill("Parking is included, one spot")
    box.press("Enter")
    desk.phone("Will Smith")
    desk.arrived("Parking is included, one spot")
    desk.arrived("Parking is not included", 0)


def test_edit_a_reply_after_it_left(desk: Desk) -> None:
    desk.phone("Sofía Ramírez")
    desk.open("Sofía Ramírez")
    mine = desk.reply("The owner says yes to 390")
    desk.soon()
    desk.arrived("The owner says yes to 390")
    desk.menu(mine, "Edit message")
    box = desk.thread.get_by_label("Edit message")
    box.fill("The owner says yes to 395")
    box.press("Enter")
    expect(desk.thread.get_by_text("has the old words already")).to_be_visible(timeout=SOON)
    desk.picture("correction")
    desk.thread.get_by_role("button", name="Send correction").click()
    expect(desk.modal.get_by_role("combobox", name="To")).to_have_value("Sofía Ramírez · (305) 555-0184")
    expect(desk.modal.get_by_label("Message")).to_have_value("The owner says yes to 395")
    desk.modal.get_by_label("Message").fill("Correction: yes to 395")
    desk.send()
    desk.soon()
    desk.arrived("Correction: yes to 395")
