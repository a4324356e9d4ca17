"""Scheduled texts: the buttons, in the thread, in the list and in Home."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.actions import schedule
from bot.actions.home import open_home
from bot.actions.notice import respond
from bot.actions.people import Who, recognise
from bot.slack.composer import editor
from bot.slack.errors import in_window, read_id
from bot.slack.listing import listing
from bot.work import Refusal, Tools

Act = Callable[[Tools, Who, UUID], str]


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
        show = client.views_push if _kind(body) == "modal" else client.views_open
        with in_window(show, trigger):
            show(trigger_id=trigger, view=editor(tools, recognise(tools, body["user"]["id"]), message_id))


def _kind(body: dict[str, Any]) -> str:
    """Where the button stands: in a "modal", in "home", in a message ("")."""
    return str((body.get("view") or {}).get("type") or "")


def _act(ack: Any, tools: Tools, body: dict[str, Any], client: WebClient, message_id: UUID, act: Act) -> None:
    """The list and Home show what became of it; beside a post of the thread a word is said, too."""
    if _kind(body) == "home":
        ack()
        _act_at_home(tools, body, client, message_id, act)
        return
    try:
        who = recognise(tools, body["user"]["id"])
        said = _tried(tools, who, message_id, act)
    except Refusal as refusal:
        respond(tools, body.get("response_url"), refusal.sentence, instead=False)
        ack()
        return
    ack()
    if _kind(body) == "modal":
        _refresh(client, body["view"].get("id"), listing(tools, who, said))
    else:
        respond(tools, body.get("response_url"), said, instead=False)


def _act_at_home(tools: Tools, body: dict[str, Any], client: WebClient, message_id: UUID, act: Act) -> None:
    with in_window(client.views_open, body.get("trigger_id") or ""):
        try:
            act(tools, recognise(tools, body["user"]["id"]), message_id)
        finally:
            open_home(tools, body["user"]["id"])  # a button that came too late goes as well


def _tried(tools: Tools, who: Who, message_id: UUID, act: Act) -> str:
    try:
        return act(tools, who, message_id)
    except Refusal as refusal:
        return refusal.sentence


def _refresh(client: WebClient, view_id: Any, view: dict[str, Any]) -> None:
    try:
        client.views_update(view_id=view_id, view=view)
    except (SlackApiError, SlackClientError, OSError):
        return  # the window was closed meanwhile
