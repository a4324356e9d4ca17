"""A number is not to be texted any more, or may be again: kept, and shown at once on every card it has."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import doubt, queue
from bot.work import Tools
from models import conversation as conversations
from models import suppression as suppressions
from models.enums import SuppressionSource

BY_CLIENT = (SuppressionSource.KEYWORD, SuppressionSource.PROVIDER)  # what a keyword of theirs lifts
BY_HAND = (SuppressionSource.MANUAL, SuppressionSource.IMPORT)  # what a person may lift


def opt_out(
    session: Session,
    tools: Tools,
    phone: str,
    source: SuppressionSource,
    proof: str,
    at: datetime,
    by_id: UUID | None = None,
) -> None:
    """Nobody in the workspace texts this number from now on. `by_id`: who entered it, if a person did."""
    if suppressions.suppress(session, tools.workspace_id, phone, source, proof, at, by_id):
        _show(session, tools, phone)
    doubt.settle(session, tools, phone)


def opt_in(session: Session, tools: Tools, phone: str, at: datetime) -> None:
    """The client lifts what they asked for before this moment, and nothing that a person entered."""
    if suppressions.lift(session, tools.workspace_id, phone, BY_CLIENT, at):
        _show(session, tools, phone)


def allow(session: Session, tools: Tools, phone: str, by_id: UUID, proof: str) -> bool:
    """A person lifts what persons entered, not what the client asked for; whether there was something."""
    lifted = suppressions.lift(session, tools.workspace_id, phone, BY_HAND, tools.now(), by_id, proof)
    if lifted:
        _show(session, tools, phone)
    return lifted


def _show(session: Session, tools: Tools, phone: str) -> None:
    """Not after half a minute, as texts are: whoever looks at a card must not write in vain."""
    for conversation_id in conversations.with_phone(session, tools.workspace_id, phone):
        queue.card_now(session, tools, conversation_id)
