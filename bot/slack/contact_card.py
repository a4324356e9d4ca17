"""The button under a contact that a client sent."""

from typing import Any

from slack_bolt import App

from bot.actions.assistant import writer
from bot.actions.contact_card import save_card
from bot.actions.notice import respond
from bot.slack.errors import read_id, read_words
from bot.work import Refusal, Tools


def register(app: App, tools: Tools) -> None:
    @app.action("save_card")
    def save(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        offered = read_words(action.get("value"), "conversation", "name", "phones")
        try:
            who = writer(tools, body["user"]["id"])
            conversation_id, phones = read_id(offered["conversation"]), offered["phones"].split()
            words = save_card(tools, who, conversation_id, offered["name"], phones)
        except Refusal as refusal:
            words = refusal.sentence
        respond(tools, body.get("response_url"), words, instead=False)
        ack()
