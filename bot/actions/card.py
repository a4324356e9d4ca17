"""The card in Slack, kept current: seldom while texts fly, at once after a click."""

from contextlib import suppress
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import queue
from bot.actions.conversation import Parties
from bot.actions.face import card_of, print_of
from bot.actions.thread import needs_renewal
from bot.ports import Refused
from bot.screens.card import closed
from bot.work import Tools
from models import conversation as conversations
from models.conversation import Thread


def check_card(tools: Tools, conversation_id: UUID) -> None:
    """Some texts went or came: let the card be changed if it would look different.

    This half runs in no lane, so that waiting for its time costs the lanes nothing. A thread that Slack hides
    soon is followed by a new one, between the posts.
    """
    with tools.write() as session:
        who = talk.parties(session, tools, conversation_id)
        thread = conversations.current_thread(session, conversation_id)
        if who.host is None or thread is None or not who.is_shown_to(thread.agent_id):
            return  # the number moved: its next text opens a thread with the new holder
        if thread.agent_id == who.host.id and needs_renewal(session, who, thread):
            place, card = queue.dm_of(who.host.id, conversation_id), queue.Priority.CARD
            queue.show(session, tools, "renew_thread", conversation_id, place, card)
        elif _is_stale(session, who, thread):
            queue.card_now(session, tools, conversation_id)


def update_card(tools: Tools, conversation_id: UUID) -> None:
    """Show on the card what is so now."""
    with tools.read() as session:
        who = talk.parties(session, tools, conversation_id)
        thread = conversations.current_thread(session, conversation_id)
        if thread is None or not who.is_shown_to(thread.agent_id):
            return
        post = card_of(session, who, thread.agent_id)
        shown = print_of(post)
    if shown == who.conversation.card_shown:
        return
    with suppress(Refused):  # gone, or too old to be edited here: the next card will be right
        tools.slack.update(thread.channel, thread.ts, post)
    with tools.write() as session:
        conversations.card_shows(session, conversation_id, shown)


def close_card(tools: Tools, thread_id: UUID) -> None:
    """The thread's number has another person now: its card says that nothing typed here leaves."""
    with tools.read() as session:
        thread = conversations.thread(session, thread_id)
        phone = conversations.get(session, thread.conversation_id).phone
    with suppress(Refused):  # gone, or too old to be edited here
        tools.slack.update(thread.channel, thread.ts, closed(phone))


def _is_stale(session: Session, who: Parties, thread: Thread) -> bool:
    return who.conversation.card_shown != print_of(card_of(session, who, thread.agent_id))
