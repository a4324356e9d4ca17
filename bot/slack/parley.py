"""`/parley`: people, numbers, time zone, given-up work."""

import re
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import admin, roster
from bot.actions.people import Who, recognise
from bot.screens import admin as screens
from bot.screens import help as help_words
from bot.screens import roster as roster_screens
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
            elif typed.lower() == "people":
                client.views_open(trigger_id=command["trigger_id"], view=people(tools, who))
                ack()
            elif typed:
                ack(text=help_words.explain("/parley", typed, help_words.PARLEY), response_type="ephemeral")
            else:
                client.views_open(trigger_id=command["trigger_id"], view=home(tools, who))
                ack()

    @app.action(re.compile(r"admin_(zone|dead)"))
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

    @app.view("admin_zone")
    def zone(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        with at_field(ack, "zone"):
            who = recognise(tools, body["user"]["id"])
            note = admin.set_time_zone(tools, who, _chosen(view["state"]["values"], "zone"))
            ack()
            refresh(client, view.get("previous_view_id"), home(tools, who, note))


def _chosen(values: dict[str, Any], name: str) -> str:
    return str((read_value(values, name, name, "selected_option") or {}).get("value") or "")


def home(tools: Tools, who: Who, note: str = "") -> dict[str, Any]:
    """The first window of `/parley`."""
    seen = admin.overview(tools)
    people = [
        (one.slack_user_id, one.standing if who.is_admin else "", one.role, one.phone) for one in seen.people
    ]
    about = (seen.free_numbers, seen.time_zone, seen.dead_letters, who.is_admin, note, seen.has_mail)
    return screens.home(people, *about)


def people(tools: Tools, who: Who, start: int = 0, note: str = "") -> dict[str, Any]:
    """The window with a page of the people."""
    seen = roster.people_of(tools, start)
    return roster_screens.window(seen.people, seen.start, seen.has_more, who.is_admin, note)


def _screen(tools: Tools, who: Who, name: str) -> dict[str, Any]:
    admin.need_admin(who)
    seen = admin.overview(tools)
    if name == "admin_zone":
        return screens.zone(seen.time_zone)
    letters = admin.dead_letters(tools, who)
    return screens.dead_letters([(str(one.job_id), one.kind, one.error) for one in letters])
