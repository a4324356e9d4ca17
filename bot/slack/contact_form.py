"""What is submitted about a contact: a card, a merge, another person, a deletion."""

from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import contact, contact_fate, contact_merge, contact_split
from bot.actions.assistant import find_writer, writer
from bot.actions.contact import Typed
from bot.actions.preferences import FieldRefusal
from bot.screens import contact as screens
from bot.screens import contact_form as forms
from bot.slack.contact import card_view
from bot.slack.errors import Malformed, at_field, in_window, opener, read_id
from bot.slack.fields import read_choice, read_value, read_values
from bot.slack.windows import refresh
from bot.work import Refusal, Tools

FIELDS = ("name", "phones", "email", "tags", "company", "address", "state", "zip_code")


def register(app: App, tools: Tools) -> None:
    _register_card(app, tools)

    @app.options("contact_other")
    def others(ack: Any, body: dict[str, Any]) -> None:
        who = find_writer(tools, body["user"]["id"])
        rows = contact.rows_of(tools, who, body.get("value") or "") if who else []
        ack(options=[screens.choice(one) for one in rows])

    @app.view("contact_merge")
    def merge(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(view.get("private_metadata"))
        other_id = read_id(read_choice(read_values(view), "other", "contact_other"))
        with at_field(ack, "other"):
            who = writer(tools, body["user"]["id"])
            note = contact_merge.merge(tools, who, contact_id, other_id)
            ack()
            _show_below(tools, client, body, view, contact_id, note)

    @app.view("contact_split")
    def split(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        contact_id, values = read_id(view.get("private_metadata")), read_values(view)
        how = read_choice(values, "how", "how")
        if how not in (forms.MOVED, forms.SHARED):
            raise Malformed(f"{how!r} is no way to split")
        name = str(read_value(values, "name", "name", "value") or "")
        asked = contact_split.Asked(read_choice(values, "number", "number"), name, how == forms.SHARED)
        with at_field(ack, "name"):
            who = writer(tools, body["user"]["id"])
            note = contact_split.split(tools, who, contact_id, asked, f"view:{view['id']}")
            ack()
            _show_below(tools, client, body, view, contact_id, note)

    @app.view("contact_delete")
    def delete(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(view.get("private_metadata"))
        note = screens.DELETED
        try:
            contact_fate.delete(tools, writer(tools, body["user"]["id"]), contact_id)
        except Refusal as refusal:
            note = refusal.sentence
        ack()
        refresh(client, view.get("previous_view_id"), screens.gone(note))


def _register_card(app: App, tools: Tools) -> None:
    @app.action("contact_new")
    def new(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            writer(tools, body["user"]["id"])
            opener(client, body)(trigger_id=body["trigger_id"], view=forms.form(None))

    @app.action("contact_edit")
    def edit(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(action.get("value"))
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = writer(tools, body["user"]["id"])
            shown = contact.card_of(tools, who, contact_id)
            view = forms.form(shown.text, shown.contact_id)
            opener(client, body)(trigger_id=body["trigger_id"], view=view)

    @app.view("contact_form")
    def save(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        known = view.get("private_metadata")
        contact_id = read_id(known) if known else None
        try:
            who = writer(tools, body["user"]["id"])
            if contact_id:
                contact.edit(tools, who, contact_id, _typed(view))
            else:
                contact_id = contact.add(tools, who, _typed(view), f"view:{view['id']}")
        except FieldRefusal as refused:
            ack(response_action="errors", errors={refused.field: refused.sentence})
            return
        except Refusal as refusal:
            ack(response_action="errors", errors={"name": refusal.sentence})
            return
        ack()
        if known:
            _show_below(tools, client, body, view, contact_id, screens.SAVED)
        else:
            rows = contact.rows_of(tools, who, "")
            refresh(client, view.get("previous_view_id"), screens.window(rows, "", note=screens.SAVED))


def _typed(view: dict[str, Any]) -> Typed:
    values = read_values(view)
    written = {one: str(read_value(values, one, one, "value") or "") for one in FIELDS}
    zone = read_choice(values, "time_zone", "time_zone")
    return Typed(**written, time_zone="" if zone == forms.BY_NUMBER else zone)


def _show_below(
    tools: Tools, client: WebClient, body: dict[str, Any], view: dict[str, Any], contact_id: UUID, note: str
) -> None:
    """The card below the form shows what was saved."""
    who = writer(tools, body["user"]["id"])
    shown = card_view(tools, who, contact.card_of(tools, who, contact_id), note)
    refresh(client, view.get("previous_view_id"), shown)
