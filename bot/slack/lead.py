"""Leads: the buttons under one, and the window with the addresses that take them."""

import re
import secrets
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import lead_notice, lead_source
from bot.actions.assistant import writer
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.screens import lead_source as screens
from bot.slack.composer import open_composer
from bot.slack.errors import Malformed, in_window, opener, read_id, refused
from bot.slack.fields import read_value, read_values
from bot.slack.template import read_start
from bot.slack.windows import refresh
from bot.work import Refusal, Tools

TOKEN_BYTES = 32
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def register(app: App, tools: Tools) -> None:
    @app.action("lead_text")
    def text(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        lead_id, trigger = read_id(action.get("value")), body.get("trigger_id") or ""
        ack()
        with in_window(client.views_open, trigger):
            who = writer(tools, body["user"]["id"])
            chosen = lead_notice.client_of(tools, who, lead_id)
            open_composer(tools, client.views_open, trigger, who, chosen)

    _register_list(app, tools)
    _register_form(app, tools)


def _register_list(app: App, tools: Tools) -> None:
    @app.action("leads_open")
    def open_list(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        show, trigger = opener(client, body), body.get("trigger_id") or ""
        ack()
        with in_window(show, trigger):
            show(trigger_id=trigger, view=listing(tools, writer(tools, body["user"]["id"])))

    @app.action(re.compile(r"lead_page(_on)?"))
    def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        start = read_start(action.get("value"))
        ack()
        with in_window(client.views_push, body.get("trigger_id") or ""):
            view = listing(tools, writer(tools, body["user"]["id"]), start)
            refresh(client, (body.get("view") or {}).get("id"), view)

    @app.action("lead_source_revoke")
    def revoke(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        source_id, view = read_id(action.get("value")), body.get("view") or {}
        start = read_start(view.get("private_metadata"))
        ack()
        with in_window(client.views_push, body.get("trigger_id") or ""):
            who = writer(tools, body["user"]["id"])
            note = lead_source.revoke(tools, who, source_id)
            refresh(client, view.get("id"), listing(tools, who, start, note))


def _register_form(app: App, tools: Tools) -> None:
    @app.action("lead_source_new")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        trigger = body.get("trigger_id") or ""
        ack()
        with in_window(client.views_push, trigger):
            writer(tools, body["user"]["id"])
            client.views_push(trigger_id=trigger, view=screens.form(secrets.token_urlsafe(TOKEN_BYTES)))

    @app.view("lead_source")
    def make(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        token, values = view.get("private_metadata") or "", read_values(view)
        if not TOKEN.fullmatch(token):
            raise Malformed("this is no token of ours")
        name, tags = (str(read_value(values, one, one, "value") or "") for one in ("name", "tags"))
        try:
            who = writer(tools, body["user"]["id"])
            address = lead_source.make_source(tools, who, name, tags, token)
        except FieldRefusal as refusal:
            ack(response_action="errors", errors={refusal.field: refusal.sentence})
        except Refusal as refusal:
            ack(response_action="update", view=refused(refusal.sentence))
        else:
            ack(response_action="update", view=screens.made(name, address))
            refresh(client, view.get("previous_view_id"), listing(tools, who))


def listing(tools: Tools, who: Who, start: int = 0, note: str = "") -> dict[str, Any]:
    """The window with a page of the sources, as they are now."""
    found = lead_source.sources_of(tools, who, screens.SHOWN + 1, start)
    return screens.listing(found[: screens.SHOWN], start, len(found) > screens.SHOWN, note)
