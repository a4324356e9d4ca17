"""What somebody who listens, or sees only the notification, would miss is noted."""

from typing import Any

import pytest
import requests
from slack_sdk import WebClient

from playground.accessibility import accessibility
from playground.world import World
from tests.playground.conftest import StubBot
from tests.playground.test_limits import actions, asks, button, modal, plain, section, select

Json = dict[str, Any]
IMAGE = {"type": "image", "image_url": "https://x/y.png", "alt_text": "A house"}


def message(text: str, *blocks: Json) -> Json:
    return {"text": text, "blocks": list(blocks)}


@pytest.mark.parametrize(
    "shown",
    [
        message("Only words"),
        message("Ana Lopez: see you there", section("*Ana Lopez*"), section("see you there")),
        message("Ana: hi", section("<https://x/y|Everything about Ana> :house:")),
        message(
            "Two clients",
            actions(button("Text", action_id="a", accessibility_label="Text Ana"), button("Drop")),
        ),
        message("Sent", section("Sent"), {"type": "context", "elements": [plain("Chicago"), IMAGE]}),
        message("x", actions(button(":white_check_mark: Done"))),
        message("x", actions(select(2) | {"placeholder": plain("Choose")})),
        modal(asks(), section("anything")),
    ],
)
def test_good(shown: Json) -> None:
    assert accessibility(shown) == []


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        (message("", section("Hello there")), "without a top-level text"),
        (message("New text", section("Grace wants the price")), "leaves out"),
        (message("x", IMAGE | {"alt_text": " "}), "without alt text"),
        (message("x", section("x", accessory={**IMAGE, "alt_text": ""})), "without alt text"),
        (message("x", actions(button(action_id="a"), button(action_id="b"))), "several buttons say “Go”"),
        (
            message("x", *[actions(button(accessibility_label="Go to Ana")) for _ in range(2)]),
            "does not say which it is",
        ),
        (message("x", actions(button(":white_check_mark:"))), "nothing but a sign"),
        (message("x", actions(button("✅"))), "nothing but a sign"),
        (message("x", actions(select(2))), "neither label nor placeholder"),
        (modal(asks() | {"label": plain(" ")}), "without a label"),
        (modal({"type": "data_table", "rows": []}), "without a caption"),
    ],
)
def test_bad(shown: Json, problem: str) -> None:
    assert problem in " ".join(accessibility(shown))


def test_every_surface_is_looked_at(world: World, web: WebClient, bot: StubBot) -> None:
    bad = [actions(button("✅"))]
    ts = str(web.chat_postMessage(channel="UMARIA", text="x")["ts"])
    web.chat_postMessage(channel="UMARIA", text="x", blocks=bad)
    web.chat_update(channel="DMARIA", ts=ts, text="x", blocks=bad)
    web.chat_postEphemeral(channel="DMARIA", user="UMARIA", text="x", blocks=bad)
    web.views_publish(user_id="UMARIA", view={"type": "home", "blocks": bad})
    web.views_open(trigger_id=world.slack.views.trigger("UMARIA"), view=modal(*bad))
    world.slack.command("UMARIA", "/text")
    requests.post(bot.asked[-1].data["response_url"], json={"text": "x", "blocks": bad}, timeout=5)
    web.files_upload_v2(channel="DMARIA", filename="house.png", content=b"png")
    surfaces = [surface for surface, _ in world.slack.complaints]
    assert surfaces == ["message", "update", "ephemeral", "home", "modal", "response", "file"]
