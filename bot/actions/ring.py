"""Whether a client's text rings the agent's phone."""

from datetime import timedelta

from sqlmodel import Session

from bot.rules.tapback import read_tapback
from models import turn as turns
from models.agent import Agent
from models.enums import Ring
from models.message import Message

QUIET = timedelta(minutes=3)  # after it a text starts a new burst


def rings(session: Session, message: Message, reader: Agent) -> bool:
    """As whoever answers wishes: every text, the first of a burst, or none."""
    if reader.ring == Ring.FIRST:
        before = turns.came_before(session, message, message.created_at - QUIET)
        return all(read_tapback(words) for words in before)
    return reader.ring == Ring.EVERY
