"""A client's timeline on the page, opened from the thread."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_a_thread_leads_to_everything_that_happened(desk: Desk) -> None:
    desk.open("Ana Lopez")
    desk.reply("// prefers a garden, two bedrooms")
    desk.reply("The lender called, all good")
    desk.soon()
    desk.card("Ana Lopez").get_by_role("button", name="Timeline of Ana Lopez").click()
    expect(desk.modal.get_by_text("Today")).to_be_visible(timeout=SOON)
    expect(desk.modal.get_by_text("prefers a garden, two bedrooms")).to_be_visible()
    expect(desk.modal.get_by_text("Maria Lopez to Ana Lopez").first).to_be_visible()
    desk.picture("timeline")
    desk.modal.get_by_label("What to show").select_option(label="Notes")
    expect(desk.modal.get_by_text("Maria Lopez to Ana Lopez")).to_have_count(0, timeout=SOON)
    expect(desk.modal.get_by_text("prefers a garden, two bedrooms")).to_be_visible()
    desk.modal.get_by_role("button", name="Download CSV").click()
    expect(desk.modal.get_by_text("on its way to your direct message")).to_be_visible(timeout=SOON)
    desk.shut()
    expect(desk.channel.get_by_text(re.compile("The timeline of Ana Lopez is in"))).to_be_visible(
        timeout=SOON
    )


def test_it_fits_a_phone(desk: Desk) -> None:
    desk.open("Ana Lopez")
    desk.card("Ana Lopez").get_by_role("button", name="Timeline of Ana Lopez").click()
    desk.page.set_viewport_size({"width": 390, "height": 780})
    expect(desk.modal.get_by_label("What to show")).to_be_visible(timeout=SOON)
    desk.picture("timeline-phone")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
