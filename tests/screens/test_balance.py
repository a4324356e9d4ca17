"""The cards of both meters and the window that explains a balance, also at their fullest."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.rules.month_sum import MonthSum
from bot.screens.balance import Card, Given, Sends, at_home, bar, cards, window
from bot.screens.why import Move, Why
from bot.screens.why import window as why
from models.enums import EntryKind, GrantSource
from playground.accessibility import accessibility
from playground.blocks import check_view

APRIL = date(2026, 4, 1)
CARD = Card(
    month=202603,
    available=411,
    owed=0,
    used=1089,
    had=1500,
    brought=1000,
    given=0,
    grants=[
        Given(GrantSource.ADMIN, 202504, 500, 100, date(2026, 4, 12), "for the open house"),
        Given(GrantSource.PLAN, 202603, 1000, 311, date(2027, 2, 28)),
    ],
    renews=(1000, APRIL),
    ends=None,
    lasts=date(2026, 3, 21),
    pace=60.4,
    admins=["UMARIA"],
)
SENDS = Sends(202603, 1200, 3800, APRIL, None)


def said(card: Card = CARD, sends: Sends = SENDS) -> str:
    return "\n".join(one["text"]["text"] for one in cards(card, sends))


def test_a_card_says_everything_in_words() -> None:
    assert said() == (
        "*Texts*\n▓▓▓▓▓▓▓░░░ 72% used · *411 credits left*\n"
        "You used 1,089 of the 1,500 you had for March: 1,000 from your plan + 500 rolled over.\n"
        "Next to expire: 100, usable until Apr 12.\n"
        "On Apr 1 your plan brings 1,000 more.\n"
        "At this pace, about 60 a day, they last until Mar 21.\n"
        "*E-mails*\n▓▓░░░░░░░░ 24% used · *3,800 left*\n"
        "You sent 1,200 of 5,000 in March. 5,000 a month are free. They start anew on Apr 1."
    )


CASES: list[tuple[dict[str, Any], str]] = [
    ({"renews": None}, "You have no plan. Choose one with `/plan`, or ask <@UMARIA> for credits."),
    ({"renews": None, "ends": APRIL}, "Your plan ends: from Apr 1 on it brings no credits."),
    ({"lasts": date(2026, 4, 3)}, "At this pace, about 60 a day, they last beyond Apr 1."),
    ({"lasts": date(2026, 4, 3), "renews": None}, "they last until Apr 3."),
    ({"lasts": date(2026, 3, 30), "pace": 0.2}, "about 1 a day"),
    (
        {"had": 988},
        "988 you had for March: 1,000 from your plan − 12 that paid a debt, expired or were taken",
    ),
    ({"had": 1600, "given": 100}, "1,000 from your plan + 100 added + 500 rolled over."),
    ({"had": 0, "brought": 0, "used": 0}, "You used 0 of the 0 you had for March."),
    (
        {"available": 0, "owed": 12, "used": 112, "had": 100, "brought": 0, "given": 100, "grants": []},
        "You owe 12 credits for texts that came in while you had none; they come off your next credits.",
    ),
]


@pytest.mark.parametrize(("more", "words"), CASES)
def test_a_card_names_what_is_special(more: dict[str, Any], words: str) -> None:
    assert words in said(replace(CARD, **more))


def test_a_debt_fills_the_bar() -> None:
    shown = said(replace(CARD, available=0, owed=12, used=112, had=100, grants=[], lasts=None))
    assert "▓▓▓▓▓▓▓▓▓▓ 100% used · *0 credits left*" in shown
    assert "Next to expire" not in shown


@pytest.mark.parametrize(
    ("used", "of", "shown"),
    [
        (0, 0, "░░░░░░░░░░ 0%"),
        (1, 0, "▓▓▓▓▓▓▓▓▓▓ 100%"),
        (99, 1000, "░░░░░░░░░░ 9%"),
        (5, 5, "▓▓▓▓▓▓▓▓▓▓ 100%"),
    ],
)
def test_the_bar(used: int, of: int, shown: str) -> None:
    assert bar(used, of) == f"{shown} used ·"


MOVE = Move(
    kind=EntryKind.CHARGE,
    at=datetime(2026, 3, 2, 15, tzinfo=UTC),
    zone="America/Chicago",
    delta=-2,
    net_after=409,
    expired=0,
    repaid=0,
    name="Ana Lopez",
    is_in=False,
    link="https://oak.slack.com/archives/D1/p1",
    source=None,
    month=202603,
    reason="",
)
SUM = MonthSum(opened=100, granted=500, out=178, came=12, returned=3, earlier=-2)


def moved(**more: Any) -> str:
    view = why(Why(202603, SUM, [replace(MOVE, **more)], None, is_paged=False))
    return str(view["blocks"][-1]["text"]["text"]).removesuffix(" · Mar 2, 9:00 AM")


def test_a_move_says_what_and_where() -> None:
    link = f"<{MOVE.link}|"
    assert moved() == f"*−2* · {link}Text to Ana Lopez> · 409 left"
    assert moved(is_in=True, net_after=-2) == f"*−2* · {link}Text from Ana Lopez> · 2 owed"
    assert moved(kind=EntryKind.EXTRA).startswith(
        f"*−2* · {link}Text to Ana Lopez: the carrier counted more>"
    )
    returned = moved(kind=EntryKind.RETURN, delta=0, expired=2)
    assert returned.startswith(f"*+0* · {link}Returned: text to Ana Lopez>, 2 credits of it had expired")
    gift = {"kind": EntryKind.GRANT, "delta": 500, "link": "", "name": "", "repaid": 12}
    assert moved(**gift, source=GrantSource.PLAN).startswith(
        "*+500* · Your plan for March, 12 credits paid what you owed"
    )
    assert "Added by an admin (&lt;b&gt;)" in moved(**gift, source=GrantSource.ADMIN, reason="<b>")
    assert "Taken back by an admin (mistake)" in moved(kind=EntryKind.TAKE, link="", reason="mistake")
    assert "Text · 409 left" in moved(name="", link="")


def test_the_sum_stands_as_on_paper() -> None:
    shown = why(Why(202603, SUM, [], None, is_paged=False))["blocks"][0]["text"]["text"]
    assert shown.splitlines() == [
        "*March*",
        "```",
        "Left as it began              100",
        "Added                        +500",
        "Texts you sent               −178",
        "Texts that came in            −12",
        "Returned                       +3",
        "For texts of earlier months    −2",
        "─────────────────────────────────",
        "You have                      411```",
    ]
    owing = why(Why(202603, MonthSum(opened=-3, came=9, repaid=3), [], None, is_paged=False))
    assert "Owed as it began" in str(owing)
    assert "You owe" in str(owing)
    assert "3 credits of those added paid what you owed" in str(owing)


def test_the_fullest_windows_fit() -> None:
    many = [Given(GrantSource.ADMIN, 202603, 10**6, 10**6, APRIL, "<&>" * 90)] * 60
    card = replace(CARD, grants=many, admins=["U" * 11] * 9)
    assert "and 40,000,000 credits in 40 more" in str(window(card, SENDS))
    long = replace(
        MOVE, name="&" * 90, reason="<" * 200, link="https://x.slack.com/" + "p" * 120, expired=1, repaid=1
    )
    pages = Why(202603, SUM, [long] * 10, 11, is_paged=True)
    views = [window(card, SENDS), why(pages), {"type": "home", "blocks": at_home(card, SENDS)}]
    assert [check_view(one) for one in views] == [[], [], []]
    assert [accessibility(one) for one in views] == [[], [], []]
    assert all(len(one["text"]["text"]) < 3000 for one in why(pages)["blocks"] if one["type"] == "section")
