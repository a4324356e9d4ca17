"""`/balance`, and why it is what it is."""

import re
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import balance
from bot.actions.assistant import writer
from bot.actions.people import Who
from bot.screens import balance as screens
from bot.screens import help as help_words
from bot.screens import why as why_screens
from bot.slack.errors import Malformed, answering, in_window
from bot.work import Tools

NUMBER = re.compile(r"[0-9]{1,9}")


def register(app: App, tools: Tools) -> None:
    @app.command("/balance")
    def show(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        typed = (command.get("text") or "").strip()
        with answering(ack):
            who = writer(tools, command["user_id"])
            if typed:
                ack(text=help_words.explain("/balance", typed, help_words.BALANCE), response_type="ephemeral")
                return
            client.views_open(trigger_id=command["trigger_id"], view=_view(tools, who))
            ack()

    @app.action("open_balance")
    def open_balance(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            view = _view(tools, writer(tools, body["user"]["id"]))
            client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action("balance_why")
    def why(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        is_window = (body.get("view") or {}).get("type") == "modal"
        show = client.views_push if is_window else client.views_open
        with in_window(show, body["trigger_id"]):
            who = writer(tools, body["user"]["id"])
            show(trigger_id=body["trigger_id"], view=why_screens.window(balance.why(tools, who.agent_id)))

    @app.action(re.compile(r"balance_page_(older|latest)"))
    def page(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        if not NUMBER.fullmatch(action.get("value") or ""):
            raise Malformed("no page of ours")
        before, view = int(action["value"]) or None, body.get("view") or {}
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = writer(tools, body["user"]["id"])
            shown = why_screens.window(balance.why(tools, who.agent_id, before))
            client.views_update(view_id=view.get("id"), view=shown)


def _view(tools: Tools, who: Who) -> dict[str, Any]:
    return screens.window(balance.card_of(tools, who.agent_id), balance.sends_of(tools, who.agent_id))
