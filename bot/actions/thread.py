"""The Slack thread of a conversation: opened once, posted into in order, healed when it is lost.

All posts of one conversation run one after the other (a strand), so nothing here races with itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from bot.actions import attach, hours, outcome, queue
from bot.actions import conversation as talk
from bot.actions.conversation import Parties
from bot.actions.face import card_of, print_of
from bot.actions.notice import open_dm
from bot.actions.recap import Recap, is_of_holder, note_cover, recap_of
from bot.ports import Post, Posted, Refused
from bot.rules.failure import can_retry
from bot.screens import refusal
from bot.screens import schedule as schedule_screens
from bot.screens import thread as screens
from bot.work import Tools
from models import agent as agents
from models import conversation as conversations
from models import cover as covers
from models import entry as entries
from models import message as messages
from models import shown as shown_texts
from models import workspace as workspaces
from models.agent import Agent
from models.conversation import Thread
from models.enums import MessageState, Sign
from models.message import Message

Found = TypeVar("Found")
LOST = ("channel_not_found", "is_archived", "thread_not_found", "message_not_found", "not_in_channel")


@dataclass(frozen=True)
class Spot:
    """A thread in Slack."""

    channel: str
    ts: str


def post_in_thread(
    tools: Tools, who: Parties, host: Agent, post: Post, key: str, again: bool, broadcast: bool = False
) -> Posted:
    """Post into the conversation's thread with its host, opening it if there is none.

    `again`: an earlier try may have arrived, so it is looked for first. A post whose parent was deleted lands
    outside any thread: it is taken back and posted into a new one.
    """
    spot = _current(tools, who, host) or _open(tools, who, host, again, healed=False)
    earlier = _earlier(tools, spot, key) if again else None
    posted = earlier or unless_lost(lambda: tools.slack.post(spot.channel, post, key, spot.ts, broadcast))
    if posted is not None and posted.thread_ts == spot.ts:
        return posted
    if posted is not None:
        tools.slack.delete(posted.channel, posted.ts)
    spot = _open(tools, who, host, again, healed=True)
    return tools.slack.post(spot.channel, post, key, spot.ts, broadcast)


def _earlier(tools: Tools, spot: Spot, key: str) -> Posted | None:
    """What an earlier try posted, in the thread or, if the parent was gone by then, outside it."""
    inside = unless_lost(lambda: tools.slack.find(spot.channel, key, spot.ts))
    return inside or unless_lost(lambda: tools.slack.find(spot.channel, key, None))


def unless_lost(ask: Callable[[], Found | None]) -> Found | None:
    """What Slack answers; None if the thread or the channel is gone."""
    try:
        return ask()
    except Refused as refused:
        if refused.reason in LOST:
            return None
        raise


def _current(tools: Tools, who: Parties, host: Agent) -> Spot | None:
    with tools.read() as session:
        thread = conversations.current_thread(session, who.conversation.id)
        if thread is None or thread.agent_id != host.id or not _is_at_home(who, host, thread):
            return None  # the number or the agent's conversations moved: the thread opens where they are now
        if is_aged(session, thread, tools.now()):
            return None
    return Spot(thread.channel, thread.ts)


def _room(who: Parties, host: Agent) -> str | None:
    """The team channel where the host's own conversations live; others' come to the direct message."""
    return None if who.is_covered else host.team_channel


def _is_at_home(who: Parties, host: Agent, thread: Thread) -> bool:
    home = _room(who, host) or host.dm_channel
    return home is None or thread.channel == home


def is_aged(session: Session, thread: Thread, now: datetime) -> bool:
    """Whether Slack hides this thread's card soon, as it does where the plan keeps no history."""
    days = workspaces.get(session, thread.workspace_id).thread_days
    return days is not None and now - thread.created_at >= timedelta(days=days)


def needs_renewal(session: Session, who: Parties, thread: Thread) -> bool:
    """Whether a text went or came since this thread got old."""
    touches = [at for at in (who.conversation.last_in_at, who.conversation.last_out_at) if at]
    return any(is_aged(session, thread, at) for at in touches)


def renew_thread(tools: Tools, conversation_id: UUID, again: bool) -> None:
    """Let a new thread follow an old one, or one with whoever answered before, unless a post was faster."""
    with tools.read() as session:
        who = talk.parties(session, tools, conversation_id)
        thread = conversations.current_thread(session, conversation_id)
        if thread is None or who.host is None:
            return
        moves = thread.agent_id != who.host.id or needs_renewal(session, who, thread)
    if moves:
        _open(tools, who, who.host, again, healed=False)


def _open(tools: Tools, who: Parties, host: Agent, again: bool, healed: bool) -> Spot:
    with tools.read() as session:
        threads = conversations.count_threads(session, who.conversation.id)
        before = conversations.current_thread(session, who.conversation.id)
        mine = None if healed else _left_before(session, tools, who, host, before)
        recap = recap_of(session, tools, who, host, before)
        card = card_of(session, who, host.id)
    if mine is not None and _go_back(tools, who, host, mine, recap, again):
        return Spot(mine.channel, mine.ts)
    key = f"card:{who.conversation.id}:{threads}"
    posted, lost = _post_card(tools, who, host, card, key, again, healed)
    with tools.write() as session:
        conversation = conversations.lock(session, who.conversation.id)
        conversations.start_thread(session, conversation, host.id, posted.channel, posted.ts, tools.now())
        conversations.card_shows(session, conversation.id, print_of(card))
        note_cover(session, tools, who, host)
        queue.posted_twice(session, tools, queue.dm_of(host.id))
    said = screens.continues(who.name, recap.lines, lost, recap.instead_of) if recap or lost else None
    if said is not None:
        tools.slack.post(posted.channel, said, f"{key}:recap", posted.ts)
    return Spot(posted.channel, posted.ts)


def _left_before(
    session: Session, tools: Tools, who: Parties, host: Agent, before: Thread | None
) -> Thread | None:
    """The thread that the host had before somebody else answered, if it still serves."""
    if before is None or before.agent_id == host.id:
        return None
    mine = covers.latest_thread(session, who.conversation.id, host.id)
    if mine is None or not is_of_holder(who, mine) or not _is_at_home(who, host, mine):
        return None
    return None if is_aged(session, mine, tools.now()) else mine


def _go_back(tools: Tools, who: Parties, host: Agent, mine: Thread, recap: Recap, again: bool) -> bool:
    """Go on in a thread from before, with what was said meanwhile; False if Slack has lost it."""
    post = screens.continues(who.name, recap.lines, "", recap.instead_of)
    key = f"back:{mine.id}:{recap.key}"
    earlier = unless_lost(lambda: tools.slack.find(mine.channel, key, mine.ts)) if again else None
    posted = earlier or unless_lost(lambda: tools.slack.post(mine.channel, post, key, mine.ts))
    if posted is None or posted.thread_ts != mine.ts:
        if posted is not None:
            tools.slack.delete(posted.channel, posted.ts)
        return False
    with tools.write() as session:
        conversations.lock(session, who.conversation.id)
        covers.resume_thread(session, mine)
        note_cover(session, tools, who, host)
        queue.posted_twice(session, tools, queue.dm_of(host.id))
        queue.card_now(session, tools, who.conversation.id)
    return True


def _post_card(
    tools: Tools, who: Parties, host: Agent, card: Post, key: str, again: bool, healed: bool
) -> tuple[Posted, str]:
    """The card where the host's conversations live, and the team channel that turned out to be lost."""
    lost, room = "", _room(who, host)
    if room:
        posted = unless_lost(lambda: _post_once(tools, room, card, key, again))
        if posted is not None:
            return posted, ""
        lost = room
        with tools.write() as session:
            agents.leave_channel(session, host.id)
    dm = (not healed and host.dm_channel) or open_dm(tools, host)
    return _post_once(tools, dm, card, key, again), lost


def _post_once(tools: Tools, channel: str, post: Post, key: str, again: bool) -> Posted:
    earlier = tools.slack.find(channel, key, None) if again else None
    return earlier or tools.slack.post(channel, post, key)


@dataclass(frozen=True)
class Shown:
    """A text with everything about its conversation."""

    message: Message
    who: Parties
    host: Agent  # who reads it


def load(tools: Tools, message_id: UUID) -> Shown | None:
    """A text and its people; None when it is gone or nobody is there to see it."""
    with tools.read() as session:
        message = messages.get(session, message_id)
        if message is None:
            return None
        who = talk.parties(session, tools, message.conversation_id)
    return Shown(message, who, who.host) if who.host else None


def post_outbound(tools: Tools, message_id: UUID, again: bool) -> None:
    """Show a text that was not typed in its thread; that post carries its state."""
    shown = load(tools, message_id)
    if shown is None or shown.message.slack_ts is not None or shown.message.state == MessageState.CANCELED:
        return
    post = own_post(tools, shown.message, None)
    posted = post_in_thread(tools, shown.who, shown.host, post, f"out:{message_id}", again)
    with tools.write() as session:
        shown_texts.shown_at(session, message_id, posted.channel, posted.ts)
        current = messages.get(session, message_id)
        if current is not None:
            outcome.sign_if_final(session, tools, current)
            if _looks(current) != _looks(shown.message):
                outcome.redraw(session, tools, current)  # it changed while Slack took the post


def _looks(message: Message) -> tuple[object, ...]:
    return message.state, message.body, message.send_at


def can_be_sent_again(message: Message) -> bool:
    """Whether the same words may get through later."""
    failed = message.state in (MessageState.FAILED, MessageState.UNDELIVERED)
    return failed and (can_retry(message.error_code) if message.error_code else message.attempts > 0)


def own_post(tools: Tools, message: Message, sign: Sign | None) -> Post:
    """How a text that was not typed in its thread stands there; `sign` says how far it is."""
    with tools.read() as session:
        who = talk.parties(session, tools, message.conversation_id)
        author = agents.get(session, message.author_id) if message.author_id else None
    by = _name_of(author, who, message)
    if message.state in (MessageState.SCHEDULED, MessageState.HELD):
        return _waiting_post(tools, message, who, by)
    is_undoable = sign is None and message.state == MessageState.QUEUED and message.send_at is None
    undo, names = str(message.id) if is_undoable else "", attach.names_of(tools, message.id)
    return screens.outbound(by, message.body, message.line, message.segments, sign, undo, names)


def _name_of(author: Agent | None, who: Parties, message: Message) -> str:
    """Who wrote it, as its readers know: "You" only in the owner's own direct message."""
    if author is None or who.owner is None:
        return "You"
    alone = not who.is_covered and not who.owner.team_channel
    own = message.slack_channel == who.owner.dm_channel if message.slack_channel else alone
    return "You" if author.id == who.owner.id and own else author.name


def _waiting_post(tools: Tools, message: Message, who: Parties, by: str) -> Post:
    note = schedule_screens.ASKED
    if message.state == MessageState.SCHEDULED and message.send_at is not None:
        note = schedule_screens.scheduled(hours.shown(tools, message.send_at, who), message.night is not None)
    waiting_id = str(message.id) if note != schedule_screens.ASKED else ""
    return schedule_screens.post(by, message.body, message.line, note, waiting_id)


def post_problem(tools: Tools, message_id: UUID, again: bool) -> None:
    """Say in the thread why a text did not leave or arrive, and what to do."""
    shown = load(tools, message_id)
    if shown is not None:
        again_id = str(message_id) if can_be_sent_again(shown.message) else ""
        with tools.read() as session:
            back = 0 if shown.message.credits else entries.returned(session, message_id)
        about = (attach.said(tools, shown.message), shown.message.reason)
        post = screens.problem(*about, again_id, refusal.came_back(back) if back else "")
        post_in_thread(tools, shown.who, shown.host, post, f"problem:{message_id}", again)


def post_question(tools: Tools, message_id: UUID, again: bool) -> None:
    """Ask the agent in the thread what shall become of a text."""
    shown = load(tools, message_id)
    if shown is None or shown.message.state not in (MessageState.HELD, MessageState.UNKNOWN):
        return
    doubt, later = shown.message.state == MessageState.UNKNOWN, hours.button(tools, shown.message)
    about = (attach.said(tools, shown.message), shown.message.reason, str(message_id), doubt, later)
    asked = f"question:{message_id}:{shown.message.attempts}{shown.message.night or ''}"
    post_in_thread(tools, shown.who, shown.host, screens.question(*about), asked, again)
