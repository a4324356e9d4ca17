"""An agent's book: finding contacts in it, and keeping them findable."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session

from bot.rules.contact_match import Card
from bot.rules.contact_words import asked_for, fits, near_sounds, sound_of, words_of
from bot.rules.fold import fold
from models import book as books
from models import card as cards
from models import contact as contacts
from models.book import Book
from models.contact import Contact

FEW = 5  # with fewer contacts found as it was typed, those of a similar sound are shown, too


def index(session: Session, contact: Contact) -> None:
    """Let a contact that was made or changed be found by what is on its card now."""
    tags, phones = cards.tags(session, contact.id), contacts.phones(session, contact.id)
    books.set_words(session, contact, found_by(contact, tags, phones))


def found_by(card: Contact | Card, tags: Iterable[str], phones: Iterable[str]) -> Mapping[str, str | None]:
    """The words, with their sounds, that somebody may type to find what is on this card."""
    named = [card.name, card.company] if card.is_saved else []
    return words_of([*named, *tags], card.email, phones)


def rename(session: Session, contact: Contact, name: str) -> None:
    """Give a contact the name that somebody wrote."""
    contact.name, contact.name_key, contact.is_saved = name, fold(name), True
    session.add(contact)
    session.flush()
    index(session, contact)


def find(session: Session, book: Book, query: str, most: int) -> list[Contact]:
    """The contacts that somebody means by some letters or digits: those of late first.

    Slips of the finger and of the ear are forgiven where little is found without.
    """
    typed = asked_for(query)
    if not typed:
        return books.lately(session, book, most)
    found = books.search(session, book, typed, most)
    if len(found) >= min(FEW, most):
        return found
    known = {one.id for one in found}
    near = [one for one in _near(session, book, typed) if one not in known]
    return found + books.seen(session, near, most - len(found))


def _near(session: Session, book: Book, typed: list[str]) -> list[UUID]:
    sounds = {word: sound_of(word) for word in typed}
    heard = [word for word in typed if sounds[word]]
    if not heard:
        return []
    longest = max(heard, key=len)
    others = [(word, sounds[word]) for word in typed if word != longest]
    near = books.sounding(session, book, near_sounds(sounds[longest] or ""), others)
    return [contact_id for contact_id, words in near.items() if fits(typed, words)]
