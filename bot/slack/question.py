"""The buttons of questions in a thread: about a text that waits, and about what a client wants."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from slack_bolt import App

from bot.actions import doubt_question
from bot.actions.notice import respond
from bot.actions.people import Who, recognise
from bot.actions.question import answer_question
from bot.slack.errors import read_id
from bot.work import Refusal, Tools

Answer = Callable[[Tools, Who, UUID, bool], str]  # about the text, whether the first button was clicked


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"question_(send|drop)"))
    def answer(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        _take(tools, body, action, answer_question, action["action_id"] == "question_send")
        ack()

    @app.action(re.compile(r"doubt_(out|else)"))
    def settle(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        _take(tools, body, action, doubt_question.answer, action["action_id"] == "doubt_out")
        ack()


def _take(tools: Tools, body: dict[str, Any], action: dict[str, Any], answer: Answer, yes: bool) -> None:
    """Put the answer in the question's place; a refusal stands beside it."""
    try:
        who = recognise(tools, body["user"]["id"])
        told = answer(tools, who, read_id(action.get("value")), yes)
        respond(tools, body.get("response_url"), told)
    except Refusal as refusal:
        respond(tools, body.get("response_url"), refusal.sentence, instead=False)
