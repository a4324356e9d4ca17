"""The windows for opting a client out by hand, and for allowing texts again."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import contact, suppression
from bot.actions.assistant import writer
from bot.actions.people import Who, recognise
from bot.actions.suppression import Kind, Place
from bot.screens import suppression as screens
from bot.slack.contact import card_view
from bot.slack.errors import Malformed, at_field, read_id
from bot.slack.fields import read_choice, read_value, read_values
from bot.slack.windows import refresh
from bot.work import Tools


def register(app: App, tools: Tools) -> None:
    @app.view("opt_out")
    def opt_out(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        place = _place(view)
        with at_field(ack, "said"):
            who = _who(tools, body, place)
            note = suppression.opt_out_by_hand(tools, who, place, *_written(view))
            ack()
            _show_below(tools, client, who, view, place, note)

    @app.view("allow_texts")
    def allow(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        place = _place(view)
        with at_field(ack, "said"):
            who = _who(tools, body, place)
            note = suppression.allow_again(tools, who, place, *_written(view))
            ack(response_action="update", view=screens.said("Allow texts again", note))
            _show_below(tools, client, who, view, place, note)


def _who(tools: Tools, body: dict[str, Any], place: Place) -> Who:
    find = writer if place.kind == Kind.CONTACT else recognise
    return find(tools, body["user"]["id"])


def _place(view: dict[str, Any]) -> Place:
    """The card it was opened from. Raises Malformed."""
    kind, _, found = str(view.get("private_metadata") or "").partition(" ")
    if kind not in tuple(Kind):
        raise Malformed(f"{kind!r} is no card")
    return Place(Kind(kind), read_id(found))


def _written(view: dict[str, Any]) -> tuple[str, str]:
    """The number and the words."""
    values = read_values(view)
    return read_choice(values, "number", "number"), str(read_value(values, "said", "said", "value") or "")


def _show_below(
    tools: Tools, client: WebClient, who: Who, view: dict[str, Any], place: Place, note: str
) -> None:
    """A contact's card below the window follows; a thread's card is changed by the worker."""
    if place.kind == Kind.CONTACT:
        shown = card_view(tools, who, contact.card_of(tools, who, place.id), note)
        refresh(client, view.get("previous_view_id"), shown)
