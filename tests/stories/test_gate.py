"""No way around the gate: every door against a number that must not be texted, and the daily caps."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.actions import gate
from bot.actions.compose import Suggestion, send_unless_dear
from bot.actions.draft import Draft
from bot.actions.gate import Refused, Wait, Wish
from bot.actions.people import Who, find_agent
from bot.actions.text import accept, send_text
from bot.rules.position import position_of
from bot.work import Refusal
from models import conversation as conversations
from models import opening as openings
from models import suppression as suppressions
from models import workspace as workspaces
from models.consent import Consent
from models.enums import ConsentSource, MessageState, SuppressionSource
from models.message import Message
from tests.stories.test_turns import later
from tests.support import ANA, MARIA, OURS, Town

DM = "DMARIA"
BLOCKED = (MessageState.REFUSED, MessageState.CANCELED, MessageState.HELD, MessageState.SCHEDULED)


def maria(town: Town) -> Who:
    who = find_agent(town.tools, MARIA)
    assert who
    return who


def suppress(town: Town) -> None:
    """As another door did: nothing that waits is canceled, so that only the gate is left."""
    with town.tools.write() as session:
        source, now = SuppressionSource.MANUAL, town.clock.now()
        suppressions.suppress(session, town.tools.workspace_id, ANA, source, "said so", now)


def click(town: Town, action: str) -> None:
    """Press the newest button of this name in Ana's thread."""
    posts = [one for one in town.replies(MARIA, "201") if f'"{action}"' in json.dumps(one.get("blocks"))]
    town.world.slack.click(MARIA, action, channel=DM, ts=posts[-1]["ts"])


def in_thread(town: Town) -> None:
    suppress(town)
    town.reply(MARIA, "201", "Hello")


def by_command(town: Town) -> None:
    suppress(town)
    town.world.slack.command(MARIA, "/text", f"{ANA} Hello")


def by_composer(town: Town) -> None:
    suppress(town)
    town.world.slack.command(MARIA, "/text")
    town.world.slack.type_in_view(MARIA, "new_phone", "phone", ANA)
    town.world.slack.type_in_view(MARIA, "message", "words", "Hello")
    assert "opted out" in str(town.world.slack.submit(MARIA).body)


def by_quick_button(town: Town) -> None:
    suppress(town)
    with pytest.raises(Refusal, match="opted out"):
        send_unless_dear(town.tools, maria(town), Suggestion(None, "", ANA), "Hello", "one")


def scheduled(town: Town) -> None:
    send_text(town.tools, maria(town), ANA, "Hello", "one", send_at=town.clock.now() + timedelta(hours=2))
    town.settle()
    suppress(town)


def at_its_time(town: Town) -> None:
    scheduled(town)
    town.clock.forward(hours=2, minutes=1)


def scheduled_by_hand(town: Town) -> None:
    scheduled(town)
    click(town, "scheduled_send")


def held(town: Town) -> None:
    town.reply(MARIA, "201", "Hello\n// there")
    town.settle()
    suppress(town)
    click(town, "question_send")


def corrected(town: Town) -> None:
    ts = town.reply(MARIA, "201", "Hello\n// there")
    town.settle()
    suppress(town)
    town.world.slack.edit(MARIA, DM, ts, "Hello there")


def waiting(town: Town) -> None:
    """Accepted, and suppressed before its turn comes."""
    with town.tools.write() as session:
        opening = openings.stays(session, town.messages()[0].conversation_id)
        who = maria(town)
        draft = Draft("Hello", "one", who.agent_id, who.name, position_of(town.clock.now()))
        accept(session, town.tools, draft, opening)
        source = SuppressionSource.MANUAL
        suppressions.suppress(session, town.tools.workspace_id, ANA, source, "said so", town.clock.now())


DOORS = [
    in_thread, by_command, by_composer, by_quick_button, at_its_time, scheduled_by_hand, held, corrected,
    waiting,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_no_door_leads_around_the_gate(town: Town, door: Callable[[Town], None]) -> None:
    town.meet_ana()
    door(town)
    town.settle()
    assert town.bodies() == []
    assert all(one.state in BLOCKED for one in town.messages()[1:])
    assert sum(one.credits for one in town.messages()[1:]) == 0


def test_sending_again_asks_the_gate(town: Town) -> None:
    town.meet_ana()
    town.world.twilio.auto_callbacks = False
    town.reply(MARIA, "201", "Hello")
    town.settle()
    town.world.twilio.callback(town.world.twilio.sent[-1].sid, "undelivered", 30003)
    town.settle()
    suppress(town)
    click(town, "send_again")
    town.settle()
    assert town.bodies() == ["Hello"]
    assert "opted out" in str(town.world.slack.whispers) + str(town.texts())


def test_only_so_many_new_numbers_a_day(town: Town) -> None:
    """Who wrote first is not new, what was held or refused does not count, and tomorrow is another day."""
    town.meet_ana()
    with town.tools.write() as session:
        workspaces.get(session, town.tools.workspace_id).new_numbers_a_day = 2
    town.reply(MARIA, "201", "Hello")
    for last in range(3, 5):
        send_text(town.tools, maria(town), f"+1201555012{last + 1}", "Hello", f"key {last}")
        send_text(town.tools, maria(town), f"+1201555012{last + 1}", "Hello again", f"more {last}")
    town.settle()
    with pytest.raises(Refusal, match=r"texted 2 new numbers today.*tomorrow"):
        send_text(town.tools, maria(town), "+12015550129", "Hello", "one more")
    assert "new numbers" in str(town.world.slack.command(MARIA, "/text", "+12015550129 Hello").body)
    town.reply(MARIA, "201", "Still here")
    town.settle()
    assert len(town.bodies()) == 6
    town.clock.forward(days=1)
    send_text(town.tools, maria(town), "+12015550129", "Hello", "one more")
    town.settle()
    assert len(town.bodies()) == 7


def ask_automated(town: Town) -> gate.Verdict:
    with town.tools.write() as session:
        opening = openings.stays(session, town.messages()[0].conversation_id)
        return gate.ask(session, town.tools, opening.id, opening, Wish("none", is_automated=True))


def automate(town: Town, key: str) -> Message:
    """A text that nobody typed, as a campaign accepts it."""
    with town.tools.write() as session:
        opening = openings.stays(session, town.messages()[0].conversation_id)
        who = maria(town)
        draft = Draft(key, key, who.agent_id, who.name, position_of(town.clock.now()), is_automated=True)
        made = accept(session, town.tools, draft, opening)[0]
    town.settle()
    return next(one for one in town.messages() if one.id == made.id)


def consent(town: Town) -> None:
    """Ana agreed to texts that nobody types."""
    with town.tools.write() as session:
        card = conversations.contacts(session, town.messages()[0].conversation_id)[0]
        session.add(
            Consent(
                workspace_id=town.tools.workspace_id,
                contact_id=card.id,
                phone=ANA,
                source=ConsentSource.HAND,
                wording="Yes, text me",
                proof="said so",
                at=town.clock.now(),
            )
        )


def test_what_nobody_typed_waits_for_the_hours_and_for_its_turn(town: Town) -> None:
    """It asks nobody, whatever the brokerage has set, and an answer of late does not open the night."""
    town.meet_ana()
    assert isinstance(ask_automated(town), Refused)  # no list was brought in, and nothing else allows it
    consent(town)
    start = town.clock.now()
    for key in ("one", "two", "three"):
        automate(town, key)
    assert town.bodies() == ["one", "two", "three"]
    waits = ask_automated(town)
    assert isinstance(waits, Wait)
    assert timedelta(hours=23, minutes=59) < waits.until - start < timedelta(hours=24, minutes=1)
    assert automate(town, "four").state == MessageState.SCHEDULED
    later(town, hours=13)  # eleven at night
    town.meet_ana()
    assert automate(town, "five").state == MessageState.SCHEDULED
    later(town, hours=11, minutes=1)
    assert town.bodies() == ["one", "two", "three", "four", "five"]
    town.world.twilio.text(ANA, OURS, "Please stop texting me")
    town.settle()
    assert isinstance(ask_automated(town), Refused)  # until their agent has said what was meant


def test_what_nobody_typed_is_refused_where_none_is_allowed(town: Town) -> None:
    town.meet_ana()
    with town.tools.write() as session:
        workspaces.get(session, town.tools.workspace_id).automated_a_day = 0
    assert isinstance(ask_automated(town), Refused)
    suppress(town)
    assert isinstance(ask_automated(town), Refused)
