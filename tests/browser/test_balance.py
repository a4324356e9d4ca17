"""What credits are left, and why."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_a_text_is_priced_sent_and_found_in_the_balance(desk: Desk) -> None:
    desk.say("/text")
    desk.modal.get_by_label("Or a new number").fill("+1 773 555 0177")
    desk.modal.get_by_label("Message").fill("A view of the lake and a boat house. " * 14)
    expect(desk.modal.get_by_text("4 segments · 4 credits")).to_be_visible(timeout=SOON)
    desk.modal.get_by_label("Send as one picture message").check()
    expect(desk.modal.get_by_text("1 picture message · 3 credits")).to_be_visible(timeout=SOON)
    desk.picture("composer-credits")
    desk.send()
    desk.soon()
    desk.phone("(773) 555-0177")
    desk.say("/balance")
    expect(desk.modal.get_by_text("E-mails")).to_be_visible()
    desk.picture("balance")
    desk.modal.get_by_role("button", name="Why this number?").click()
    expect(desk.modal.get_by_role("link", name="Text to (773) 555-0177").first).to_be_visible()
    desk.picture("why")
    desk.modal.get_by_role("button", name="Older").click()
    expect(desk.modal.get_by_role("button", name="Latest")).to_be_visible()
    desk.modal.get_by_role("button", name="Close").last.click()
    expect(desk.modal.get_by_text("Next to expire")).to_be_visible()
    desk.shut()


def test_home_shows_the_credits(desk: Desk) -> None:
    desk.page.get_by_role("tab", name="Home").click()
    expect(desk.home.get_by_text("Next to expire")).to_be_visible(timeout=SOON)
    desk.look_at(desk.home.get_by_role("button", name="All credits"))
    desk.picture("home-credits")
    desk.home.get_by_role("button", name="All credits").click()
    expect(desk.modal.get_by_text("Your credits, the first to be used first")).to_be_visible()
    desk.shut()
