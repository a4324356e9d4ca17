"""Roles are given and taken, also while windows stand open; the last admin stays; compliance texts nobody."""

from threading import Thread
from typing import Any

import pytest

from models import agent as agents
from models.enums import MessageState, Role
from playground.workspace import CLIENTS as TEAM
from tests.stories.test_people_and_numbers import (
    change,
    give,
    home,
    invite,
    invite_ben,
    open_change,
    people,
    save,
)
from tests.support import ANA, BEN, BENS, MARIA, OURS, ZOE, Town, until

TEXTS_NOBODY = "it reads and texts nobody"


@pytest.fixture
def audited(town: Town) -> Town:
    """Zoe has the compliance role; Maria's threads stand in a team channel, where Ana has written."""
    invite(town, ZOE, role="compliance")
    with town.tools.write() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria
        maria.team_channel = TEAM
        session.add(maria)
    town.world.twilio.text(ANA, OURS, "Hi, it's me")
    town.settle()
    return town


def roles(town: Town) -> dict[str, Role]:
    with town.tools.read() as session:
        return {one.slack_user_id: one.role for one in agents.of_workspace(session, town.tools.workspace_id)}


def heard(town: Town, user: str = ZOE) -> str:
    return str(town.world.slack.ephemerals(user)[-1]["text"])


def shown(town: Town, user: str = ZOE) -> str:
    return str(town.world.slack.view_of(user))


def card(town: Town) -> dict[str, Any]:
    return next(one for one in town.world.slack.messages(TEAM) if "201" in one["text"])


def test_every_command_and_shortcut_refuses_compliance(audited: Town) -> None:
    slack = audited.world.slack
    for command, words in (("/text", f"{ANA} Hi"), ("/text", ""), ("/text", "scheduled"), ("/inbox", "")):
        slack.command(ZOE, command, words)
        assert TEXTS_NOBODY in heard(audited)
    slack.shortcut(ZOE, "text_a_contact")
    assert TEXTS_NOBODY in shown(audited)
    slack.close_view(ZOE)
    slack.shortcut(ZOE, "text_this", TEAM, card(audited)["ts"])
    assert TEXTS_NOBODY in shown(audited)
    for command in ("/plan", "/usage"):
        slack.command(ZOE, command)
        assert "are the agents' own" in heard(audited)
    slack.command(ZOE, "/balance")
    assert TEXTS_NOBODY in heard(audited)
    audited.settle()
    assert audited.bodies() == []


def test_replies_and_buttons_in_a_thread_refuse_compliance(audited: Town) -> None:
    slack, ts = audited.world.slack, card(audited)["ts"]
    typed = slack.type(ZOE, TEAM, "Hello", thread_ts=ts)
    audited.settle()
    assert TEXTS_NOBODY in heard(audited)
    slack.edit(ZOE, TEAM, typed, "Hello!")
    slack.add_reaction(ZOE, TEAM, ts, "white_check_mark")
    for button in ("talk_done", "compose_to"):
        slack.click(ZOE, button, channel=TEAM, ts=ts)
        assert TEXTS_NOBODY in shown(audited)
        slack.close_view(ZOE)
    slack.type(ZOE, slack.dm_of(ZOE), "Hello")
    audited.settle()
    assert TEXTS_NOBODY in heard(audited)
    assert audited.bodies() == []
    assert "Waiting for you since" in str(card(audited))


def test_held_scheduled_and_failed_texts_refuse_compliance(audited: Town) -> None:
    slack, ts = audited.world.slack, card(audited)["ts"]
    slack.type(MARIA, TEAM, "See you\n// at five", thread_ts=ts)
    until(lambda: [one for one in audited.messages() if one.state == MessageState.HELD])
    audited.settle()
    question = slack.messages(TEAM, thread_ts=ts)[-1]
    slack.click(ZOE, "question_send", channel=TEAM, ts=question["ts"])
    audited.settle()
    assert TEXTS_NOBODY in str(slack.ephemerals(ZOE)[-1])
    held = next(one for one in audited.messages() if one.state == MessageState.HELD)
    for button in ("scheduled_send", "send_again", "undo_text"):
        stranger = slack.messages(TEAM, thread_ts=ts)[-1]
        with slack.stage.lock:
            found = slack.find(TEAM, stranger["ts"])
            found["blocks"] = [
                {
                    "type": "actions",
                    "block_id": "b",
                    "elements": [{"type": "button", "action_id": button, "value": str(held.id)}],
                }
            ]
        slack.click(ZOE, button, channel=TEAM, ts=stranger["ts"])
        audited.settle()
        assert TEXTS_NOBODY in str(slack.ephemerals(ZOE)[-1])
    assert audited.bodies() == []


def test_compliance_finds_everybodys_contacts_and_changes_none(audited: Town) -> None:
    slack = audited.world.slack
    slack.command(ZOE, "/contacts", "201")
    assert "(201) 555-0123" in shown(audited)
    slack.open_home(ZOE)
    audited.settle()
    assert TEXTS_NOBODY in str(slack.home_of(ZOE))
    slack.click(ZOE, "contact_text", f"{_contact(audited)} {ANA}")
    assert TEXTS_NOBODY in shown(audited)


def _contact(town: Town) -> str:
    view = town.world.slack.view_of(ZOE)
    shown = (view or {})["blocks"]
    buttons = [each for one in shown for each in (*one.get("elements", []), one.get("accessory", {}))]
    return str(next(one for one in buttons if one.get("action_id") == "contact_text")["value"].split()[0])


def test_compliance_is_greeted_with_what_they_do(audited: Town) -> None:
    posts = audited.world.slack.messages(audited.world.slack.dm_of(ZOE))
    assert any("You text nobody yourself" in one["text"] for one in posts)


def test_a_number_and_the_compliance_role_exclude_each_other(audited: Town) -> None:
    assert "texts from no number" in change(audited, "Zoe Kim", phone=BENS).body["errors"]["phone"]
    invite_ben(audited)
    assert "No number below first" in change(audited, "Ben Carter", "compliance").body["errors"]["role"]
    assert roles(audited)[BEN] == Role.AGENT
    change(audited, "Ben Carter", "compliance", number="none")
    assert roles(audited)[BEN] == Role.COMPLIANCE
    assert "Ben Carter has the compliance role" in shown(audited, MARIA)


def test_the_last_admin_stays(town: Town) -> None:
    assert "only admin" in change(town, "Maria Lopez", "agent").body["errors"]["role"]
    invite(town, BEN, role="admin")
    change(town, "Maria Lopez", "agent")
    assert roles(town) == {MARIA: Role.AGENT, BEN: Role.ADMIN}
    assert "people_invite" not in people(town)


def test_two_admins_who_give_up_at_once_leave_one(town: Town) -> None:
    invite(town, BEN, role="admin")
    slack = town.world.slack
    for user, name in ((MARIA, "Maria Lopez"), (BEN, "Ben Carter")):
        people(town, user)
        view = slack.view_of(user)
        assert view
        found = next(
            one["accessory"]
            for one in view["blocks"]
            if one.get("accessory", {}).get("accessibility_label") == f"Change {name}"
        )
        slack.click(user, "people_change", found["value"])
        slack.type_in_view(user, "role", "role", "agent")
    rivals = [Thread(target=slack.submit, args=(user,)) for user in (MARIA, BEN)]
    for one in rivals:
        one.start()
    for one in rivals:
        one.join()
    assert sorted(roles(town).values()) == [Role.ADMIN, Role.AGENT]


def test_who_is_no_admin_any_more_changes_nothing_with_an_open_window(town: Town) -> None:
    invite(town, BEN, BENS, "admin")
    people(town)
    open_change(town, "Ben Carter")
    with town.tools.write() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria
        maria.role = Role.AGENT
        session.add(maria)
    save(town, "", "agent", None)
    assert "Only an admin" in shown(town, MARIA)
    assert roles(town)[BEN] == Role.ADMIN


def test_several_are_invited_at_once_and_one_number_is_for_one(town: Town) -> None:
    people(town)
    town.world.slack.click(MARIA, "people_invite")
    town.world.slack.type_in_view(MARIA, "people", "people", [BEN, ZOE])
    assert "for one person" in save(town, BENS, "agent", None).body["errors"]["phone"]
    town.world.slack.type_in_view(MARIA, "phone", "phone", None)
    town.world.slack.submit(MARIA)
    assert set(roles(town)) == {MARIA, BEN, ZOE}
    assert "Ben Carter can use Parley. Zoe Kim can use Parley." in shown(town, MARIA)
    invite(town, BEN, role="admin")
    assert "uses Parley already" in shown(town, MARIA)
    assert roles(town)[BEN] == Role.AGENT


def test_an_assistant_needs_somebody_who_texts(town: Town) -> None:
    assert "Choose the agents" in invite(town, ZOE, role="assistant").body["errors"]["assists"]
    town.world.slack.close_view(MARIA)
    for whom in (BEN, ZOE, "UBOT2"):
        errors = invite(town, ZOE, role="assistant", assists=[whom]).body["errors"]
        assert "Choose agents who use Parley" in errors["assists"]
        town.world.slack.close_view(MARIA)
    assert set(roles(town)) == {MARIA}


def test_whose_role_changes_is_told_and_the_list_says_it(town: Town) -> None:
    invite(town, ZOE)
    change(town, "Zoe Kim", "assistant", [MARIA])
    town.settle()
    posts = town.world.slack.messages(town.world.slack.dm_of(ZOE))
    assert "you are an assistant of Maria Lopez now" in posts[-1]["text"]
    assert "Zoe Kim is an assistant of Maria Lopez." in shown(town, MARIA)
    assert "assists Maria Lopez" in people(town)
    assert "<@UZOE> · assistant" in home(town)


def test_the_list_has_pages(town: Town) -> None:
    with town.tools.write() as session:
        for at in range(45):
            one = agents.Agent(
                workspace_id=town.tools.workspace_id,
                slack_user_id=f"U{at:03}",
                name=f"Agent {at:02}",
                created_at=town.clock.now(),
            )
            session.add(one)
    assert "Agent" in people(town)
    pages = []
    for _ in range(3):
        pages.append(shown(town, MARIA))
        if "people_page_on" in pages[-1]:
            town.world.slack.click(MARIA, "people_page_on")
    listed = [sum(f"<@U{at:03}>" in page for page in pages) for at in range(45)]
    assert listed == [1] * 45
    town.world.slack.click(MARIA, "people_page_back")
    assert shown(town, MARIA).count("<@U") == 20


NONSENSE = ("", "x", "0" * 32, None)


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_and_nobodys_ids_change_nothing(town: Town, value: str | None) -> None:
    invite_ben(town)
    town.settle()
    before = town.rows()
    for user in (BEN, MARIA):
        people(town, user)
        view = town.world.slack.view_of(user)
        assert view
        action = {"action_id": "people_change", "block_id": "b", "type": "button", "value": value}
        payload = {"type": "block_actions", "user": {"id": user}, "view": view, "actions": [action]}
        payload |= {"trigger_id": town.world.slack.views.trigger(user)}
        assert town.world.slack.door.payload(payload).status < 500
    assert town.rows() == before


def test_somebody_who_is_no_admin_submits_a_form(town: Town) -> None:
    invite_ben(town)
    people(town)
    open_change(town, "Maria Lopez")
    view = town.world.slack.view_of(MARIA)
    payload = {"type": "view_submission", "user": {"id": BEN}, "view": view}
    assert town.world.slack.door.payload(payload).status == 200
    give(town, OURS, "Maria Lopez")
    assert roles(town) == {MARIA: Role.ADMIN, BEN: Role.AGENT}
