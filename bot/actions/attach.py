"""Files that an agent wants to send: checked when the text is accepted, kept beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import link
from bot.rules.file_kind import check_files
from bot.rules.shared_file import Attached, read_shared
from bot.screens import file as words
from bot.work import Refusal, Tools
from models import deployment
from models import media as files
from models.columns import new_id
from models.enums import Way
from models.media import Media
from models.message import Message, Text


class BadFiles(Refusal):
    """What is wrong with the files, not with the words."""


@dataclass(frozen=True)
class Parcel:
    """A text's words, with a line for each linked file, and its files with the ids they will have."""

    words: str
    files: tuple[tuple[UUID, Attached], ...] = ()


def read_files(shared: Sequence[Mapping[str, Any]]) -> tuple[Attached, ...]:
    """Slack's file objects as files that may leave. Raises BadFiles."""
    found = read_shared(shared)
    hidden = [one.name for one in found if not one.url]
    complaints = words.hidden(hidden) if hidden else check_files([one.sent for one in found])
    if complaints:
        raise BadFiles(words.nothing_sent(complaints))
    return tuple(found)


def pack(session: Session, tools: Tools, text: str, attached: Sequence[Attached]) -> Parcel:
    """Put the links into the words, before they are counted: what is counted is what leaves."""
    chosen = tuple((new_id(), one) for one in attached)
    linked = [(media_id, one.name) for media_id, one in chosen if one.way == Way.LINK]
    if not linked:
        return Parcel(text, chosen)
    return Parcel(link.with_links(tools, deployment.link_key(session), text, linked), chosen)


def previewed(tools: Tools, text: str, shared: Sequence[Mapping[str, Any]]) -> str:
    """The words as `pack` would make them, to be counted only: no link in them leads anywhere."""
    linked = [(new_id(), one.name) for one in read_shared(shared) if one.way == Way.LINK]
    return link.with_links(tools, "preview", text, linked) if linked else text


def keep(session: Session, message_id: UUID, parcel: Parcel) -> None:
    """Keep the files beside their text, in its transaction."""
    for place, (media_id, one) in enumerate(parcel.files):
        session.add(
            Media(
                id=media_id,
                message_id=message_id,
                place=place,
                url=one.url,
                content_type=one.mimetype,
                name=one.name,
                size=one.size,
                way=one.way,
            )
        )
    if parcel.files:
        files.mark(session, [message_id])


def place_links(session: Session, texts: Sequence[Text], before: Sequence[Text] = ()) -> None:
    """Keep each linked file beside that text of several which holds its link.

    `before`: the texts that have the files so far, if not the first.
    """
    first = texts[0]
    if len(texts) == 1 and len(before) < 2:
        return
    for file in [one for text in before or [first] for one in files.of_message(session, text.id)]:
        holder = next((one for one in texts if link.holds_link(one.body, file)), first)
        if file.way == Way.LINK:
            file.message_id = holder.id
            session.add(file)
    files.mark(session, [one.id for one in (*texts, *before)])


def typed_in(session: Session, texts: Sequence[Message]) -> list[str]:
    """The words of texts as somebody typed them, without the links that we added."""
    return [link.unlinked(one.body, files.of_message(session, one.id)) for one in texts]


def typed_words(session: Session, texts: Sequence[Message]) -> str:
    """The same as one, or what the files are called where nothing was typed."""
    names = [one.name for text in texts for one in files.of_message(session, text.id)]
    return " ".join(typed_in(session, texts)).strip() or ", ".join(names)


def with_files(session: Session, tools: Tools, texts: Sequence[Message], words: str) -> str:
    """Other words for texts that keep their files: the links stand below them again."""
    kept = [file for one in texts for file in files.of_message(session, one.id) if file.way == Way.LINK]
    linked = [(one.id, one.name) for one in kept]
    return link.with_links(tools, deployment.link_key(session), words, linked) if linked else words


def attached_to(session: Session, message_id: UUID) -> tuple[Attached, ...]:
    """The files of a text that was kept."""
    kept = files.of_message(session, message_id)
    return tuple(Attached(one.url, one.name, one.content_type, one.size) for one in kept if one.way)


def names_of(tools: Tools, message_id: UUID) -> list[str]:
    """What the files of an outgoing text are called."""
    with tools.read() as session:
        return [one.name for one in attached_to(session, message_id)]


def called(shared: Sequence[Mapping[str, Any]]) -> str:
    """How a text without words is called, by its files as Slack describes them."""
    return ", ".join(one.name for one in read_shared(shared))


def said(tools: Tools, message: Message) -> str:
    """How a text is called in a sentence about it: by its words, else by its files."""
    return message.body or ", ".join(names_of(tools, message.id))


def pictures(session: Session, tools: Tools, message_id: UUID) -> tuple[str, ...]:
    """Where Twilio fetches the pictures of a text that is about to leave."""
    going = [one.id for one in files.of_message(session, message_id) if one.way == Way.PICTURE]
    key = deployment.link_key(session)
    return tuple(link.address(tools, key, one, link.PICTURES_LAST) for one in going)
