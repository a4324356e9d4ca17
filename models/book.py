"""Finding contacts: by the words of their names, tags, addresses and numbers, also misspelled ones."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, column, delete, insert, or_, values
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.agent import Agent
from models.columns import MANY
from models.contact import END, Contact, ContactPhone, ContactWord
from models.workspace import Workspace

LATELY = 1000  # contacts last texted with, which are shown first
LIKELY = 300  # contacts of a similar sound that are looked at

Book = Sequence[UUID]  # the agents whose contacts somebody sees


def book_of(session: Session, agent_id: UUID) -> Book:
    """The agents whose contacts this one sees: the whole workspace's where it shares them."""
    mine, shares = session.exec(
        select(Agent.workspace_id, Workspace.shares_contacts)
        .join(Workspace, col(Workspace.id) == col(Agent.workspace_id))
        .where(Agent.id == agent_id)
    ).one()
    if not shares:
        return (agent_id,)
    return tuple(session.exec(select(Agent.id).where(Agent.workspace_id == mine).order_by(col(Agent.id))))


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
    """The contacts one of whose words begins with each of these: those of late first, then by the word."""
    longest, *others = sorted(words, key=len, reverse=True)
    found = {one.id: one for one in session.exec(_of_late(book, words, most))}
    if len(found) < most:
        by_word = (
            select(Contact)
            .join(ContactWord, col(ContactWord.contact_id) == col(Contact.id))
            .where(col(ContactWord.agent_id).in_(book), _begins(longest), *_SEEN)
            .where(*(_has(one) for one in others))
            .order_by(col(ContactWord.word), col(ContactWord.contact_id))
            .limit(2 * most)  # one contact may have two such words
        )
        found |= {one.id: one for one in session.exec(by_word) if one.id not in found}
    return list(found.values())[:most]


def sounding(
    session: Session, book: Book, heard: Collection[str], others: Sequence[tuple[str, str | None]]
) -> list[tuple[Contact, list[str]]]:
    """Contacts with a word whose sound begins as one of `heard`, each with all its words.

    `others`: further words (with their sounds), each of which the contact must have, or one that sounds so.
    """
    ranges = values(column("low", String), column("high", String), name="heard").data(
        [(one, f"{one}{END}") for one in heard]
    )
    asked = ranges.cte("near")
    near = (
        select(Contact.id)
        .join(ContactWord, col(ContactWord.contact_id) == col(Contact.id))
        .join(asked, and_(col(ContactWord.sound) >= asked.c.low, col(ContactWord.sound) < asked.c.high))
        .where(col(ContactWord.agent_id).in_(book))
        .where(*(_has(word, sound) for word, sound in others))
        .distinct()
        .limit(LIKELY)
    )
    ids = list(session.exec(near))
    words = words_of(session, ids)
    rows = session.exec(select(Contact).where(col(Contact.id).in_(ids), *_SEEN))
    return [(one, words.get(one.id, [])) for one in rows]


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


_SEEN = (col(Contact.archived_at).is_(None), col(Contact.deleted_at).is_(None))


def _of_late(book: Book, words: Sequence[str], most: int) -> SelectOfScalar[Contact]:
    latest = (
        select(Contact.id)
        .where(col(Contact.agent_id).in_(book), col(Contact.touched_at).is_not(None), *_SEEN)
        .order_by(col(Contact.touched_at).desc())
        .limit(LATELY)
    )
    return (
        select(Contact)
        .where(col(Contact.id).in_(latest), *(_has(one) for one in words))
        .order_by(col(Contact.touched_at).desc(), col(Contact.id))
        .limit(most)
    )


def _begins(word: str) -> ColumnElement[bool]:
    return and_(col(ContactWord.word) >= word, col(ContactWord.word) < f"{word}{END}")


def _has(word: str, sound: str | None = None) -> ColumnElement[bool]:
    """The condition that a contact has a word that begins so, or one that sounds so."""
    one = aliased(ContactWord)
    fits = and_(col(one.word) >= word, col(one.word) < f"{word}{END}")
    if sound:
        fits = or_(fits, and_(col(one.sound) >= sound, col(one.sound) < f"{sound}{END}"))
    return select(one.word).where(one.contact_id == col(Contact.id), fits).exists()
