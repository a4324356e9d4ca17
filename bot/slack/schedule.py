"""Scheduled texts: the buttons, in the thread, in the list and in Home."""

from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import assistant, schedule
from bot.actions.notice import respond
from bot.actions.people import Who, recognise
from bot.slack.composer import editor
from bot.slack.errors import in_window, read_id
from bot.slack.listing import listing
from bot.slack.windows import Act, act_at_home, refresh, surface
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.action("scheduled_send")
    def send(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        _act(ack, tools, body, client, read_id(action.get("value")), schedule.send_now)

    @app.action("scheduled_cancel")
    def cancel(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        _act(ack, tools, body, client, read_id(action.get("value")), schedule.cancel)

    @app.action("scheduled_edit")
    def edit(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        message_id, trigger = read_id(action.get("value")), body.get("trigger_id") or ""
        ack()
        show = client.views_push if surface(body) == "modal" else client.views_open
        with in_window(show, trigger):
            show(trigger_id=trigger, view=editor(tools, recognise(tools, body["user"]["id"]), message_id))


def _act(ack: Any, tools: Tools, body: dict[str, Any], client: WebClient, message_id: UUID, act: Act) -> None:
    """The list and Home show what became of it; beside a post of the thread a word is said, too."""
    if surface(body) == "home":
        ack()
        act_at_home(tools, body, client, message_id, act)
        return
    try:
        who = recognise(tools, body["user"]["id"])
        said = _tried(tools, who, message_id, act)
    except Refusal as refusal:
        respond(tools, body.get("response_url"), refusal.sentence, instead=False)
        ack()
        return
    ack()
    if surface(body) == "modal":
        refresh(client, body["view"].get("id"), listing(tools, assistant.writing(tools, who), said))
    else:
        respond(tools, body.get("response_url"), said, instead=False)


def _tried(tools: Tools, who: Who, message_id: UUID, act: Act) -> str:
    try:
        return act(tools, who, message_id)
    except Refusal as refusal:
        return refusal.sentence
