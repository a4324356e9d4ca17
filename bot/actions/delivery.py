"""What became of a text: the provider's reports, and the sign on the agent's own message."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot.actions import conversation as talk
from bot.actions import credit, outcome, queue
from bot.actions.thread import own_post, unless_lost
from bot.rules.delivery import forward, from_provider, next_sign
from bot.rules.failure import failure_words
from bot.screens.delivery import EMOJI
from bot.work import Tools
from models import contact as contacts
from models import message as messages
from models import shown as shown_texts
from models.enums import MessageState, Sign
from models.message import Message

LINGERS = timedelta(seconds=30)  # only then a waiting sign is worth a call
BAD_ENDS = (MessageState.FAILED, MessageState.UNDELIVERED)


@dataclass(frozen=True)
class Report:
    """One status callback."""

    message_id: UUID
    sid: str
    status: str
    error_code: int | None


def record_delivery(tools: Tools, report: Report) -> None:
    """Take a report in any order and any number of times: a state only moves forward."""
    state = from_provider(report.status)
    with tools.write() as session:
        message = messages.lock(session, report.message_id)
        if message is None or state is None or message.sid not in (None, report.sid):
            return
        if message.sid is None and messages.known_sids(session, [report.sid]):
            return  # a look-up gave it to a text with the same words: one of the two is sent again
        message.sid = report.sid  # the answer to our POST may be lost: this is the proof that it arrived
        session.add(message)
        if not forward(message.state, state):
            return
        if state in BAD_ENDS:
            words = failure_words(report.error_code)
            outcome.fail(session, tools, message, words, report.error_code, state)
            return
        if state == MessageState.CANCELED:
            credit.return_all(session, tools, message)
        message.state, message.changed_at = state, tools.now()
        if state == MessageState.DELIVERED:
            outcome.sign(session, tools, message)
            phone = talk.parties(session, tools, message.conversation_id).phone
            contacts.mark_phone(session, tools.workspace_id, phone, None)


def show_delivery(tools: Tools, message_id: UUID) -> None:
    """Bring the sign on the agent's message up to date."""
    with tools.read() as session:
        message = messages.get(session, message_id)
    if message is None or message.slack_channel is None or message.slack_ts is None:
        return  # not shown in Slack yet: the post that shows it asks again
    wanted = _wanted(tools, message)
    if wanted is None or wanted == message.sign:
        return
    if message.was_typed_here:
        _swap(tools, message.slack_channel, message.slack_ts, message.sign, wanted)
    else:
        redraw(tools, message, wanted)
    with tools.write() as session:
        swaps = message.sign_swaps + (message.sign is not None)
        shown_texts.sign(session, message_id, wanted, swaps)


def redraw_text(tools: Tools, message_id: UUID) -> None:
    """Draw Parley's own post of a text anew: its words or its time changed, or its time has come."""
    with tools.read() as session:
        message = messages.get(session, message_id)
    if message is not None and message.slack_ts is not None and not message.was_typed_here:
        redraw(tools, message, message.sign)


def redraw(tools: Tools, message: Message, sign: Sign | None) -> None:
    """Parley's own post of a text says itself how far it is."""
    post = own_post(tools, message, sign)
    unless_lost(lambda: tools.slack.update(str(message.slack_channel), str(message.slack_ts), post))


def _swap(tools: Tools, channel: str, ts: str, shown: Sign | None, wanted: Sign) -> None:
    """Put one sign in the place of the other. A message that is gone needs none, and nobody asks again."""

    def swap() -> None:
        if shown in EMOJI:
            tools.slack.unreact(channel, ts, EMOJI[shown])
        if wanted in EMOJI:
            tools.slack.react(channel, ts, EMOJI[wanted])

    unless_lost(swap)


def _wanted(tools: Tools, message: Message) -> Sign | None:
    since = message.changed_at if message.state == MessageState.SENT else message.created_at
    age = (tools.now() - since).total_seconds()
    return next_sign(message.sign, message.sign_swaps, message.state, age)


def sign_lingering(tools: Tools) -> None:
    """Give a sign to texts that are still on the way after a while."""
    with tools.write() as session:
        longest = tools.now() - tools.policy.ask_until
        for message in shown_texts.lingering(session, tools.workspace_id, tools.now() - LINGERS, longest):
            outcome.tell(session, tools, message, "show_delivery", queue.Priority.RECEIPT)
