"""`/parley people`: the list, and the forms to invite and to change somebody."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import number, roster
from bot.actions.admin import need_admin
from bot.actions.people import Who, find_agent, recognise
from bot.actions.preferences import FieldRefusal
from bot.actions.roster import Wish
from bot.screens import number as number_screens
from bot.screens import roster as screens
from bot.slack import parley
from bot.slack.errors import Malformed, in_window, read_id, read_words, refused
from bot.slack.fields import read_choice, read_value, read_values
from bot.slack.template import read_start
from bot.slack.windows import refresh
from bot.work import Refusal, Tools
from models.enums import Role

View = dict[str, Any]


def register(app: App, tools: Tools) -> None:
    _register_forms(app, tools)

    @app.action("people_open")
    def open_list(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_push(trigger_id=body["trigger_id"], view=parley.people(tools, who))

    @app.action(re.compile(r"people_page_(back|on)"))
    def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        start = read_start(action.get("value"))
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            refresh(client, (body.get("view") or {}).get("id"), parley.people(tools, who, start))

    @app.options("our_number")
    def offer(ack: Any, body: dict[str, Any]) -> None:
        who = find_agent(tools, body["user"]["id"])
        found = number.offers(tools, str(body.get("value") or "")) if who and who.is_admin else ()
        shown = [number_screens.offer(one.phone, one.holder, one.goes_to, one.can_picture) for one in found]
        ack(options=[number_screens.none(), *shown][: number.MENU])


def _register_forms(app: App, tools: Tools) -> None:
    @app.action("people_invite")
    def open_invite(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        meta = json.dumps({"start": (body.get("view") or {}).get("private_metadata") or ""})
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            need_admin(recognise(tools, body["user"]["id"]))
            client.views_push(trigger_id=body["trigger_id"], view=screens.invite(meta))

    @app.action("people_change")
    def open_change(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        agent_id, start = read_id(action.get("value")), (body.get("view") or {}).get("private_metadata") or ""
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            seen = roster.person(tools, recognise(tools, body["user"]["id"]), agent_id)
            meta = json.dumps(
                {
                    "agent": seen.row.agent_id,
                    "phone": seen.row.phone or "",
                    "role": seen.row.role,
                    "start": start,
                }
            )
            view = screens.change(seen.row, seen.assists, meta)
            client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.view("people_invite")
    def invite(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        people = _users(read_values(view), "people")
        wish = _wish(view, "")
        _save(tools, ack, body, client, lambda who: roster.invite(tools, who, people, wish))

    @app.view("people_change")
    def change(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        meant = read_words(view.get("private_metadata"), "agent", "phone", "role")
        agent_id, wish = read_id(meant["agent"]), _wish(view, meant["phone"])
        if wish.role == meant["role"] != Role.ASSISTANT:
            wish = replace(wish, role=None)  # it stays what it is by now
        _save(tools, ack, body, client, lambda who: roster.change(tools, who, agent_id, wish))


def _save(tools: Tools, ack: Any, body: dict[str, Any], client: WebClient, act: Callable[[Who], str]) -> None:
    """Do what a form asks for and show it in the windows below, or what is wrong beside its field."""
    view = body["view"]
    start = read_start(read_words(view.get("private_metadata"), "start")["start"])
    try:
        who = recognise(tools, body["user"]["id"])
        note = act(who)
    except FieldRefusal as refusal:
        ack(response_action="errors", errors={refusal.field: refusal.sentence})
        return
    except Refusal as refusal:
        ack(response_action="update", view=refused(refusal.sentence))
        return
    ack()
    below, first = view.get("previous_view_id"), view.get("root_view_id")
    refresh(client, below, parley.people(tools, who, start, note))
    if first != below:
        refresh(client, first, parley.home(tools, who))


def _wish(view: View, held: str) -> Wish:
    """What a form says; `held`: the number that it showed. Raises Malformed for what it does not offer."""
    values = read_values(view)
    chosen, typed = read_choice(values, "role", "role"), _typed(values, "phone").strip()
    if chosen not in list(Role):
        raise Malformed(f"{chosen!r} is no role")
    picked = read_choice(values, "number", "our_number")
    picked = "" if picked == number_screens.NONE else picked
    return Wish(Role(chosen), _users(values, "assists"), typed or (None if picked == held else picked))


def _typed(values: dict[str, Any], name: str) -> str:
    return str(read_value(values, name, name, "value") or "")


def _users(values: dict[str, Any], name: str) -> list[str]:
    """The people chosen in a field."""
    found = read_value(values, name, name, "selected_users")
    return [str(one) for one in found] if isinstance(found, list) else []
