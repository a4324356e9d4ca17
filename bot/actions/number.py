"""Our phone numbers: which there are, who holds them, and that their texts come to us."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import notice, queue
from bot.actions.people import Who
from bot.ports import Busy, OurNumber, Refused
from bot.rules.phone import PhoneRefusal, parse_phone
from bot.screens import number as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import job as jobs
from models import number as numbers
from models.agent import Agent
from models.enums import TEXTING

MENU = 100  # what one Slack menu shows
TOLD = "number"  # the beats that say what was told already


@dataclass(frozen=True)
class Offer:
    """A number that can be given."""

    phone: str
    holder: str  # who texts from it now; "" for nobody
    goes_to: str  # where its texts go instead of to us; "" where they come to us, or nobody knows
    can_picture: bool


def offers(tools: Tools, query: str, most: int = MENU) -> list[Offer]:
    """The account's numbers that can text, those that nobody holds first.

    While Twilio does not answer they are those that Parley knows.
    """
    with tools.read() as session:
        known = numbers.of_workspace(session, tools.workspace_id)
        names = agents.names(session, {one.agent_id for one in known if one.agent_id})
    held = {one.phone: names.get(one.agent_id, "") if one.agent_id else "" for one in known}
    try:
        listed = [_offer(tools, one, held) for one in tools.texts.numbers() if one.can_text]
    except (Busy, Refused):
        listed = [Offer(phone, holder, "", can_picture=True) for phone, holder in held.items()]
    fits = [one for one in listed if _fits(one, query)]
    return sorted(fits, key=lambda one: (bool(one.holder), one.phone))[:most]


def _offer(tools: Tools, one: OurNumber, held: Mapping[str, str]) -> Offer:
    goes_to = "" if one.texts_to == address(tools) else one.texts_to
    return Offer(one.phone, held.get(one.phone, ""), goes_to, one.can_picture)


def _fits(one: Offer, query: str) -> bool:
    digits = "".join(filter(str.isdigit, query))
    return (
        bool(digits) and digits in one.phone
    ) or query.strip().lower() in f"{one.phone} {one.holder}".lower()


def address(tools: Tools) -> str:
    """Where the texts to our numbers have to be brought."""
    return f"{tools.policy.public_url.rstrip('/')}/twilio/inbound"


def read_phone(phone: str) -> str:
    """A typed number. Raises Refusal."""
    try:
        return parse_phone(phone).e164
    except PhoneRefusal as refusal:
        raise Refusal(str(refusal)) from refusal


def give(session: Session, tools: Tools, who: Who, phone: str, agent: Agent) -> None:
    """Let an agent text with a number, and nobody else. Raises Refusal for who has none by their role."""
    if agent.role not in TEXTING or agent.left_at is not None:
        raise Refusal(words.texts_from_none(agent.name))
    number = numbers.get_or_add(session, tools.workspace_id, phone)
    queue.later(session, tools, "point_number", number.id, by=str(who.author_id))
    if number.agent_id == agent.id:
        return  # what it is already; texts since it was given stay theirs
    take(session, agent)
    numbers.take(session, number)
    numbers.give(session, number, agent.id, tools.now())


def take(session: Session, agent: Agent) -> str | None:
    """Let an agent text from no number; the one they had."""
    held = numbers.of_agent(session, agent.id)
    if held is None:
        return None
    numbers.take(session, held)
    return held.phone


def point_number(tools: Tools, number_id: UUID, by: str, key: str) -> None:
    """Have a number's texts brought to us. Who gave it is told, once by the key, what is to be done by hand.

    Raises Busy.
    """
    with tools.read() as session:
        number = numbers.get(session, number_id)
    if number.agent_id is None:
        return  # it was taken meanwhile
    problem = _point(tools, number.phone)
    if problem:
        with tools.write() as session:
            if jobs.take_tick(session, TOLD, key):
                notice.say(session, tools, agents.get(session, UUID(by)), problem)


def _point(tools: Tools, phone: str) -> str:
    """What keeps the number's texts from coming to us; "" for nothing."""
    here = address(tools)
    try:
        one = next(iter(tools.texts.numbers(phone)), None)
        if one is None:
            return words.not_in_account(phone)
        if not one.can_text:
            return words.cannot_text(phone)
        if (one.texts_to, one.method) != (here, "POST"):
            tools.texts.point_here(one.sid, here)
    except Refused as refused:
        return words.not_pointed(phone, refused.reason, here)
    overruled = tools.texts.overruled_by(one.sid)
    return "" if overruled in (None, here) else words.overruled(phone, overruled or "", here)
