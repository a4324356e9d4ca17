"""`/text`, the composer and the global shortcut."""

import json
import re
from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.actions import compose
from bot.actions.attach import BadFiles, previewed
from bot.actions.notice import respond
from bot.actions.people import Who, find_agent, recognise
from bot.actions.text import Receipt, send_text
from bot.actions.words import phone_words
from bot.screens import compose as screens
from bot.screens import help as help_words
from bot.slack.errors import answering, in_window, read_id, read_words
from bot.slack.fields import Fields, read_fields
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    _register_command(app, tools)
    _register_composer(app, tools)

    @app.action(re.compile(r"quick_send_\d+"))
    def quick_send(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        """The key is the command's, so that a second click on any of the buttons sends nothing more."""
        chosen = read_words(action.get("value"), "phone", "words", "key")
        try:
            who = recognise(tools, body["user"]["id"])
            words = _receipt(send_text(tools, who, chosen["phone"], chosen["words"], chosen["key"]))
        except Refusal as refusal:
            words = refusal.sentence
        respond(tools, body.get("response_url"), words)
        ack()

    @app.action("quick_other")
    def quick_other(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        draft = read_words(action.get("value"), "words", "name")
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            _open(tools, client, body["trigger_id"], who, None, draft["words"], draft["name"])

    @app.action("compose_to")
    def compose_to(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        conversation_id = read_id(action.get("value"))
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            open_to(tools, client, body, conversation_id)


def open_to(
    tools: Tools, client: WebClient, body: dict[str, Any], conversation_id: UUID, words: str = ""
) -> None:
    """Open the composer for the client of a conversation."""
    who = recognise(tools, body["user"]["id"])
    chosen = compose.client_of(tools, who, conversation_id)
    _open(tools, client, body["trigger_id"], who, chosen, words)


def _register_command(app: App, tools: Tools) -> None:
    @app.command("/text")
    def text(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        line = (command.get("text") or "").strip()
        if line.lower() in ("help", "?"):
            ack(text=help_words.TEXT, response_type="ephemeral")
            return
        with answering(ack):
            who = recognise(tools, command["user_id"])
            key = f"command:{command['trigger_id']}"
            answer = compose.text_quickly(tools, who, line, key) if line else compose.Compose()
            match answer:
                case compose.Sent(receipt):
                    text = _receipt(receipt)
                    undo = str(receipt.message_id) if receipt.can_undo else ""
                    ack(text=text, blocks=screens.with_undo(text, undo), response_type="ephemeral")
                case compose.WhichOne(candidates, words):
                    named = [(one.name, one.phone, one.words) for one in candidates]
                    _ask(ack, *screens.which_one(named, words, key))
                case compose.NoSuchName(name, words):
                    _ask(ack, *screens.no_such_name(name, words))
                case compose.Compose(chosen):
                    _open(tools, client, command["trigger_id"], who, chosen)
                    ack()

    @app.shortcut("text_a_contact")
    def shortcut(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            _open(tools, client, body["trigger_id"], recognise(tools, body["user"]["id"]), None)


def _register_composer(app: App, tools: Tools) -> None:
    @app.options("recipient")
    def suggest(ack: Any, body: dict[str, Any]) -> None:
        who = find_agent(tools, body["user"]["id"])
        found = compose.suggest(tools, who, body.get("value") or "") if who else []
        ack(options=[screens.recipient(one.name, one.phone, str(one.contact_id)) for one in found])

    @app.action(re.compile(r"^(words|recipient)$"))
    def count(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        """Runs on each keystroke: Slack hears of it only when the numbers in sight change."""
        view = body.get("view") or {}
        shown = read_words(view.get("private_metadata"), "estimate")
        ack()
        try:
            estimate = _estimate(tools, recognise(tools, body["user"]["id"]), read_fields(view))
        except Refusal:
            return  # the number was taken away meanwhile: the answer to "Send" says so
        if estimate != shown["estimate"]:
            _show_estimate(client, view, shown | {"estimate": estimate})

    @app.view("composer")
    def send(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        fields = read_fields(view)
        problems = fields.problems()
        if problems:
            ack(response_action="errors", errors=problems)
            return
        try:
            who = recognise(tools, body["user"]["id"])
            words = phone_words(tools, fields.words)
            send_text(tools, who, fields.phone, words, f"view:{view['id']}", fields.name, fields.files)
        except Refusal as refusal:
            place = "files" if isinstance(refusal, BadFiles) else "message"
            ack(response_action="errors", errors={place: refusal.sentence})
        else:
            ack()


def _ask(ack: Any, text: str, blocks: list[dict[str, Any]]) -> None:
    ack(text=text, blocks=blocks, response_type="ephemeral")


def _receipt(receipt: Receipt) -> str:
    return screens.receipt(
        receipt.name, receipt.phone, receipt.words, receipt.line, receipt.texts, receipt.segments
    )


def _open(
    tools: Tools,
    client: WebClient,
    trigger_id: str,
    who: Who,
    chosen: compose.Suggestion | None,
    words: str = "",
    name: str = "",
) -> None:
    option = screens.recipient(chosen.name, chosen.phone, str(chosen.contact_id)) if chosen else None
    estimate = _estimate(tools, who, Fields(chosen.phone if chosen else "", words, name))
    client.views_open(trigger_id=trigger_id, view=screens.composer(estimate, option, words, name))


def _estimate(tools: Tools, who: Who, fields: Fields) -> str:
    words = previewed(tools, phone_words(tools, fields.words), fields.files)
    seen = compose.preview(tools, who, fields.phone or None, words)
    return screens.estimate(seen.texts, seen.segments, seen.line, seen.costly)


def _show_estimate(client: WebClient, view: dict[str, Any], meta: dict[str, Any]) -> None:
    """A stale view is refused by its hash: the next keystroke shows newer numbers anyway."""
    blocks = [
        block if block["block_id"] != "estimate" else screens.estimate_block(meta["estimate"])
        for block in view["blocks"]
    ]
    kept = {key: view[key] for key in ("type", "callback_id", "title", "submit", "close")}
    new = kept | {"blocks": blocks, "private_metadata": json.dumps(meta)}
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=new)
    except (SlackApiError, SlackClientError, OSError):
        return
