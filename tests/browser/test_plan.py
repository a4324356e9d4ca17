"""A plan is bought in the window, step by step, and stopped again."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_a_plan_from_the_first_look_to_the_receipt(desk: Desk) -> None:
    desk.be("Maria Lopez")
    desk.say("/plan")
    expect(desk.modal.get_by_text("your plan")).to_be_visible()
    desk.picture("plan")
    desk.modal.get_by_role("button", name="Choose 1,000 credits a month").click()
    expect(desk.modal.get_by_text("$10.00")).to_be_visible()
    expect(desk.modal.get_by_text("500 credits are added")).to_be_visible()
    desk.picture("plan-preview")
    desk.modal.get_by_role("button", name="Continue").click()
    expect(desk.modal.get_by_text("Billed to Oak Realty.")).to_be_visible()
    desk.picture("plan-review")
    desk.modal.locator(".b-actions").get_by_role("button", name="Back").click()
    expect(desk.modal.get_by_text("500 credits are added")).to_be_visible()
    desk.modal.get_by_role("button", name="Continue").click()
    desk.modal.get_by_role("button", name="Place order").click()
    expect(desk.modal.get_by_text("Done: 1,000 credits a month")).to_be_visible()
    desk.picture("plan-placed")
    desk.modal.get_by_role("button", name="Back to plans").click()
    expect(desk.modal.get_by_text("your plan")).to_be_visible()
    desk.modal.get_by_role("button", name="Stop this plan").click()
    expect(desk.modal.get_by_text("runs until the end of")).to_be_visible()
    desk.picture("plan-stop")
    desk.modal.locator("footer").get_by_role("button", name="Stop this plan").click()
    expect(desk.modal.get_by_text("Until then it can be kept")).to_be_visible()
    desk.modal.get_by_role("button", name="Keep this plan").click()
    expect(desk.modal.get_by_text("The plan goes on.")).to_be_visible()
    desk.shut()
    expect(desk.channel.get_by_text("Billed to Oak Realty: $10.00.").last).to_be_visible(timeout=SOON)
    desk.picture("plan-receipt")


def test_packs_by_themselves_and_e_mails_from_home(desk: Desk) -> None:
    desk.be("Maria Lopez")
    desk.page.get_by_role("tab", name="Home").click()
    desk.home.get_by_role("button", name="Change plan").click()
    desk.modal.get_by_role("button", name="Set up automatic packs").click()
    desk.modal.get_by_label("With fewer credits than").fill("20")
    desk.picture("plan-recharge")
    desk.modal.get_by_role("button", name="Turn on").click()
    expect(desk.modal.get_by_text("a pack of 100 credits is bought")).to_be_visible()
    desk.modal.get_by_role("button", name="Change automatic packs").click()
    desk.modal.get_by_role("button", name="Turn off").click()
    expect(desk.modal.get_by_text("not bought by themselves any more")).to_be_visible()
    desk.modal.get_by_role("button", name="Back to plans").click()
    expect(desk.modal.get_by_text("Automatic packs: off")).to_be_visible()
    desk.modal.get_by_label("E-mails").check()
    expect(desk.modal.get_by_text("5,000 e-mails left")).to_be_visible()
    desk.picture("plan-email")
    desk.shut()


def test_the_window_fits_a_phone(playground: str, browser: Browser, desk: Desk) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    try:
        page.goto(playground)
        small = Desk(page, desk.folder)
        small.say("/plan")
        expect(small.modal.get_by_text("Packs", exact=True)).to_be_visible()
        wide = (
            "[...document.querySelectorAll('dialog *')].some(one => one.getBoundingClientRect().right > 391)"
        )
        assert not page.evaluate(wide)
        small.picture("plan-narrow")
        small.modal.get_by_role("button", name="Choose 250 credits a month").click()
        expect(small.modal.get_by_text("What changes")).to_be_visible()
        small.picture("plan-narrow-preview")
    finally:
        page.close()


def test_a_card_is_given_on_its_own_page_and_pays(desk: Desk) -> None:
    desk.be("Ben Carter")
    desk.say("/plan")
    desk.modal.get_by_role("button", name="Add a card").click()
    with desk.page.expect_popup() as opened:
        desk.modal.get_by_role("button", name="Open the card page").click()
    opened.value.get_by_role("button", name="Save card").click()
    expect(opened.value.get_by_text("Your card is on file.")).to_be_visible()
    opened.value.close()
    desk.modal.get_by_role("button", name="I have added it").click()
    expect(desk.modal.get_by_text("ending in 4242")).to_be_visible()
    desk.picture("plan-card")
    desk.modal.get_by_role("button", name="Go on").click()
    desk.modal.get_by_role("button", name="Choose 500 credits a month").click()
    desk.modal.get_by_role("button", name="Continue").click()
    expect(desk.modal.get_by_text("ending in 4242")).to_be_visible()
    desk.modal.get_by_role("button", name="Place order").click()
    desk.modal.get_by_role("button", name="Back to plans").click()
    desk.shut()
    expect(desk.channel.get_by_text("Paid with Visa ending in 4242").last).to_be_visible(timeout=SOON)
    desk.picture("plan-paid")
