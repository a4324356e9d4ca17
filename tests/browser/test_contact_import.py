"""Moving over at the page: an export of 800 people is chosen, looked at, imported, found, and taken back."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.desk import SOON, Desk
from tests.exports import export, file_name

pytestmark = pytest.mark.browser
LONG = 60_000  # milliseconds
FILE: FilePayload = {"name": file_name("fub"), "mimeType": "text/csv", "buffer": export("fub", 800)}


def test_eight_hundred_contacts_come_along(desk: Desk) -> None:
    desk.say("/contacts")
    desk.modal.get_by_role("button", name="Import a file").click()
    expect(desk.modal.get_by_text("File with contacts")).to_be_visible()
    desk.modal.locator("input[type=file]").set_input_files([FILE])
    expect(desk.modal.get_by_text(FILE["name"])).to_be_visible()
    desk.modal.get_by_role("button", name="Read it").click()
    expect(desk.modal.get_by_text("The preview comes in your direct message")).to_be_visible(timeout=SOON)
    desk.modal.get_by_role("button", name="Close").last.click()
    expect(desk.modal.get_by_label("Find")).to_be_visible()
    desk.shut()
    shown = desk.channel.get_by_role("article").filter(has_text=FILE["name"]).last
    start = shown.get_by_role("button", name="Import 7")
    expect(start).to_be_visible(timeout=LONG)
    desk.look_at(shown)
    desk.picture("import-preview")
    shown.get_by_role("button", name="Columns…").click()
    expect(desk.modal.get_by_text("Columns", exact=True)).to_be_visible()
    desk.picture("import-columns")
    desk.modal.get_by_role("button", name="Close").last.click()
    start.click()
    undo = shown.get_by_role("button", name="Undo import")
    expect(undo).to_be_visible(timeout=LONG)
    desk.look_at(shown)
    desk.picture("import-done")
    desk.say("/contacts")
    desk.modal.get_by_label("Find").press_sequentially("kowalski", delay=30)
    expect(desk.modal.get_by_text("Kowalski").first).to_be_visible(timeout=SOON)
    desk.shut()
    undo.click()
    desk.page.get_by_role("button", name="Undo import").last.click()
    expect(shown.get_by_text("was undone.")).to_be_visible(timeout=LONG)
