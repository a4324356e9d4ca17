"""The card in every state."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.screens.card import Face, card
from models.enums import PhoneProblem, Turn
from playground.accessibility import accessibility
from playground.blocks import check_message

AT = datetime(2026, 3, 2, 20, 10, 42, tzinfo=UTC)
WHEN = "<!date^1772482200^{date_short_pretty} at {time}|Mon, Mar 2, 2:10 PM>"
FACE = {"conversation_id": "7", "name": "Ana Lopez", "phone": "+12015550123", "our_phone": "+13125550100"}
LOOKS: tuple[tuple[dict[str, Any], str, str], ...] = (  # what is so, what is said, which buttons
    (
        {},
        "Ana Lopez, (201) 555-0123. Reply in this thread to text Ana Lopez.",
        "compose_to talk_timeline talk_more",
    ),
    ({"last_touch": AT}, f"Waiting for them. Last text {WHEN}.", "compose_to talk_timeline talk_more"),
    (
        {"turn": Turn.YOU, "waiting_since": AT, "last_touch": AT},
        f"Waiting for you since {WHEN}. Last text {WHEN}.",
        "compose_to talk_done talk_timeline talk_more",
    ),
    ({"turn": Turn.DONE, "last_touch": AT}, f"Done. Last text {WHEN}.", "compose_to talk_timeline talk_more"),
    (
        {"turn": Turn.DONE, "remind_at": AT},
        f"Reminder {WHEN}.",
        "compose_to talk_done talk_timeline talk_more",
    ),
    ({"opted_out": True}, "Opted out: nothing will be texted", "compose_to talk_timeline talk_more"),
    ({"opted_out": True, "by_hand": True}, "Opted out by hand", "compose_to talk_timeline talk_more"),
    ({"problem": PhoneProblem.LANDLINE}, "is a landline", "compose_to talk_timeline talk_more"),
    ({"problem": PhoneProblem.WRONG}, "wrong or not in use", "compose_to talk_timeline talk_more"),
    ({"notes_first": True}, "Replies in this thread stay notes.", "compose_to talk_timeline talk_more"),
    ({"is_orphan": True}, "Nobody texts from (312) 555-0100 yet.", ""),
    (
        {"name": "<!channel> & " + "x" * 200},
        "&lt;!channel&gt; &amp; xxx",
        "compose_to talk_timeline talk_more",
    ),
)


def look(**more: Any) -> Any:
    return card(Face(**FACE | {"zone": "America/Chicago"} | more))


@pytest.mark.parametrize(("so", "said", "buttons"), LOOKS)
def test_every_state_is_said_and_can_be_acted_on(so: dict[str, Any], said: str, buttons: str) -> None:
    post = look(**so)
    assert said in post.text
    rows = [one["elements"] for one in post.blocks if one["type"] == "actions"]
    assert [one["action_id"] for row in rows for one in row] == buttons.split()
    assert check_message(post.blocks) == []
    assert accessibility({"text": post.text, "blocks": post.blocks}) == []


def test_the_menu_offers_what_is_not_so_yet() -> None:
    for so, labels in (
        ({"notes_first": False}, ["Replies stay notes", "Opt out…"]),
        ({"notes_first": True}, ["Replies are texts", "Opt out…"]),
        ({"opted_out": True}, ["Replies stay notes", "Allow texts again…"]),
    ):
        menu = look(**so).blocks[-1]["elements"][-1]
        assert [one["text"]["text"] for one in menu["options"]][-2:] == labels


@pytest.mark.parametrize(("is_saved", "label"), [(True, "Edit name"), (False, "Save contact")])
def test_the_name_can_be_written_beside_it(is_saved: bool, label: str) -> None:
    assert look(is_saved=is_saved).blocks[0]["accessory"]["text"]["text"] == label


def test_seconds_do_not_change_it() -> None:
    assert look(last_touch=AT) == look(last_touch=AT.replace(second=1))
