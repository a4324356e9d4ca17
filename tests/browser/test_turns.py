"""Whose turn it is: done, waiting, reminded, and the lists that show it."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_done_and_open_again_with_a_check_mark(desk: Desk) -> None:
    desk.phone("Noor Haddad")
    desk.be("Ben Carter")
    card = desk.card("Noor Haddad")
    expect(card.get_by_text("Waiting for you since")).to_be_visible()
    card.hover()
    card.get_by_role("button", name="React with a check mark").click()
    expect(card.get_by_text("Waiting for you since")).to_have_count(0, timeout=SOON)
    expect(card.get_by_text("Done", exact=False).first).to_be_visible()
    card.get_by_role("button", name="white check mark, 1").click()
    expect(card.get_by_text("Waiting for you since")).to_be_visible(timeout=SOON)
    card.get_by_role("button", name="Done with Noor Haddad").click()
    expect(card.get_by_text("Waiting for you since")).to_have_count(0, timeout=SOON)
    desk.write("One more thing: which door?")
    expect(desk.channel.get_by_text("which door?")).to_be_visible(timeout=SOON)
    desk.move_clock("1 minute")  # a card waits for half a minute, in case more comes
    expect(card.get_by_text("Waiting for you since")).to_be_visible(timeout=SOON)


def test_remind_me_tomorrow(desk: Desk) -> None:
    card = desk.card("Mark Chen")
    card.get_by_label("More actions").first.click()
    desk.choose("Remind me tomorrow at 9:00")
    expect(card.get_by_text("Reminder")).to_be_visible(timeout=SOON)
    desk.move_clock("To tomorrow 9:00")
    reminder = desk.channel.get_by_role("article").filter(has_text="you wanted to get back to Mark Chen")
    expect(reminder).to_be_visible(timeout=SOON)
    desk.look_at(reminder)
    desk.picture("reminder")


def test_the_inbox(desk: Desk) -> None:
    desk.phone("Élodie Tremblay")
    desk.be("Ben Carter")
    desk.write("Is Friday still fine?")
    expect(desk.channel.get_by_text("Is Friday still fine?")).to_be_visible(timeout=SOON)
    desk.say("/inbox")
    expect(desk.modal.get_by_text("Is Friday still fine?")).to_be_visible()
    desk.picture("inbox")
    desk.modal.get_by_role("button", name="Done with Élodie Tremblay").click()
    expect(desk.modal.get_by_role("button", name="Done with Élodie Tremblay")).to_have_count(0)
    desk.shut()


def test_home_leads_into_a_thread(desk: Desk) -> None:
    desk.phone("Will Smith")
    desk.write("Can I bring my brother on Friday?")
    expect(desk.channel.get_by_text("bring my brother")).to_be_visible(timeout=SOON)
    desk.page.get_by_role("tab", name="Home").click()
    expect(desk.home.get_by_role("heading", name="Waiting for you")).to_be_visible()
    expect(desk.home.get_by_text("bring my brother")).to_be_visible()
    desk.picture("home")
    desk.home.get_by_role("button", name="Open Will Smith").click()
    expect(desk.thread.get_by_text("bring my brother")).to_be_visible()
