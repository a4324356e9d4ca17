"""The forms in which an admin changes the catalogue."""

import re
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import catalogue
from bot.actions.catalogue import Typed
from bot.actions.people import Who
from bot.screens import catalogue as screens
from bot.screens.catalogue import Kind
from bot.slack.errors import Malformed, read_id
from bot.slack.fields import read_value, read_values
from bot.slack.office import View, push, submit
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile("catalogue_add_[a-z_]+"))
    def open_new(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        kind = _kind(action.get("value"))
        push(tools, ack, body, client, lambda who: screens.add(kind, catalogue.currency(tools, who)))

    @app.action("catalogue_menu")
    def choose(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        chosen = str((action.get("selected_option") or {}).get("value") or "")
        verb, _, name = chosen.partition(" ")
        plan_id = read_id(name)

        def form(who: Who) -> View:
            offer = catalogue.offer(tools, who, plan_id)
            if verb == screens.RETIRE:
                return screens.retire(offer)
            return screens.change(offer, catalogue.currency(tools, who))

        push(tools, ack, body, client, form)

    @app.view("catalogue_add")
    def add(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        kind, typed, key = _kind(view.get("private_metadata")), _typed(view), view["id"]
        submit(
            tools,
            ack,
            body,
            client,
            "plans",
            lambda who: catalogue.add(tools, who, kind, typed, key),
            "name",
        )

    @app.view("catalogue_change")
    def change(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        plan_id, typed, key = read_id(view.get("private_metadata")), _typed(view), view["id"]
        submit(
            tools,
            ack,
            body,
            client,
            "plans",
            lambda who: catalogue.change(tools, who, plan_id, typed, key),
            "name",
        )

    @app.view("catalogue_retire")
    def retire(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        plan_id = read_id(view.get("private_metadata"))
        submit(tools, ack, body, client, "plans", lambda who: catalogue.retire(tools, who, plan_id), "")


def _kind(value: str | None) -> Kind:
    if value not in list(Kind):
        raise Malformed(f"{value!r} is nothing on offer")
    return Kind(value or "")


def _typed(view: View) -> Typed:
    values = read_values(view)
    return Typed(*(str(read_value(values, one, one, "value") or "") for one in ("name", "monthly", "price")))
