"""Opting a client out by hand, and allowing texts again: from a thread's card or from the contact's."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions import outcome, turn
from bot.actions.contact import taken
from bot.actions.opt_out import BY_CLIENT, BY_HAND, allow, opt_out
from bot.actions.people import Who
from bot.screens import contact as contact_words
from bot.screens import refusal
from bot.screens import suppression as words
from bot.screens.suppression import Asked, Number
from bot.work import Refusal, Tools
from models import contact as contacts
from models import number as numbers
from models import suppression as suppressions
from models.conversation import Conversation
from models.enums import SuppressionSource


class Kind(StrEnum):
    """From which card it was chosen."""

    TALK = "talk"
    CONTACT = "contact"


@dataclass(frozen=True)
class Place:
    """The card from which it was chosen."""

    kind: Kind
    id: UUID


@dataclass(frozen=True)
class _Seen:
    """What is known there; nobody changes the conversation meanwhile."""

    name: str
    phones: tuple[str, ...]
    our_phone: str
    conversation: Conversation | None


def asked(tools: Tools, who: Who, place: Place) -> Asked:
    """The client and what holds for each of their numbers. Raises Refusal for who may not decide here."""
    with tools.write() as session:
        seen = _seen(session, tools, who, place)
        if not seen.phones:
            raise Refusal(contact_words.no_phone(seen.name))
        about = f"{place.kind} {place.id}"
        return Asked(
            about, seen.name, seen.our_phone, tuple(_number(session, tools, one) for one in seen.phones)
        )


def opt_out_by_hand(tools: Tools, who: Who, place: Place, phone: str, said: str) -> str:
    """Let nobody text this number any more, because of what was said; what was done. Raises Refusal."""
    said = _wording(said)
    with tools.write() as session:
        seen = _on_card(session, tools, who, place, phone)
        # The texts first, as a STOP does: one order, no deadlock.
        outcome.cancel_waiting(session, tools, phone, refusal.OPTED_OUT_MEANWHILE)
        opt_out(session, tools, phone, SuppressionSource.MANUAL, said, tools.now(), who.author_id)
        if seen.conversation is not None:
            turn.close(session, tools, seen.conversation)
    return words.DONE


def allow_again(tools: Tools, who: Who, place: Place, phone: str, said: str) -> str:
    """Lift what persons entered for this number, because of what was said; what is so now. Raises Refusal."""
    said = _wording(said)
    with tools.write() as session:
        seen = _on_card(session, tools, who, place, phone)
        allow(session, tools, phone, who.author_id, said)
        still = _number(session, tools, phone)
    return words.only_they(seen.our_phone) if still.by_them else words.ALLOWED


def _seen(session: Session, tools: Tools, who: Who, place: Place) -> _Seen:
    if place.kind == Kind.CONTACT:
        contact, number = taken(session, who, place.id), numbers.of_agent(session, who.agent_id)
        phones = tuple(contacts.phones(session, contact.id))
        return _Seen(contact.name, phones, number.phone if number else "", None)
    conversation = turn.taken(session, tools, place.id, who)
    parties = talk.parties(session, tools, conversation.id)
    return _Seen(parties.name, (parties.phone,), parties.number.phone, conversation)


def _on_card(session: Session, tools: Tools, who: Who, place: Place, phone: str) -> _Seen:
    seen = _seen(session, tools, who, place)
    if phone not in seen.phones:
        raise Refusal(contact_words.NOT_ON_CARD)
    return seen


def _number(session: Session, tools: Tools, phone: str) -> Number:
    found = suppressions.standing_sources(session, tools.workspace_id, phone)
    return Number(phone, not found.isdisjoint(BY_CLIENT), not found.isdisjoint(BY_HAND))


def _wording(said: str) -> str:
    """What was typed, on one line. Raises Refusal for nothing."""
    line = " ".join(said.split())
    if not any(char.isalnum() for char in line):
        raise Refusal(words.NO_WORDING)
    return line
