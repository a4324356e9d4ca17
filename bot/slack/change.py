"""Taking a text back, sending it again, correcting it: the buttons."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import again, change
from bot.actions.notice import respond
from bot.actions.people import recognise
from bot.slack.composer import open_to
from bot.slack.errors import in_window, read_id, read_words
from bot.slack.windows import act_at_home, surface
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.action("undo_text")
    def undo(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        _answer(tools, body, lambda who: change.undo_text(tools, who, read_id(action.get("value"))))
        ack()

    @app.action("send_again")
    def send_again(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        message_id = read_id(action.get("value"))
        if surface(body) == "home":
            ack()
            act_at_home(tools, body, client, message_id, again.send_again)
            return
        _answer(tools, body, lambda who: again.send_again(tools, who, message_id))
        ack()

    @app.action("send_correction")
    def correct(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        chosen = read_words(action.get("value"), "talk", "words")
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            open_to(tools, client, body, read_id(chosen["talk"]), chosen["words"])


def _answer(tools: Tools, body: dict[str, Any], act: Any) -> None:
    """An ephemeral receipt is replaced by the answer; beside a post of the thread it is said privately."""
    own = (body.get("container") or {}).get("is_ephemeral") is True
    try:
        words, instead = act(recognise(tools, body["user"]["id"])), own
    except Refusal as refusal:
        words, instead = refusal.sentence, False
    respond(tools, body.get("response_url"), words, instead=instead)
