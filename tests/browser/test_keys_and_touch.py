"""The main job without a mouse, and on a phone's narrow screen with a thumb."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_text_a_client_by_keyboard(desk: Desk) -> None:
    keys = desk.page.keyboard
    expect(desk.channel.get_by_role("article").first).to_be_visible()
    keys.press("Tab")
    keys.press("Enter")  # skips to the message field
    keys.press("Tab")
    keys.type("/text")
    keys.press("Enter")
    expect(desk.modal.get_by_role("combobox", name="To")).to_be_focused()
    keys.type("Ana")
    expect(desk.modal.get_by_role("option", name="Ana Lopez")).to_be_visible()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    second = desk.modal.locator("li[aria-selected=true]").inner_text()
    keys.press("Enter")
    expect(desk.modal.get_by_role("combobox", name="To")).to_have_value(second)
    message = desk.modal.get_by_label("Message")
    while not message.evaluate("one => one === document.activeElement"):
        keys.press("Tab")
    keys.type("No mouse was moved")
    send = desk.modal.get_by_role("button", name="Send")
    while not send.evaluate("one => one === document.activeElement"):
        keys.press("Tab")
    keys.press("Enter")
    expect(desk.modal).to_be_hidden()
    desk.phone(second.split(" · ")[0])
    desk.soon()
    desk.arrived("No mouse was moved")


def test_text_a_client_by_touch(browser: Browser, playground: str, desk: Desk) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    page = phone.new_page()
    page.set_default_timeout(10_000)
    page.goto(playground)
    thumb = Desk(page, desk.folder)
    page.get_by_label("Message, or / for commands").tap()
    page.keyboard.type("/text")
    page.get_by_role("button", name="Send", exact=True).first.tap()
    thumb.modal.get_by_role("combobox", name="To").tap()
    page.keyboard.type("Sof")
    thumb.modal.get_by_role("option", name="Sofía Ramírez").tap()
    thumb.modal.get_by_label("Message").tap()
    page.keyboard.type("Written with a thumb")
    thumb.picture("narrow")
    thumb.modal.get_by_role("button", name="Send").tap()
    expect(thumb.modal).to_be_hidden()
    page.get_by_role("navigation", name="Where to look").get_by_role("button", name="Phones").tap()
    page.get_by_label("Phones", exact=True).get_by_role("button", name="Sofía Ramírez").tap()
    expect(thumb.texts.get_by_text("Written with a thumb")).to_be_visible(timeout=SOON)
    thumb.picture("phone")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    phone.close()
