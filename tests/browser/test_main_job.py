"""The main job as a person does it, in the browser.

With PICTURES=docs/images the screenshots of the README are taken on the way.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def picture(page: Page, name: str, tmp_path: Path) -> None:
    folder = Path(os.environ.get("PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def test_text_a_client_get_the_answer_and_reply(page: Page, tmp_path: Path) -> None:
    page.get_by_label("Message, or / for commands").fill("/text")
    page.get_by_label("Message, or / for commands").press("Enter")
    modal = page.get_by_role("dialog")
    expect(modal.get_by_text("Text a contact")).to_be_visible()
    modal.get_by_role("combobox").fill("May")
    modal.get_by_text("May Turner · (646) 555-0175").click()
    modal.get_by_label("Message").press_sequentially("Running 5 late, sorry! 🙈")
    expect(modal.get_by_text("1 segment")).to_be_visible()
    picture(page, "composer", tmp_path)
    modal.get_by_role("button", name="Send").click()
    expect(modal).to_be_hidden()

    page.get_by_label("Phones").get_by_role("button", name="May Turner").click()
    texts = page.get_by_role("log", name="Texts")
    expect(texts.get_by_text("Running 5 late, sorry! 🙈")).to_be_visible(timeout=15_000)
    page.get_by_label("Text message").fill("No worries, see you there")
    page.get_by_role("button", name="Send text").click()

    channel = page.get_by_role("log", name="Messages")
    answer = channel.locator("article", has_text="No worries, see you there")
    expect(answer).to_be_visible(timeout=15_000)
    answer.get_by_text("replied to a thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("No worries, see you there")).to_be_visible()
    replier = thread.get_by_role("textbox")
    replier.fill("Thanks! Parking is behind the house :tada:")
    replier.press("Enter")
    expect(texts.get_by_text("Thanks! Parking is behind the house 🎉")).to_be_visible(timeout=15_000)
    mine = thread.locator("article", has_text="Parking is behind the house")
    expect(mine.locator(".pill")).to_be_visible(timeout=15_000)
    picture(page, "main-job", tmp_path)


def test_a_note_stays_inside(page: Page) -> None:
    channel = page.get_by_role("log", name="Messages")
    channel.locator("article", has_text="Mark Chen").first.locator(".replies").click()
    thread = page.get_by_role("complementary", name="Thread")
    replier = thread.get_by_role("textbox")
    replier.fill("// he bargains hard")
    replier.press("Enter")
    expect(thread.get_by_text("he bargains hard")).to_be_visible()
    replier.fill("The second condo just dropped its price.")
    replier.press("Enter")
    page.get_by_label("Phones").get_by_role("button", name="Mark Chen").click()
    texts = page.get_by_role("log", name="Texts")
    expect(texts.get_by_text("just dropped its price")).to_be_visible(timeout=15_000)
    expect(texts.get_by_text("bargains hard")).to_have_count(0)
