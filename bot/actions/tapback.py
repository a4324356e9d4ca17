"""A tapback ("Liked “See you at 5”") becomes a reaction on the text it is about."""

from collections.abc import Collection, Sequence
from uuid import UUID

from bot.actions import turn
from bot.actions.thread import LOST, Shown
from bot.ports import Refused
from bot.rules.tapback import Tapback, matches, read_tapback
from bot.work import Tools
from models import conversation as conversations
from models import shown as shown_texts
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
        pictured = turns.with_files(session, [one.id for one in recent]) if not tapback.quoted else set()
    meant = next((one for one in recent if _is_about(tapback, one, pictured)), None)
    if meant is None or not _react(tools, tapback, meant, _worn(recent, meant)):
        with tools.write() as session:
            conversation = conversations.lock(session, shown.message.conversation_id)
            turn.wait(session, tools, conversation, shown.message.created_at)
        return False
    with tools.write() as session:
        shown_texts.shown_at(session, shown.message.id, meant.slack_channel or "", meant.slack_ts or "")
    return True


def _is_about(tapback: Tapback, text: Message, pictured: Collection[UUID]) -> bool:
    """Of a picture nothing is quoted: the last text with one is meant."""
    if read_tapback(text.body) is not None:
        return False
    return matches(tapback.quoted, text.body) if tapback.quoted else text.id in pictured


def _worn(recent: Sequence[Message], meant: Message) -> set[str]:
    """The mark that the client put there before, if it still stands: a phone shows one at a time."""
    earlier = [read_tapback(one.body) for one in recent if one.slack_ts == meant.slack_ts]
    last = next((one for one in earlier if one), None)
    return {last.emoji} if last and not last.removed else set()


def _react(tools: Tools, tapback: Tapback, meant: Message, worn: set[str]) -> bool:
    """Put the mark there or take it away; False where Slack has no such message or mark any more."""
    channel, ts = meant.slack_channel or "", meant.slack_ts or ""
    try:
        for emoji in (worn - {tapback.emoji}) | ({tapback.emoji} if tapback.removed else set()):
            tools.slack.unreact(channel, ts, emoji)
        if not tapback.removed:
            tools.slack.react(channel, ts, tapback.emoji)
    except Refused as refused:
        if refused.reason in NO_SUCH:
            return False
        raise
    return True
