"""The admin's window with the do-not-call lists."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import do_not_call_list as lists
from bot.actions.do_not_call_list import Asked
from bot.actions.people import Who, recognise
from bot.actions.preferences import FieldRefusal
from bot.rules.region_name import us_states
from bot.screens import do_not_call as screens
from bot.slack.errors import Malformed, in_window, read_id, refused
from bot.slack.fields import read_choice, read_value, read_values
from bot.slack.windows import refresh
from bot.work import Refusal, Tools
from models.enums import ListScope

View = dict[str, Any]


def register(app: App, tools: Tools) -> None:
    @app.action("admin_dnc")
    def open_window(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_push(trigger_id=body["trigger_id"], view=window(tools, who))

    @app.action("dnc_add")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            seen = lists.lists_of(tools, recognise(tools, body["user"]["id"]))
            client.views_push(trigger_id=body["trigger_id"], view=screens.form(us_states(), seen.today))

    @app.action("dnc_remove")
    def remove(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        list_id = read_id(action.get("value"))
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            note = lists.remove(tools, who, list_id)
            refresh(client, (body.get("view") or {}).get("id"), window(tools, who, note))

    @app.view("dnc_add")
    def add(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        values = read_values(view)
        asked, shared = _asked(values), read_value(values, "file", "file", "files")
        try:
            who = recognise(tools, body["user"]["id"])
            files = shared if isinstance(shared, list) else []
            note = lists.add(tools, who, asked, files, f"view:{view['id']}")
        except FieldRefusal as refusal:
            ack(response_action="errors", errors={refusal.field: refusal.sentence})
        except Refusal as refusal:
            ack(response_action="update", view=refused(refusal.sentence))
        else:
            ack()
            refresh(client, view.get("previous_view_id"), window(tools, who, note))


def _asked(values: dict[str, Any]) -> Asked:
    """What was chosen in the form. Raises Malformed for what it does not offer."""
    scope = read_choice(values, "scope", "scope")
    if scope not in list(ListScope):
        raise Malformed(f"{scope!r} has no lists")
    return Asked(
        ListScope(scope),
        read_choice(values, "state", "state"),
        str(read_value(values, "dated", "dated", "selected_date") or ""),
        str(read_value(values, "source", "source", "value") or ""),
    )


def window(tools: Tools, who: Who, note: str = "") -> View:
    """The lists as they are now. Raises Refusal for everybody but admins."""
    seen = lists.lists_of(tools, who)
    return screens.listing(seen.rows, seen.today, note)
