"""The entries of a timeline in words: whose text it was, what became of it, where it stands in Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel

from bot.actions.link import unlinked
from bot.actions.people import Who
from bot.actions.reader import View
from bot.rules.local_time import local
from bot.rules.permalink import is_direct, permalink
from bot.rules.position import instant_of
from bot.screens import happened
from bot.screens.client_file import file_name
from bot.screens.timeline import Entry
from bot.work import Tools
from models import agent as agents
from models import media as files
from models import timeline as rows
from models import workspace as workspaces
from models.consent import Consent
from models.conversation import Thread
from models.enums import Direction
from models.event import Event
from models.media import Media
from models.message import TYPED_HERE, Message, with_line
from models.suppression import Suppression
from models.timeline import Key, Source
from models.workspace import Workspace

Row = TypeVar("Row", bound=SQLModel)
ROWS: dict[Source, type[SQLModel]] = {
    Source.TEXT: Message,
    Source.EVENT: Event,
    Source.OPT_OUT: Suppression,
    Source.OPT_IN: Suppression,
    Source.CONSENT: Consent,
    Source.CONSENT_ENDED: Consent,
}


@dataclass(frozen=True)
class Page:
    """Everything that the entries of a page need, read at once."""

    view: View
    who: Who
    workspace: Workspace
    texts: Mapping[UUID, Message]
    events: Mapping[UUID, Event]
    standing: Mapping[UUID, Suppression]
    consents: Mapping[UUID, Consent]
    media: Mapping[UUID, Sequence[Media]]
    holders: Mapping[UUID, tuple[str, UUID | None]]  # conversation -> its phone, who holds our number
    names: Mapping[UUID, str]  # of agents
    threads: Sequence[Thread]

    def called(self, agent_id: UUID | None) -> str:
        return self.names.get(agent_id, "") if agent_id else ""


def entries(session: Session, tools: Tools, who: Who, view: View, keys: Sequence[Key]) -> list[Entry]:
    """The entries in words, in the order of their keys; one that went meanwhile is left out."""
    page = _read(session, tools, who, view, keys)
    return [made for key in keys if (made := _entry(page, key)) is not None]


def _read(session: Session, tools: Tools, who: Who, view: View, keys: Sequence[Key]) -> Page:
    texts, events = _rows(session, Message, keys), _rows(session, Event, keys)
    standing, consents = _rows(session, Suppression, keys), _rows(session, Consent, keys)
    talks = {one.conversation_id for one in texts.values()}
    talks |= {one.conversation_id for one in events.values() if one.conversation_id}
    holders = rows.talks(session, talks)
    people = {one.author_id for one in texts.values()} | {holder for _, holder in holders.values()}
    people |= {one.by_id for one in events.values()} | {one.by_id for one in consents.values()}
    people |= {by for one in standing.values() for by in (one.by_id, one.lifted_by_id)}
    return Page(
        view,
        who,
        workspaces.get(session, tools.workspace_id),
        texts,
        events,
        standing,
        consents,
        files.of_messages(session, [one.id for one in texts.values() if one.has_files]),
        holders,
        agents.names(session, {one for one in people if one}),
        rows.threads(session, talks),
    )


def _rows(session: Session, table: type[Row], keys: Sequence[Key]) -> dict[UUID, Row]:
    return rows.rows(session, table, [key.id for key in keys if ROWS[key.source] is table])


def _entry(page: Page, key: Key) -> Entry | None:
    if text := page.texts.get(key.id):
        return _text(page, text)
    if event := page.events.get(key.id):
        return _event(page, event)
    if standing := page.standing.get(key.id):
        return _standing(page, key, standing)
    consent = page.consents.get(key.id)
    return _consent(page, key, consent) if consent else None


def _text(page: Page, text: Message) -> Entry:
    holder = page.holders[text.conversation_id][1]
    us, them = page.called(text.author_id or holder), page.view.names[text.conversation_id]
    came, zone = text.direction == Direction.IN, page.workspace.time_zone
    kept = page.media.get(text.id, ())
    return Entry(
        at=local(instant_of(text.position), zone),
        by=them if came else us,
        to=us if came else them,
        what=happened.text_state(text.state, text.direction, text.reason, text.send_at, zone),
        words=with_line(unlinked(text.body, kept), text.line),
        files=tuple(map(_file, kept)),
        credits=text.credits,
        link=_link(page, text.conversation_id, text.slack_channel, text.slack_ts),
    )


def _file(file: Media) -> str:
    name = file.name or file_name(file.place, file.content_type, str(file.id))
    return f"{name} (opened)" if file.opened_at else name


def _event(page: Page, event: Event) -> Entry:
    place = (event.source_key or "").removeprefix(TYPED_HERE).split(":")
    is_typed = (event.source_key or "").startswith(TYPED_HERE) and event.conversation_id
    about = page.view.cards.get(event.contact_id, "") if event.contact_id else ""
    return Entry(
        at=local(instant_of(event.position), page.workspace.time_zone),
        by=page.called(event.by_id),
        to="",
        what=happened.event(event.kind, about),
        words=event.words,
        link=_link(page, event.conversation_id, *place) if is_typed and event.conversation_id else "",
    )


def _standing(page: Page, key: Key, one: Suppression) -> Entry:
    at, is_out = local(instant_of(key.position), page.workspace.time_zone), key.source == Source.OPT_OUT
    said = happened.opted_out(one.source, one.phone) if is_out else happened.opted_in(one.phone)
    by = page.called(one.by_id if is_out else one.lifted_by_id)
    return Entry(at, by, "", said, one.proof if is_out else one.lift_proof)


def _consent(page: Page, key: Key, one: Consent) -> Entry:
    at = local(instant_of(key.position), page.workspace.time_zone)
    if key.source == Source.CONSENT:
        by = page.called(one.by_id)
        return Entry(at, by, "", happened.agreed(one.source, one.phone), one.wording)
    return Entry(at, "", "", happened.agreed_no_longer(one.phone), one.ended_why)


def _link(page: Page, conversation_id: UUID, channel: str | None = None, ts: str | None = None) -> str:
    """Where it stands in Slack, unless that is in somebody else's direct message."""
    if not (channel and ts):
        return ""
    near = [one for one in page.threads if one.conversation_id == conversation_id]
    thread = next((one for one in near if one.channel == channel and one.ts <= ts), None)
    if thread is None or (is_direct(channel) and thread.agent_id != page.who.author_id):
        return ""
    return permalink(page.workspace.url, channel, ts, thread.ts)
