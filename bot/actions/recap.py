"""What a thread begins with when a conversation moves into it: the last texts, and for whom one answers."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions.conversation import Parties
from bot.actions.event import note
from bot.rules.position import position_of
from bot.screens import cover as words
from bot.work import Tools
from models import agent as agents
from models import shown as shown_texts
from models import workspace as workspaces
from models.agent import Agent
from models.conversation import Thread
from models.enums import Direction, EventKind
from models.message import Message

SAME, OTHER = 3, 5  # texts, for who has seen them in the thread before and for who has not


@dataclass(frozen=True)
class Recap:
    """What was said before, as (who, words). `instead_of` says for whom the reader answers."""

    lines: tuple[tuple[str, str], ...] = ()
    instead_of: str = ""
    key: str = ""

    def __bool__(self) -> bool:
        return bool(self.lines or self.instead_of)


def recap_of(session: Session, tools: Tools, who: Parties, host: Agent, before: Thread | None) -> Recap:
    """What the host of a conversation reads before the text for which its thread opens.

    `before`: the thread so far. Texts from before the number was given are not for its next holder.
    """
    instead_of = _instead_of(session, tools, who)
    if before is None or not (before.agent_id == host.id or is_of_holder(who, before)):
        return Recap(instead_of=instead_of)
    most = SAME if before.agent_id == host.id else OTHER
    texts = shown_texts.latest(session, who.conversation.id, most, who.number.given_at)
    names = agents.names(session, {one.author_id for one in texts if one.author_id is not None})
    lines = tuple((_speaker(one, names, who, host), one.body) for one in texts)
    return Recap(lines, instead_of, f"{before.id}:{texts[-1].id if texts else ''}")


def is_of_holder(who: Parties, thread: Thread) -> bool:
    """Whether the thread is from the time of those who have the number now, or had it handed over."""
    return who.number.given_at is not None and thread.created_at >= who.number.given_at


def _speaker(text: Message, names: dict[UUID, str], who: Parties, host: Agent) -> str:
    if text.direction == Direction.IN:
        return who.name
    return names[text.author_id] if text.author_id and text.author_id != host.id else "You"


def _instead_of(session: Session, tools: Tools, who: Parties) -> str:
    if who.owner is None or not who.is_covered:
        return ""
    if who.owner.left_at is not None:
        return words.has_left(who.owner.name)
    zone = workspaces.get(session, tools.workspace_id).time_zone
    return words.is_away(who.owner.name, who.owner.cover_until, zone)


def note_cover(session: Session, tools: Tools, who: Parties, host: Agent) -> None:
    """Write down, once for each time away, that somebody else answers here."""
    if who.owner is None or not who.is_covered:
        return
    since = who.owner.left_at or who.owner.cover_from
    assert since is not None
    talk_id, said = who.conversation.id, words.answers_for(host.name, who.owner.name)
    key = f"cover:{talk_id.hex}:{position_of(since)}:{host.id.hex}"
    note(session, tools, EventKind.COVER, said, conversation_id=talk_id, by_id=host.id, source_key=key)
