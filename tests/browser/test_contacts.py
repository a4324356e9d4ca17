"""Contacts at the page: written down, found though misspelled, shared by two people."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_somebody_is_written_down_found_and_shares_a_number(desk: Desk) -> None:
    """Somebody new: the cards of the others are looked for by other tests."""
    desk.say("/contacts")
    expect(desk.modal.get_by_role("button", name="Open Ana Lopez, 0123")).to_be_visible()
    desk.picture("contacts")
    desk.modal.get_by_role("button", name="Add a contact").click()
    desk.modal.get_by_label("Name").fill("Zelda Quinn")
    desk.modal.get_by_label("Numbers").fill("(312) 555-0188 work")
    desk.modal.get_by_label("Tags").fill("Buyer, open house")
    desk.picture("contact-form")
    desk.modal.get_by_role("button", name="Save").click()
    desk.modal.get_by_label("Find").press_sequentially("zelad qiunn", delay=30)
    expect(desk.modal.get_by_role("button", name="Open Ana Lopez, 0123")).to_be_hidden()
    desk.modal.get_by_role("button", name="Open Zelda Quinn, 0188").click()
    desk.picture("contact")
    desk.modal.get_by_role("button", name="More actions").click()
    desk.choose("Another person on a number…")
    desk.modal.get_by_label("Zelda Quinn shares it with another person").check()
    desk.modal.get_by_label("Name of the other person").fill("Tom Quinn")
    desk.picture("another-person")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal.get_by_text("Shared with Tom Quinn")).to_be_visible()
    desk.modal.get_by_role("button", name="Close").last.click()
    expect(desk.modal.get_by_label("Find")).to_be_visible()
    desk.shut()
