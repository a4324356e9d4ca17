"""Notes: whether replies in a thread leave as texts or stay notes, and what is kept of those that stay."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import event, turn
from bot.actions.people import Who
from bot.actions.permission import need_writer
from bot.rules.position import position_of
from bot.screens import timeline as words
from bot.work import Refusal, Tools
from models import book as books
from models import contact as contacts
from models import conversation as conversations
from models import event as events
from models import timeline as timelines
from models.contact import Contact
from models.enums import EventKind


@dataclass(frozen=True)
class Jotted:
    """A note that was typed in a thread."""

    key: str  # of the Slack message
    words: str
    at: datetime  # when it was typed
    worded_at: datetime  # when these words were
    by_id: UUID


def prefer_notes(tools: Tools, who: Who, conversation_id: UUID, notes_first: bool) -> None:
    """Let replies in this conversation's thread stay notes, or be texts again. Raises Refusal."""
    with tools.write() as session:
        conversation = turn.taken(session, tools, conversation_id, who)
        conversation.notes_first = notes_first
        turn.show_soon(session, tools, conversation)


def keep(session: Session, tools: Tools, conversation_id: UUID, note: Jotted) -> None:
    """Keep a note on the timeline of everybody in the conversation, once by its key."""
    event.note(
        session,
        tools,
        EventKind.NOTE,
        note.words,
        conversation_id=conversation_id,
        by_id=note.by_id,
        source_key=note.key,
        at=note.at,
    )
    if note.worded_at > note.at:
        reword(session, note)


def reword(session: Session, note: Jotted) -> bool:
    """Give a note its author's newest words, in whatever order Slack tells of edits; whether it is kept."""
    kept = events.by_source(session, note.key)
    if kept is not None and kept.by_id == note.by_id and kept.at < note.worded_at:
        kept.words, kept.at = note.words, note.worded_at
        session.add(kept)
    return kept is not None


def remove(session: Session, key: str) -> None:
    """Its author deleted the note."""
    events.remove(session, key)


def forget(session: Session, contact_id: UUID) -> None:
    """A contact was deleted: what notes in its threads say goes, unless others are on the number, too."""
    for span, _ in timelines.spans(session, [contact_id]):
        talk = span.conversation_id
        if not any(one.is_saved for one in conversations.contacts(session, talk)):
            since = position_of(span.since) if span.since else None
            events.forget_notes(session, talk, since, position_of(span.until) if span.until else None)


def about(tools: Tools, who: Who, contact_id: UUID) -> str:
    """The name of a contact about whom somebody wants to write. Raises Refusal."""
    with tools.read() as session:
        return _contact(session, who, contact_id).name


def write(tools: Tools, who: Who, contact_id: UUID, typed: str, key: str) -> None:
    """Write a note about a contact, once by its key. Raises Refusal."""
    with tools.write() as session:
        contact = _contact(session, who, contact_id)
        said = typed.strip()[: words.LONGEST_NOTE]
        if not said:
            raise Refusal(words.NO_NOTE)
        about, by = contact.id, who.author_id
        event.note(session, tools, EventKind.NOTE, said, contact_id=about, by_id=by, source_key=f"note:{key}")


def _contact(session: Session, who: Who, contact_id: UUID) -> Contact:
    need_writer(who)
    found = contacts.in_book(session, books.book_of(session, who.agent_id), contact_id)
    if found is None:
        raise Refusal(words.NOT_YOURS)
    return found
