"""What becomes of the lines of a list: decided the same way for a preview and for good, then written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.actions.attachment import join
from bot.actions.book import found_by
from bot.actions.import_cards import Cards, Said
from bot.actions.opt_out import opt_out
from bot.rules.contact_line import Line
from bot.rules.contact_match import Card, Lacked, lacks, made_of, print_of, take
from bot.rules.phone_lines import CardPhone
from bot.rules.position import position_of
from bot.screens import import_line as words
from bot.work import Tools
from models import card_batch as batch
from models import contact_import as imports
from models import conversation as conversations
from models.book import Book
from models.columns import new_id
from models.consent import Consent
from models.contact import Contact, ContactPhone, ContactTag
from models.contact_import import ContactImport
from models.enums import ConsentSource, ContactSource, EventKind, LineFate, SuppressionSource
from models.event import Event

FIELDS = ("name", "name_key", "is_saved", "email", "company", "address", "state", "zip_code")


@dataclass(slots=True)
class Step:
    """What one line does."""

    line: Line
    fate: LineFate
    reason: str = ""
    card: Card | None = None
    lacked: Lacked = field(default_factory=Lacked)
    news: list[Said] = field(default_factory=list)
    before: dict[str, Any] | None = None


def decide(cards: Cards, agent_id: UUID, lines: Iterable[Line]) -> list[Step]:
    """The fate of each line, in their order: each sees what those before it did."""
    return [_decide(cards, agent_id, line) for line in lines]


def _decide(cards: Cards, agent_id: UUID, line: Line) -> Step:
    if line.problem:
        return Step(line, LineFate.BAD, line.problem)
    card = cards.meant_by(line)
    if card is None:
        card = made_of(line, new_id(), agent_id)
        cards.add(card)
        news = cards.news(line, card.id)
        return Step(line, LineFate.NEW, card=card, news=news, before={"print": print_of(card)})
    before = {name: getattr(card, name) for name in ("name", "is_saved", "email", "company")}
    lacked, earlier = lacks(card, line), card.line
    take(card, lacked)
    cards.learn(card, [one.e164 for one in lacked.phones], lacked.fields.get("email"))
    card.line = card.line or line.number
    news = cards.news(line, card.id)
    if lacked or news:
        return Step(line, LineFate.UPDATED, "", card, lacked, news, _before(before, lacked, news))
    if earlier:
        return Step(line, LineFate.DOUBLE, words.double(earlier), card)
    return Step(line, LineFate.SAME, "", card)


def _before(was: dict[str, Any], lacked: Lacked, news: list[Said]) -> dict[str, Any]:
    """What the undoing of an import needs: what was filled in, and what stood there."""
    kept: dict[str, Any] = {"filled": lacked.fields} if lacked.fields else {}
    if "name" in lacked.fields:
        kept["name"] = was["name"]
    kept |= {"phones": [one.e164 for one in lacked.phones]} if lacked.phones else {}
    kept |= {"tags": list(lacked.tags)} if lacked.tags else {}
    notes = [one[1] for one in news if one[0] == "note"]
    return kept | ({"notes": notes} if notes else {})


def write(
    session: Session, tools: Tools, made: ContactImport, book: Book, lines: Sequence[Line]
) -> list[Step]:
    """Decide about these lines and do it, in the caller's unit of work; what each did."""
    # Conversations are held before contacts, as where a text comes: one order, no deadlock.
    talks = batch.hold_talks(session, book, {phone.e164 for line in lines for phone in line.phones})
    cards = Cards()
    cards.load(session, tools.workspace_id, book, lines, made.id)
    steps = decide(cards, made.agent_id, lines)
    _opt_out(session, tools, made, steps)
    touched = {step.card.id: step.card for step in steps if step.card and step.before is not None}
    grown = [card for card in touched.values() if not card.is_new]
    batch.add(session, _rows(tools, made, steps, list(touched.values())))
    batch.change(session, [now_on(card) for card in grown])
    batch.set_words(session, words_on(touched.values()), [card.id for card in grown])
    _attach(session, tools, steps, talks)
    imports.add_lines(session, [_line(made, step) for step in steps])
    return steps


def _opt_out(session: Session, tools: Tools, made: ContactImport, steps: Sequence[Step]) -> None:
    """Texts that wait are canceled by jobs of their own: texts are locked before contacts everywhere."""
    for step in steps:
        for _, phone in [one for one in step.news if one[0] == "opted out"]:
            proof = words.opt_out_proof(made.name, step.line.number, step.line.opted_out)
            opt_out(session, tools, phone, SuppressionSource.IMPORT, proof, tools.now())
            for talk in conversations.with_phone(session, tools.workspace_id, phone)[:1]:
                queue.once(session, tools, "cancel_waiting", talk, f"cancel:{talk}")


def _rows(
    tools: Tools, made: ContactImport, steps: Sequence[Step], touched: Sequence[Card]
) -> dict[type, list[dict[str, Any]]]:
    """The new rows of each table."""
    at, fresh = tools.now(), [card for card in touched if card.is_new]
    phones = [(card, one) for card in fresh for one in card.phones.values()]
    tags = [(card, key, tag) for card in fresh for key, tag in card.tags.items()]
    for step in steps:
        if step.card and not step.card.is_new:
            phones += [(step.card, one) for one in step.lacked.phones]
            tags += [(step.card, key, tag) for key, tag in step.lacked.tags.items()]
    return {
        Contact: [_contact(tools, card, at) for card in fresh],
        ContactPhone: [_phone(card, one, at, place) for place, (card, one) in enumerate(phones)],
        ContactTag: [
            {"contact_id": card.id, "key": key, "tag": tag, "agent_id": card.agent_id}
            for card, key, tag in tags
        ],
        Event: [event for step in steps for event in _events(tools, made, step, at)],
        Consent: [consent for step in steps for consent in _consents(tools, made, step, at)],
    }


def _contact(tools: Tools, card: Card, at: datetime) -> dict[str, Any]:
    about = {"id": card.id, "workspace_id": tools.workspace_id, "agent_id": card.agent_id}
    shown = {name: getattr(card, name) for name in FIELDS}
    return about | shown | {"created_at": at, "source": ContactSource.IMPORT}


def now_on(card: Card) -> dict[str, Any]:
    """What the contact of a card shall say."""
    return {"contact": card.id} | {f"new_{name}": getattr(card, name) for name in FIELDS}


def _phone(card: Card, one: CardPhone, at: datetime, place: int) -> dict[str, Any]:
    """`place`: phones of one moment keep their order."""
    about = {"id": new_id(), "contact_id": card.id, "agent_id": card.agent_id}
    number = {"phone": one.e164, "label": one.label, "extension": one.extension}
    return about | number | {"created_at": at + timedelta(microseconds=place)}


def words_on(touched: Iterable[Card]) -> list[dict[str, Any]]:
    """The rows by which these cards are found."""
    return [
        {"contact_id": card.id, "agent_id": card.agent_id, "word": word, "sound": sound}
        for card in touched
        for word, sound in found_by(card, card.tags.values(), card.phones).items()
    ]


def _events(tools: Tools, made: ContactImport, step: Step, at: datetime) -> list[dict[str, Any]]:
    if step.card is None or step.before is None:
        return []
    about = {"workspace_id": tools.workspace_id, "contact_id": step.card.id, "by_id": made.by_id, "at": at}
    about |= {"position": position_of(at)}
    kind = EventKind.ADDED if step.fate == LineFate.NEW else EventKind.EDITED
    said = words.event(made.name, step.line.number, step.fate, step.lacked)
    key = f"import:{made.id.hex}:{step.line.number}"
    told = [about | {"id": new_id(), "kind": kind, "words": said, "source_key": key}]
    for one in step.news:
        if one[0] == "note":
            note = {"id": new_id(), "kind": EventKind.NOTE, "words": step.line.note, "source_key": one[1]}
            told.append(about | note)
    return told


def _consents(tools: Tools, made: ContactImport, step: Step, at: datetime) -> list[dict[str, Any]]:
    about = {
        "workspace_id": tools.workspace_id,
        "source": ConsentSource.IMPORT,
        "by_id": made.by_id,
        "at": at,
    }
    proof = words.consent_proof(made.name, step.line.number, str(made.id))
    return [
        about
        | {"id": new_id(), "contact_id": UUID(one[1]), "phone": one[2], "wording": one[3], "proof": proof}
        for one in step.news
        if one[0] == "consent"
    ]


def _attach(session: Session, tools: Tools, steps: Sequence[Step], talks: Mapping[str, list[UUID]]) -> None:
    """Whoever has the number of a conversation is on its card in Slack, under the name they have now."""
    session.expire_all()  # the statements above wrote past what the session remembers
    for step in steps:
        if step.card is None or step.before is None:
            continue
        new = step.card.phones if step.fate == LineFate.NEW else [one.e164 for one in step.lacked.phones]
        for phone in [one for one in new if one in talks]:
            join(session, tools, batch.card(session, step.card.id), phone)
    named = [step.card.id for step in steps if step.card and "name" in step.lacked.fields]
    for talk in sorted(batch.talks_of(session, named)):
        queue.card_now(session, tools, talk)


def _line(made: ContactImport, step: Step) -> dict[str, Any]:
    contact_id = step.card.id if step.card else None
    about = {"import_id": made.id, "line": step.line.number, "fate": step.fate, "contact_id": contact_id}
    return about | {"reason": step.reason, "before": step.before}
