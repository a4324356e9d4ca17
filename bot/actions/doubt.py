"""A client who probably wants no more texts: noticed when the text comes, settled by whoever is first."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import queue
from bot.rules.plain_opt_out import read_wish
from bot.rules.tapback import read_tapback
from bot.work import Tools
from models import doubt as doubts
from models import message as messages
from models import suppression as suppressions
from models.enums import DoubtAnswer
from models.message import NewMessage
from models.opening import Opening


def notice(session: Session, tools: Tools, opening: Opening, text: NewMessage, at: datetime) -> None:
    """Pause everything automated for this number if the text asks for no more texts, and ask the agent, once.

    `at`: when they wrote it. One that we learn of late changes nothing that they decided after it.
    """
    if opening.is_suppressed or read_tapback(text.body):
        return
    if read_wish(text.body, [card.name for card in opening.cards]) is None:
        return
    if suppressions.lifted_since(session, tools.workspace_id, opening.phone, at):
        return
    if doubts.add_once(session, tools.workspace_id, opening.phone, text.id, text.body, tools.now()):
        _show(session, tools, opening.id, text.id, text.position + 1)  # below the words it is about


def settle(session: Session, tools: Tools, phone: str) -> None:
    """The client has said clearly what they want: nobody needs to be asked any more."""
    doubt = doubts.open_for(session, tools.workspace_id, phone)
    if doubt and doubts.answer(session, doubt.id, DoubtAnswer.BY_THEM, tools.now()):
        text = messages.one(session, doubt.message_id)
        _show(session, tools, text.conversation_id, text.id)


def _show(
    session: Session, tools: Tools, conversation_id: UUID, message_id: UUID, position: int | None = None
) -> None:
    host = talk.parties(session, tools, conversation_id).host
    if host is not None:
        place = queue.dm_of(host.id, conversation_id)
        queue.show(session, tools, "show_doubt", message_id, place, queue.Priority.INBOUND, position)
