"""Assistants write for the agents who are named: from their numbers, on their credits, as themselves."""

from typing import Any

import pytest

from bot.actions import digest
from models import account as accounts
from models import agent as agents
from models import number as numbers
from models.enums import MessageState, Meter
from playground.workspace import CLIENTS as TEAM
from tests.stories.test_people_and_numbers import change, give, invite, invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, ZOE, Town, until


@pytest.fixture
def town(town: Town) -> Town:
    """Zoe assists Maria; Ana has written to Maria."""
    assert invite(town, ZOE, role="assistant", assists=[MARIA]).body in ("", None, {})
    town.meet_ana()
    return town


def agent(town: Town, user: str) -> agents.Agent:
    with town.tools.read() as session:
        found = agents.by_slack_user(session, town.tools.workspace_id, user)
    assert found
    return found


def left(town: Town, user: str) -> int | None:
    with town.tools.read() as session:
        found = accounts.of_agent(session, agent(town, user).id, Meter.SMS)
    return found.available if found else None


def heard(town: Town, user: str = ZOE) -> str:
    return str(town.world.slack.ephemerals(user)[-1]["text"])


def shown(town: Town, user: str = ZOE) -> str:
    return str(town.world.slack.view_of(user))


def dm(town: Town, user: str) -> list[str]:
    return [one["text"] for one in town.world.slack.messages(town.world.slack.dm_of(user))]


def state_of(town: Town, body: str) -> MessageState:
    return next(one.state for one in town.messages() if one.body == body)


def compose(town: Town, words: str) -> None:
    town.world.slack.command(ZOE, "/text")
    town.world.slack.type_in_view(ZOE, "new_phone", "phone", WILL)
    town.world.slack.type_in_view(ZOE, "message", "words", words)


def in_the_team(town: Town) -> dict[str, Any]:
    """Maria's threads stand in a channel from now on; the card of Ana's there."""
    with town.tools.write() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria
        maria.team_channel = TEAM
        session.add(maria)
    town.world.twilio.text(ANA, OURS, "Hello?")
    town.settle()
    return next(one for one in town.world.slack.messages(TEAM) if "201" in one["text"])


def test_a_quick_text_leaves_as_the_agent_and_shows_who_wrote_it(town: Town) -> None:
    before = left(town, MARIA)
    town.world.slack.command(ZOE, "/text", f"{ANA} See you at 5")
    assert "as Maria Lopez" in heard(town)
    town.settle()
    (text,) = town.world.twilio.sent
    assert (text.sender, text.body) == (OURS, "See you at 5")
    assert town.messages()[-1].author_id == agent(town, ZOE).id
    assert "Zoe Kim" in town.replies(MARIA, "201")[-1]["text"]
    assert (left(town, MARIA), left(town, ZOE)) == ((before or 0) - 1, None)


def test_a_first_text_names_the_agent(town: Town) -> None:
    compose(town, "Hello from {agent_first_name}")
    assert "As Maria Lopez" in shown(town)
    assert town.world.slack.submit(ZOE).status == 200
    until(town.bodies)
    assert town.bodies() == ["Hello from Maria\n- Oak Realty. Reply STOP to opt out"]


def test_undo_and_the_dear_limit_are_the_assistants_own(town: Town) -> None:
    with town.tools.write() as session:
        zoe = agents.by_slack_user(session, town.tools.workspace_id, ZOE)
        assert zoe
        zoe.undo_seconds, zoe.dear_credits = 60, 1
        session.add(zoe)
    town.world.slack.command(ZOE, "/text", f"{ANA} {'long ' * 40}")
    assert "long long" in shown(town)  # in the composer, with its price
    town.world.slack.command(ZOE, "/text", f"{ANA} Soon")
    receipt = town.world.slack.ephemerals(ZOE)[-1]
    town.settle()
    assert town.bodies() == []
    town.world.slack.click(ZOE, "undo_text", channel=receipt["channel"], ts=receipt["ts"])
    assert town.messages()[-1].state == MessageState.CANCELED


def test_the_inbox_home_contacts_and_balance_are_the_agents(town: Town) -> None:
    for command in ("/inbox", "/contacts"):
        town.world.slack.command(ZOE, command)
        assert "(201) 555-0123" in shown(town)
    town.world.slack.command(ZOE, "/balance")
    assert f"{left(town, MARIA):,}" in shown(town)
    town.world.slack.open_home(ZOE)
    town.settle()
    home = str(town.world.slack.home_of(ZOE))
    assert "As Maria Lopez" in home
    assert "(201) 555-0123" in home
    assert left(town, ZOE) is None  # nobody looked at credits of their own


def test_a_client_who_waits_is_answered_from_the_inbox(town: Town) -> None:
    """The thread is in Maria's direct message, which Zoe cannot open."""
    town.world.slack.command(ZOE, "/inbox")
    assert "archives/DMARIA" not in shown(town)
    town.world.slack.click(ZOE, "compose_to")
    town.world.slack.type_in_view(ZOE, "message", "words", "Maria calls you soon")
    assert "Conversation so far" not in shown(town)
    assert town.world.slack.submit(ZOE).status == 200
    until(lambda: town.bodies() == ["Maria calls you soon"])


def test_plans_and_what_they_cost_are_not_for_assistants(town: Town) -> None:
    for command in ("/plan", "/usage"):
        town.world.slack.command(ZOE, command)
        assert "are the agents' own" in heard(town)
    town.world.slack.command(ZOE, "/parley", "settings")
    town.world.slack.click(ZOE, "undo", "30")
    assert town.world.slack.submit(ZOE).status == 200
    assert (agent(town, ZOE).undo_seconds, agent(town, MARIA).undo_seconds) == (30, 0)
    assert left(town, ZOE) is None


def test_of_several_agents_one_is_chosen_in_the_inbox(town: Town) -> None:
    invite_ben(town)
    change(town, "Zoe Kim", assists=[MARIA, BEN])
    town.world.slack.command(ZOE, "/text", f"{ANA} Hi")
    assert "Choose in `/inbox`" in heard(town)
    town.world.slack.command(ZOE, "/inbox")
    assert "For whom do you write?" in shown(town)
    town.world.slack.click(ZOE, "write_for", str(agent(town, BEN).id))
    assert "As Ben Carter" in shown(town)
    town.world.slack.command(ZOE, "/text", f"{ANA} Hi")
    until(town.bodies)
    assert town.world.twilio.sent[0].sender == BENS
    stranger = {"text": {"type": "plain_text", "text": "x"}, "value": str(agent(town, ZOE).id)}
    town.world.slack.command(ZOE, "/inbox")
    town.world.slack.click(ZOE, "write_for", stranger)
    assert "do not write any more" in shown(town)
    assert agent(town, ZOE).writes_for_id == agent(town, BEN).id


def test_a_composer_keeps_the_agent_for_whom_it_was_opened(town: Town) -> None:
    invite_ben(town)
    compose(town, "Hello")
    change(town, "Zoe Kim", assists=[MARIA, BEN])
    with town.tools.write() as session:
        zoe = agents.by_slack_user(session, town.tools.workspace_id, ZOE)
        assert zoe
        zoe.writes_for_id = agent(town, BEN).id
        session.add(zoe)
    town.world.slack.submit(ZOE)
    until(town.bodies)
    assert town.world.twilio.sent[0].sender == OURS


@pytest.mark.parametrize("role", ["agent", "compliance", "assistant"])
def test_an_open_composer_is_refused_once_they_write_for_her_no_more(town: Town, role: str) -> None:
    invite_ben(town)
    compose(town, "Hello")
    change(town, "Zoe Kim", role, [BEN], phone="+13125550102" if role == "agent" else "")
    errors = town.world.slack.submit(ZOE).body["errors"]["message"]
    assert ("texts nobody" if role == "compliance" else "do not write any more") in errors
    town.settle()
    assert town.bodies() == []


def test_a_scheduled_text_of_an_assistant_leaves_unless_they_were_removed(town: Town) -> None:
    invite_ben(town)
    for words in ("one", "two"):
        compose(town, words)
        town.world.slack.click(ZOE, "send_when", "later")
        town.world.slack.type_in_view(
            ZOE, "day", "send_day", "2026-03-03" if words == "one" else "2026-03-04"
        )
        assert town.world.slack.submit(ZOE).body in ("", None, {})
    town.world.slack.command(ZOE, "/text", "scheduled")
    assert "one" in shown(town)
    town.clock.forward(days=1, hours=6)
    until(town.bodies)
    assert town.bodies()[0].startswith("one")
    change(town, "Zoe Kim", assists=[BEN])
    town.world.slack.click(ZOE, "scheduled_cancel")
    assert "belongs to somebody else" in shown(town) or "belongs to somebody else" in heard(town)
    town.clock.forward(days=1)
    until(lambda: state_of(town, "two") == MessageState.HELD)
    town.settle()
    question = town.replies(MARIA, "201")[-1]
    town.world.slack.click(MARIA, "question_send", channel="DMARIA", ts=question["ts"])
    until(lambda: len(town.bodies()) == 2)


def test_what_was_scheduled_for_one_agent_never_leaves_as_another(town: Town) -> None:
    invite_ben(town, phone="")
    compose(town, "Maria's words")
    town.world.slack.click(ZOE, "send_when", "later")
    town.world.slack.type_in_view(ZOE, "day", "send_day", "2026-03-03")
    town.world.slack.submit(ZOE)
    town.clock.forward(minutes=1)
    give(town, OURS, "Ben Carter")
    change(town, "Zoe Kim", assists=[BEN])
    town.clock.forward(days=1)
    until(lambda: state_of(town, "Maria's words") == MessageState.HELD)
    assert town.bodies() == []


def test_replies_and_buttons_in_the_agents_team_channel(town: Town) -> None:
    card = in_the_team(town)
    town.world.slack.type(ZOE, TEAM, "Maria is on her way", thread_ts=card["ts"])
    until(town.bodies)
    assert (town.messages()[-1].author_id, town.world.twilio.sent[0].sender) == (agent(town, ZOE).id, OURS)
    town.world.slack.click(ZOE, "talk_done", channel=TEAM, ts=card["ts"])
    town.settle()
    assert "Waiting for you since" not in str(town.world.slack.find(TEAM, card["ts"]))
    town.world.slack.click(ZOE, "compose_to", channel=TEAM, ts=card["ts"])
    assert "As Maria Lopez" in shown(town)


def test_somebody_elses_team_channel_is_not_theirs(town: Town) -> None:
    invite_ben(town)
    card = in_the_team(town)
    change(town, "Zoe Kim", assists=[BEN])
    town.world.slack.type(ZOE, TEAM, "Hello", thread_ts=card["ts"])
    town.settle()
    assert "belongs to somebody else" in heard(town)
    for button in ("talk_done", "compose_to"):
        town.world.slack.click(ZOE, button, channel=TEAM, ts=card["ts"])
        assert "belongs to somebody else" in shown(town) or "do not write any more" in shown(town)
    assert town.bodies() == []


def test_who_assists_a_former_agent_assists_nobody(town: Town) -> None:
    invite(town, BEN, BENS, "admin")
    change(town, "Maria Lopez", "compliance", number="none")
    town.world.slack.command(ZOE, "/text", f"{ANA} Hi")
    assert "You assist nobody" in heard(town)
    town.world.slack.command(ZOE, "/inbox")
    assert "You assist nobody" in heard(town)
    with town.tools.read() as session:
        assert numbers.of_agent(session, agent(town, MARIA).id) is None


def test_the_daily_list_is_the_agents(town: Town) -> None:
    with town.tools.write() as session:
        zoe = agents.by_slack_user(session, town.tools.workspace_id, ZOE)
        assert zoe
        zoe.digest_minute = 9 * 60
        session.add(zoe)
    town.clock.forward(minutes=5)
    digest.send_due(town.tools)
    until(lambda: any("(201) 555-0123" in one for one in dm(town, ZOE)))
