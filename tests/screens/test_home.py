"""Inbox and Home at their fullest stay within Slack's limits."""

from datetime import UTC, datetime

from bot.actions.inbox import AT_HOME, IN_WINDOW, TEXTS, Most
from bot.screens.balance import at_home
from bot.screens.home import home, stranger
from bot.screens.inbox import Entry, Inbox, Late, Section, window
from playground.accessibility import accessibility
from playground.blocks import check_view
from tests.screens.test_balance import CARD, SENDS

BALANCE = at_home(CARD, SENDS)
AT = datetime(2026, 3, 2, 20, 10, tzinfo=UTC)
LINK = "https://oak-realty.slack.com/archives/D1/p1"


def entries(start: int, count: int, remind: bool = False) -> Section:
    made = [
        Entry(
            f"{place:036}",
            f"Client {place} " + "&" * 80,
            "<words> " * 400,
            "3 d",
            LINK,
            AT if remind else None,
        )
        for place in range(start, start + count)
    ]
    return Section(tuple(made), count + 7, "America/Chicago")


def full(most: Most) -> Inbox:
    return Inbox(
        entries(0, most.waiting),
        entries(100, most.reminded, remind=True),
        entries(200, most.theirs),
        entries(300, most.done),
    )


def late(place: int) -> Late:
    at = AT.replace(minute=place)
    return Late(f"{place:036}", "Ana " + "x" * 90, "word " * 400, "No reason.", at, LINK, "America/Chicago")


def test_a_full_window_fits() -> None:
    view = window(full(IN_WINDOW))
    assert check_view(view) == []
    assert str(view).count("and 7 more") == 4


def test_a_full_home_fits_and_every_button_says_which_it_is() -> None:
    texts = [late(place) for place in range(TEXTS)]
    view = {"type": "home", "blocks": home(full(AT_HOME), texts, texts, BALANCE, "Settings")}
    assert check_view(view) == []
    assert accessibility(view) == []


def test_an_empty_one_says_so() -> None:
    view = {"type": "home", "blocks": home(Inbox(), [], [], BALANCE, "Rings: every text")}
    assert check_view(view) == []
    assert "Nobody waits for you." in str(view)
    assert "Settings" in str(view)
    assert check_view({"type": "home", "blocks": stranger("Ask Maria.")}) == []
