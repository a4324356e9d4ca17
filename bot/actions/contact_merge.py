"""Two cards of one person become one, and can be taken apart again."""

from uuid import UUID

from bot.actions import event
from bot.actions.absorb import absorb, give_back
from bot.actions.contact import held, show_again, taken
from bot.actions.people import Who
from bot.screens import contact as words
from bot.work import Refusal, Tools
from models import card as cards
from models.enums import EventKind


def merge(tools: Tools, who: Who, contact_id: UUID, other_id: UUID) -> str:
    """Let one card take another in; what was done. Done twice it is done once. Raises Refusal."""
    with tools.write() as session:
        # Always in one order: two who merge the same cards the other way round never wait for each other.
        both = sorted((contact_id, other_id))
        cards.lock_talks(session, (), [taken(session, who, one).id for one in both])
        found = {one: held(session, who, one) for one in both}
        keep, other = found[contact_id], found[other_id]
        if keep.id == other.id:
            raise Refusal(words.SAME_CARD)
        other_name = other.name
        absorb(session, tools, keep, other)
        event.note(session, tools, EventKind.MERGED, other_name, contact_id=keep.id, by_id=who.author_id)
        show_again(session, tools, keep.id)
        return words.merged(keep.name, other_name)


def take_apart(tools: Tools, who: Who, contact_id: UUID) -> str:
    """Give the card that was taken in last its own life again; what was done. Raises Refusal."""
    with tools.write() as session:
        keep = held(session, who, contact_id)
        other = cards.latest_merged(session, keep.id)
        if other is None:
            raise Refusal(words.NOTHING_APART)
        give_back(session, keep, other)
        for one, told in ((keep, other.name), (other, keep.name)):
            event.note(session, tools, EventKind.SPLIT, told, contact_id=one.id, by_id=who.author_id)
            show_again(session, tools, one.id)
        return words.apart(keep.name, other.name)
