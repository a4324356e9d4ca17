"""`/text templates`: the list, the form, the buttons."""

import re
from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import template
from bot.actions.assistant import writer
from bot.actions.people import Who
from bot.screens import template as screens
from bot.slack.errors import Malformed, in_window, read_id
from bot.slack.fields import read_value, read_values
from bot.slack.windows import refresh
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    _register_form(app, tools)

    @app.action("template_delete")
    def delete(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        template_id = read_id(action.get("value"))
        ack()
        with in_window(client.views_push, body.get("trigger_id") or ""):
            who = writer(tools, body["user"]["id"])
            note = template.forget(tools, who, template_id)
            _refresh(tools, who, client, body.get("view") or {}, note)

    @app.action(re.compile(r"template_page(_on)?"))
    def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        start = read_start(action.get("value"))
        ack()
        with in_window(client.views_push, body.get("trigger_id") or ""):
            who = writer(tools, body["user"]["id"])
            view = body.get("view") or {}
            _refresh(tools, who, client, view | {"private_metadata": str(start)})


def _register_form(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"template_(new|edit)"))
    def open_form(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        known = read_id(action.get("value")) if action["action_id"] == "template_edit" else None
        trigger = body.get("trigger_id") or ""
        ack()
        with in_window(client.views_push, trigger):
            who = writer(tools, body["user"]["id"])
            row = _row(template.template_to_change(tools, who, known)) if known else None
            client.views_push(trigger_id=trigger, view=screens.form(row, who.is_admin))

    @app.view("template")
    def save(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        who_id, known = body["user"]["id"], view.get("private_metadata")
        try:
            who = writer(tools, who_id)
            note = _keep(tools, who, view, read_id(known) if known else None)
        except template.BadField as bad:
            ack(response_action="errors", errors={bad.field: bad.sentence})
            return
        ack()
        below = {"id": view.get("previous_view_id")}
        _refresh(tools, who, client, below, note)


def _keep(tools: Tools, who: Who, view: dict[str, Any], known: UUID | None) -> str:
    values = read_values(view)
    name, body = (str(read_value(values, one, one, "value") or "") for one in ("name", "body"))
    shared = bool(read_value(values, "shared", "shared", "selected_options"))
    return template.keep(tools, who, name, body, shared, view["id"], known)


def read_start(value: str | None) -> int:
    """Where a page of the list begins. Raises Malformed."""
    if not re.fullmatch(r"[0-9]{0,6}", value or ""):
        raise Malformed(f"{value!r} is no place in a list")
    return int(value or 0)


def _refresh(tools: Tools, who: Who, client: WebClient, view: dict[str, Any], note: str = "") -> None:
    """Show the change in the list, where that is still open."""
    start = read_start(view.get("private_metadata"))
    refresh(client, view.get("id"), listing(tools, who, start, note))


def listing(tools: Tools, who: Who, start: int = 0, note: str = "") -> dict[str, Any]:
    found = template.templates_of(tools, who, screens.SHOWN + 1, start)
    rows = [_row(one) for one in found[: screens.SHOWN]]
    return screens.listing(rows, start, len(found) > screens.SHOWN, note)


def _row(one: template.Kept) -> screens.Row:
    return screens.Row(str(one.template_id), one.name, one.body, one.is_everybodys, one.may_change)
