"""Finding contacts: by the words of their names, tags, addresses and numbers, also misspelled ones."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, intersect, text, true, union
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.agent import LEFT, Agent
from models.columns import MANY
from models.contact import END, Contact, ContactPhone, ContactWord
from models.enums import Role
from models.workspace import Workspace

LATELY = 300  # contacts last texted with, which are shown first
LIKELY = 300  # contacts that are looked at where very many may be meant

Book = Sequence[UUID]  # the agents whose contacts somebody sees


def book_of(session: Session, agent_id: UUID) -> Book:
    """The agents whose contacts this one sees: the whole workspace's where it shares them, or by the role.

    Of those who have left only admins see the contacts, wherever they work, and the compliance role.
    """
    mine, role, shares = session.exec(
        select(Agent.workspace_id, Agent.role, Workspace.shares_contacts)
        .join(Workspace, col(Workspace.id) == col(Agent.workspace_id))
        .where(Agent.id == agent_id)
    ).one()
    sees_all = role == Role.COMPLIANCE or (shares and role == Role.ADMIN)
    if not (shares or sees_all or role == Role.ADMIN):
        return (agent_id,)
    seen = true() if sees_all else col(Agent.left_at).is_(None) if shares else text(f"agent.{LEFT}")
    asked = select(Agent.id).where(Agent.workspace_id == mine, seen)
    return tuple(sorted({*session.exec(asked), agent_id}))


def set_words(session: Session, contact: Contact, words: Mapping[str, str | None]) -> None:
    """Let the contact be found by these words (word -> sound) and no others."""
    connection = session.connection()
    connection.execute(delete(ContactWord).where(col(ContactWord.contact_id) == contact.id))
    about = {"contact_id": contact.id, "agent_id": contact.agent_id}
    if words:
        connection.execute(
            insert(ContactWord), [about | {"word": word, "sound": sound} for word, sound in words.items()]
        )


def lately(session: Session, book: Book, most: int) -> list[Contact]:
    """The contacts last texted with, then those that were never: newest first."""
    mine = and_(col(Contact.agent_id).in_(book), *_SEEN)
    touched = select(Contact).where(mine, col(Contact.touched_at).is_not(None))
    found = list(session.exec(touched.order_by(col(Contact.touched_at).desc()).limit(most)))
    if len(found) < most:
        others = select(Contact).where(mine, col(Contact.touched_at).is_(None))
        found += session.exec(
            others.order_by(col(Contact.name_key), col(Contact.id)).limit(most - len(found))
        )
    return found


def search(session: Session, book: Book, words: Sequence[str], most: int) -> list[Contact]:
    """The contacts one of whose words begins with each of these: those of late first, then by name."""
    found = {one.id: one for one in session.exec(_of_late(book, words, most))}
    if len(found) < most:
        asked = _by_word(book, words[0], most) if len(words) == 1 else _by_words(book, words, most)
        found |= {one.id: one for one in session.exec(asked) if one.id not in found}
    return list(found.values())[:most]


def sounding(
    session: Session, book: Book, heard: Collection[str], others: Sequence[tuple[str, str | None]]
) -> dict[UUID, list[str]]:
    """Contacts with a word that sounds like one of `heard`, each with all its words.

    `others`: further words (with their sounds), each of which the contact must have, or one that sounds so.
    """
    near: list[Any] = [_of_words(book, col(ContactWord.sound).in_(heard))]
    for word, sound in others:
        written, spoken = _of_words(book, _begins(word)), _of_words(book, col(ContactWord.sound) == sound)
        either = union(written, spoken).subquery()  # SQLite takes no brackets around it
        near.append(select(either.c.contact_id))
    asked: Any = intersect(*near) if others else near[0]
    return words_of(session, list(session.connection().execute(asked.limit(LIKELY)).scalars()))


def seen(session: Session, contact_ids: Sequence[UUID], most: int) -> list[Contact]:
    """Those of the contacts that are in sight, those of late first, then by name."""
    asked = select(Contact).where(col(Contact.id).in_(contact_ids), *_SEEN)
    return list(session.exec(asked.order_by(*_ORDER).limit(most)))


def words_of(session: Session, contact_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Contact -> the words it is found by."""
    found: dict[UUID, list[str]] = {}
    for contact_id, word in session.exec(
        select(ContactWord.contact_id, ContactWord.word).where(col(ContactWord.contact_id).in_(contact_ids))
    ):
        found.setdefault(contact_id, []).append(word)
    return found


def phones_of(session: Session, contact_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Contact -> its phones, the first one given first."""
    found: dict[UUID, list[str]] = {}
    for start in range(0, len(contact_ids), MANY):
        asked = (
            select(ContactPhone.contact_id, ContactPhone.phone)
            .where(col(ContactPhone.contact_id).in_(contact_ids[start : start + MANY]))
            .order_by(col(ContactPhone.created_at), col(ContactPhone.id))
        )
        for contact_id, phone in session.exec(asked):
            found.setdefault(contact_id, []).append(phone)
    return found


_ORDER = (col(Contact.touched_at).desc().nulls_last(), col(Contact.name_key), col(Contact.id))
_SEEN = tuple(
    one.is_(None) for one in (col(Contact.archived_at), col(Contact.deleted_at), col(Contact.merged_into))
)


def _of_late(book: Book, words: Sequence[str], most: int) -> SelectOfScalar[Contact]:
    latest = (
        select(Contact.id)
        .where(col(Contact.agent_id).in_(book), col(Contact.touched_at).is_not(None), *_SEEN)
        .order_by(col(Contact.touched_at).desc())
        .limit(LATELY)
    )
    has = (
        select(ContactWord.word).where(ContactWord.contact_id == col(Contact.id), _begins(one)).exists()
        for one in words
    )
    asked = select(Contact).where(col(Contact.id).in_(latest), *has)
    return asked.order_by(col(Contact.touched_at).desc(), col(Contact.id)).limit(most)


def _by_word(book: Book, word: str, most: int) -> SelectOfScalar[Contact]:
    """In the order of an index: it ends as soon as enough is found."""
    return (
        select(Contact)
        .join(ContactWord, col(ContactWord.contact_id) == col(Contact.id))
        .where(col(ContactWord.agent_id).in_(book), _begins(word), *_SEEN)
        .order_by(col(ContactWord.word), col(ContactWord.contact_id))
        .limit(2 * most)  # one contact may have two such words
    )


def _by_words(book: Book, words: Sequence[str], most: int) -> SelectOfScalar[Contact]:
    """Of very many the longest known: whoever is looked for there needs more letters anyway."""
    all_of = intersect(*(_of_words(book, _begins(one)) for one in words))
    first = all_of.order_by("contact_id").limit(LIKELY)
    return select(Contact).where(col(Contact.id).in_(first), *_SEEN).order_by(*_ORDER).limit(most)


def _of_words(book: Book, fits: ColumnElement[bool]) -> Any:
    """The ids of the contacts with such a word. An index holds all that is asked."""
    return select(ContactWord.contact_id).where(col(ContactWord.agent_id).in_(book), fits)


def _begins(word: str) -> ColumnElement[bool]:
    return and_(col(ContactWord.word) >= word, col(ContactWord.word) < f"{word}{END}")
