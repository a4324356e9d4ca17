"""A lead from a web page becomes a contact, once: docs/decisions/leads.md."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import event, queue
from bot.actions.host import stand_in
from bot.actions.lead_contact import found_or_made
from bot.rules.lead_form import LeadForm, read_lead
from bot.rules.told import print_of
from bot.screens import lead as words
from bot.work import Tools
from models import agent as agents
from models import lead as leads
from models.consent import Consent
from models.contact import Contact
from models.enums import ConsentSource, EventKind
from models.lead import Lead, LeadSource

MOST_A_MINUTE = 60  # leads of one source: more is a broken form or somebody who found its address
MINUTE = timedelta(minutes=1)
SAME_FOR = timedelta(days=1)  # how long the same content is the same lead


class UnknownSource(Exception):
    """No source ever had this address."""


class RevokedSource(Exception):
    """The address was given out and taken back."""


class TooMany(Exception):
    """This source has sent as many leads as it may for now."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too many leads: wait for {wait}")
        self.wait = wait


@dataclass(frozen=True)
class Sent:
    """What a page posted to an address, and from where."""

    token: str
    told: Mapping[str, str]  # rules.told
    ip: str


@dataclass(frozen=True)
class Taken:
    """What became of it."""

    is_new: bool
    remarks: tuple[str, ...] = ()


def hash_of(token: str) -> str:
    """What is kept of a source's token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def take_lead(tools: Tools, sent: Sent) -> Taken:
    """Keep a lead with its contact, tags and consent, and let the agent know, once.

    Raises UnknownSource, RevokedSource, LeadRefusal when nobody could be reached by it, and TooMany.
    """
    with tools.write() as session:
        source = leads.source_by_token(session, tools.workspace_id, hash_of(sent.token))
        if source is None:
            raise UnknownSource
        if source.revoked_at is not None:
            raise RevokedSource
        form, now = read_lead(sent.told), tools.now()
        external_id = _unless_known(session, source, form, sent, now)
        if external_id is None:
            return Taken(False, form.remarks)
        _need_room(session, source, now)
        contact, is_new = found_or_made(session, tools, source, form)
        lead = Lead(
            workspace_id=tools.workspace_id,
            source_id=source.id,
            external_id=external_id,
            contact_id=contact.id,
            is_new=is_new,
            told=dict(sent.told),
            at=now,
        )
        session.add(lead)
        session.flush()
        _write_down(session, tools, source, form, lead)
        _note_consent(session, tools, source, form, lead, contact, sent.ip)
        _tell(session, tools, source, lead)
        return Taken(True, form.remarks)


def _unless_known(
    session: Session, source: LeadSource, form: LeadForm, sent: Sent, now: datetime
) -> str | None:
    """The id under which this lead is kept; None if it is kept already.

    Where a page gives no id of its own, a print of all it sent is the id. The same content within a day is
    one lead: a button pressed twice, or a try repeated because the answer was lost. Later the same person
    asks again, and the agent wants to know. So the print carries the day, and the day before counts, too.
    """
    if form.external_id:
        return None if leads.known(session, source.id, [form.external_id]) else form.external_id
    mark, today = print_of(sent.told), int(now.timestamp() // SAME_FOR.total_seconds())
    earlier = leads.known(session, source.id, [f"{mark} {today}", f"{mark} {today - 1}"])
    return None if earlier and earlier.at > now - SAME_FOR else f"{mark} {today}"


def _need_room(session: Session, source: LeadSource, now: datetime) -> None:
    """Raises TooMany. The lock makes the count hold for leads at once."""
    earliest = leads.nth_latest(session, source.id, MOST_A_MINUTE)
    if earliest is not None and earliest > now - MINUTE:
        raise TooMany(earliest + MINUTE - now)


def _write_down(session: Session, tools: Tools, source: LeadSource, form: LeadForm, lead: Lead) -> None:
    said = words.told(source.name, form.source, form.message)
    key = f"lead:{lead.id}"
    event.note(session, tools, EventKind.LEAD, said, contact_id=lead.contact_id, source_key=key)


def _note_consent(
    session: Session, tools: Tools, source: LeadSource, form: LeadForm, lead: Lead, contact: Contact, ip: str
) -> None:
    """Consent is to words and for a number: without either there is none."""
    if form.phone is None or not form.agreed_to:
        return
    consent = Consent(
        workspace_id=tools.workspace_id,
        contact_id=contact.id,
        phone=form.phone.e164,
        source=ConsentSource.LEAD,
        wording=form.agreed_to,
        proof=words.proof(source.name, lead.external_id, lead.at, ip),
        at=lead.at,
    )
    session.add(consent)
    event.note(session, tools, EventKind.CONSENT, form.agreed_to, contact_id=contact.id)


def _tell(session: Session, tools: Tools, source: LeadSource, lead: Lead) -> None:
    """The agent reads it; once they have left, the first admin does. Leads are shown as they came."""
    agent = agents.get(session, source.agent_id)
    reader = (stand_in(session, tools.workspace_id) if agent.left_at else None) or agent.id
    place = queue.Place(queue.dm_of(reader).lane, f"leads:{reader}")
    queue.show(session, tools, "post_lead", lead.id, place, queue.Priority.RECEIPT, agent=str(reader))
