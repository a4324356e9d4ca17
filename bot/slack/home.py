"""The Home tab."""

from typing import Any

from slack_bolt import App

from bot.actions.home import open_home
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    @app.event("app_home_opened")
    def opened(event: dict[str, Any]) -> None:
        """Slack says this for the tab with the messages, too."""
        if event.get("tab") == "home":
            open_home(tools, event["user"])
