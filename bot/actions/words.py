"""From what was typed in Slack to what a phone shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bot.actions.people import names_of
from bot.rules.slack_text import blocks_to_phone, mentioned, to_phone
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import workspace as workspaces


def phone_words(tools: Tools, text: str, blocks: Sequence[Mapping[str, Any]] = ()) -> str:
    """The words as a phone shows them: markup gone, emoji and names written out.

    Raises Refusal for a mention that nobody can name: a client must not get an id.
    """
    text = text.replace("\x00", "")  # PostgreSQL keeps none, and no phone shows one
    names = names_of(tools, sorted(mentioned(text, blocks)))
    words = blocks_to_phone(blocks, names) or to_phone(text, names)
    if words.unknown_names:
        raise Refusal(refusal.unknown_mention(words.unknown_names[0]))
    return words.text


def inside_words(session: Session, tools: Tools, text: str, blocks: Sequence[Mapping[str, Any]] = ()) -> str:
    """The same of what stays inside: Slack is asked for no name, and one that is not known leaves a gap."""
    text = text.replace("\x00", "")
    names = workspaces.names(session, tools.workspace_id, mentioned(text, blocks))
    return (blocks_to_phone(blocks, names) or to_phone(text, names)).text
