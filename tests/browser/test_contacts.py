"""Contacts at the page: found though misspelled, written down, shared by two people."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_somebody_is_found_changed_and_shares_a_number(desk: Desk) -> None:
    desk.say("/contacts")
    expect(desk.modal.get_by_role("button", name="Open Ana Lopez, 0123")).to_be_visible()
    desk.picture("contacts")
    desk.modal.get_by_label("Find").press_sequentially("anna lopze", delay=30)
    expect(desk.modal.get_by_role("button", name="Open Mark Chen, 0137")).to_be_hidden()
    desk.modal.get_by_role("button", name="Open Ana Lopez, 0123").click()
    desk.modal.get_by_role("button", name="Edit: Ana Lopez").click()
    desk.modal.get_by_label("Tags").fill("Buyer, open house")
    desk.modal.get_by_label("E-mail").fill("ana@example.com")
    desk.picture("contact-form")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal.get_by_text("Saved.")).to_be_visible()
    desk.picture("contact")
    desk.modal.get_by_role("button", name="More actions").click()
    desk.choose("Another person on a number…")
    desk.modal.get_by_label("Ana Lopez shares it with another person").check()
    desk.modal.get_by_label("Name of the other person").fill("Tom Lopez")
    desk.picture("another-person")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal.get_by_text("Shared with Tom Lopez")).to_be_visible()
    desk.modal.get_by_role("button", name="Close").last.click()
    expect(desk.modal.get_by_label("Find")).to_be_visible()
    desk.shut()
    expect(desk.card("Ana & Tom Lopez")).to_be_visible(timeout=SOON)
