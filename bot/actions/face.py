"""What a conversation's card shows now."""

from hashlib import sha256
from uuid import UUID

from sqlmodel import Session

from bot.actions.conversation import Parties
from bot.actions.opt_out import BY_CLIENT
from bot.ports import Post
from bot.screens.card import Face, card
from models import contact as contacts
from models import conversation as conversations
from models import suppression as suppressions
from models import turn as turns
from models import workspace as workspaces


def card_of(session: Session, who: Parties, reader_id: UUID) -> Post:
    """The card as it should look in this agent's direct message."""
    about, conversation_id = who.conversation, who.conversation.id
    cards = conversations.contacts(session, conversation_id)
    owner = who.owner
    standing = suppressions.standing_sources(session, about.workspace_id, who.phone)
    touches = [at for at in (about.last_in_at, about.last_out_at) if at]
    face = Face(
        conversation_id=str(conversation_id),
        name=who.name,
        phone=who.phone,
        our_phone=who.number.phone,
        zone=workspaces.get(session, about.workspace_id).time_zone,
        is_orphan=who.is_orphan,
        is_saved=all(one.is_saved for one in cards),
        turn=about.turn,
        waiting_since=about.waiting_since,
        remind_at=about.remind_at,
        last_touch=max(touches, default=None),
        opted_out=bool(standing),
        by_hand=standing.isdisjoint(BY_CLIENT),
        problem=contacts.problem_of(session, [one.id for one in cards], who.phone),
        notes_first=about.notes_first,
        was_heard=turns.heard(session, conversation_id),
        client_of=owner.name if owner and owner.id != reader_id else "",
    )
    return card(face)


def print_of(post: Post) -> str:
    """A short print by which two looks of a card are told apart."""
    return sha256(repr((post.text, post.blocks)).encode()).hexdigest()[:32]
