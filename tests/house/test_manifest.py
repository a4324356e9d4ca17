"""manifest.yml says what the code does: no scope too few, none too many."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from bot.screens.help import COMMANDS, MESSAGE_SHORTCUTS, SHORTCUTS
from tests.house.program import ROOT

URL = "https://parley.example.com/slack/events"
# What Bolt is asked for -> what Slack is asked for: replies in direct messages and in team channels.
EVENTS = {"message": {"message.im", "message.channels", "message.groups"}} | {
    one: {one} for one in ("app_home_opened", "reaction_added", "reaction_removed", "user_change")
}

# The bot scopes that a Web API method needs in a direct message; docs.slack.dev/reference/methods.
SCOPES: dict[str, set[str]] = {
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.history": {"im:history"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"im:history"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "reactions.add": {"reactions:write"},
    "reactions.remove": {"reactions:write"},
    "users.info": {"users:read", "users:read.email"},  # the second for the profile's e-mail address
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
EVENT_SCOPES = {
    "app_home_opened": set(),
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history", "files:read"},  # the second for the files in a message
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "user_change": {"users:read"},
}


def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return read


def nodes(folder: str, files: str = "*.py") -> Iterator[ast.AST]:
    for path in sorted((ROOT / folder).rglob(files)):
        yield from ast.walk(ast.parse(path.read_text()))


def registered(kind: str) -> set[str]:
    """The names that Bolt's `app.<kind>("name")` is called with in the Slack door."""
    calls = (one for one in nodes("bot/slack") if isinstance(one, ast.Call))
    return {
        one.args[0].value
        for one in calls
        if isinstance(one.func, ast.Attribute)
        and one.func.attr == kind
        and isinstance(one.func.value, ast.Name)
        and one.func.value.id == "app"
        and isinstance(one.args[0], ast.Constant)
        and isinstance(one.args[0].value, str)
    }


def called_methods() -> set[str]:
    """Every Web API method that the gateway names, and every view that a listener opens."""
    constants = (one.value for one in nodes("bot/gateways", "slack*.py") if isinstance(one, ast.Constant))
    named = {one for one in constants if isinstance(one, str) and re.fullmatch(r"[a-z]+(\.[a-zA-Z]+)+", one)}
    calls = (one.attr for one in nodes("bot/slack") if isinstance(one, ast.Attribute))
    views = {one.replace("_", ".", 1) for one in calls if one.startswith("views_")}
    return {one for one in named if not one.endswith(".com")} | views


def test_it_is_valid_by_slacks_own_schema() -> None:
    schema = json.loads((Path(__file__).parent / "slack-manifest.schema.2.0.0.json").read_text())
    jsonschema.validate(manifest(), schema)


def test_commands_are_those_that_are_answered() -> None:
    commands = manifest()["features"]["slash_commands"]
    assert {one["command"] for one in commands} == registered("command")
    assert [(one["command"], one["usage_hint"], one["description"]) for one in commands] == list(COMMANDS)


def test_shortcuts_are_those_that_are_answered() -> None:
    shortcuts = manifest()["features"]["shortcuts"]
    assert {one["callback_id"] for one in shortcuts} == registered("shortcut")
    offered = [(one["type"], one["callback_id"], one["name"]) for one in shortcuts]
    wanted = [("global", *one) for one in SHORTCUTS] + [("message", *one) for one in MESSAGE_SHORTCUTS]
    assert offered == wanted


def test_events_are_those_that_are_heard() -> None:
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert set(subscribed) == set().union(*(EVENTS[one] for one in registered("event")))


def test_every_method_is_in_the_table_and_called() -> None:
    assert called_methods() == set(SCOPES)


def test_scopes_are_those_that_the_calls_need() -> None:
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]
    needed = {"commands"}.union(*SCOPES.values(), *(EVENT_SCOPES[one] for one in subscribed))
    assert manifest()["oauth_config"]["scopes"] == {"bot": sorted(needed)}


def test_menus_that_ask_while_typing_have_their_address() -> None:
    assert registered("options")
    assert manifest()["settings"]["interactivity"]["message_menu_options_url"] == URL


def test_every_address_is_the_same() -> None:
    text = (ROOT / "manifest.yml").read_text()
    addresses = re.findall(r"^\s+\w*url: (.+)$", text, re.MULTILINE)
    assert addresses == [URL] * (len(manifest()["features"]["slash_commands"]) + 3)


def test_one_workspace_over_http_with_a_lasting_token() -> None:
    settings = manifest()["settings"]
    switches = ("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled")
    assert [settings[name] for name in switches] == [False, False, False]
    home = manifest()["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)
    assert home["home_tab_enabled"] == ("app_home_opened" in registered("event"))
