"""Views that stand open in front of somebody: bringing one up to date, and clicks at Home."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.actions.home import open_home
from bot.actions.people import Who, recognise
from bot.slack.errors import in_window
from bot.work import Tools

Act = Callable[[Tools, Who, UUID], str]


def refresh(client: WebClient, view_id: Any, view: dict[str, Any], known: Any = None) -> None:
    """Show a view anew where it is still open: one that was closed meanwhile is let be.

    `known`: the hash of what it shows; Slack refuses the change if it shows something newer.
    """
    if not view_id:
        return
    try:
        client.views_update(view_id=view_id, view=view, **({"hash": known} if known else {}))
    except (SlackApiError, SlackClientError, OSError):
        return


def surface(body: dict[str, Any]) -> str:
    """Where a button stands: in a "modal", in "home", in a message ("")."""
    return str((body.get("view") or {}).get("type") or "")


def act_at_home(tools: Tools, body: dict[str, Any], client: WebClient, subject: UUID, act: Act) -> None:
    """Do what was clicked at Home. It follows in either case: a button that came too late goes as well."""
    with in_window(client.views_open, body.get("trigger_id") or ""):
        try:
            act(tools, recognise(tools, body["user"]["id"]), subject)
        finally:
            open_home(tools, body["user"]["id"])
