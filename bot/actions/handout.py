"""What a signed link hands out, and who hears that a client opened it."""

from dataclasses import dataclass
from uuid import UUID

from bot.actions import conversation as talk
from bot.actions import event
from bot.actions.link import Expired, read_token
from bot.actions.remark import remark
from bot.rules.file_kind import safe_name
from bot.screens import file as words
from bot.work import Tools
from models import deployment
from models import media as files
from models import message as messages
from models.enums import EventKind, Way
from models.media import Media


@dataclass(frozen=True)
class Handed:
    """A file on its way to a phone; `content` is None where only the rest was asked for."""

    name: str
    content_type: str
    length: int
    content: bytes | None


def hand_out(tools: Tools, token: str, with_content: bool) -> Handed | None:
    """The file behind a link; None if the link is none of ours. Raises Expired.

    The first time a client gets a document its agent hears of it. Pictures are fetched by Twilio, not by a
    client, and a question about the length alone opens nothing.
    """
    with tools.read() as session:
        key = deployment.known_link_key(session)
        media_id = read_token(key, token, tools.clock.real()) if key else None
        file = files.find(session, media_id) if media_id else None
    if file is None:
        return None
    handed = _read(tools, file, with_content)
    if with_content and file.way == Way.LINK and file.opened_at is None:
        _note_opening(tools, file.id)
    return handed


def _read(tools: Tools, file: Media, with_content: bool) -> Handed:
    name = safe_name(file.name, file.content_type, 60)
    with tools.read() as session:
        if with_content:
            kept = files.content(session, file.id)
            shape = (kept.content_type, len(kept.content)) if kept else None
        else:
            kept, shape = None, files.content_shape(session, file.id)
    if shape is None:
        raise Expired  # what links lead to is let go once they have run out
    return Handed(name, *shape, kept.content if kept else None)


def _note_opening(tools: Tools, media_id: UUID) -> None:
    with tools.write() as session:
        if files.open_first(session, media_id, tools.now()):
            file = files.get(session, media_id)
            message = messages.one(session, file.message_id)
            client = talk.parties(session, tools, message.conversation_id).name
            remark(session, tools, message, words.opened(client, file.name))
            opened, key = EventKind.OPENED, f"opened:{media_id}"
            talk_id = message.conversation_id
            event.note(session, tools, opened, file.name, conversation_id=talk_id, source_key=key)
