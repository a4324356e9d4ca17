"""A mark on a card says that its conversation is done."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from bot.actions import turn
from bot.actions.people import find_agent
from bot.slack.reply import STAMP
from bot.work import Tools

DONE = "white_check_mark"


def register(app: App, tools: Tools) -> None:
    @app.event("reaction_added")
    def added(event: dict[str, Any]) -> None:
        if _is_done(event) and (who := find_agent(tools, event["user"])):
            at = datetime.fromtimestamp(float(event["event_ts"]), UTC)
            turn.sign_done(tools, who, event["item"]["channel"], event["item"]["ts"], at)

    @app.event("reaction_removed")
    def removed(event: dict[str, Any]) -> None:
        if _is_done(event) and (who := find_agent(tools, event["user"])):
            turn.sign_undone(tools, who, event["item"]["channel"], event["item"]["ts"])


def _is_done(event: dict[str, Any]) -> bool:
    item = event["item"]
    placed = item["type"] == "message" and item.get("channel") and item.get("ts")
    return bool(event["reaction"] == DONE and placed and STAMP.fullmatch(event.get("event_ts") or ""))
