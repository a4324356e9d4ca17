"""A message somewhere in Slack that an agent wants to text to a client."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.actions.assistant import writing, writing_in
from bot.actions.compose import Suggestion, client_of
from bot.actions.people import Who
from bot.actions.words import phone_words
from bot.rules.slack_text import blocks_to_phone, to_phone
from bot.work import Refusal, Tools
from models import conversation as conversations
from models import shown as shown_texts
from models.conversation import Thread

SAYING = ("section", "header")


@dataclass(frozen=True)
class Pointed:
    """The message as Slack describes it."""

    channel: str
    ts: str
    thread_ts: str | None
    text: str
    blocks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Shared:
    """What the composer starts with; `client` is the one in whose thread the message stands."""

    words: str
    client: Suggestion | None
    who: Who  # an assistant: as the agent in whose thread it stands


def share(tools: Tools, who: Who, pointed: Pointed) -> Shared:
    """The words of a message as a phone shows them: of a client's or our own text just what was texted.

    Raises Refusal for who texts nobody.
    """
    root = pointed.thread_ts or pointed.ts
    with tools.read() as session:
        thread = conversations.by_thread(session, tools.workspace_id, pointed.channel, root)
    who = _writer(tools, who, thread)
    client = client_of(tools, who, thread.conversation_id) if thread else None
    if thread and client:
        with tools.read() as session:
            known = shown_texts.shown_as(session, thread.conversation_id, pointed.ts)
        if known is not None:
            return Shared(known.body, client, who)
    return Shared(_words(tools, pointed), client, who)


def _writer(tools: Tools, who: Who, thread: Thread | None) -> Who:
    """Who holds that thread's number, if an assistant writes for them; else as everywhere."""
    if thread:
        with suppress(Refusal):
            return writing_in(tools, who, thread.conversation_id)
    return writing(tools, who)


def _words(tools: Tools, pointed: Pointed) -> str:
    text = pointed.text or "\n".join(filter(None, map(_said, pointed.blocks)))
    try:
        return phone_words(tools, text, pointed.blocks)
    except Refusal:  # nobody can name somebody mentioned: a gap shows it, to be filled by hand
        return (blocks_to_phone(pointed.blocks, {}) or to_phone(text, {})).text


def _said(block: Mapping[str, Any]) -> str:
    """What a block of an app's message says."""
    text = block.get("text") if block.get("type") in SAYING else None
    said = text.get("text") if isinstance(text, Mapping) else None
    return said if isinstance(said, str) else ""
