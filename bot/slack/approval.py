"""The buttons of orders that wait for an admin, in direct messages and in the window."""

import re
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import approval
from bot.actions.notice import respond
from bot.actions.people import recognise
from bot.slack.errors import in_window, read_id
from bot.slack.office import page
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile("order_(approve|decline)"))
    def decide(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        order_id, approve = read_id(action.get("value")), action["action_id"] == "order_approve"
        if body.get("view"):
            ack()
            with in_window(client.views_push, body["trigger_id"]):
                who = recognise(tools, body["user"]["id"])
                note = approval.decide(tools, who, order_id, approve)
                client.views_update(view_id=body["view"]["id"], view=page(tools, who, "orders", note))
            return
        try:
            said = approval.decide(tools, recognise(tools, body["user"]["id"]), order_id, approve)
        except Refusal as refusal:
            said = refusal.sentence
        # Beside the question: that one becomes the answer by itself, here and with the other admins.
        respond(tools, body.get("response_url"), said, instead=False)
        ack()
