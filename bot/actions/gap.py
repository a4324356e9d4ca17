"""After a time in which Parley was away: replies that Slack could not deliver are read from their threads."""

from datetime import timedelta
from uuid import UUID

from bot.actions import queue
from bot.actions.reply import Typed, take_reply
from bot.work import Tools
from models import conversation as conversations
from models import deployment

GAP = timedelta(minutes=5)  # Slack tries that long by itself
LIVELY = timedelta(days=7)  # threads with a text since then are looked at
MOST = 300  # threads; at Slack's pace for reading these take six minutes


def note_presence(tools: Tools) -> None:
    """Parley runs now."""
    with tools.write() as session:
        deployment.seen(session, tools.now())


def mend_gap(tools: Tools) -> None:
    """At the start: if Parley was away for longer than Slack tries, look into the lively threads."""
    with tools.write() as session:
        before = deployment.seen(session, tools.now())
        if before is None or tools.now() - before < GAP:
            return
        lively = conversations.live_threads(session, tools.workspace_id, before - LIVELY, MOST)
        for thread in lively:
            queue.show(
                session,
                tools,
                "read_thread",
                thread.id,
                queue.Place("slack:reading"),
                queue.Priority.CARD,
                dedupe=f"read:{thread.id}",
                oldest=f"{before.timestamp():.6f}",
            )


def read_thread(tools: Tools, thread_id: UUID, oldest: str) -> None:
    """Take replies typed meanwhile as if Slack delivered them now: late ones are asked about."""
    with tools.read() as session:
        thread = conversations.thread(session, thread_id)
    for said in tools.slack.said_since(thread.channel, thread.ts, oldest):
        take_reply(
            tools,
            Typed(said.slack_user_id, thread.channel, said.ts, thread.ts, said.text, said.blocks, said.files),
        )
