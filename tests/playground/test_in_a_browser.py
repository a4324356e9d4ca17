"""The page as people use it: every field, by keyboard, on a narrow screen."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect, sync_playwright
from slack_sdk import WebClient

from playground.world import World
from tests.browser.conftest import QUIET
from tests.playground.conftest import Asked, Socket, StubBot
from tests.playground.test_limits import actions, asks, button, modal, options, plain, section

CHROMIUM = shutil.which("chromium") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")]
Json = dict[str, Any]
Visit = Callable[..., None]
PICTURE: FilePayload = {"name": "<b>.png", "mimeType": "image/png", "buffer": b"png"}
PEOPLE = [{"text": plain(name), "value": name} for name in ("Ana Lopez", "Will Smith")]


@pytest.fixture
def visit(world: World, sockets: list[Socket]) -> Visit:
    """Do something in a fresh window; in a thread of its own, because one thread runs one Playwright."""
    sockets[2].app = world.page_app

    def look(act: Callable[[Page], None], width: int = 1440, height: int = 860) -> None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            window = browser.new_page(viewport={"width": width, "height": height})
            window.set_default_timeout(5_000)
            window.goto(sockets[2].url)
            act(window)
            browser.close()

    def run(*asked: Any) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(look, *asked).result(60)

    return run


def field(kind: str, label: str, **more: Any) -> Json:
    return asks(type=kind, action_id="x", **more) | {"block_id": label, "label": plain(label)}


def test_every_field_can_be_filled(world: World, web: WebClient, bot: StubBot, visit: Visit) -> None:
    view = modal(
        field("external_select", "To", min_query_length=0),
        field("static_select", "Template", options=options(2, "Template")),
        field("users_select", "Person"),
        field("conversations_select", "Channel", filter={"include": ["public"]}),
        field("radio_buttons", "When", options=PEOPLE),
        field("datepicker", "Day"),
        field("timepicker", "Hour"),
        field("number_input", "Minutes", is_decimal_allowed=False),
        field("file_input", "Pictures"),
        field("plain_text_input", "Message", multiline=True),
    )

    def answer(asked: Asked) -> Any:
        if "command" in asked.data:
            web.views_open(trigger_id=asked.data["trigger_id"], view=view)
        return {"options": PEOPLE} if asked.data.get("type") == "block_suggestion" else ""

    def act(page: Page) -> None:
        page.get_by_label("Message, or / for commands").fill("/text")
        page.keyboard.press("Enter")
        form = page.get_by_role("dialog")
        form.get_by_role("combobox", name="To").click()
        expect(form.get_by_role("option", name="Will Smith")).to_be_visible()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        form.get_by_label("Template").select_option("1")
        form.get_by_label("Person").select_option(label="Zoe Kim")
        form.get_by_label("Channel").select_option(label="#maria-clients")
        form.get_by_label("Ana Lopez").check()
        form.get_by_label("Day").fill("2026-12-01")
        form.get_by_label("Hour").fill("09:30")
        form.get_by_label("Minutes").fill("5")
        with page.expect_file_chooser() as chooser:
            form.get_by_role("button", name="Choose files").click()
        chooser.value.set_files([PICTURE])
        expect(form.get_by_text("<b>.png")).to_be_visible()
        form.get_by_role("button", name="Send").click()
        expect(form.get_by_text("Please complete this required field.")).to_be_visible()
        form.get_by_role("textbox", name="Message").fill("Hello")
        form.get_by_role("button", name="Send").click()
        expect(form).to_be_hidden()

    bot.answer = answer
    visit(act)
    values = {name: each["x"] for name, each in bot.asked[-1].data["view"]["state"]["values"].items()}
    assert (values["To"]["selected_option"]["value"], values["When"]["selected_option"]["value"]) == (
        "Will Smith",
        "Ana Lopez",
    )
    assert values["Channel"]["selected_conversation"] == "C0CLIENTS"
    assert (values["Day"]["selected_date"], values["Hour"]["selected_time"]) == ("2026-12-01", "09:30")
    assert [file["name"] for file in values["Pictures"]["files"]] == ["<b>.png"]
    assert (values["Minutes"]["value"], values["Message"]["value"]) == ("5", "Hello")


def test_by_keyboard_alone(web: WebClient, bot: StubBot, visit: Visit) -> None:
    sure = {name: plain(name.title()) for name in ("title", "text", "confirm", "deny")}
    card = [section("Ana Lopez"), actions(button("Drop", confirm=sure))]
    ts = str(web.chat_postMessage(channel="UMARIA", text="Ana Lopez", blocks=card)["ts"])
    web.chat_postMessage(channel="DMARIA", text="See you there", thread_ts=ts)

    def act(page: Page) -> None:
        messages, thread = (
            page.get_by_role("log", name="Messages"),
            page.get_by_role("complementary", name="Thread"),
        )
        expect(messages.get_by_role("article")).to_have_count(1)
        page.keyboard.press("Tab")
        expect(page.get_by_text("Skip to the message field")).to_be_focused()
        messages.get_by_role("button", name="1 reply").press("Enter")
        expect(thread.get_by_role("textbox")).to_be_focused()
        page.keyboard.press("Escape")
        expect(thread).to_be_hidden()
        messages.focus()
        page.keyboard.press("ArrowUp")
        expect(messages.get_by_role("article")).to_be_focused()
        messages.get_by_label("Add a reaction").press("Enter")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(messages.get_by_label("eyes, 1")).to_be_visible()
        messages.get_by_role("button", name="Drop").press("Enter")
        page.keyboard.press("Escape")
        expect(page.get_by_role("alertdialog")).to_be_hidden()
        page.get_by_role("button", name="Bad day").press("Enter")
        expect(page.get_by_role("menuitemcheckbox").first).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Twilio says: too many requests")).to_be_visible()

    visit(act)
    assert [asked.data["event"]["type"] for asked in bot.asked if "event" in asked.data] == ["reaction_added"]


def test_on_a_narrow_screen(world: World, web: WebClient, bot: StubBot, visit: Visit) -> None:
    def act(page: Page) -> None:
        panes = page.get_by_role("navigation", name="Where to look")
        expect(page.get_by_role("main")).to_be_visible()
        expect(page.get_by_label("Phones", exact=True)).to_be_hidden()
        panes.get_by_role("button", name="Phones").click()
        page.get_by_label("Phones", exact=True).get_by_role("button", name="Grace Hall").click()
        page.get_by_label("Text message").fill("Is the price firm?")
        page.get_by_role("button", name="Send text").click()
        expect(page.get_by_role("log", name="Texts").get_by_text("Is the price firm?")).to_be_visible()
        expect(page.get_by_role("main")).to_be_hidden()
        panes.get_by_role("button", name="Mail").click()
        expect(page.get_by_text("No mail yet.")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390

    visit(act, 390, 844)
    assert [text.body for text in world.twilio.conversation("+16305550118")] == ["Is the price firm?"]
