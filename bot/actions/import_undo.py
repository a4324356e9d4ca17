"""Undoing an import: its contacts go unless they are in use, what it filled in goes back."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import import_show, queue
from bot.actions.attachment import leave
from bot.actions.import_cards import load_cards
from bot.actions.import_lines import now_on, words_on
from bot.actions.import_run import PIECE, SHOWN_EVERY, SLICE
from bot.rules.contact_match import Card, print_of
from bot.rules.fold import fold
from bot.rules.position import position_of
from bot.screens import import_line as words
from bot.work import Tools
from models import book as books
from models import card_batch as batch
from models import contact_import as imports
from models import import_undo as undoing
from models.columns import new_id
from models.contact_import import ContactImport, ImportLine
from models.enums import EventKind, ImportState, LineFate
from models.event import Event


@dataclass
class Undo:
    """What a few lines of an import take back."""

    cards: dict[UUID, Card]  # as they will be
    in_use: dict[UUID, str]  # contacts that somebody used since, and how
    made_here: set[UUID]  # contacts of this import
    texted: set[str]  # phones with a text since
    fates: dict[int, tuple[LineFate, str]] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    phones: dict[UUID, list[str]] = field(default_factory=dict)
    tags: dict[UUID, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    grown: set[UUID] = field(default_factory=set)  # contacts that go back to what they were


def undo_import(tools: Tools, import_id: UUID) -> None:
    """Take back as much of an import as fits into a few seconds, the last lines first."""
    ends, shown, line = time.monotonic() + SLICE, time.monotonic(), None
    while True:
        with tools.write() as session:
            made = imports.lock(session, import_id)
            if made is None or made.state != ImportState.UNDOING:
                return
            rows = imports.last_before(session, import_id, line, PIECE)
            _undo(session, tools, made, rows)
            if len(rows) < PIECE:
                made.state = ImportState.UNDONE
            if made.state == ImportState.UNDONE or time.monotonic() - shown > SHOWN_EVERY:
                shown = time.monotonic()
                import_show.show(session, tools, made)
            if made.state == ImportState.UNDONE:
                return
            if time.monotonic() > ends:
                queue.once(session, tools, "undo_import", import_id, f"import:{import_id}:undo")
                return
            line = rows[-1].line


def _undo(session: Session, tools: Tools, made: ContactImport, rows: Sequence[ImportLine]) -> None:
    """Some lines: what they did goes and that is noted, together or not at all."""
    batch.hold_book(session, books.book_of(session, made.agent_id))
    undo = _look(session, made, {row.contact_id for row in rows if row.contact_id})
    for row in rows:
        undo.fates[row.line] = _decide(undo, row)
    _write(session, tools, made, undo)
    imports.set_fates(session, made.id, undo.fates)
    counts = dict(made.counts)
    for fate, _ in undo.fates.values():
        counts[fate.value] = counts.get(fate.value, 0) + 1
    made.counts, made.changed_at = counts, tools.now()
    session.add(made)


def _look(session: Session, made: ContactImport, ids: set[UUID]) -> Undo:
    """What is so now with these contacts, which stay so meanwhile."""
    book = books.book_of(session, made.agent_id)
    phones = {phone for _, phone, _, _ in batch.phones_of(session, ids)}
    talks = batch.hold_talks(session, book, phones)
    cards = load_cards(session, ids)
    asked = (
        (undoing.changed(session, ids, f"import:{made.id.hex}:"), words.CHANGED),
        (undoing.leads(session, ids), words.LEAD),
        (undoing.texted(session, ids), words.TEXTED),
        (undoing.merged(session, ids), words.MERGED),
    )
    in_use = {contact_id: why for found, why in asked for contact_id in found}
    here = [talk for many in talks.values() for talk in many]
    texted = undoing.texted_numbers(session, here, made.created_at)
    return Undo(cards, in_use, imports.made_by(session, made.id, ids), texted)


def _decide(undo: Undo, row: ImportLine) -> tuple[LineFate, str]:
    contact_id, before = row.contact_id, row.before or {}
    assert contact_id is not None
    card, used = undo.cards.get(contact_id), undo.in_use.get(contact_id)
    if card is None:
        return (LineFate.KEPT, used) if used == words.MERGED else (LineFate.UNDONE, words.GONE)
    if used and contact_id in undo.made_here:
        return LineFate.KEPT, used
    if row.fate == LineFate.NEW:
        if print_of(card) != before.get("print"):
            return LineFate.KEPT, words.CHANGED
        undo.gone.add(contact_id)
        return LineFate.UNDONE, ""
    undo.grown.add(contact_id)
    undo.notes += before.get("notes", ())
    return _take_back(undo, card, before)


def _take_back(undo: Undo, card: Card, before: dict[str, Any]) -> tuple[LineFate, str]:
    """What a line filled in goes, unless it is another now; all that stays: the line is kept."""
    kept = []
    for name, said in before.get("filled", {}).items():
        if getattr(card, name) != said:
            kept.append(name)
        elif name == "name":
            card.name, card.name_key, card.is_saved = before["name"], fold(before["name"]), False
        else:
            setattr(card, name, None if name == "email" else "")
    for phone in before.get("phones", ()):
        if phone in undo.texted:
            kept.append(phone)
        elif card.phones.pop(phone, None):
            undo.phones.setdefault(card.id, []).append(phone)
    for tag in before.get("tags", ()):
        if card.tags.pop(tag, None):
            undo.tags.setdefault(card.id, []).append(tag)
    return (LineFate.KEPT, words.CHANGED) if kept else (LineFate.UNDONE, "")


def _write(session: Session, tools: Tools, made: ContactImport, undo: Undo) -> None:
    at, grown = tools.now(), [undo.cards[one] for one in sorted(undo.grown - undo.gone)]
    undoing.drop_phones(session, undo.phones)
    undoing.drop_tags(session, undo.tags)
    batch.change(session, [now_on(card) for card in grown])
    batch.set_words(session, words_on(grown), [card.id for card in grown])
    undoing.forget_notes(session, undo.notes)
    ends = words.of_import(str(made.id))
    undoing.end_consents(session, undo.gone | undo.grown, ends, at, words.CONSENT_ENDED)
    session.expire_all()
    for contact_id, phones in undo.phones.items():
        if contact_id not in undo.gone:
            for phone in phones:
                leave(session, tools, batch.card(session, contact_id), phone)
    talks = batch.talks_of(session, undo.gone | undo.grown)
    undoing.erase(session, undo.gone, at)
    for talk in sorted(talks):
        queue.card_now(session, tools, talk)
    about = {"workspace_id": tools.workspace_id, "kind": EventKind.EDITED, "at": at, "by_id": made.by_id}
    about |= {"position": position_of(at), "words": words.UNDONE.format(name=made.name)}
    told = sorted(undo.gone | undo.grown)
    key = f"import:{made.id.hex}:undone"
    rows = [
        about | {"id": new_id(), "contact_id": one, "source_key": f"{key}:{one.hex}:{at}"} for one in told
    ]
    batch.add(session, {Event: rows})
