"""The hours of a client, as a question about a text offers them."""

from datetime import datetime

from bot.actions import clock, gate
from bot.actions import conversation as talk
from bot.actions.conversation import Parties
from bot.screens import hours as words
from bot.work import Tools
from models import passage as passages
from models.enums import Night
from models.message import Message


def button(tools: Tools, message: Message) -> str:
    """The button that lets a text wait for its client's hours; "" where they are not what is asked about."""
    if message.night != Night.ASKED:
        return ""
    now = tools.now()
    with tools.read() as session:
        passage = passages.of_conversation(session, message.conversation_id)
        agent_id = talk.parties(session, tools, message.conversation_id).number.agent_id
        zone = clock.zone_for(session, tools, agent_id, passage.phone)
    closed, opens = gate.outside(passage, now), gate.opens(passage, now)
    return words.opens(opens, closed.zone if closed else zone, now) if opens and opens > now else ""


def shown(tools: Tools, at: datetime, who: Parties) -> str:
    """A moment by the client's clock: "Tue, Mar 3, 9:00 AM (Pacific time)"."""
    with tools.read() as session:
        return clock.time_there(at, clock.zone_for(session, tools, who.number.agent_id, who.phone))
