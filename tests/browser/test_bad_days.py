"""Vendors have bad days: a text still arrives, and once."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_twilio_does_not_answer(desk: Desk) -> None:
    desk.bad_day("Twilio takes a text but does not answer")
    try:
        desk.phone("Ana Lopez")
        desk.open("Ana Lopez")
        mine = desk.reply("Saturday at noon works")
        desk.arrived("Saturday at noon works")
        expect(mine.get_by_role("button", name="white check mark, 1")).to_be_visible(timeout=30_000)
    finally:
        desk.all_well()
    desk.arrived("Saturday at noon works")


def test_slack_asks_to_slow_down(desk: Desk) -> None:
    desk.phone("Grace Hall")
    desk.open("Grace Hall")
    desk.bad_day("Slack says: too many requests")
    try:
        desk.reply("They signed at 412")
        desk.arrived("They signed at 412")
        desk.write("I am so happy")
        desk.page.wait_for_timeout(1_000)
        expect(desk.thread.get_by_text("I am so happy")).to_have_count(0)
    finally:
        desk.all_well()
    expect(desk.thread.get_by_text("I am so happy")).to_have_count(1, timeout=2 * SOON)
    desk.arrived("They signed at 412")
