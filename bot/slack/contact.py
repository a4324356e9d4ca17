"""`/contacts`: the list, the card, texting from it."""

from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import compose, contact, contact_fate, contact_merge, suppression
from bot.actions.assistant import reader, writer
from bot.actions.clock import zone_here
from bot.actions.people import Who
from bot.screens import contact as screens
from bot.screens import contact_form as forms
from bot.screens import help as help_words
from bot.screens import suppression as suppression_screens
from bot.slack.composer import open_composer
from bot.slack.errors import Malformed, answering, at_field, in_window, opener, read_id
from bot.slack.fields import read_value, read_values
from bot.slack.windows import refresh
from bot.work import Tools

View = dict[str, Any]
VERBS = ("merge", "apart", "split", "archive", "restore", "delete", "out", "allow")


def register(app: App, tools: Tools) -> None:
    _register_list(app, tools)

    @app.action("contact_open")
    def open_card(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(action.get("value"))
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = reader(tools, body["user"]["id"])
            view = card_view(tools, who, contact.card_of(tools, who, contact_id))
            opener(client, body)(trigger_id=body["trigger_id"], view=view)

    @app.action("contact_text")
    def text(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        found, _, phone = (action.get("value") or "").partition(" ")
        contact_id = read_id(found)
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = writer(tools, body["user"]["id"])
            chosen = compose.at_phone(tools, who, contact_id, phone)
            open_composer(tools, opener(client, body), body["trigger_id"], who, chosen)

    @app.action("contact_more")
    def more(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        chosen = str((action.get("selected_option") or {}).get("value") or "")
        verb, _, found = chosen.partition(" ")
        if verb not in VERBS:
            raise Malformed(f"{verb!r} is nothing to do with a contact")
        contact_id = read_id(found)
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = writer(tools, body["user"]["id"])
            if verb in suppression_screens.WINDOWS:
                _ask_wish(tools, client, body, who, verb, contact_id)
            elif verb in ("merge", "split", "delete"):
                shown = contact.card_of(tools, who, contact_id)
                client.views_push(trigger_id=body["trigger_id"], view=_asking(verb, shown))
            else:
                note = _do(tools, who, verb, contact_id)
                _show(tools, client, who, (body.get("view") or {}).get("id"), contact_id, note)

    @app.action("contact_apart")
    def apart(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(action.get("value"))
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = writer(tools, body["user"]["id"])
            note = _do(tools, who, "apart", contact_id)
            _show(tools, client, who, (body.get("view") or {}).get("id"), contact_id, note)

    @app.action("contact_allow")
    def allow(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(action.get("value"))
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            _ask_wish(tools, client, body, writer(tools, body["user"]["id"]), "allow", contact_id)


def _ask_wish(
    tools: Tools, client: WebClient, body: dict[str, Any], who: Who, verb: str, contact_id: UUID
) -> None:
    """Ask what the client said, before they are opted out or texted again."""
    seen = suppression.asked(tools, who, suppression.Place(suppression.Kind.CONTACT, contact_id))
    client.views_push(trigger_id=body["trigger_id"], view=suppression_screens.WINDOWS[verb](seen))


def _register_list(app: App, tools: Tools) -> None:
    @app.command("/contacts")
    def contacts(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        typed = (command.get("text") or "").strip()
        with answering(ack):
            who = reader(tools, command["user_id"])
            if typed.lower() in ("help", "?"):
                ack(text=help_words.CONTACTS, response_type="ephemeral")
                return
            client.views_open(trigger_id=command["trigger_id"], view=_opened(tools, who, typed))
            ack()

    @app.action("contacts_query")
    def query(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        """Runs on each keystroke. A stale list is refused by its hash: the next keystroke brings a newer."""
        view = body.get("view") or {}
        typed = str(read_value(read_values(view), "query", "contacts_query", "value") or "")
        ack()
        with in_window(client.views_push, body.get("trigger_id") or ""):
            who = reader(tools, body["user"]["id"])
            refresh(client, view.get("id"), _list(tools, who, typed), view.get("hash"))

    @app.view("contacts")
    def find(ack: Any, body: dict[str, Any], view: View) -> None:
        """On a phone the keyboard's own key does it."""
        typed = str(read_value(read_values(view), "query", "contacts_query", "value") or "")
        with at_field(ack, "query"):
            who = reader(tools, body["user"]["id"])
            ack(response_action="update", view=_list(tools, who, typed))

    @app.action("contacts_archived")
    def archived(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = reader(tools, body["user"]["id"])
            refresh(client, (body.get("view") or {}).get("id"), _list(tools, who, "", archived=True))

    @app.action("contacts_all")
    def everybody(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = reader(tools, body["user"]["id"])
            refresh(client, (body.get("view") or {}).get("id"), _list(tools, who, ""))


def _opened(tools: Tools, who: Who, typed: str) -> View:
    """The list; the card at once where only one contact can be meant."""
    rows = contact.rows_of(tools, who, typed)
    if typed and len(rows) == 1:
        return card_view(tools, who, contact.card_of(tools, who, read_id(rows[0].contact_id)))
    return screens.window(rows, typed)


def _list(tools: Tools, who: Who, typed: str, archived: bool = False) -> View:
    return screens.window(contact.rows_of(tools, who, typed, archived), typed, archived)


def card_view(tools: Tools, who: Who, shown: screens.Card, note: str = "") -> View:
    """The window with one contact."""
    return screens.card(shown, zone_here(tools), note)


def _asking(verb: str, shown: screens.Card) -> View:
    match verb:
        case "merge":
            return forms.merge(shown.contact_id, shown.text.name)
        case "split":
            return forms.split(shown.contact_id, shown.text.name, shown.text.phones)
        case _:
            return screens.delete(shown.contact_id, shown.text.name)


def _do(tools: Tools, who: Who, verb: str, contact_id: Any) -> str:
    match verb:
        case "apart":
            return contact_merge.take_apart(tools, who, contact_id)
        case "archive":
            return contact_fate.archive(tools, who, contact_id)
        case _:
            return contact_fate.restore(tools, who, contact_id)


def _show(tools: Tools, client: WebClient, who: Who, view_id: Any, contact_id: Any, note: str) -> None:
    """Bring an open card up to date."""
    refresh(client, view_id, card_view(tools, who, contact.card_of(tools, who, contact_id), note))
