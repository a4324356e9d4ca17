"""Refusals become answers to the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.work import Refusal

NOT_OPENED = "Slack was too slow to open the window. Type the command again."


@contextmanager
def answering(ack: Any) -> Iterator[None]:
    """Answer a refusal with its sentence, seen only by the person who asked."""
    try:
        yield
    except Refusal as refusal:
        ack(text=refusal.sentence, response_type="ephemeral")
    except (SlackApiError, SlackClientError, OSError):
        ack(text=NOT_OPENED, response_type="ephemeral")


@contextmanager
def at_field(ack: Any, block_id: str) -> Iterator[None]:
    """Answer a refusal beside the field of the modal it is about."""
    try:
        yield
    except Refusal as refusal:
        ack(response_action="errors", errors={block_id: refusal.sentence})
