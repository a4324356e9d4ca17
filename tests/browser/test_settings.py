"""An agent's own settings: time to undo, and a team channel."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_without_undo_a_text_leaves_at_once(desk: Desk) -> None:
    desk.be("Ben Carter")
    desk.set("Time to undo a text", "Off")
    try:
        desk.say("/text Emma Clarke Two offers are in")
        expect(desk.whisper("Two offers are in")).to_be_visible()
        expect(desk.whisper("Two offers are in").get_by_role("button", name="Undo")).to_have_count(0)
        desk.phone("Emma Clarke")
        desk.arrived("Two offers are in")
    finally:
        desk.set("Time to undo a text", "5 seconds")


def test_a_team_channel(desk: Desk) -> None:
    desk.page.get_by_role("tab", name="Home").click()
    desk.home.get_by_role("button", name="Settings").click()
    desk.modal.get_by_label("A team channel").check()
    desk.modal.get_by_label("Team channel (optional)").select_option(label="#listings")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal.get_by_text("Parley is not in this channel.")).to_be_visible()
    desk.picture("settings")
    desk.modal.get_by_label("Team channel (optional)").select_option(label="#maria-clients")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal).to_be_hidden()
    try:
        expect(desk.home.get_by_text("Threads open in #maria-clients")).to_be_visible()
        desk.page.get_by_role("tab", name="Messages").click()
        desk.say("/text +1 773 555 0143 Hello from the team")
        desk.page.get_by_role("button", name="maria-clients").click()
        expect(desk.card("(773) 555-0143")).to_be_visible(timeout=SOON)
        desk.be("Ben Carter")
        desk.page.get_by_role("button", name="maria-clients").click()
        desk.open("(773) 555-0143")
        desk.reply("Ben here, I stand in for Maria")
        desk.phone("(773) 555-0143")
        desk.soon()
        desk.arrived("Ben here, I stand in for Maria")
        desk.write("Nice to meet you, Ben")
        expect(desk.thread.get_by_text("Nice to meet you, Ben")).to_be_visible(timeout=SOON)
        desk.picture("team-channel")
    finally:
        desk.be("Maria Lopez")
        desk.page.get_by_role("button", name="Parley APP").click()
        desk.say("/parley settings")
        desk.modal.get_by_label("My direct message").check()
        desk.modal.get_by_role("button", name="Save").click()
        expect(desk.modal).to_be_hidden()
