"""People who leave: Slack's own word, an admin's, and what is handed over or closed."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import handover, leaving
from bot.actions.notice import respond
from bot.actions.people import recognise
from bot.actions.preferences import FieldRefusal
from bot.screens import leaving as screens
from bot.screens.leaving import Part
from bot.slack.errors import Malformed, at_field, in_window, opener, read_stamped
from bot.slack.fields import read_value, read_values
from bot.slack.windows import refresh
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.event("user_change")
    def changed(event: dict[str, Any]) -> None:
        """Every edit of every profile comes here: few of them say that somebody is gone."""
        if event["user"].get("deleted") is True:
            leaving.left_slack(tools, event["user"]["id"])

    @app.action("admin_leaving")
    def open_window(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            found = handover.estates(tools, recognise(tools, body["user"]["id"]))
            client.views_push(trigger_id=body["trigger_id"], view=screens.window(found))

    @app.view("leaving")
    def let_go(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        person = str(read_value(read_values(view), "person", "person", "selected_user") or "")
        with at_field(ack, "person"):
            who = recognise(tools, body["user"]["id"])
            note = leaving.let_go(tools, who, person)
            again = (
                screens.window(handover.estates(tools, who), note) if who.slack_user_id != person else None
            )
            ack(**({"response_action": "update", "view": again} if again else {}))

    _register_decisions(app, tools)


def _register_decisions(app: App, tools: Tools) -> None:
    @app.action("leaving_hand")
    def ask(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        about = read_stamped(action.get("value"))
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            view = screens.hand_over(handover.estate_of(tools, who, *about))
            opener(client, body)(trigger_id=body["trigger_id"], view=view)

    @app.action("leaving_close")
    def close(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        about = read_stamped(action.get("value"))
        if body.get("view"):
            ack()
            with in_window(client.views_push, body["trigger_id"]):
                who = recognise(tools, body["user"]["id"])
                note = handover.close(tools, who, *about)
                refresh(client, body["view"]["id"], screens.window(handover.estates(tools, who), note))
            return
        try:
            said = handover.close(tools, recognise(tools, body["user"]["id"]), *about)
        except Refusal as refusal:
            said = refusal.sentence
        # Beside the question: that one becomes the answer by itself, here and with the other admins.
        respond(tools, body.get("response_url"), said, instead=False)
        ack()

    @app.view("leaving_hand")
    def hand_over(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        about, values = read_stamped(view.get("private_metadata")), read_values(view)
        to = str(read_value(values, "to", "to", "selected_user") or "")
        try:
            who = recognise(tools, body["user"]["id"])
            note = handover.hand_over(tools, who, *about, to, _parts(values))
        except FieldRefusal as refusal:
            ack(response_action="errors", errors={refusal.field: refusal.sentence})
        except Refusal as refusal:
            ack(response_action="errors", errors={"to": refusal.sentence})
        else:
            ack()
            refresh(client, view.get("previous_view_id"), screens.window(handover.estates(tools, who), note))


def _parts(values: dict[str, Any]) -> list[Part]:
    """What was ticked. Raises Malformed for what our window does not offer."""
    ticked = read_value(values, "parts", "parts", "selected_options")
    chosen = [str(one.get("value")) for one in ticked or () if isinstance(one, dict)]
    try:
        return [Part(one) for one in chosen]
    except ValueError as error:
        raise Malformed(str(error)) from error
