"""The buttons of questions in a thread: about a text that waits, and about what a client wants."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from slack_bolt import App

from bot.actions import doubt_question
from bot.actions.notice import respond
from bot.actions.people import Who, recognise
from bot.actions.question import Answer, answer_question
from bot.slack.errors import read_id
from bot.work import Refusal, Tools

Act = Callable[[Tools, Who, UUID], str]  # about the text; what to say


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"question_(send|later|drop)"))
    def answer(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        chosen = Answer(action["action_id"].removeprefix("question_"))
        _take(tools, body, action, lambda tools, who, text: answer_question(tools, who, text, chosen))
        ack()

    @app.action(re.compile(r"doubt_(out|else)"))
    def settle(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        yes = action["action_id"] == "doubt_out"
        _take(tools, body, action, lambda tools, who, text: doubt_question.answer(tools, who, text, yes))
        ack()


def _take(tools: Tools, body: dict[str, Any], action: dict[str, Any], act: Act) -> None:
    """Put the answer in the question's place; a refusal stands beside it."""
    try:
        who = recognise(tools, body["user"]["id"])
        told = act(tools, who, read_id(action.get("value")))
        respond(tools, body.get("response_url"), told)
    except Refusal as refusal:
        respond(tools, body.get("response_url"), refusal.sentence, instead=False)
