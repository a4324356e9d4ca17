"""Whose timeline somebody reads, and as far as they may.

An agent sees the conversations of the numbers in their book: their own, or everybody's where contacts are
shared. The compliance role sees all. A colleague in a team channel sees the conversation of that thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.actions.conversation import called
from bot.actions.people import Who
from bot.actions.permission import may_act
from bot.rules.phone import show_phone
from bot.screens import people as people_words
from bot.screens import timeline as words
from bot.work import Refusal, Tools
from models import book as books
from models import card as cards
from models import contact as contacts
from models import conversation as conversations
from models import timeline as rows
from models import workspace as workspaces
from models.book import Book
from models.contact import Contact
from models.enums import Role
from models.timeline import Scope, Span


class Of(StrEnum):
    """What a timeline is of."""

    CONTACT = "contact"
    TALK = "talk"  # everybody in a conversation


@dataclass(frozen=True)
class Subject:
    """Whose timeline."""

    of: Of
    id: UUID


@dataclass(frozen=True)
class View:
    """A timeline as far as its reader sees it."""

    scope: Scope
    people: tuple[tuple[str, tuple[str, ...]], ...]  # name and numbers, as they are shown
    contact_ids: tuple[UUID, ...]  # whose looks are written down; the cards as they are now
    names: Mapping[UUID, str]  # conversation -> how its people are called here
    cards: Mapping[UUID, str]  # contact -> name, where it is one of several

    @property
    def name(self) -> str:
        """How its people are called together."""
        return " & ".join(name for name, _ in self.people)


@dataclass(frozen=True)
class _Eyes:
    """What somebody sees."""

    book: Book
    all: bool
    gone: bool  # also contacts that were deleted

    def see(self, agent_id: UUID | None) -> bool:
        return self.all or agent_id in self.book


def is_compliance(who: Who) -> bool:
    """Whether somebody reads with a reason."""
    return who.role == Role.COMPLIANCE


def view_of(session: Session, tools: Tools, who: Who, subject: Subject) -> View:
    """The timeline for this reader. Raises Refusal."""
    reads, shares = is_compliance(who), workspaces.get(session, tools.workspace_id).shares_contacts
    eyes = _Eyes(books.book_of(session, who.agent_id), reads or shares, gone=reads)
    if subject.of == Of.CONTACT:
        return _view(session, tools, eyes, [_contact(session, tools, eyes, subject.id)])
    if not conversations.exists(session, subject.id):
        raise Refusal(people_words.GONE)
    holder = rows.talks(session, [subject.id])[subject.id][1]
    if not (eyes.see(holder) or may_act(session, tools, subject.id, who)):
        raise Refusal(words.NOT_YOURS)
    return _view(session, tools, eyes, conversations.contacts(session, subject.id), subject.id)


def _contact(session: Session, tools: Tools, eyes: _Eyes, contact_id: UUID) -> Contact:
    """The contact, or the card that took it in. Raises Refusal."""
    found = contacts.anywhere(session, tools.workspace_id, contact_id)
    if found is None or not eyes.see(found.agent_id) or (found.deleted_at and not eyes.gone):
        raise Refusal(words.NOT_YOURS)
    return found


def _view(
    session: Session, tools: Tools, eyes: _Eyes, people: list[Contact], talk: UUID | None = None
) -> View:
    """The timeline of these people; `talk`: the conversation from which it is looked at."""
    family = {card: one for one in people for card in (one.id, *cards.absorbed(session, one.id))}
    spans = [
        span
        for span, holder in rows.spans(session, list(family))
        if eyes.see(holder) or span.conversation_id == talk
    ]
    if talk and not people:
        spans.append(Span(None, talk, None, None))
    known = rows.talks(session, {span.conversation_id for span in spans})
    own = {one.id: contacts.phones(session, one.id) for one in people if eyes.see(one.agent_id)}
    here = [known[talk][0]] if talk in known else []
    readable = [card for card, one in family.items() if one.id in own]
    phones = list(dict.fromkeys([*here, *(phone for some in own.values() for phone in some)]))
    shown = [(one.name or words.DELETED, tuple(map(show_phone, own.get(one.id, here)))) for one in people]
    return View(
        Scope(tools.workspace_id, spans, readable, phones),
        tuple(shown) or tuple((show_phone(one), ()) for one in here),
        tuple(one.id for one in people),
        {one: called(known[one][0], _named(spans, one, family)) for one in known},
        {card: one.name for card, one in family.items()} if len(people) > 1 else {},
    )


def _named(spans: list[Span], conversation_id: UUID, family: Mapping[UUID, Contact]) -> list[str]:
    """Who of them was on a conversation."""
    there = {span.contact_id for span in spans if span.conversation_id == conversation_id}
    return list(dict.fromkeys(one.name for card, one in family.items() if card in there))
