"""How a text ends, and who hears of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import credit, queue
from bot.actions.opt_out import opt_out
from bot.rules.failure import phone_problem
from bot.screens import refusal
from bot.work import Tools
from models import contact as contacts
from models import conversation as conversations
from models import departure as departures
from models import job as jobs
from models import shown as shown_texts
from models import suppression as suppressions
from models.enums import MessageState, SuppressionSource
from models.message import Message, Text, is_typed_here

OPTED_OUT = 21610  # Twilio: the person unsubscribed from this number
ENDED = (MessageState.FAILED, MessageState.UNDELIVERED, MessageState.REFUSED, MessageState.CANCELED)


def fail(
    session: Session,
    tools: Tools,
    message: Message,
    reason: str,
    code: int | None = None,
    state: MessageState = MessageState.FAILED,
) -> None:
    """The text did not arrive; the agent is told why and what to do."""
    message.error_code = code
    _end(session, tools, message, state, reason)
    if problem := phone_problem(code):
        phone = talk.parties(session, tools, message.conversation_id).phone
        contacts.mark_phone(session, tools.workspace_id, phone, problem)
    if code == OPTED_OUT:
        phone = talk.parties(session, tools, message.conversation_id).phone
        proof = f"Twilio refused a text as unsubscribed (error {code})"
        opt_out(session, tools, phone, SuppressionSource.PROVIDER, proof, tools.now())


def refuse(session: Session, tools: Tools, message: Message, reason: str) -> None:
    """A rule stopped the text at the last moment."""
    _end(session, tools, message, MessageState.REFUSED, reason)


def cancel(session: Session, tools: Tools, message: Message, reason: str) -> None:
    """The text is not wanted any more."""
    _end(session, tools, message, MessageState.CANCELED, reason)


def cancel_waiting(
    session: Session, tools: Tools, phone: str, reason: str, only: Collection[UUID] | None = None
) -> None:
    """Nothing that waits for this phone leaves any more, whoever wrote it; `only`: in these conversations."""
    waiting = departures.waiting_to_leave(session, tools.workspace_id, phone)
    waiting = [one for one in waiting if only is None or one.conversation_id in only]
    queue.drop_deliveries(session, [message.id for message in waiting])
    credit.hold_payers(session, waiting)
    for message in waiting:
        cancel(session, tools, message, reason)


def cancel_opted_out(tools: Tools, conversation_id: UUID) -> None:
    """The same for the number of a conversation that a list called opted out, if it is so still."""
    with tools.write() as session:
        phone = conversations.get(session, conversation_id).phone
        if suppressions.is_standing(session, tools.workspace_id, phone):
            cancel_waiting(session, tools, phone, refusal.OPTED_OUT_MEANWHILE)


def _end(session: Session, tools: Tools, message: Message, state: MessageState, reason: str) -> None:
    if state != MessageState.UNDELIVERED:  # the carrier had it, and charges for it
        credit.return_all(session, tools, message)
    message.state, message.reason, message.changed_at = state, reason, tools.now()
    session.add(message)
    tell(session, tools, message, "post_problem", queue.Priority.FAILURE)
    sign(session, tools, message)
    queue.later(session, tools, "mend_turn", message.conversation_id)  # the client may wait again


def sign(session: Session, tools: Tools, message: Text) -> None:
    """Let the agent's own message carry the state."""
    tell(session, tools, message, "show_delivery", queue.Priority.RECEIPT)


def redraw(session: Session, tools: Tools, message: Text) -> None:
    """Let Parley's own post of a text be drawn anew."""
    tell(session, tools, message, "redraw_text", queue.Priority.RECEIPT)


def tell(
    session: Session,
    tools: Tools,
    message: Text,
    kind: str,
    priority: queue.Priority,
    once: str = "",
    **args: Any,
) -> None:
    """Let Slack show something about this text, once; `once` tells several of a kind apart."""
    host = talk.parties(session, tools, message.conversation_id).host
    if host is not None:
        is_sign = kind in ("show_delivery", "redraw_text")
        own = queue.signs_of if is_typed_here(message.source_key) else queue.edits_of
        place = own(message.id) if is_sign else queue.dm_of(host.id, message.conversation_id)
        dedupe = f"{kind}:{message.id}{once}"
        queue.show(session, tools, kind, message.id, place, priority, dedupe=dedupe, **args)


def show_forgotten(session: Session, tools: Tools) -> None:
    """Let clients' texts be shown that nothing is about to show: they came before anybody was here."""
    for message in shown_texts.not_shown(session, tools.workspace_id):
        host = talk.parties(session, tools, message.conversation_id).host
        if host is not None and not jobs.is_planned(session, "post_inbound", message.id):
            place = queue.dm_of(host.id, message.conversation_id)
            queue.show(
                session, tools, "post_inbound", message.id, place, queue.Priority.INBOUND, message.position
            )


def sign_if_final(session: Session, tools: Tools, message: Message) -> None:
    """A text that ended before Slack showed it gets its sign now."""
    if message.state in (*ENDED, MessageState.DELIVERED):
        sign(session, tools, message)


def drop(session: Session, tools: Tools, message: Message) -> None:
    """The agent decided against it: nothing needs saying."""
    credit.return_all(session, tools, message)
    message.state, message.changed_at = MessageState.CANCELED, tools.now()
    session.add(message)
    sign(session, tools, message)
    queue.later(session, tools, "mend_turn", message.conversation_id)
