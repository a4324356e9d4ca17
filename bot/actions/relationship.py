"""The relationship with a client, as somebody records it: it overrides do-not-call lists until its end."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from bot.actions import event
from bot.actions.contact import held, taken
from bot.actions.do_not_call import cards_of, relationship_of, today
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.do_not_call import LONGEST_YEARS, lasts_until
from bot.screens import relationship as words
from bot.work import Tools
from models import relationship as relationships
from models.columns import new_id
from models.enums import EventKind, RelationshipKind
from models.relationship import Relationship

LONGEST = timedelta(days=366 * LONGEST_YEARS)


@dataclass(frozen=True)
class Written:
    """What stands in the form. `kind` None: there is no relationship any more."""

    kind: RelationshipKind | None
    since: str  # "2026-03-02"
    until: str
    wording: str


def shown(tools: Tools, who: Who, contact_id: UUID) -> tuple[str, str, date]:
    """The contact's name, what is recorded and holds ("" for nothing), and the day. Raises Refusal."""
    with tools.read() as session:
        contact = taken(session, who, contact_id)
        return contact.name, relationship_of(session, tools, contact), today(session, tools)


def record(tools: Tools, who: Who, contact_id: UUID, written: Written, key: str) -> str:
    """Record the relationship with a contact instead of what was recorded, once by `key`; what was done.

    Raises FieldRefusal and Refusal, keeping nothing.
    """
    with tools.write() as session:
        contact = held(session, who, contact_id)
        if relationships.is_known(session, key):
            return words.KEPT
        day = today(session, tools)
        made = _read(written, day)
        had = relationships.end(session, cards_of(session, [contact]), tools.now())
        if made is None and not had:
            return words.NOTHING_ENDED
        told = words.told(*made[::2]) if made else words.ENDED
        if made:
            kind, since, until = made
            session.add(
                Relationship(
                    id=new_id(),
                    workspace_id=tools.workspace_id,
                    contact_id=contact.id,
                    kind=kind,
                    since=since,
                    until=until,
                    wording=written.wording.strip(),
                    by_id=who.agent_id,
                    at=tools.now(),
                    source_key=key,
                )
            )
        about = "\n".join(filter(None, (told, written.wording.strip() if made else "")))
        by = who.agent_id
        event.note(session, tools, EventKind.RELATIONSHIP, about, contact_id=contact.id, by_id=by)
        return words.KEPT if made else words.ENDED


def _read(written: Written, day: date) -> tuple[RelationshipKind, date, date] | None:
    """Kind, first and last day; None for no relationship. Raises FieldRefusal."""
    if written.kind is None:
        return None
    since = _date("since", written.since)
    if since is None or since > day:
        raise FieldRefusal("since", words.SINCE)
    until = lasts_until(written.kind, since, _date("until", written.until))
    if until is None or until < day or until > day + LONGEST:
        raise FieldRefusal("until" if written.kind == RelationshipKind.AGREED else "since", words.UNTIL)
    if written.kind == RelationshipKind.AGREED and not written.wording.strip():
        raise FieldRefusal("wording", words.WORDING)
    return written.kind, since, until


def _date(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FieldRefusal(field, words.NO_DATE) from error
