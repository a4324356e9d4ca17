"""A sentence in a conversation's thread about one of its texts, beside the text's own story."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import queue
from bot.actions.thread import load, post_in_thread
from bot.ports import Post
from bot.work import Tools
from models.message import Text


def remark(session: Session, tools: Tools, message: Text, text: str) -> None:
    """Let the agent read this in the client's thread, once."""
    host = talk.parties(session, tools, message.conversation_id).host
    if host is not None:
        place = queue.dm_of(host.id, message.conversation_id)
        queue.show(session, tools, "post_remark", message.id, place, queue.Priority.RECEIPT, text=text)


def post_remark(tools: Tools, message_id: UUID, text: str, key: str, again: bool) -> None:
    """The worker's half."""
    shown = load(tools, message_id)
    if shown is not None:
        post_in_thread(tools, shown.who, shown.host, Post(text), key, again)
