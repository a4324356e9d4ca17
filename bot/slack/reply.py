"""Messages typed to the bot."""

import re
from typing import Any

from slack_bolt import App

from bot.actions.change import take_deletion, take_edit
from bot.actions.reply import Typed, take_reply
from bot.work import Tools

STAMP = re.compile(r"[0-9]{1,11}\.[0-9]{1,6}")
TYPED = (None, "file_share", "thread_broadcast")  # every other subtype is not somebody's new words


def register(app: App, tools: Tools) -> None:
    @app.event("message")
    def message(event: dict[str, Any]) -> None:
        """`app.message` would miss a picture without words, and Slack would repeat it."""
        if event.get("subtype") == "message_changed":
            _changed(tools, event)
        elif event.get("subtype") == "message_deleted":
            if STAMP.fullmatch(event.get("deleted_ts") or "") and event.get("channel"):
                before = event.get("previous_message") or {}
                take_deletion(tools, event["channel"], event["deleted_ts"], before.get("thread_ts"))
        elif _is_typed_by_a_person(event):
            take_reply(tools, _typed(event))


def _changed(tools: Tools, event: dict[str, Any]) -> None:
    """Slack also reports its own additions, such as a link's preview: the words are the same then."""
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    now = now | {"channel": event.get("channel")}
    if now.get("text") != before.get("text") and _is_typed_by_a_person(now):
        take_edit(tools, _typed(now), before.get("text") or "")


def _is_typed_by_a_person(event: dict[str, Any]) -> bool:
    strangers = event.get("bot_id") or event.get("bot_profile") or event.get("workflow_id")
    placed = event.get("channel") and STAMP.fullmatch(event.get("ts") or "")
    return bool(event.get("subtype") in TYPED and not strangers and event.get("user") and placed)


def _typed(event: dict[str, Any]) -> Typed:
    return Typed(
        slack_user_id=event["user"],
        channel=event["channel"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts"),
        text=event.get("text") or "",
        blocks=event.get("blocks") or (),
        files=event.get("files") or (),
        edited_ts=_edited(event.get("edited")),
    )


def _edited(mark: Any) -> str | None:
    """When Slack says that a message got these words."""
    ts = mark.get("ts") if isinstance(mark, dict) else None
    return ts if isinstance(ts, str) and STAMP.fullmatch(ts) else None
