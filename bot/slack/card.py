"""What can be done with a conversation, from its card, its lists in `/inbox` and Home."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import naming, notes, remind, suppression, turn
from bot.actions.home import open_home
from bot.actions.people import Who, recognise
from bot.rules.phone import show_phone
from bot.screens import naming as naming_screens
from bot.screens import remind as remind_screens
from bot.screens import suppression as suppression_screens
from bot.slack import inbox
from bot.slack.errors import Malformed, at_field, in_window, opener, read_id
from bot.slack.fields import read_value
from bot.slack.windows import refresh
from bot.work import Tools

Act = Callable[[Who], None]
VERBS = {"date", "name", "notes", "texts", "out", "allow", *remind.When}


def register(app: App, tools: Tools) -> None:
    @app.action("talk_done")
    def done(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        conversation_id = read_id(action.get("value"))
        ack()
        _do(tools, client, body, lambda who: turn.done(tools, who, conversation_id))

    @app.action("talk_name")
    def name(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        conversation_id = read_id(action.get("value"))
        ack()
        _do(tools, client, body, lambda who: _ask_name(tools, client, body, who, conversation_id))

    @app.action("talk_more")
    def more(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        verb, conversation_id = _read_choice(action)
        ack()
        _do(tools, client, body, lambda who: _choose(tools, client, body, who, verb, conversation_id))

    _register_windows(app, tools)


def _register_windows(app: App, tools: Tools) -> None:
    @app.view("remind_on")
    def remind_on(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        conversation_id, values = read_id(view.get("private_metadata")), view["state"]["values"]
        day = _read(date.fromisoformat, read_value(values, "day", "day", "selected_date"))
        clock = _read(time.fromisoformat, read_value(values, "clock", "clock", "selected_time"))
        if day is None or clock is None:
            missing = {} if day else {"day": remind_screens.NO_DAY}
            ack(
                response_action="errors",
                errors=missing | ({} if clock else {"clock": remind_screens.NO_TIME}),
            )
            return
        with at_field(ack, "day"):
            who = recognise(tools, body["user"]["id"])
            remind.remind_on(tools, who, conversation_id, day, clock.replace(tzinfo=None))
            ack()
            _show(tools, client, who, view.get("previous_view_id"))

    @app.view("name_contact")
    def name_contact(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        conversation_id, values = read_id(view.get("private_metadata")), view["state"]["values"]
        names = {read_id(block): str(read_value(values, block, "name", "value") or "") for block in values}
        with at_field(ack, next(iter(values), "")):
            naming.name_contacts(tools, recognise(tools, body["user"]["id"]), conversation_id, names)
            ack()


def _choose(
    tools: Tools, client: WebClient, body: dict[str, Any], who: Who, verb: str, conversation_id: UUID
) -> None:
    """What was chosen in a conversation's menu."""
    match verb:
        case "date":
            _ask_date(tools, client, body, who, conversation_id)
        case "name":
            _ask_name(tools, client, body, who, conversation_id)
        case "out" | "allow":
            seen = suppression.asked(tools, who, suppression.Place(suppression.Kind.TALK, conversation_id))
            view = suppression_screens.WINDOWS[verb](seen)
            opener(client, body)(trigger_id=body["trigger_id"], view=view)
        case "notes" | "texts":
            notes.prefer_notes(tools, who, conversation_id, verb == "notes")
        case _:
            remind.remind(tools, who, conversation_id, remind.When(verb))


def _do(tools: Tools, client: WebClient, body: dict[str, Any], act: Act) -> None:
    """Act for who clicked, and show the change where they clicked; a card is changed by the worker."""
    view = body.get("view") or {}
    with in_window(opener(client, body), body["trigger_id"]):
        who = recognise(tools, body["user"]["id"])
        act(who)
        if view.get("type") == "home":
            open_home(tools, who.slack_user_id)
        elif view.get("callback_id") == "inbox":
            _show(tools, client, who, view.get("id"))


def _show(tools: Tools, client: WebClient, who: Who, view_id: str | None) -> None:
    """Bring an inbox window up to date; one that was closed meanwhile is let be. Home follows."""
    if view_id:
        refresh(client, view_id, inbox.view(tools, who))
    else:
        open_home(tools, who.slack_user_id)


def _ask_name(tools: Tools, client: WebClient, body: dict[str, Any], who: Who, conversation_id: UUID) -> None:
    seen = naming.names_in(tools, who, conversation_id)
    people = [(str(one.contact_id), one.name, one.is_saved) for one in seen.people]
    view = naming_screens.ask(str(conversation_id), show_phone(seen.phone), people)
    opener(client, body)(trigger_id=body["trigger_id"], view=view)


def _ask_date(tools: Tools, client: WebClient, body: dict[str, Any], who: Who, conversation_id: UUID) -> None:
    zone = remind.zone_for(tools, who, conversation_id)
    tomorrow = tools.now().astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    view = remind_screens.ask(str(conversation_id), tomorrow.isoformat(), zone)
    opener(client, body)(trigger_id=body["trigger_id"], view=view)


def _read_choice(action: dict[str, Any]) -> tuple[str, UUID]:
    """The verb and the conversation that a menu of ours carries. Raises Malformed."""
    verb, _, conversation_id = str((action.get("selected_option") or {}).get("value") or "").partition(" ")
    if verb not in VERBS:
        raise Malformed(f"{verb!r} is nothing to do")
    return verb, read_id(conversation_id)


def _read(form: Callable[[str], Any], value: Any) -> Any:
    """A date or a time; None for what is none."""
    try:
        return form(value or "")
    except (TypeError, ValueError):
        return None
