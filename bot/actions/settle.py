"""Settling the price of a text by the provider's own count."""

from datetime import timedelta
from uuid import UUID

from bot.actions import conversation as talk
from bot.actions import credit, queue
from bot.ports import Busy
from bot.work import Tools
from models import message as messages

GIVEN_UP_AFTER = timedelta(days=1)


def settle_soon(tools: Tools, message_id: UUID, is_counted: bool) -> None:
    """The provider has a text and counts otherwise than we did, or has not said yet how many segments."""
    if is_counted:
        _settle(tools, message_id, None)
        return
    # Through a messaging service the count comes once a sender is chosen.
    with tools.write() as session:
        queue.later(session, tools, "settle_text", message_id, wait=tools.policy.look_again_after)


def settle_text(tools: Tools, message_id: UUID) -> None:
    """Ask the provider for its count and settle. Raises Busy while it has none: ask again later."""
    with tools.read() as session:
        message = messages.get(session, message_id)
    if message is None or message.sid is None or not message.credits:
        return
    counted = message.provider_segments or tools.texts.look_up(message.sid).segments
    if counted is not None:
        _settle(tools, message_id, counted)
    elif tools.now() - message.changed_at < GIVEN_UP_AFTER:
        raise Busy(
            "the provider has not counted the segments yet", tools.policy.look_again_after.total_seconds()
        )


def _settle(tools: Tools, message_id: UUID, counted: int | None) -> None:
    with tools.write() as session:
        message = messages.lock(session, message_id)
        if message is None:
            return
        if counted is not None:
            message.provider_segments = counted
            session.add(message)
        credit.settle(session, tools, message, talk.parties(session, tools, message.conversation_id).phone)
