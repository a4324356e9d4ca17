"""`/text` and the global shortcut."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import assistant, compose
from bot.actions.notice import respond
from bot.actions.people import Who
from bot.actions.text import Receipt
from bot.screens import compose as screens
from bot.screens import help as help_words
from bot.slack import template
from bot.slack.composer import open_composer, open_to
from bot.slack.errors import answering, in_window, read_id, read_words
from bot.slack.listing import listing
from bot.work import Refusal, Tools

SCREENS: Mapping[str, Callable[[Tools, Who], dict[str, Any]]] = {
    "templates": template.listing,
    "scheduled": listing,
}


def register(app: App, tools: Tools) -> None:
    _register_command(app, tools)

    @app.action(re.compile(r"quick_send_\d+"))
    def quick_send(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        """The key is the command's, so that a second click on any of the buttons sends nothing more."""
        chosen = read_words(action.get("value"), "phone", "words", "key")
        try:
            meant = read_id(chosen["for"]) if "for" in chosen else None
            who = assistant.writer(tools, body["user"]["id"], meant)
            to = compose.Suggestion(None, "", chosen["phone"])
            answer = compose.send_unless_dear(tools, who, to, chosen["words"], chosen["key"])
        except Refusal as refusal:
            respond(tools, body.get("response_url"), refusal.sentence)
            ack()
            return
        if isinstance(answer, compose.Sent):
            respond(tools, body.get("response_url"), _receipt(answer.receipt))
            ack()
        else:
            ack()
            open_composer(tools, client.views_open, body["trigger_id"], who, answer.chosen, answer.words)

    @app.action("quick_other")
    def quick_other(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        draft = read_words(action.get("value"), "words", "name")
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            who = assistant.writer(tools, body["user"]["id"])
            open_composer(
                tools, client.views_open, body["trigger_id"], who, None, draft["words"], draft["name"]
            )

    @app.action("compose_to")
    def compose_to(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        conversation_id = read_id(action.get("value"))
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            open_to(tools, client, body, conversation_id)


def _register_command(app: App, tools: Tools) -> None:
    @app.command("/text")
    def text(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        line = (command.get("text") or "").strip()
        if line.lower() in ("help", "?"):
            _explain(ack)
            return
        with answering(ack):
            who = assistant.writer(tools, command["user_id"])
            if line.lower() in SCREENS:
                client.views_open(trigger_id=command["trigger_id"], view=SCREENS[line.lower()](tools, who))
                ack()
                return
            key = f"command:{command['trigger_id']}"
            answer = compose.text_quickly(tools, who, line, key) if line else compose.Compose()
            match answer:
                case compose.Sent(receipt):
                    text = _receipt(receipt)
                    undo = str(receipt.message_id) if receipt.can_undo else ""
                    ack(text=text, blocks=screens.with_undo(text, undo), response_type="ephemeral")
                case compose.WhichOne(candidates, words):
                    named = [(one.name, one.phone, one.words, one.mark) for one in candidates]
                    _ask(ack, *screens.which_one(named, words, key, str(who.agent_id)))
                case compose.NoSuchName(name, words):
                    _ask(ack, *screens.no_such_name(name, words))
                case compose.Usage():
                    _explain(ack)
                case compose.Compose(chosen, words):
                    open_composer(tools, client.views_open, command["trigger_id"], who, chosen, words)
                    ack()

    @app.shortcut("text_a_contact")
    def shortcut(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            who = assistant.writer(tools, body["user"]["id"])
            open_composer(tools, client.views_open, body["trigger_id"], who, None)


def _explain(ack: Any) -> None:
    ack(text=help_words.TEXT, response_type="ephemeral")


def _ask(ack: Any, text: str, blocks: list[dict[str, Any]]) -> None:
    ack(text=text, blocks=blocks, response_type="ephemeral")


def _receipt(receipt: Receipt) -> str:
    if receipt.asks:
        return screens.held(receipt.name, receipt.phone, receipt.words, receipt.asks)
    return screens.receipt(
        receipt.name,
        receipt.phone,
        receipt.words,
        receipt.line,
        screens.weight(receipt.texts, receipt.segments),
        screens.cost(receipt.credits, receipt.left),
        receipt.writes_as,
    )
