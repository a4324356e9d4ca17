"""Timelines: opened from a card or a thread, filtered, paged, exported; notes written from a card."""

import re
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import notes, timeline, timeline_file
from bot.actions.assistant import reader, writer
from bot.actions.people import Who
from bot.actions.reader import Of, Subject
from bot.actions.timeline import Asked, From
from bot.screens import timeline as screens
from bot.slack.errors import Malformed, at_field, in_window, opener, read_id
from bot.slack.fields import read_value, read_values
from bot.slack.office import shown_view
from bot.slack.windows import refresh
from bot.work import Tools
from models.enums import TimelineFilter

View = dict[str, Any]
KINDS = {"contact_timeline": Of.CONTACT, "talk_timeline": Of.TALK}
META = re.compile(rf"({'|'.join(Of)}) (\S+) ({'|'.join(TimelineFilter)})")
MARK = re.compile(r"([0-9]{1,17}) (\S+) ([0-5])")  # microseconds until the year 5138


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile("|".join(KINDS)))
    def open_timeline(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        subject = Subject(KINDS[action["action_id"]], read_id(action.get("value")))
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = reader(tools, body["user"]["id"])
            opener(client, body)(trigger_id=body["trigger_id"], view=_first(tools, who, Asked(subject)))

    @app.view("timeline_why")
    def explain(ack: Any, body: dict[str, Any], view: View) -> None:
        asked = _asked(view)
        reason = str(read_value(read_values(view), "reason", "reason", "value") or "")
        with at_field(ack, "reason"):
            who = reader(tools, body["user"]["id"])
            page = timeline.explain(tools, who, asked, reason)
            ack(response_action="update", view=screens.window(page))

    @app.action("timeline_filter")
    def choose(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        shown = str((action.get("selected_option") or {}).get("value") or "")
        if shown not in list(TimelineFilter):
            raise Malformed(f"{shown!r} is no part of a timeline")
        seen = _asked(body.get("view") or {})
        asked = Asked(seen.subject, TimelineFilter(shown), view_id=seen.view_id)
        ack()
        _show(tools, client, body, asked)

    @app.action(re.compile("timeline_(newer|older)"))
    def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        seen, found = _asked(body.get("view") or {}), MARK.fullmatch(action.get("value") or "")
        if found is None:
            raise Malformed("no page of ours")
        newer = action["action_id"] == "timeline_newer"
        start = From(int(found[1]), read_id(found[2]), int(found[3]), newer)
        ack()
        _show(tools, client, body, Asked(seen.subject, seen.shown, start, seen.view_id))

    @app.action("timeline_csv")
    def download(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        asked = _asked(body.get("view") or {})
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = reader(tools, body["user"]["id"])
            note = timeline_file.download(tools, who, asked)
            refresh(client, asked.view_id, screens.window(timeline.read(tools, who, asked), note))

    _register_notes(app, tools)


def _register_notes(app: App, tools: Tools) -> None:
    @app.action("contact_note")
    def ask(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        contact_id = read_id(action.get("value"))
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = writer(tools, body["user"]["id"])
            view = screens.ask_note(str(contact_id), notes.about(tools, who, contact_id))
            opener(client, body)(trigger_id=body["trigger_id"], view=view)

    @app.view("contact_note")
    def keep(ack: Any, body: dict[str, Any], view: View) -> None:
        contact_id = read_id(view.get("private_metadata"))
        typed = str(read_value(read_values(view), "note", "words", "value") or "")
        with at_field(ack, "note"):
            notes.write(tools, writer(tools, body["user"]["id"]), contact_id, typed, view["id"])
            ack()


def _first(tools: Tools, who: Who, asked: Asked) -> View:
    """The window that opens: for the compliance role the one that asks why."""
    name = timeline.whom_to_explain(tools, who, asked.subject)
    if name is not None:
        return screens.ask_why(asked.meta, name)
    return screens.window(timeline.read(tools, who, asked))


def _show(tools: Tools, client: WebClient, body: dict[str, Any], asked: Asked) -> None:
    with in_window(client.views_push, body["trigger_id"]):
        who = reader(tools, body["user"]["id"])
        refresh(client, shown_view(body), screens.window(timeline.read(tools, who, asked)))


def _asked(view: View) -> Asked:
    """Whose timeline a window shows, and what of it. Raises Malformed."""
    found, view_id = META.fullmatch(view.get("private_metadata") or ""), view.get("id")
    if found is None or not isinstance(view_id, str):
        raise Malformed("no timeline of ours")
    return Asked(Subject(Of(found[1]), read_id(found[2])), TimelineFilter(found[3]), view_id=view_id)
