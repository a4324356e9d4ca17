"""What texts cost, and what an admin does with credits, on the page."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SOON, Desk

pytestmark = pytest.mark.browser


def test_an_admin_sees_the_month_and_one_agent(desk: Desk) -> None:
    desk.say("/usage")
    report = (
        desk.channel.get_by_role("article")
        .filter(has=desk.page.get_by_role("button", name="Download CSV"))
        .last
    )
    expect(report.get_by_text("Everybody").first).to_be_visible(timeout=SOON)
    # Not today's month: on its first morning nobody has texted yet.
    before = datetime.now(ZoneInfo("America/Chicago")) - timedelta(days=2)
    report.get_by_label("Month").select_option(label=f"{before:%B %Y}")
    expect(report.get_by_text(re.compile(r"credits? for \d+ texts?")).first).to_be_visible(timeout=SOON)
    expect(report.get_by_role("img", name=re.compile("^Credits a day")).first).to_be_visible()
    expect(report.get_by_role("table", name=re.compile("^Usage by day"))).to_be_visible()
    desk.look_at(report.get_by_role("img", name=re.compile("^Credits a day")).first)
    desk.picture("usage")
    report.get_by_label("One agent").select_option(label="Ben Carter")
    expect(report.get_by_text("Ben Carter").first).to_be_visible(timeout=SOON)
    expect(report.get_by_role("button", name="Everybody")).to_be_visible(timeout=SOON)
    report.get_by_role("button", name="Download CSV").click()
    expect(report.get_by_text("2 replies")).to_be_visible(timeout=SOON)
    report.locator(".replies").click()
    expect(desk.thread.get_by_role("link", name=re.compile("by-contact.csv"))).to_be_visible(timeout=SOON)
    desk.picture("usage-files")


def test_an_admin_gives_credits_and_reads_the_ledger(desk: Desk) -> None:
    desk.say("/parley")
    expect(desk.modal.get_by_text("500 a month")).to_be_visible()
    desk.picture("admin")
    desk.modal.get_by_role("button", name="Credits", exact=True).click()
    desk.modal.get_by_label("Person").select_option(label="Ben Carter")
    desk.modal.get_by_label("Credits", exact=True).fill("20")
    desk.modal.get_by_label("Reason").fill("Three listings in a week")
    desk.picture("give-credits")
    desk.modal.get_by_role("button", name="Save").click()
    expect(desk.modal.get_by_text("Ben Carter got 20 credits.")).to_be_visible()
    desk.modal.get_by_role("button", name="Ledger").click()
    desk.modal.get_by_label("Choose a person").select_option(label="Ben Carter")
    expect(desk.modal.get_by_text("Three listings in a week")).to_be_visible()
    desk.picture("ledger")


def test_an_admin_sees_what_a_plan_does_before_saving(desk: Desk) -> None:
    desk.say("/parley")
    desk.modal.get_by_role("button", name="Plan", exact=True).click()
    desk.modal.get_by_label("Person").select_option(label="Ben Carter")
    desk.modal.get_by_label("Plan").select_option(label="5,000 credits a month · $99.00")
    expect(desk.modal.get_by_text(re.compile(r"credits are added and \$\d+\.00 is charged"))).to_be_visible()
    desk.picture("plan")
