"""Texts that arrived while Parley was down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.actions.inbound import Inbound, receive_text
from bot.ports import Listed
from bot.work import Tools
from models import message as messages
from models import number as numbers

OVERLAP = timedelta(hours=2)  # looked at twice, for texts that the list showed late


@dataclass(frozen=True)
class _Held:
    number_id: UUID
    phone: str
    since: datetime


def fetch_missed(tools: Tools) -> int:
    """Fetch what the provider has and we have not, never from before a number was given; how many texts."""
    with tools.read() as session:
        held = [
            _Held(one.id, one.phone, max(one.given_at, (one.checked_at or one.given_at) - OVERLAP))
            for one in numbers.of_workspace(session, tools.workspace_id)
            if one.given_at is not None
        ]
    return sum(_fetch(tools, one) for one in held)


def _fetch(tools: Tools, held: _Held) -> int:
    started = tools.now()
    listed = [
        one for one in tools.texts.list_received(held.phone, held.since) if one.created_at >= held.since
    ]
    with tools.read() as session:
        known = messages.known_sids(session, [one.sid for one in listed])
    fetched = sum(_keep(tools, one) for one in listed if one.sid not in known)
    with tools.write() as session:
        numbers.checked(session, held.number_id, started)
    return fetched


def _keep(tools: Tools, listed: Listed) -> bool:
    media = tools.texts.media_of(listed.sid) if listed.media else []
    text = Inbound(
        listed.sid,
        listed.from_phone,
        listed.to_phone,
        listed.body,
        media,
        listed.segments,
        sent_at=listed.created_at,
    )
    return receive_text(tools, text)
