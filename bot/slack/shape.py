"""What Slack's requests look like, as far as we read them: signed does not mean whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any

TEXT = (str, NoneType)
DICT = (dict, NoneType)
LIST = (list, NoneType)
Shape = Any  # a type or several, a mapping name -> shape, [shape] for a list that is not empty, or Each


_NO_TEXT = re.compile("[\\x00\\ud800-\\udfff]")


@dataclass(frozen=True)
class Each:
    """A mapping with any names whose values all have one shape."""

    shape: Shape


ENTERED = {  # what stands in a field, by its kind
    **dict.fromkeys(("selected_option",), DICT),
    **dict.fromkeys(("selected_options", "files"), LIST),
    **dict.fromkeys(
        ("value", "selected_user", "selected_conversation", "selected_date", "selected_time"), TEXT
    ),
}
STATE = {"values": Each(Each(ENTERED))}
VIEW = {"id": str, "callback_id": TEXT, "private_metadata": TEXT, "previous_view_id": TEXT}
SUBMITTED = {"view": VIEW | {"callback_id": str, "state": STATE}}
CALLED = {"callback_id": str, "trigger_id": str}
ACTION = {"type": str, "action_id": str, "block_id": TEXT, "value": TEXT, "selected_option": DICT}
PAYLOADS: Mapping[str, Shape] = {
    "block_actions": {"actions": [ACTION], "trigger_id": str, "response_url": TEXT, "view": DICT},
    "block_suggestion": {"action_id": str, "value": TEXT},
    "view_submission": SUBMITTED,
    "view_closed": {"view": VIEW},
    "shortcut": CALLED,
    "message_action": CALLED | {"message": DICT, "channel": DICT},
}
SENDER = {"user": {"id": str, "team_id": TEXT}, "team": DICT, "type": str}
COMMAND = {"command": str, "user_id": str, "trigger_id": str}
ENVELOPE = {"event": {"type": str}, "team_id": TEXT, "team": DICT, "user": DICT, "authorizations": LIST}
WORDS = ("user", "channel", "channel_type", "ts", "thread_ts", "text", "subtype", "user_team")
MESSAGE = {**dict.fromkeys(WORDS, TEXT), "blocks": LIST, "files": LIST}
INNER = ("message", "previous_message")  # what an edit was before, and is now
REACTION = {
    "user": str,
    "reaction": str,
    "event_ts": TEXT,
    "item": {"type": str, "channel": TEXT, "ts": TEXT},
}
EVENTS: Mapping[str, Shape] = {
    "message": MESSAGE | {"deleted_ts": TEXT},
    "reaction_added": REACTION,
    "reaction_removed": REACTION,
    "app_home_opened": {"user": str, "tab": TEXT},
    "user_change": {"user": {"id": str}},
}


def is_event(body: Any) -> bool:
    """Whether this is the outer part of an event, or the question that Slack asks when an address is set."""
    if isinstance(body, dict) and body.get("type") == "url_verification":
        return isinstance(body.get("challenge"), str)
    return _fits(body, ENVELOPE) and _is_known(body["event"])


def _is_known(event: Mapping[str, Any]) -> bool:
    """The event by its own type; an edited message holds two more."""
    inner = [event[name] for name in INNER if event["type"] == "message" and event.get(name) is not None]
    return _fits(event, EVENTS.get(event["type"], {})) and all(_fits(one, MESSAGE) for one in inner)


def is_payload(payload: Any) -> bool:
    """Whether this is a click, a form or a shortcut."""
    return _fits(payload, SENDER) and _fits(payload, PAYLOADS.get(payload["type"], {}))


def is_command(form: Mapping[str, str]) -> bool:
    """Whether this is a slash command, or the knock by which Slack checks the certificate."""
    return "ssl_check" in form or (_fits(form, COMMAND) and all(form[name] for name in COMMAND))


def is_text(value: Any) -> bool:
    """Whether all of it is text that a database keeps: no half of a character, no NUL."""
    if isinstance(value, str):
        return not _NO_TEXT.search(value)
    if isinstance(value, dict):
        return all(map(is_text, value)) and all(map(is_text, value.values()))
    return not isinstance(value, list) or all(map(is_text, value))


def _fits(value: Any, shape: Shape) -> bool:
    if isinstance(shape, Each):
        return isinstance(value, dict) and all(_fits(one, shape.shape) for one in value.values())
    if isinstance(shape, Mapping):
        return isinstance(value, Mapping) and all(_fits(value.get(name), one) for name, one in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and bool(value) and all(_fits(one, shape[0]) for one in value)
    return isinstance(value, shape)
