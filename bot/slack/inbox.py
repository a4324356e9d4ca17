"""`/inbox`."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions.inbox import inbox_of
from bot.actions.people import Who, recognise
from bot.screens import help as help_words
from bot.screens import inbox as screens
from bot.slack.errors import answering
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    @app.command("/inbox")
    def inbox(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        typed = (command.get("text") or "").strip()
        with answering(ack):
            who = recognise(tools, command["user_id"])
            if typed:
                ack(text=help_words.explain("/inbox", typed, help_words.INBOX), response_type="ephemeral")
                return
            client.views_open(trigger_id=command["trigger_id"], view=view(tools, who))
            ack()


def view(tools: Tools, who: Who) -> dict[str, Any]:
    """The window as it is now."""
    return screens.window(inbox_of(tools, who))
