"""`/usage` and what is chosen in its report."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.actions import notice, usage
from bot.actions.people import Who, recognise
from bot.actions.usage import Asked, Place
from bot.screens import help as help_words
from bot.screens import usage as screens
from bot.slack.errors import Malformed, answering
from bot.work import Refusal, Tools

REPORT = re.compile(r"usage:(20[0-9]{2}(?:0[1-9]|1[0-2])):(\*|[A-Z0-9]{1,40})")
Act = Callable[[Who, Place, Asked], None]


def register(app: App, tools: Tools) -> None:
    @app.command("/usage")
    def report(ack: Any, command: dict[str, Any]) -> None:
        typed = (command.get("text") or "").strip()
        with answering(ack):
            who = recognise(tools, command["user_id"])
            if typed:
                ack(text=help_words.explain("/usage", typed, help_words.USAGE), response_type="ephemeral")
                return
            channel = usage.ask(tools, who, command["trigger_id"])
            if channel == command.get("channel_id"):
                ack()
            else:
                ack(text=screens.IN_DIRECT_MESSAGE, response_type="ephemeral")

    @app.action("usage_month")
    def month(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        chosen = str((action.get("selected_option") or {}).get("value") or "")
        asked = _read(f"usage:{chosen}:{_shown(action).whose}")
        ack()
        _do(tools, body, asked, lambda *what: usage.choose(tools, *what))

    @app.action("usage_agent")
    def agent(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        asked = _read(f"usage:{_shown(action).month}:{action.get('selected_user')}")
        ack()
        _do(tools, body, asked, lambda *what: usage.choose(tools, *what))

    @app.action("usage_everybody")
    def everybody(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        asked = Asked(_shown(action).month, screens.EVERYBODY)
        ack()
        _do(tools, body, asked, lambda *what: usage.choose(tools, *what))

    @app.action("usage_csv")
    def csv(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        asked = _shown(action)
        ack()
        _do(tools, body, asked, lambda *what: usage.download(tools, *what))


def _shown(action: dict[str, Any]) -> Asked:
    """What the report shows in which something was chosen. Raises Malformed."""
    return _read(action.get("block_id") or "")


def _read(text: str) -> Asked:
    found = REPORT.fullmatch(text)
    if found is None:
        raise Malformed(f"{text!r} is no report")
    return Asked(int(found[1]), found[2])


def _do(tools: Tools, body: dict[str, Any], asked: Asked, act: Act) -> None:
    """Act for who clicked; a refusal is seen by them alone, beside the report."""
    channel, message = body.get("channel") or {}, body.get("message") or {}
    if not (channel.get("id") and message.get("ts")):
        raise Malformed("this report is no message")
    try:
        act(recognise(tools, body["user"]["id"]), Place(channel["id"], message["ts"]), asked)
    except Refusal as refusal:
        notice.respond(tools, body.get("response_url"), refusal.sentence, instead=False)
