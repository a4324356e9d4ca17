"""Whose lead it is: a card in the agent's book, or a new one."""

from dataclasses import replace

from sqlmodel import Session

from bot.actions import contact as cards
from bot.actions import event
from bot.actions.book import index
from bot.rules.contact_change import CardText, changes
from bot.rules.lead_form import LeadForm
from bot.rules.name_fit import names_fit
from bot.rules.phone import show_phone
from bot.rules.phone_lines import CardPhone
from bot.rules.tag import MOST as MOST_TAGS
from bot.rules.tag import once, read_tags
from bot.work import Tools
from models import book as books
from models import card as card_store
from models import contact as contacts
from models.contact import Contact
from models.enums import ContactSource, EventKind
from models.lead import LeadSource


def found_or_made(session: Session, tools: Tools, source: LeadSource, form: LeadForm) -> tuple[Contact, bool]:
    """The contact of a lead with everything the lead adds to it, and whether it is new.

    Blanks are filled and nothing that stands on a card is overwritten. Somebody with another name on a known
    number gets a card of their own there, as the second of a couple.
    """
    known = _known(session, source, form)
    if known is None:
        return _made(session, tools, source, form), True
    before = cards.text_of(session, known)
    is_named = known.is_saved or bool(form.name)
    after = _filled(before, source, form, known.is_saved)
    if after != before:
        cards.write(session, tools, known, after)
        _named_only_by(session, known, is_named)
        told = "\n".join(changes(before, after))
        event.note(session, tools, EventKind.EDITED, told, contact_id=known.id)
    _bring_back(session, tools, known)
    return known, False


def _known(session: Session, source: LeadSource, form: LeadForm) -> Contact | None:
    """By the number and a name that fits, by the address and a name that fits, by a number without a name."""
    book = books.book_of(session, source.agent_id)
    on_phone = contacts.with_phone(session, book, form.phone.e164) if form.phone else []
    with_email = contacts.with_email(session, book, form.email) if form.email else []
    named = [one for one in (*on_phone, *with_email) if one.is_saved and names_fit(one.name, form.name)]
    nameless = [one for one in (*on_phone, *with_email) if not one.is_saved]
    found = next(iter([*named, *nameless]), None)
    if found is None:
        return None
    # Conversations before contacts, as by each text: else the two might wait for each other.
    card_store.lock_talks(session, book, [found.id], [form.phone.e164] if form.phone else ())
    return contacts.in_book(session, book, found.id, lock=True)


def _made(session: Session, tools: Tools, source: LeadSource, form: LeadForm) -> Contact:
    number = show_phone(form.phone.e164) if form.phone else ""
    blank = CardText(name=form.name or number or form.email)
    text = _filled(blank, source, form, True)
    made = cards.make(session, tools, source.agent_id, text, ContactSource.LEAD)
    _named_only_by(session, made, bool(form.name))
    return made


def _filled(text: CardText, source: LeadSource, form: LeadForm, is_named: bool) -> CardText:
    """What the card says then."""
    phones = text.phones
    if form.phone and form.phone.e164 not in [one.e164 for one in phones]:
        phones = (*phones, CardPhone(form.phone.e164, extension=form.phone.extension))
    return replace(
        text,
        name=text.name if is_named else form.name or text.name,
        phones=phones,
        email=text.email or form.email,
        tags=once((*text.tags, *read_tags(source.tags), *form.tags))[:MOST_TAGS],
    )


def _named_only_by(session: Session, contact: Contact, is_named: bool) -> None:
    """A card that is called by its number or address waits for somebody to give the name."""
    if not is_named:
        contact.is_saved = False
        session.add(contact)
        session.flush()
        index(session, contact)


def _bring_back(session: Session, tools: Tools, contact: Contact) -> None:
    """Whoever asks again is no contact of the past."""
    if contact.archived_at is not None:
        contact.archived_at = None
        session.add(contact)
        event.note(session, tools, EventKind.RESTORED, contact_id=contact.id)
