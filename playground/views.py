"""Modals and Home: trigger ids, the stack of three, hashes, and the values that people typed."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playground import blocks
from playground.stage import Stage
from playground.workspace import APP_ID, BOT_ID, TEAM_ID, SlackError

View = dict[str, Any]

TRIGGER_SECONDS = 3.0
STACK = 3
NOT_ANSWERED = "We had some trouble connecting. Try again?"
REQUIRED = "Please complete this required field."
FORMS = {
    "email_text_input": (r"\S+@\S+\.\S+", "Please enter a valid email address."),
    "url_text_input": (r"https?://\S+", "Please enter a valid URL."),
    "number_input": (r"-?\d+(\.\d+)?", "Please enter a number."),
}
MAX_VIEW_BYTES = 250_000
# element type -> where its value lives in view.state
VALUE_KEYS = {"checkboxes": "selected_options", "datepicker": "selected_date", "timepicker": "selected_time"}
VALUE_KEYS |= {"datetimepicker": "selected_date_time", "users_select": "selected_user"}
VALUE_KEYS |= {"conversations_select": "selected_conversation", "channels_select": "selected_channel"}
VALUE_KEYS |= dict.fromkeys(("static_select", "external_select", "radio_buttons"), "selected_option")
VALUE_KEYS |= dict.fromkeys(("multi_static_select", "multi_external_select"), "selected_options")
VALUE_KEYS |= {f"multi_{kind}_select": f"selected_{kind}" for kind in ("users", "conversations", "channels")}
VALUE_KEYS |= {"file_input": "files"} | {
    f"{kind}_input": "value" for kind in ("plain_text", "email_text", "number", "url_text")
}


class Views:
    def __init__(self, stage: Stage, judge: Callable[[str, View], None]) -> None:
        self._stage, self._judge = stage, judge
        self._triggers: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()
        self.trigger_seconds = TRIGGER_SECONDS
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.errors: dict[str, dict[str, str]] = {}

    def trigger(self, user: str) -> str:
        with self._stage.lock:
            trigger_id = f"{len(self._triggers)}.{TEAM_ID}.{uuid4().hex}"
            self._triggers[trigger_id] = (user, time.monotonic() + self.trigger_seconds)
            return trigger_id

    def _use(self, trigger_id: str) -> str:
        """The names that views.open answers with; older pages say trigger_expired and trigger_exchanged."""
        user, until = self._triggers.get(trigger_id, ("", 0.0))
        if not user:
            raise SlackError("invalid_trigger_id")
        if trigger_id in self._used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > until:
            raise SlackError("expired_trigger_id")
        self._used.add(trigger_id)
        return user

    def open(self, trigger_id: str, view: View) -> View:
        self._check(view)
        user = self._use(trigger_id)
        self.stacks[user] = []
        return self.push_to(user, view)

    def push(self, trigger_id: str, view: View) -> View:
        self._check(view)
        return self.push_to(self._use(trigger_id), view)

    def push_to(self, user: str, view: View) -> View:
        stack = self.stacks.setdefault(user, [])
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        fresh = self._fresh(view, None)
        fresh |= {"root_view_id": stack[0]["id"] if stack else fresh["id"]}
        fresh |= {"previous_view_id": stack[-1]["id"] if stack else None}
        stack.append(fresh)
        return fresh

    def update(self, view: View, view_id: str, external_id: str, expected_hash: str) -> View:
        self._check(view)
        for stack in self.stacks.values():
            for at, old in enumerate(stack):
                if old["id"] == view_id or (external_id and old["external_id"] == external_id):
                    return self._replace(stack, at, view, expected_hash)
        raise SlackError("not_found")

    def obey(self, user: str, view_id: str, body: Any) -> None:
        """What the bot's answer to a submission asks for; an empty one closes the view."""
        stack = self.stacks.get(user, [])
        at = next((at for at, view in enumerate(stack) if view["id"] == view_id), None)
        if at is None:
            return
        answer = body if isinstance(body, dict) else {"response_action": body}
        try:
            self._obey(user, at, answer)
        except SlackError as problem:
            self.complain(stack[at], {"": " ".join([problem.code, *problem.messages])})

    def _obey(self, user: str, at: int, answer: dict[str, Any]) -> None:
        stack, action = self.stacks[user], answer.get("response_action")
        if action == "errors":
            self.complain(stack[at], _known(stack[at], answer["errors"]))
        elif action == "update":
            self._check(answer["view"])
            self._replace(stack, at, answer["view"], "")
        elif action == "push":
            self._check(answer["view"])
            self.push_to(user, answer["view"])
        elif action == "clear":
            stack.clear()
        elif action:
            raise SlackError(str(action))
        else:
            del stack[at]
        self._stage.touch()

    def publish(self, user: str, view: View, expected_hash: str) -> View:
        self._check(view)
        old = self.homes.get(user)
        if expected_hash and old and old["hash"] != expected_hash:
            raise SlackError("hash_conflict")
        self.homes[user] = self._fresh(view, old)
        return self.homes[user]

    def pop(self, user: str) -> None:
        self.stacks[user].pop()
        self._stage.touch()

    def top(self, user: str) -> View | None:
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def complain(self, view: View, errors: dict[str, str]) -> None:
        self.errors = {view["id"]: errors}
        self._stage.touch()

    def _replace(self, stack: list[View], at: int, view: View, expected_hash: str) -> View:
        old = stack[at]
        if expected_hash and old["hash"] != expected_hash:
            raise SlackError("hash_conflict")
        kept = {name: old[name] for name in ("root_view_id", "previous_view_id")}
        stack[at] = self._fresh(view, old) | kept
        return stack[at]

    def _check(self, view: View) -> None:
        if len(str(view)) > MAX_VIEW_BYTES:
            raise SlackError("view_too_large")
        if problems := blocks.check_view(view):
            raise SlackError("invalid_arguments", *problems)

    def _fresh(self, view: View, old: View | None) -> View:
        shown = blocks.with_ids(view["blocks"])
        values = old["state"]["values"] if old else {}
        view_id = old["id"] if old else f"V{uuid4().hex[:10].upper()}"
        ids = {"id": view_id, "root_view_id": view_id, "previous_view_id": None, "type": view["type"]}
        ids |= {"team_id": TEAM_ID, "app_id": APP_ID, "bot_id": BOT_ID, "app_installed_team_id": TEAM_ID}
        texts = {name: view.get(name, "") for name in ("private_metadata", "callback_id", "external_id")}
        flags = {name: view.get(name, False) for name in ("clear_on_close", "notify_on_close")}
        modal = {name: view.get(name) for name in ("title", "submit", "close")}
        state = {"state": {"values": _state(shown, values)}, "hash": f"{time.time():.0f}.{uuid4().hex[:8]}"}
        self.errors.pop(view_id, None)
        self._judge(view["type"], view)
        self._stage.touch()
        return {**ids, "blocks": shown, **texts, **flags, **modal, **state}


def _state(shown: list[dict[str, Any]], old: dict[str, Any]) -> dict[str, Any]:
    """What was typed stays while block_id, action_id and type stay; a new block_id starts over."""
    values: dict[str, Any] = {}
    for block in shown:
        for element in blocks.elements(block):
            key = VALUE_KEYS.get(element["type"])
            if key is None:
                continue
            kept = old.get(block["block_id"], {}).get(element["action_id"], {})
            if kept.get("type") != element["type"]:
                initial = element.get(f"initial_{key.removeprefix('selected_')}")
                kept = {
                    "type": element["type"],
                    key: [] if initial is None and key.endswith("s") else initial,
                }
            values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values


def _known(view: View, errors: dict[str, str]) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not errors or not errors.keys() <= inputs:
        raise SlackError(NOT_ANSWERED, f"no input blocks: {sorted(errors.keys() - inputs)}")
    return errors


def find_element(
    source: dict[str, Any], action_id: str, block_id: str, value: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The element with this action id; of several buttons alike, the one with the value asked for."""
    shown = [(block, each) for block in source.get("blocks", []) for each in blocks.elements(block)]
    here = [(block, each) for block, each in shown if block_id in ("", block.get("block_id"))]
    found = [(block, each) for block, each in here if each.get("action_id") == action_id]
    if not found:
        raise LookupError(f"{action_id} is not among {[each.get('action_id') for _, each in shown]}")
    exact = [each for each in found if each[1]["type"] == "button" and each[1].get("value") == value]
    return (exact or found)[0]


def chosen_value(element: dict[str, Any], value: Any) -> dict[str, Any]:
    """A button's own value, or a choice: an option by its value, a whole option, a list of them, a text."""
    if element["type"] == "button":
        return {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    key = "selected_option" if element["type"] == "overflow" else VALUE_KEYS[element["type"]]
    if key == "selected_option":
        return {key: _option(element, value)}
    if key == "selected_options":
        return {key: [_option(element, each) for each in value]}
    return {key: value or None}


def _option(element: dict[str, Any], value: Any) -> Any:
    if value is None or isinstance(value, dict):
        return value
    return next((option for option in blocks.options_of(element) if option["value"] == value), None)


def missing(view: View) -> dict[str, str]:
    """What Slack's own client holds back before the bot is asked."""
    problems: dict[str, str] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        key = VALUE_KEYS[element["type"]]
        value = view["state"]["values"][block["block_id"]][element["action_id"]][key]
        problem = _unfit(element, value) if value else "" if block.get("optional") else REQUIRED
        problems |= {block["block_id"]: problem} if problem else {}
    return problems


def _unfit(element: dict[str, Any], value: Any) -> str:
    """What Slack's own fields say about a value of the wrong kind or size."""
    kind = element["type"]
    if kind == "file_input":
        wanted, kinds = element.get("filetypes", []), {file["filetype"].lower() for file in value}
        good = len(value) <= element.get("max_files", 10) and (not wanted or kinds <= {*wanted})
        return "" if good else "Choose fewer files, or files of another kind."
    pattern, problem = FORMS.get(kind, ("", ""))
    if pattern and not re.fullmatch(pattern, value):
        return problem
    low, high = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    if kind == "number_input" and not low <= float(value) <= high:
        return f"Must be between {low:g} and {high:g}."
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    good = VALUE_KEYS[kind] != "value" or least <= len(value) <= most
    return "" if good else f"Must be {least} to {most} characters."
