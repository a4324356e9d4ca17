"""`/inbox`."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import assistant
from bot.actions.home import open_home
from bot.actions.inbox import inbox_of
from bot.actions.people import Who, recognise
from bot.screens import help as help_words
from bot.screens import inbox as screens
from bot.slack.errors import answering, in_window, read_id
from bot.slack.windows import refresh
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    @app.action("write_for")
    def write_for(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        agent_id = read_id((action.get("selected_option") or {}).get("value"))
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            assistant.write_for(tools, who, agent_id)
            refresh(client, (body.get("view") or {}).get("id"), view(tools, who))
            open_home(tools, who.slack_user_id)

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
    """The window as it is now; an assistant chooses there for whom they write. Raises Refusal."""
    seen = assistant.choice(tools, who)
    if len(seen.agents) > 1 and not seen.chosen:
        return screens.window(None, seen.agents)
    found = inbox_of(tools, assistant.writing(tools, who))
    return screens.window(found, seen.agents, seen.chosen)
