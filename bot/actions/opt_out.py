"""A number is not to be texted any more, or may be again: kept, and shown at once on every card it has."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import queue
from bot.work import Tools
from models import conversation as conversations
from models import suppression as suppressions
from models.enums import SuppressionSource

BY_CLIENT = (SuppressionSource.KEYWORD, SuppressionSource.PROVIDER)  # what a keyword of theirs lifts


def opt_out(
    session: Session, tools: Tools, phone: str, source: SuppressionSource, proof: str, at: datetime
) -> None:
    """Nobody in the workspace texts this number from now on."""
    if suppressions.suppress(session, tools.workspace_id, phone, source, proof, at):
        _show(session, tools, phone)


def opt_in(session: Session, tools: Tools, phone: str, at: datetime) -> None:
    """The client lifts what they asked for before this moment, and nothing that a person entered."""
    if suppressions.lift(session, tools.workspace_id, phone, BY_CLIENT, at):
        _show(session, tools, phone)


def _show(session: Session, tools: Tools, phone: str) -> None:
    """Not after half a minute, as texts are: whoever looks at a card must not write in vain."""
    for conversation_id in conversations.with_phone(session, tools.workspace_id, phone):
        queue.card_now(session, tools, conversation_id)
