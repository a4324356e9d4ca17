"""An admin invites an assistant and looks at the numbers; the assistant texts as the agent."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_an_assistant_is_invited_and_texts_for_maria(desk: Desk) -> None:
    desk.say("/parley people")
    desk.modal.get_by_role("button", name="Invite people").click()
    desk.modal.get_by_role("group", name="People").get_by_label("Zoe Kim").check()
    desk.modal.get_by_role("radio", name="Assistant").check()
    desk.modal.get_by_role("group", name="Assists").get_by_label("Maria Lopez").check()
    desk.picture("invite")
    desk.modal.get_by_role("button", name="Invite", exact=True).click()
    expect(desk.modal.get_by_text("assists Maria Lopez")).to_be_visible()
    desk.modal.get_by_role("button", name="Change Ben Carter").click()
    desk.modal.get_by_role("combobox", name="Number").click()
    expect(desk.modal.get_by_text("Its texts go to demo.twilio.com now").first).to_be_visible()
    desk.picture("numbers")
    desk.modal.get_by_role("button", name="Cancel").last.click()
    desk.picture("people")
    desk.shut()
    desk.be("Zoe Kim")
    desk.say("/text Ana Lopez Maria will call you at six")
    expect(desk.whisper("as Maria Lopez")).to_be_visible()
    desk.soon()
    desk.phone("Ana Lopez")
    desk.arrived("Maria will call you at six")
    desk.be("Maria Lopez")
    desk.open("Ana Lopez")
    shown = desk.thread.get_by_role("article").filter(has_text="Maria will call you at six")
    expect(shown).to_contain_text("Zoe Kim")
    desk.picture("zoe-for-maria")
