"""Away: the window in which an agent says who answers in their place, and the buttons that end it."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import cover
from bot.actions.cover import Asked
from bot.actions.notice import respond
from bot.actions.people import recognise
from bot.actions.preferences import FieldRefusal
from bot.screens import cover as screens
from bot.slack.errors import Malformed, in_window, opener, read_stamped
from bot.slack.fields import read_value, read_values
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.action("open_away")
    def open_away(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            view = screens.window(cover.away_of(tools, recognise(tools, body["user"]["id"])))
            opener(client, body)(trigger_id=body["trigger_id"], view=view)

    @app.view("away")
    def save(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            cover.go_away(tools, recognise(tools, body["user"]["id"]), _asked(view))
        except FieldRefusal as refusal:
            ack(response_action="errors", errors={refusal.field: refusal.sentence})
        except Refusal as refusal:
            ack(response_action="errors", errors={"cover": refusal.sentence})
        else:
            ack()

    @app.action("away_back")
    def back(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        user = str(action.get("value") or "")
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            cover.come_back(tools, who, user)
            view = screens.window(cover.away_of(tools, who, user))
            client.views_update(view_id=body["view"]["id"], view=view)

    @app.action("away_decline")
    def decline(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        agent_id, since = read_stamped(action.get("value"))
        try:
            said = cover.decline(tools, recognise(tools, body["user"]["id"]), agent_id, since)
        except Refusal as refusal:
            said = refusal.sentence
        respond(tools, body.get("response_url"), said)
        ack()


def _asked(view: dict[str, Any]) -> Asked:
    values = read_values(view)
    person = str(read_value(values, "agent", "agent", "selected_user") or "")
    colleague = str(read_value(values, "cover", "cover", "selected_user") or "")
    if not colleague:
        raise FieldRefusal("cover", screens.NO_CHOICE)
    return Asked(person, colleague, _moment(values, "since"), _moment(values, "until"))


def _moment(values: dict[str, Any], name: str) -> int | None:
    """What was chosen, in seconds. Raises Malformed for what Slack's own field does not give."""
    chosen = read_value(values, name, name, "selected_date_time")
    if chosen is not None and not isinstance(chosen, int):
        raise Malformed(f"{chosen!r} is no time")
    return chosen
