"""The message shortcut "Text this to a contact"."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions.people import recognise
from bot.actions.share import Pointed, share
from bot.slack.composer import open_composer
from bot.slack.errors import in_window
from bot.slack.fields import read_blocks
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    @app.shortcut("text_this")
    def text_this(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        trigger = body.get("trigger_id") or ""
        ack()
        with in_window(client.views_open, trigger):
            seen = share(tools, recognise(tools, body["user"]["id"]), _pointed(body))
            open_composer(tools, client.views_open, trigger, seen.who, seen.client, seen.words)


def _pointed(body: dict[str, Any]) -> Pointed:
    message, channel = body.get("message") or {}, body.get("channel") or {}
    thread = message.get("thread_ts")
    return Pointed(
        _word(channel.get("id")),
        _word(message.get("ts")),
        thread if isinstance(thread, str) else None,
        _word(message.get("text")),
        read_blocks(message),
    )


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
