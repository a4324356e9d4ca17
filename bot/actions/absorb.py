"""One card takes another in, and gives it back."""

from sqlmodel import Session

from bot.actions.book import index
from bot.rules.contact_change import FILLED
from bot.work import Tools
from models import card as cards
from models import conversation as conversations
from models.contact import Contact


def absorb(session: Session, tools: Tools, keep: Contact, other: Contact) -> None:
    """Let `keep` have everything of `other`, which is the same person: numbers, tags, conversations.

    What `keep` says itself stays. `other` keeps what it said, out of sight, so that it can be given back.
    """
    at = tools.now()
    if other.is_saved and not keep.is_saved:
        keep.name, keep.name_key, keep.is_saved = other.name, other.name_key, True
    for field in FILLED:
        setattr(keep, field, getattr(keep, field) or getattr(other, field))
    keep.touched_at = max((one for one in (keep.touched_at, other.touched_at) if one), default=None)
    keep.archived_at = keep.archived_at and other.archived_at
    for phone in cards.phones(session, other.id):
        cards.put_phone(session, keep, phone.phone, phone.label, phone.extension, at)
    tags = dict(cards.tag_keys(session, other.id)) | dict(cards.tag_keys(session, keep.id))
    cards.set_tags(session, keep, list(tags.items()))
    for conversation_id in cards.conversations(session, other.id):
        conversations.lock(session, conversation_id)
        cards.hand_on(session, conversation_id, other.id, keep.id)
    other.merged_into, other.merged_at = keep.id, at
    session.add_all((keep, other))
    cards.unfind(session, other.id)
    index(session, keep)


def give_back(session: Session, keep: Contact, other: Contact) -> None:
    """The reverse: `other` is a card again, with its numbers; what `keep` had from it alone goes back."""
    own = {one.phone for one in cards.phones(session, keep.id) if one.created_at != other.merged_at}
    theirs = [one.phone for one in cards.phones(session, other.id)]
    for phone in theirs:
        for conversation_id in cards.of_phone(session, cards.conversations(session, keep.id), phone):
            conversations.lock(session, conversation_id)
            if phone in own:
                conversations.attach(session, conversation_id, other.id)
            else:
                cards.hand_on(session, conversation_id, keep.id, other.id)
    cards.drop_phones(session, keep.id, [one for one in theirs if one not in own])
    for field in FILLED:
        if getattr(keep, field) == getattr(other, field):
            setattr(keep, field, type(getattr(keep, field))())
    keep.email, keep.time_zone = keep.email or None, keep.time_zone or None
    other.merged_into = other.merged_at = None
    session.add_all((keep, other))
    for one in (keep, other):
        index(session, one)
