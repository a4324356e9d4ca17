"""The relationship with a client: opened from the card, submitted."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import contact, relationship
from bot.actions.people import recognise
from bot.actions.preferences import FieldRefusal
from bot.actions.relationship import Written
from bot.screens import relationship as screens
from bot.slack.contact import card_view
from bot.slack.errors import Malformed, in_window, opener, read_id, refused
from bot.slack.fields import read_choice, read_value, read_values
from bot.slack.windows import refresh
from bot.work import Refusal, Tools
from models.enums import RelationshipKind


def register(app: App, tools: Tools) -> None:
    @app.action("contact_relationship")
    def open_form(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(action.get("value"))
        show, trigger = opener(client, body), body.get("trigger_id") or ""
        ack()
        with in_window(show, trigger):
            name, standing, today = relationship.shown(
                tools, recognise(tools, body["user"]["id"]), contact_id
            )
            show(trigger_id=trigger, view=screens.form(str(contact_id), name, standing, today))

    @app.view("contact_relationship")
    def save(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        contact_id, written = read_id(view.get("private_metadata")), _written(view)
        try:
            who = recognise(tools, body["user"]["id"])
            note = relationship.record(tools, who, contact_id, written, f"view:{view['id']}")
        except FieldRefusal as refusal:
            ack(response_action="errors", errors={refusal.field: refusal.sentence})
        except Refusal as refusal:
            ack(response_action="update", view=refused(refusal.sentence))
        else:
            ack()
            shown = card_view(tools, who, contact.card_of(tools, who, contact_id), note)
            refresh(client, view.get("previous_view_id"), shown)


def _written(view: dict[str, Any]) -> Written:
    """What stands in the form. Raises Malformed for what it does not offer."""
    values = read_values(view)
    kind = read_choice(values, "kind", "kind")
    if kind not in (screens.NONE, *RelationshipKind):
        raise Malformed(f"{kind!r} is no relationship")
    return Written(
        None if kind == screens.NONE else RelationshipKind(kind),
        str(read_value(values, "since", "since", "selected_date") or ""),
        str(read_value(values, "until", "until", "selected_date") or ""),
        str(read_value(values, "wording", "wording", "value") or "")[: screens.LONGEST],
    )
