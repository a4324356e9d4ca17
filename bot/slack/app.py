"""Building the Bolt app: its identity, its listeners, what happens to the unforeseen."""

import logging
import os
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports import Identity
from bot.slack import (
    admin_credits,
    approval,
    balance,
    card,
    catalogue,
    change,
    charges,
    checkout,
    composer,
    contact,
    contact_card,
    contact_form,
    contact_import,
    cover,
    do_not_call,
    home,
    inbox,
    lead,
    leaving,
    office,
    parley,
    question,
    relationship,
    reply,
    roster,
    schedule,
    settings,
    share,
    shop,
    sign,
    suppression,
    template,
    text,
    timeline,
    typed_card,
    usage,
)
from bot.slack.errors import Malformed
from bot.work import Tools

OAUTH = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")  # where Bolt finds these it adds OAuth by itself
VIEW_SECONDS = 2  # a trigger lives three: a view that takes longer would not open anyway
# Slack lets a click open one window within three seconds, and at most three lie on each other.
UNOPENED = ("invalid_trigger_id", "expired_trigger_id", "exchanged_trigger_id", "push_limit_reached")
FEATURES = (  # the busiest first: Bolt asks them in order
    reply,
    composer,
    sign,
    text,
    card,
    change,
    inbox,
    home,
    balance,
    question,
    suppression,
    schedule,
    template,
    share,
    contact_card,
    contact,
    contact_form,
    contact_import,
    settings,
    timeline,
    cover,
    usage,
    parley,
    roster,
    leaving,
    admin_credits,
    office,
    do_not_call,
    relationship,
    catalogue,
    approval,
    charges,
    shop,
    checkout,
    lead,
)
log = structlog.get_logger()


def build(
    tools: Tools, identity: Identity, token: str, signing_secret: str, api_url: str, threads: int
) -> App:
    """The Bolt app with every listener. It asks the network nothing until a view is opened."""
    for name in OAUTH:
        os.environ.pop(name, None)
    client = WebClient(token, base_url=api_url, timeout=VIEW_SECONDS, retry_handlers=[])
    quiet = logging.getLogger("parley.bolt")
    quiet.setLevel(logging.ERROR)  # at INFO Bolt logs bodies, which hold clients' words
    app = App(
        name="parley",  # else Bolt reads the source of every caller to find one
        logger=quiet,
        client=client,
        signing_secret=signing_secret,
        authorize=_authorize(identity, token),
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(threads, thread_name_prefix="bolt"),
    )
    app.use(_only_our_workspace(identity))
    app.use(typed_card.refuse)
    for feature in FEATURES:
        feature.register(app, tools)
    # Slack counts an unmatched event as failed and repeats it; an unmatched button shows a warning sign.
    app.event(re.compile(".*"))(_ignore)
    app.action(re.compile(".*"))(_ignore)
    app.error(_unforeseen)
    return app


def _authorize(identity: Identity, token: str) -> Any:
    """Who we are was asked once at the start; Bolt would ask Slack again on each request."""
    result = AuthorizeResult(
        enterprise_id=None, team_id=identity.team_id, bot_user_id=identity.bot_user_id, bot_token=token
    )
    return lambda **_: result


def _only_our_workspace(identity: Identity) -> Any:
    """Somebody of another workspace (a shared channel) may click or type, and is not one of ours."""

    def check(body: dict[str, Any], next: Any) -> Any:  # noqa: A002 Bolt's own name
        event, user = body.get("event") or {}, body.get("user") or {}
        teams = {
            body.get("team_id"),
            (body.get("team") or {}).get("id"),
            event.get("user_team"),
            user.get("team_id"),
        }
        if teams - {None, identity.team_id}:
            return BoltResponse(status=200, body="")
        return next()

    return check


def _ignore(ack: Any) -> None:
    ack()


def _unforeseen(error: Exception) -> BoltResponse:
    """500 lets Slack repeat an event and tells a person that the command failed; nothing is half done."""
    if isinstance(error, Malformed):
        return BoltResponse(status=400, body=str(error))
    if isinstance(error, SlackApiError) and error.response.get("error") in UNOPENED:
        return BoltResponse(status=400, body="")  # Slack says beside the button that it did not work
    log.error("a Slack request failed", error=repr(error), exc_info=error)
    return BoltResponse(status=500, body="")
