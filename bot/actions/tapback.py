"""A tapback ("Liked “See you at 5”") becomes a reaction on the text it is about."""

from bot.actions import turn
from bot.actions.thread import LOST, Shown
from bot.ports import Refused
from bot.rules.tapback import Tapback, matches, read_tapback
from bot.work import Tools
from models import conversation as conversations
from models import message as messages
from models import turn as turns
from models.message import Message

RECENT = 50  # texts that a tapback may be about
NO_SUCH = (*LOST, "invalid_name", "too_many_reactions", "too_many_emoji", "no_item_specified")


def folded(tools: Tools, shown: Shown) -> bool:
    """Show a tapback on the text it is about; whether it is done. If not, it is shown as the text it came as,
    and waits for an answer like one."""
    tapback = read_tapback(shown.message.body)
    if tapback is None:
        return False
    with tools.read() as session:
        recent = turns.shown_before(session, shown.message, RECENT)
    meant = next((one for one in recent if _is_about(tapback, one)), None)
    if meant is None or not _react(tools, tapback, meant):
        with tools.write() as session:
            conversation = conversations.lock(session, shown.message.conversation_id)
            turn.wait(session, tools, conversation, shown.message.created_at)
        return False
    with tools.write() as session:
        messages.shown_at(session, shown.message.id, meant.slack_channel or "", meant.slack_ts or "")
    return True


def _is_about(tapback: Tapback, text: Message) -> bool:
    return read_tapback(text.body) is None and matches(tapback.quoted, text.body)


def _react(tools: Tools, tapback: Tapback, meant: Message) -> bool:
    """Put the mark there or take it away; False where Slack has no such message or mark any more."""
    act = tools.slack.unreact if tapback.removed else tools.slack.react
    try:
        act(meant.slack_channel or "", meant.slack_ts or "", tapback.emoji)
    except Refused as refused:
        if refused.reason in NO_SUCH:
            return False
        raise
    return True
