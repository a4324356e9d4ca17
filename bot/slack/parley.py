"""`/parley`: people, numbers, time zone, given-up work."""

import re
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import admin
from bot.actions.people import Who, recognise
from bot.screens import admin as screens
from bot.screens import help as help_words
from bot.slack import settings
from bot.slack.errors import answering, at_field, in_window, read_id
from bot.slack.fields import read_value
from bot.slack.windows import refresh
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    @app.command("/parley")
    def parley(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        with answering(ack):
            who = recognise(tools, command["user_id"])
            typed = (command.get("text") or "").strip()
            if typed.lower() == "settings":
                settings.open_window(tools, client, command["trigger_id"], who)
                ack()
            elif typed:
                ack(text=help_words.explain("/parley", typed, help_words.PARLEY), response_type="ephemeral")
            else:
                client.views_open(trigger_id=command["trigger_id"], view=home(tools, who))
                ack()

    @app.action(re.compile(r"admin_(invite|number|zone|dead)"))
    def open_screen(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_push(trigger_id=body["trigger_id"], view=_screen(tools, who, action["action_id"]))

    @app.action(re.compile(r"admin_retry_\d+"))
    def retry(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        job_id = read_id(action.get("value"))
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            admin.retry_dead_letter(tools, who, job_id)
            refresh(client, body["view"].get("id"), _screen(tools, who, "admin_dead"))

    @app.view("admin_invite")
    def invite(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        values = view["state"]["values"]
        with at_field(ack, "phone" if _typed(values, "phone", "phone") else "person"):
            who = recognise(tools, body["user"]["id"])
            person = read_value(values, "person", "person", "selected_user") or ""
            as_admin = bool(read_value(values, "admin", "admin", "selected_options"))
            note = admin.invite(tools, who, person, _typed(values, "phone", "phone"), as_admin)
            ack()
            refresh(client, view.get("previous_view_id"), home(tools, who, note))

    @app.view("admin_number")
    def number(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        values = view["state"]["values"]
        with at_field(ack, "phone"):
            who = recognise(tools, body["user"]["id"])
            chosen = _chosen(values, "agent")
            agent_id = None if chosen == screens.NOBODY else read_id(chosen)
            note = admin.give_number(tools, who, _typed(values, "phone", "phone"), agent_id)
            ack()
            refresh(client, view.get("previous_view_id"), home(tools, who, note))

    @app.view("admin_zone")
    def zone(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        with at_field(ack, "zone"):
            who = recognise(tools, body["user"]["id"])
            note = admin.set_time_zone(tools, who, _chosen(view["state"]["values"], "zone"))
            ack()
            refresh(client, view.get("previous_view_id"), home(tools, who, note))


def _typed(values: dict[str, Any], block_id: str, action_id: str) -> str:
    return str(read_value(values, block_id, action_id, "value") or "")


def _chosen(values: dict[str, Any], name: str) -> str:
    return str((read_value(values, name, name, "selected_option") or {}).get("value") or "")


def home(tools: Tools, who: Who, note: str = "") -> dict[str, Any]:
    """The first window of `/parley`."""
    seen = admin.overview(tools)
    people = [
        (one.slack_user_id, one.standing if who.is_admin else "", one.is_admin, one.phone)
        for one in seen.people
    ]
    about = (seen.free_numbers, seen.time_zone, seen.dead_letters, who.is_admin, note, seen.has_mail)
    return screens.home(people, *about)


def _screen(tools: Tools, who: Who, name: str) -> dict[str, Any]:
    admin.need_admin(who)
    seen = admin.overview(tools)
    if name == "admin_invite":
        return screens.invite()
    if name == "admin_number":
        return screens.number([(str(one.agent_id), one.name) for one in seen.people])
    if name == "admin_zone":
        return screens.zone(seen.time_zone)
    letters = admin.dead_letters(tools, who)
    return screens.dead_letters([(str(one.job_id), one.kind, one.error) for one in letters])
