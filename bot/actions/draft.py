"""What somebody wants to send, and the rows that are made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.rules.parts import Part, paid_segments
from bot.rules.segment import count_segments
from bot.rules.shared_file import Attached
from bot.work import Tools
from models import message as messages
from models.enums import Direction, MessageState, Night, Way
from models.message import Message, NewMessage


@dataclass(frozen=True)
class Draft:
    """What somebody wants to send."""

    words: str  # what a phone shall show
    key: str  # who asked, once: the same key never sends twice
    author_id: UUID
    sender_name: str  # who the client knows: the holder of the number
    position: int
    slack_channel: str | None = None  # the agent's own message in the thread, if it was typed there
    slack_ts: str | None = None
    files: tuple[Attached, ...] = ()
    undo: timedelta = timedelta()  # how long it can be taken back
    send_at: datetime | None = None  # None: as soon as it can
    as_mms: bool = False  # as one picture message, where that is cheaper
    night: Night | None = None  # what its author said about the hours of its client
    is_automated: bool = False  # nobody typed it for this client


def has_pictures(files: Sequence[Attached]) -> bool:
    """Whether some of the files leave as pictures."""
    return any(one.way == Way.PICTURE for one in files)


def new_message(
    tools: Tools,
    draft: Draft,
    conversation_id: UUID,
    state: MessageState,
    part: Part | None = None,
    place: int = 0,
    reason: str = "",
) -> NewMessage:
    """The row of one text of a draft; `place` counts its texts from 0."""
    part = part or Part(draft.words)
    counted = count_segments(part.text)
    now = tools.now()
    return NewMessage(
        workspace_id=tools.workspace_id,
        conversation_id=conversation_id,
        source_key=messages.part_key(draft.key, place),
        direction=Direction.OUT,
        state=state,
        body=part.body,
        line=part.line,
        author_id=draft.author_id,
        position=draft.position + place,
        segments=counted.count,
        encoding=counted.encoding,
        free=part.free,
        has_pictures=place == 0 and (draft.as_mms or has_pictures(draft.files)),
        reason=reason,
        created_at=now,
        changed_at=now,
        slack_channel=draft.slack_channel,
        slack_ts=draft.slack_ts,
        send_at=draft.send_at,
        night=draft.night,
        is_automated=draft.is_automated,
    )


def set_part(message: Message, part: Part) -> None:
    """Give a stored text its words and its line as they leave. Its session stores it."""
    counted = count_segments(part.text)
    message.body, message.line = part.body, part.line
    message.segments, message.encoding, message.free = counted.count, counted.encoding, part.free


def set_whole(message: Message, words: str, parts: Sequence[Part]) -> None:
    """Give a text that waits for its time other words: it is cut into these parts when it leaves."""
    message.body, message.line, message.segments = words, parts[0].line, paid_segments(parts)
