"""Pages of one contact's timeline, with few entries and with very many, in every filter.

python -m benchmarks.timeline [entries]
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlmodel import Session, SQLModel

from benchmarks.stage import database_url, parley, percentile, their_number, vendors
from bot.actions import timeline
from bot.actions.conversation import going_out
from bot.actions.people import Who, find_agent
from bot.actions.reader import Of, Subject
from bot.actions.timeline import Asked, From
from bot.rules.position import instant_of, position_of
from bot.work import Tools
from models import conversation as conversations
from models.columns import new_id
from models.consent import Consent
from models.enums import (
    ConsentSource,
    Direction,
    EventKind,
    MessageState,
    SuppressionSource,
    TimelineFilter,
)
from models.event import Event
from models.media import Media
from models.message import Message
from models.suppression import Suppression

FEW, READS, TARGET = 1_000, 100, 1.5
EVERY = 20  # one in so many is of each rare kind
PIECE = 2_000
KINDS = (EventKind.NOTE, EventKind.OPENED, EventKind.EDITED, EventKind.CONSENT)


def fill(tools: Tools, talk: UUID, contact: UUID, count: int) -> None:
    """So many entries, a minute apart: texts, and now and then one of everything else."""
    began = position_of(tools.now() - timedelta(minutes=count))
    for start in range(0, count, PIECE):
        rows: dict[type[SQLModel], list[dict[str, Any]]] = {}
        for one in range(start, min(start + PIECE, count)):
            for table, row in _rows(tools.workspace_id, talk, contact, one, began + one * 60_000_000):
                rows.setdefault(table, []).append(row)
        with tools.write() as session:
            for table in (Message, Media, Event, Suppression, Consent):
                if table in rows:
                    session.connection().execute(insert(table), rows[table])


def _rows(
    workspace: UUID, talk: UUID, contact: UUID, one: int, position: int
) -> Iterator[tuple[type[SQLModel], dict[str, Any]]]:
    at, row_id, place = instant_of(position), new_id(), one % EVERY
    base = {"id": row_id, "workspace_id": workspace}
    if place < len(KINDS):
        owner = {"conversation_id": talk, "contact_id": None}
        owner = owner if one % 2 else {"conversation_id": None, "contact_id": contact}
        moment = {"position": position, "at": at}
        yield Event, base | owner | moment | {"kind": KINDS[place], "words": f"words {one}"}
    elif place == len(KINDS):
        ends: dict[str, Any] = {"created_at": at, "lifted_at": at + timedelta(seconds=30)}
        source = {"source": SuppressionSource.KEYWORD, "proof": "STOP"}
        yield Suppression, base | ends | source | {"phone": their_number(0)}
    elif place == len(KINDS) + 1:
        about = {"contact_id": contact, "phone": their_number(0), "source": ConsentSource.HAND}
        ends = {"at": at, "ended_at": at + timedelta(seconds=30)}
        yield Consent, base | about | ends | {"wording": "Yes", "proof": "paper", "ended_why": ""}
    else:
        has_files, failed = place == len(KINDS) + 2, place == len(KINDS) + 3
        way = Direction.OUT if one % 2 else Direction.IN
        state = MessageState.DELIVERED if way == Direction.OUT else MessageState.RECEIVED
        words = {"body": f"Text number {one} about the house", "segments": 1, "encoding": "GSM-7"}
        moment = {"position": position, "created_at": at, "changed_at": at}
        known = {"source_key": f"bench:{one}", "has_files": has_files, "conversation_id": talk}
        state = MessageState.FAILED if failed else state
        counts = {"attempts": 1, "lookups": 0, "sign_swaps": 0}
        yield Message, base | words | moment | known | counts | {"direction": way, "state": state}
        if has_files:
            file = {"message_id": row_id, "place": 0, "url": "", "content_type": "image/png"}
            yield Media, file | {"id": new_id(), "name": "house.png"}


def prepare(tools: Tools, count: int) -> tuple[Who, UUID]:
    """An agent and a contact with so many entries."""
    who = find_agent(tools, "U00000")
    assert who
    with tools.write() as session:
        talk = going_out(session, tools, who.agent_id, their_number(0), tools.now(), "Ana Lopez").id
        contact = conversations.contacts(session, talk)[0].id
    fill(tools, talk, contact, count)
    with tools.database.writing_connection() as connection:
        connection.execute(text("ANALYZE"))
    return who, contact


def pages(tools: Tools, who: Who, contact: UUID) -> Iterator[tuple[str, Asked]]:
    """The first page of each filter, and one in the middle."""
    for shown in TimelineFilter:
        asked = Asked(Subject(Of.CONTACT, contact), shown)
        yield f"{shown}, first", asked
        yield f"{shown}, middle", replace(asked, start=_middle(tools))


def _middle(tools: Tools) -> From:
    with tools.read() as session:
        return From(_half(session), UUID(int=0), 0, newer=False)


def _half(session: Session) -> int:
    low, high = session.connection().execute(text("SELECT min(position), max(position) FROM message")).one()
    return int((low + high) // 2)


def measure(tools: Tools, who: Who, asked: Asked) -> float:
    """Seconds for one page."""
    began = time.perf_counter()
    page = timeline.read(tools, who, asked)
    took = time.perf_counter() - began
    assert len(page.entries) == timeline.PAGE, asked
    return took


def run(kind: str, entries: int) -> None:
    with (
        vendors(0) as vendor,
        database_url(kind) as short,
        database_url(kind) as long,
        parley(short, vendor, 1) as few,
        parley(long, vendor, 1) as many,
    ):
        subjects = [
            (house.tools, *prepare(house.tools, count)) for house, count in ((few, FEW), (many, entries))
        ]
        asked = [list(pages(*one)) for one in subjects]
        for at, (name, _) in enumerate(asked[0]):
            # In turns, so that whatever else the machine does falls on both.
            times = [
                [
                    measure(tools, who, asked[which][at][1]) * 1e3
                    for which, (tools, who, _) in enumerate(subjects)
                ]
                for _ in range(READS)
            ]
            small, large = (list(column) for column in zip(*times, strict=True))
            usual = [percentile(one, 0.5) for one in (small, large)]
            print(
                f"{kind:9} {name:22} p50 {usual[1]:.1f} ms, p99 {percentile(large, 0.99):.1f} ms with"
                f" {entries:,} entries; p50 {usual[0]:.1f} ms with {FEW:,},"
                f" ratio {usual[1] / usual[0]:.2f} (< {TARGET})",
                flush=True,
            )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
