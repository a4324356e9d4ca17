"""One timeline out of several tables: each is asked for the next few by an index of its own.

An entry's place is (position, id, source), so that entries of one instant have an order, too.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, or_, text, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, SQLModel, col, select

from models import event as events
from models.columns import MANY, Instant
from models.consent import ENDED, Consent
from models.conversation import Conversation, ConversationContact, FormerContact, Thread
from models.enums import TimelineFilter
from models.event import Event
from models.message import NOT_DELIVERED, WITH_FILES, Message
from models.number import Number
from models.suppression import LIFTED, Suppression

TOGETHER = 100  # questions in one statement: SQLite takes 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEP = timedelta(microseconds=1)
TEXTS: dict[TimelineFilter, str] = {
    TimelineFilter.EVERYTHING: "",
    TimelineFilter.TEXTS: "",
    TimelineFilter.FILES: WITH_FILES,
    TimelineFilter.NOT_DELIVERED: NOT_DELIVERED,
}
EVENTS: dict[TimelineFilter, str] = {
    TimelineFilter.EVERYTHING: "",
    TimelineFilter.FILES: events.OPENINGS,
    TimelineFilter.CONSENT: events.AGREEMENTS,
    TimelineFilter.NOTES: events.NOTES,
    TimelineFilter.CHANGES: events.CHANGES,
}
STANDING = (TimelineFilter.EVERYTHING, TimelineFilter.CONSENT)
Row = TypeVar("Row", bound=SQLModel)


class Source(IntEnum):
    """What an entry is: a row, or one of the two moments of a row."""

    TEXT = 0
    EVENT = 1
    OPT_OUT = 2
    OPT_IN = 3
    CONSENT = 4
    CONSENT_ENDED = 5


class Key(NamedTuple):
    """Where an entry stands; a later one is greater."""

    position: int  # microseconds
    id: UUID
    source: Source


class Span(NamedTuple):
    """A card's time on a conversation; None: without a beginning or an end."""

    contact_id: UUID | None
    conversation_id: UUID
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Scope:
    """Everything that one timeline is made of, as far as its reader may see it."""

    workspace_id: UUID
    spans: Sequence[Span]
    contact_ids: Sequence[UUID]
    phones: Sequence[str]


@dataclass(frozen=True)
class Edge:
    """From which entry on, towards what, how many; `beyond` itself is not among them."""

    beyond: Key | None = None
    newer: bool = False
    most: int = 15


def keys(session: Session, scope: Scope, shown: TimelineFilter, edge: Edge) -> list[Key]:
    """The entries nearest to the edge, the nearest first."""
    found = set(_ask(session, list(_placed(scope, shown, edge))))
    found |= set(_ask(session, list(_dated(scope, shown, edge))))
    return sorted(found, reverse=not edge.newer)[: edge.most]


def _ask(session: Session, asked: Sequence[Select[Any]]) -> Iterator[Key]:
    for start in range(0, len(asked), TOGETHER):
        parts = [choose(one.subquery()) for one in asked[start : start + TOGETHER]]
        for source, moment, row_id in session.connection().execute(union_all(*parts)):
            at = (moment - EPOCH) // STEP if isinstance(moment, datetime) else moment
            yield Key(at, row_id, Source(source))


def _placed(scope: Scope, shown: TimelineFilter, edge: Edge) -> Iterator[Select[Any]]:
    """What is asked of the tables whose rows have a position."""
    for span in scope.spans:
        for source, table, only in ((Source.TEXT, Message, TEXTS), (Source.EVENT, Event, EVENTS)):
            if shown in only:
                moment = col(table.position)
                here = (col(table.conversation_id) == span.conversation_id, *_within(moment, span))
                yield _nearest(source, moment, col(table.id), edge, *here, *_part(only[shown]))
    if shown in EVENTS:
        for contact_id in scope.contact_ids:
            about = (col(Event.contact_id) == contact_id, *_part(EVENTS[shown]))
            yield _nearest(Source.EVENT, col(Event.position), col(Event.id), edge, *about)


def _dated(scope: Scope, shown: TimelineFilter, edge: Edge) -> Iterator[Select[Any]]:
    """What is asked of the tables whose rows have instants, each a beginning and perhaps an end."""
    if shown not in STANDING:
        return
    for phone in scope.phones:
        ours = (col(Suppression.workspace_id) == scope.workspace_id, col(Suppression.phone) == phone)
        row = col(Suppression.id)
        yield _nearest(Source.OPT_OUT, col(Suppression.created_at), row, edge, *ours)
        yield _nearest(Source.OPT_IN, col(Suppression.lifted_at), row, edge, *ours, text(LIFTED))
    for contact_id in scope.contact_ids:
        theirs, row = col(Consent.contact_id) == contact_id, col(Consent.id)
        yield _nearest(Source.CONSENT, col(Consent.at), row, edge, theirs)
        yield _nearest(Source.CONSENT_ENDED, col(Consent.ended_at), row, edge, theirs, text(ENDED))


def _nearest(source: Source, moment: Any, row_id: Any, edge: Edge, *where: Any) -> Select[Any]:
    """The rows of one kind that are nearest to the edge: as many as its index gives without a sort."""
    asked = choose(literal(int(source)).label("source"), moment.label("moment"), row_id.label("row"))
    beyond = () if edge.beyond is None else (_beyond(source, moment, row_id, edge.beyond, edge.newer),)
    order = (moment.asc(), row_id.asc()) if edge.newer else (moment.desc(), row_id.desc())
    return asked.where(*where, *beyond).order_by(*order).limit(edge.most)


def _beyond(source: Source, moment: Any, row_id: Any, key: Key, newer: bool) -> ColumnElement[bool]:
    """The condition that a row stands on the far side of an entry.

    The first half is what an index understands; the second tells entries of the same instant apart.
    """
    at: Any = EPOCH + key.position * STEP if isinstance(moment.type, Instant) else key.position
    if newer:
        same = row_id >= key.id if source > key.source else row_id > key.id
        return and_(moment >= at, or_(moment > at, same))
    same = row_id <= key.id if source < key.source else row_id < key.id
    return and_(moment <= at, or_(moment < at, same))


def _within(moment: Any, span: Span) -> list[ColumnElement[bool]]:
    since = [] if span.since is None else [moment >= (span.since - EPOCH) // STEP]
    return since + ([] if span.until is None else [moment < (span.until - EPOCH) // STEP])


def _part(condition: str) -> list[Any]:
    """Written out, so that the partial index serves it."""
    return [text(condition)] if condition else []


def spans(session: Session, contact_ids: Collection[UUID]) -> list[tuple[Span, UUID | None]]:
    """The times of these cards on conversations, each with the agent who holds the number."""
    found: list[tuple[Span, UUID | None]] = []
    for table, until in ((ConversationContact, literal(None)), (FormerContact, col(FormerContact.until))):
        about: Any = (table.contact_id, table.conversation_id, table.since, until, Number.agent_id)
        asked = (
            choose(*about)
            .join(Conversation, col(Conversation.id) == col(table.conversation_id))
            .join(Number, col(Number.id) == col(Conversation.number_id))
            .where(col(table.contact_id).in_(contact_ids))
        )
        found += [(Span(*row[:4]), row[4]) for row in session.connection().execute(asked)]
    return found


def talks(session: Session, conversation_ids: Collection[UUID]) -> dict[UUID, tuple[str, UUID | None]]:
    """Conversation -> its outside number and the agent who holds ours."""
    asked = (
        select(Conversation.id, Conversation.phone, Number.agent_id)
        .join(Number, col(Number.id) == col(Conversation.number_id))
        .where(col(Conversation.id).in_(conversation_ids))
    )
    return {one: (phone, holder) for one, phone, holder in session.exec(asked)}


def rows(session: Session, table: type[Row], ids: Sequence[UUID]) -> dict[UUID, Row]:
    """The rows behind entries, by their ids."""
    found: dict[UUID, Row] = {}
    key: Any = table.__table__.c.id  # type: ignore[attr-defined]
    for start in range(0, len(ids), MANY):
        asked = select(table).where(key.in_(ids[start : start + MANY]))
        found |= {one.id: one for one in session.exec(asked)}  # type: ignore[attr-defined]
    return found


def threads(session: Session, conversation_ids: Collection[UUID]) -> list[Thread]:
    """The Slack threads of these conversations, the newest first."""
    asked = select(Thread).where(col(Thread.conversation_id).in_(conversation_ids))
    return list(session.exec(asked.order_by(col(Thread.ts).desc())))
