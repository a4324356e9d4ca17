"""Pictures and documents, both ways."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser
HOUSE = Path(__file__).parents[2] / "playground/pictures/house.png"
PLAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF: FilePayload = {"name": "floor-plan.pdf", "mimeType": "application/pdf", "buffer": PLAN}
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Roth;Lena;;;\r\nFN:Lena Roth\r\n"
CARD += b"TEL;TYPE=CELL:+17735550161\r\nEND:VCARD\r\n"
VCARD: FilePayload = {"name": "lena.vcf", "mimeType": "text/vcard", "buffer": CARD}


def test_a_picture_from_the_thread(desk: Desk) -> None:
    desk.phone("Will Smith")
    desk.open("Will Smith")
    pictures = desk.texts.get_by_role("img")
    expect(pictures).to_have_count(0)
    desk.thread.locator("input[type=file]").set_input_files(HOUSE)
    desk.reply("This is the view from the street")
    desk.soon()
    desk.arrived("This is the view from the street")
    expect(pictures).to_have_count(1, timeout=SOON)
    desk.picture("picture")


def test_a_document_is_a_link(desk: Desk) -> None:
    desk.phone("Grace Hall")
    desk.say("/text Grace Hall")
    desk.modal.get_by_label("Message").fill("Here is the floor plan:")
    desk.modal.locator("input[type=file]").set_input_files([PDF])
    expect(desk.modal.get_by_text("floor-plan.pdf")).to_be_visible()
    desk.send()
    desk.soon()
    link = desk.texts.get_by_role("link", name="http").last
    expect(link).to_be_visible(timeout=SOON)
    answer = desk.page.request.get(link.get_attribute("href") or "")
    assert answer.body() == PLAN
    desk.open("Grace Hall")
    expect(desk.thread.get_by_text("Grace Hall opened floor-plan.pdf.")).to_be_visible(timeout=SOON)


def test_a_contact_card_is_saved(desk: Desk) -> None:
    desk.phone("Ana Silva")
    desk.page.locator("#pictures").set_input_files([VCARD])
    desk.write("My lender")
    desk.open("Ana Silva")
    desk.thread.get_by_role("button", name="Save Lena Roth").click(timeout=SOON)
    expect(desk.page.get_by_text("Saved Lena Roth")).to_be_visible()
    desk.say("/text Lena Roth Ana gave me your number")
    desk.phone("(773) 555-0161")
    desk.soon()
    desk.arrived("Ana gave me your number")
