"""Importing contacts: the windows, and the buttons of the message that shows an import."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import contact_export, contact_import, import_file
from bot.actions.assistant import writer
from bot.actions.notice import respond
from bot.actions.people import Who
from bot.rules.contact_file import Field
from bot.rules.shared_file import read_shared
from bot.screens import contact_export as export_words
from bot.screens import import_form as forms
from bot.slack.errors import Malformed, at_field, in_window, opener, read_id
from bot.slack.fields import read_choice, read_value, read_values
from bot.work import Refusal, Tools

Act = Callable[[Tools, Who, UUID], None]
PLACE = re.compile(r"column ([0-9]{1,4})")
BUTTONS: dict[str, Act] = {
    "import_start": contact_import.start,
    "import_cancel": contact_import.cancel,
    "import_undo": contact_import.undo,
    "import_left_out": import_file.ask_left_out,
}


def register(app: App, tools: Tools) -> None:
    for action, window in (("contacts_import", forms.file), ("contacts_paste", forms.paste)):
        app.action(action)(_opens(tools, window))
    for action, act in BUTTONS.items():
        app.action(action)(_does(tools, act))
    _register_windows(app, tools)

    @app.action("contacts_export")
    def export(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            contact_export.ask(tools, writer(tools, body["user"]["id"]))
            view = forms.coming(export_words.COMES)
            opener(client, body)(trigger_id=body["trigger_id"], view=view)

    @app.action("import_columns")
    def columns(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        import_id = read_id(action.get("value"))
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            found = contact_import.columns_of(tools, writer(tools, body["user"]["id"]), import_id)
            opener(client, body)(trigger_id=body["trigger_id"], view=forms.columns(str(import_id), found))


def _register_windows(app: App, tools: Tools) -> None:
    @app.view("import_file")
    def file(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        chosen = read_shared(read_value(read_values(view), "file", "file", "files") or [])
        if len(chosen) != 1:
            raise Malformed("one file is imported at a time")
        with at_field(ack, "file"):
            who = writer(tools, body["user"]["id"])
            contact_import.begin_file(tools, who, chosen[0], f"view:{view['id']}")
            ack(response_action="update", view=forms.coming())

    @app.view("import_paste")
    def paste(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        text = str(read_value(read_values(view), "list", "list", "value") or "")
        with at_field(ack, "list"):
            who = writer(tools, body["user"]["id"])
            contact_import.begin_pasted(tools, who, text, f"view:{view['id']}")
            ack(response_action="update", view=forms.coming())

    @app.view("import_columns")
    def columns(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        import_id, values = read_id(view.get("private_metadata")), read_values(view)
        chosen = dict(_read_column(values, block) for block in values)
        with at_field(ack, next(iter(values), "")):
            who = writer(tools, body["user"]["id"])
            contact_import.choose_columns(tools, who, import_id, chosen)
            ack()


def _opens(tools: Tools, window: Callable[[], dict[str, Any]]) -> Callable[..., None]:
    def open_window(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            writer(tools, body["user"]["id"])
            opener(client, body)(trigger_id=body["trigger_id"], view=window())

    return open_window


def _does(tools: Tools, act: Act) -> Callable[..., None]:
    """Durable before answering. A refusal is seen by who clicked alone, beside the message."""

    def do(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        import_id = read_id(action.get("value"))
        try:
            act(tools, writer(tools, body["user"]["id"]), import_id)
        except Refusal as refusal:
            respond(tools, body.get("response_url"), refusal.sentence, instead=False)
        ack()

    return do


def _read_column(values: dict[str, Any], block: str) -> tuple[int, Field | None]:
    """Which column, and what it was said to hold. Raises Malformed."""
    place, said = PLACE.fullmatch(block), read_choice(values, block, "holds")
    if place is None or said not in {forms.LEAVE_OUT, *Field}:
        raise Malformed(f"{said!r} is nothing that a column holds")
    return int(place[1]), None if said == forms.LEAVE_OUT else Field(said)
