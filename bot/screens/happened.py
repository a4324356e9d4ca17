"""What happened with a contact, in a few words each: states of texts, events, opt-outs, consents."""

from datetime import datetime

from bot.rules.local_time import show_time
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import cut
from models.enums import ConsentSource, Direction, EventKind, MessageState, SuppressionSource

STATES = {
    MessageState.HELD: "Waits for an answer",
    MessageState.QUEUED: "On its way",
    MessageState.SENDING: "On its way",
    MessageState.UNKNOWN: "Nobody knows yet whether it left",
    MessageState.ACCEPTED: "On its way",
    MessageState.SENT: "Sent",
    MessageState.DELIVERED: "Delivered",
    MessageState.UNDELIVERED: "Not delivered",
    MessageState.FAILED: "Not sent",
    MessageState.REFUSED: "Not sent",
    MessageState.CANCELED: "Canceled, not sent",
    MessageState.RECEIVED: "Received",
}
WITH_REASON = (
    MessageState.HELD,
    MessageState.UNDELIVERED,
    MessageState.FAILED,
    MessageState.REFUSED,
    MessageState.CANCELED,
)
EVENTS = {
    EventKind.ADDED: "Contact added",
    EventKind.EDITED: "Contact edited",
    EventKind.MERGED: "Another card merged into this one",
    EventKind.SPLIT: "Cards taken apart",
    EventKind.ARCHIVED: "Archived",
    EventKind.RESTORED: "Restored",
    EventKind.NOTE: "Note",
    EventKind.LEAD: "Lead",
    EventKind.CONSENT: "Consent",
    EventKind.OPENED: "Opened a file",
    EventKind.REWORDED: "Text edited before it left, it read",
    EventKind.TAKEN_BACK: "Text taken back before it left",
    EventKind.COVER: "Cover",
    EventKind.HANDED_OVER: "Handed over",
    EventKind.MEANT_ELSE: "No opt-out was meant by",
    EventKind.RELATIONSHIP: "Relationship",
}
OPT_OUTS = {
    SuppressionSource.KEYWORD: "Opted out by a text",
    SuppressionSource.PROVIDER: "Opted out, as the carrier says",
    SuppressionSource.MANUAL: "Opted out by hand",
    SuppressionSource.IMPORT: "Opted out, as an imported list says",
}
CONSENTS = {
    ConsentSource.LEAD: "Consent on a web page",
    ConsentSource.IMPORT: "Consent in an imported list",
    ConsentSource.HAND: "Consent, entered by hand",
}


def text_state(
    state: MessageState, direction: Direction, reason: str, send_at: datetime | None, zone: str
) -> str:
    """How far a text is; nothing for one that came in."""
    if direction == Direction.IN:
        return ""
    if state == MessageState.SCHEDULED:
        return f"Scheduled for {show_time(send_at, zone)}" if send_at else "Scheduled"
    return f"{STATES[state]}: {reason}" if reason and state in WITH_REASON else STATES[state]


def event(kind: EventKind, about: str) -> str:
    """`about`: with whom, where the timeline is that of several people."""
    return f"{EVENTS[kind]} ({escape(cut(about, 80))})" if about else EVENTS[kind]


def opted_out(source: SuppressionSource, phone: str) -> str:
    return f"{OPT_OUTS[source]}: {show_phone(phone)}"


def opted_in(phone: str) -> str:
    return f"May be texted again: {show_phone(phone)}"


def agreed(source: ConsentSource, phone: str) -> str:
    return f"{CONSENTS[source]}: {show_phone(phone)}"


def agreed_no_longer(phone: str) -> str:
    return f"Consent ended: {show_phone(phone)}"
