"""The buttons of a text that waits for its agent's answer."""

import re
from typing import Any
from uuid import UUID

from slack_bolt import App

from bot.actions.notice import respond
from bot.actions.people import recognise
from bot.actions.question import answer_question
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"question_(send|drop)"))
    def answer(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        try:
            who = recognise(tools, body["user"]["id"])
            words = answer_question(tools, who, UUID(action["value"]), action["action_id"] == "question_send")
        except Refusal as refusal:
            words = refusal.sentence
        if url := body.get("response_url"):
            respond(tools, url, words)
        ack()
