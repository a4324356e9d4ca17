"""Refusals become answers to the person who asked; values that are none of ours end the request."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.screens.blocks import modal, section
from bot.screens.shop import way_out
from bot.work import Refusal

NOT_OPENED = "Slack was too slow to open the window. Type the command again."


@contextmanager
def answering(ack: Any) -> Iterator[None]:
    """Answer a refusal with its sentence, seen only by the person who asked."""
    try:
        yield
    except Refusal as refusal:
        more = way_out(refusal.sentence)
        blocks = {"blocks": [section(refusal.sentence), *more]} if more else {}
        ack(text=refusal.sentence, response_type="ephemeral", **blocks)
    except (SlackApiError, SlackClientError, OSError):
        ack(text=NOT_OPENED, response_type="ephemeral")


@contextmanager
def in_window(open_view: Callable[..., Any], trigger_id: str) -> Iterator[None]:
    """Show a refusal in a window: a click or a shortcut has no other place that only one person sees."""
    try:
        yield
    except Refusal as refusal:
        open_view(trigger_id=trigger_id, view=refused(refusal.sentence))


def refused(sentence: str) -> dict[str, Any]:
    """The window that says why not, with the way out where there is one."""
    return modal("refusal", "Parley", [section(sentence), *way_out(sentence)], None)


def opener(client: WebClient, body: dict[str, Any]) -> Callable[..., Any]:
    """A window opens on top of the one that was clicked in."""
    is_window = (body.get("view") or {}).get("type") == "modal"
    return client.views_push if is_window else client.views_open


@contextmanager
def at_field(ack: Any, block_id: str) -> Iterator[None]:
    """Answer a refusal beside the field of the modal it is about."""
    try:
        yield
    except Refusal as refusal:
        ack(response_action="errors", errors={block_id: refusal.sentence})


class Malformed(Exception):
    """A value that no button of ours carries."""


def read_id(value: str | None) -> UUID:
    """The id that a button of ours carries. Raises Malformed."""
    try:
        return UUID(value or "")
    except ValueError as error:
        raise Malformed(f"{value!r} is no id") from error


def read_stamped(value: str | None) -> tuple[UUID, int]:
    """The id and the moment, in microseconds, that a button of ours carries. Raises Malformed."""
    subject, _, stamp = (value or "").partition(" ")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 20):
        raise Malformed(f"{value!r} is not ours")
    return read_id(subject), int(stamp)


def read_words(value: str | None, *names: str) -> dict[str, str]:
    """The named texts that a button or a view of ours carries as JSON. Raises Malformed."""
    try:
        read = json.loads(value or "")
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{value!r} is not ours") from error
    if not (isinstance(read, dict) and all(isinstance(read.get(name), str) for name in names)):
        raise Malformed(f"{value!r} is not ours")
    return read
