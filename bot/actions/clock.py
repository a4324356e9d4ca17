"""The client's clock: whose zone a time is read in, and what times may be asked for."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.rules.local_time import local, show_time
from bot.rules.wall_time import instant_of
from bot.rules.zone import show_zone, zone_of
from bot.screens import schedule as words
from bot.work import Refusal, Tools
from models import book as books
from models import contact as contacts
from models import workspace as workspaces

SOONEST, LATEST = timedelta(minutes=1), timedelta(days=366)
DAY, TIME = "day", "time"  # the fields a wrong time is about


class WrongTime(Refusal):
    """A time that cannot be meant; `field` is the part of it to change."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def zone_here(tools: Tools) -> str:
    """The workspace's time zone."""
    with tools.read() as session:
        return workspaces.get(session, tools.workspace_id).time_zone


def zone_for(session: Session, tools: Tools, agent_id: UUID | None, phone: str) -> str:
    """The zone to presume for an agent's client: a card's own, else the number's, else the workspace's."""
    cards = contacts.with_phone(session, books.book_of(session, agent_id), phone) if agent_id else []
    own = next((card.time_zone for card in cards if card.time_zone), None)
    return zone_of(phone, own, workspaces.get(session, tools.workspace_id).time_zone)


def time_there(at: datetime, zone: str) -> str:
    """A moment by the client's clock: "Tue, Mar 3, 9:00 AM (Pacific time)"."""
    return f"{show_time(at, zone)} ({show_zone(zone, at)})"


def meant(day: str, clock: str, zone: str) -> datetime | None:
    """The instant when the clocks of `zone` show "2026-03-03" and "09:00"; None while these are no time."""
    try:
        return instant_of(date.fromisoformat(day), time.fromisoformat(clock), zone)
    except (ValueError, OverflowError):
        return None


def read_time(tools: Tools, agent_id: UUID, phone: str, day: str, clock: str) -> datetime:
    """The instant when the client's clock shows "2026-03-03" and "09:00". Raises WrongTime."""
    with tools.read() as session:
        zone = zone_for(session, tools, agent_id, phone)
    now = tools.now()
    try:
        wanted, at = date.fromisoformat(day), time.fromisoformat(clock)
    except ValueError as error:
        raise WrongTime(words.NO_TIME, DAY) from error
    today = local(now, zone).date()
    if not timedelta(days=-1) <= wanted - today <= LATEST:
        raise WrongTime(words.TOO_FAR if wanted > today else words.past(show_time(now, zone)), DAY)
    instant = instant_of(wanted, at, zone)
    if instant < now + SOONEST:
        raise WrongTime(words.past(show_time(now, zone)), DAY if wanted < today else TIME)
    return instant
