"""The compliance role reads any timeline, and each look is written down with its reason."""

from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models import agent as agents
from models.enums import Look, Role
from models.look import LookedAt
from tests.stories.test_contacts import add
from tests.stories.test_people_and_numbers import invite_ben
from tests.stories.test_timeline import contact, craft, files, shown, talk_id, timeline
from tests.support import BEN, MARIA, Town

WHY = "A complaint by the client"


@pytest.fixture
def ana(town: Town) -> Town:
    """Maria's client, and Ben with the compliance role."""
    add(town, name="Ana Lopez", phones="(201) 555-0123")
    town.meet_ana()
    invite_ben(town, phone="")
    town.settle()
    with town.tools.write() as session:
        ben = agents.by_slack_user(session, town.tools.workspace_id, BEN)
        assert ben
        ben.role = Role.COMPLIANCE
        session.add(ben)
    return town


def looks(town: Town) -> list[tuple[Look, UUID | None, str]]:
    with town.tools.read() as session:
        found = session.exec(select(LookedAt).order_by(col(LookedAt.at)))
        return [(one.what, one.contact_id, one.reason) for one in found]


def look(town: Town, reason: str = WHY) -> Any:
    assert craft(town, BEN, "contact_timeline", contact(town).id) == 200
    town.world.slack.type_in_view(BEN, "reason", "reason", reason)
    return town.world.slack.submit(BEN)


def test_a_reason_is_asked_for_and_kept_with_the_look(ana: Town) -> None:
    craft(ana, BEN, "contact_timeline", contact(ana).id)
    assert "Hi, it's me" not in str(ana.world.slack.view_of(BEN))
    assert "reason" in ana.world.slack.submit(BEN).body["errors"]
    ana.world.slack.type_in_view(BEN, "reason", "reason", "   ")
    assert "Write why you look" in ana.world.slack.submit(BEN).body["errors"]["reason"]
    assert looks(ana) == []
    ana.world.slack.type_in_view(BEN, "reason", "reason", f"  {WHY} ")
    assert ana.world.slack.submit(BEN).status == 200
    assert "Ana Lopez to Maria Lopez · 1 credit\n>Hi, it's me" in shown(ana, BEN)
    assert looks(ana) == [(Look.TIMELINE, contact(ana).id, WHY)]
    ana.world.slack.click(BEN, "timeline_filter", "texts")
    assert "Hi, it's me" in shown(ana, BEN)


def test_a_reason_sent_twice_is_one_look(ana: Town) -> None:
    craft(ana, BEN, "contact_timeline", contact(ana).id)
    ana.world.slack.type_in_view(BEN, "reason", "reason", WHY)
    payload = {"type": "view_submission", "view": deepcopy(ana.world.slack.view_of(BEN)), "trigger_id": "1"}
    for _ in range(2):
        answer = ana.world.slack.door.payload(payload | ana.world.slack._about(BEN))
        assert answer.body["response_action"] == "update"
    assert len(looks(ana)) == 1


def test_it_holds_for_its_window_only(ana: Town) -> None:
    look(ana)
    first = ana.world.slack.view_of(BEN)
    assert first
    ana.world.slack.views.stacks[BEN] = []
    craft(ana, BEN, "contact_timeline", contact(ana).id)
    assert "Why do you look?" in str(ana.world.slack.view_of(BEN))
    payload: dict[str, Any] = {"type": "block_actions", "trigger_id": ana.world.slack.views.trigger(BEN)}
    payload |= {"view": deepcopy(first) | {"id": "VANOTHER"}, **ana.world.slack._about(BEN)}
    for action, more in (
        ("timeline_filter", {"selected_option": {"value": "texts"}}),
        ("timeline_csv", {"value": "csv"}),
    ):
        payload |= {"trigger_id": ana.world.slack.views.trigger(BEN)}
        payload["actions"] = [{"type": "button", "action_id": action, "block_id": "b", **more}]
        assert ana.world.slack.door.payload(payload).status == 200
        assert "opened without a reason" in shown(ana, BEN)
    assert files(ana, BEN) == []
    assert len(looks(ana)) == 1


def test_an_export_is_a_look_of_its_own_with_the_same_reason(ana: Town) -> None:
    look(ana)
    for _ in range(2):
        ana.world.slack.click(BEN, "timeline_csv")
        ana.settle()
    assert looks(ana) == [
        (Look.TIMELINE, contact(ana).id, WHY),
        (Look.EXPORT, contact(ana).id, WHY),
    ]
    assert all(len(rows) == 3 for _, rows in files(ana, BEN))
    assert WHY in ana.world.slack.messages("DBEN")[-1]["text"]


def test_the_admin_sees_who_looked_and_others_do_not(ana: Town) -> None:
    look(ana, "a complaint & <more>")
    ana.world.slack.click(BEN, "timeline_csv")
    said = str(timeline(ana))
    assert "Seen by Ben Carter (compliance) on Mar 2: a complaint &amp; &lt;more&gt;" in said
    assert "Exported by Ben Carter (compliance)" in said
    assert "Seen by" not in shown(ana, BEN)


def test_all_of_a_couple_are_noted(ana: Town) -> None:
    add(ana, name="Tom Novak", phones="(201) 555-0123")
    craft(ana, BEN, "talk_timeline", talk_id(ana))
    ana.world.slack.type_in_view(BEN, "reason", "reason", WHY)
    ana.world.slack.submit(BEN)
    assert {one[1] for one in looks(ana)} == {contact(ana).id, contact(ana, "Tom Novak").id}
    assert "Hi, it's me" in shown(ana, BEN)


def test_they_write_no_notes(ana: Town) -> None:
    craft(ana, BEN, "contact_note", contact(ana).id)
    assert "texts nobody" in shown(ana, BEN)


def test_a_deleted_contact_is_still_read_with_a_reason(ana: Town) -> None:
    found = contact(ana).id
    ana.world.slack.command(MARIA, "/contacts", "ana")
    ana.world.slack.click(MARIA, "contact_more", f"delete {found}")
    ana.world.slack.submit(MARIA)
    craft(ana, BEN, "contact_timeline", found)
    ana.world.slack.type_in_view(BEN, "reason", "reason", WHY)
    ana.world.slack.submit(BEN)
    assert "*A deleted contact*" in shown(ana, BEN)
    assert "Hi, it's me" in shown(ana, BEN)
    craft(ana, MARIA, "contact_timeline", found)
    assert "is not one of yours" in shown(ana)
