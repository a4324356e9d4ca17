"""The buttons of a text that waits for its agent's answer."""

import re
from typing import Any

from slack_bolt import App

from bot.actions.notice import respond
from bot.actions.people import recognise
from bot.actions.question import answer_question
from bot.slack.errors import read_id
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"question_(send|drop)"))
    def answer(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        try:
            who = recognise(tools, body["user"]["id"])
            message_id, send = read_id(action.get("value")), action["action_id"] == "question_send"
            respond(tools, body.get("response_url"), answer_question(tools, who, message_id, send))
        except Refusal as refusal:
            respond(tools, body.get("response_url"), refusal.sentence, instead=False)
        ack()
