"""The main job as a person does it, in the browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_text_a_client_get_the_answer_and_reply(desk: Desk) -> None:
    desk.say("/text")
    expect(desk.modal.get_by_text("Text a contact")).to_be_visible()
    desk.modal.get_by_role("combobox", name="To").fill("May")
    desk.modal.get_by_role("option", name="May Turner · (646) 555-0175").click()
    desk.modal.get_by_label("Message").press_sequentially("Running 5 late, sorry! 🙈")
    expect(desk.modal.get_by_text("1 segment")).to_be_visible()
    desk.picture("composer")
    desk.send()

    desk.phone("May Turner")
    desk.arrived("Running 5 late, sorry! 🙈")
    desk.write("No worries, see you there")
    answer = desk.channel.get_by_role("article").filter(has_text="No worries, see you there")
    expect(answer).to_be_visible(timeout=SOON)
    answer.get_by_text("replied to a thread").click()
    expect(desk.thread.get_by_text("No worries, see you there")).to_be_visible()
    desk.reply("Thanks! Parking is behind the house :tada:")
    desk.soon()
    desk.arrived("Thanks! Parking is behind the house 🎉")
    mine = desk.thread.get_by_role("article").filter(has_text="Parking is behind the house")
    expect(mine.get_by_role("button", name="white check mark, 1")).to_be_visible(timeout=SOON)
    desk.picture("main-job")


def test_a_note_stays_inside(desk: Desk) -> None:
    desk.open("Mark Chen")
    desk.reply("// he bargains hard")
    expect(desk.thread.get_by_text("he bargains hard")).to_be_visible()
    desk.reply("The second condo just dropped its price.")
    desk.phone("Mark Chen")
    desk.soon()
    desk.arrived("just dropped its price")
    desk.arrived("bargains hard", 0)
