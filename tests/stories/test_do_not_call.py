"""Do-not-call lists at each door: who is refused, what overrides it, lists that change while texts leave."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import Session

from bot.actions import claims, do_not_call, do_not_call_import
from bot.actions.do_not_call_import import Where
from bot.actions.people import find_agent
from models import consent as consents
from models import contact as contacts
from models import do_not_call as lists
from models.columns import new_id
from models.consent import Consent
from models.do_not_call import DoNotCallList
from models.enums import ConsentSource, ListScope, MessageState
from tests.stories.test_contacts import add, card
from tests.support import ANA, MARIA, OURS, WILL, Town, until

TODAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ON = "is on the national do-not-call list (201) of March 1, 2026, so nothing was sent"
BOTH, ONE = b"201,5550123\n201,5550124\n", b"201,5550123\n"


def bring(
    town: Town,
    content: bytes,
    scope: ListScope = ListScope.NATIONAL,
    state: str = "",
    days: int = 1,
    source: str = "",
) -> str:
    """Bring in a list that is so many days old; what is said."""
    made = DoNotCallList(
        id=new_id(),
        workspace_id=town.tools.workspace_id,
        scope=scope,
        state=state,
        source=source,
        dated=town.clock.now().date() - timedelta(days=days),
        file_name="list.txt",
        asked_at=town.clock.now(),
    )
    said: list[str] = []
    with town.tools.write() as session:
        lists.add_once(session, made)
    where = Where(town.tools.database, town.tools.workspace_id, town.clock.now())
    do_not_call_import.bring_in(where, made.id, BytesIO(content), lambda _, words: said.append(words))
    return said[-1]


def text(town: Town, phone: str = ANA) -> str:
    """Text somebody with the command; the answer."""
    town.world.slack.command(MARIA, "/text", f"{phone} Hello")
    town.settle()
    return str(town.world.slack.ephemerals(MARIA)[-1]["text"])


def agree(town: Town, phone: str = ANA) -> None:
    """Record that the person behind a number agreed to automated texts."""
    with town.tools.write() as session:
        who = find_agent(town.tools, MARIA)
        assert who
        person = contacts.with_phone(session, [who.agent_id], phone)[0]
        session.add(
            Consent(
                workspace_id=town.tools.workspace_id,
                contact_id=person.id,
                phone=phone,
                source=ConsentSource.HAND,
                wording="You may text me",
                proof="by hand",
                at=town.clock.now(),
            )
        )


def automated(town: Town, phone: str = ANA) -> str | None:
    """What a campaign would hear."""
    who = find_agent(town.tools, MARIA)
    assert who
    with town.tools.write() as session:
        return do_not_call.automated_objection(session, town.tools, phone, who.agent_id)


def test_every_door_refuses_and_names_the_list(town: Town) -> None:
    text(town)
    bring(town, ONE)
    assert f"(201) 555-0123 {ON}" in text(town)
    town.reply(MARIA, "201", "Hello?")
    town.settle()
    assert ON in town.replies(MARIA, "201")[-1]["text"]
    town.world.slack.command(MARIA, "/text")
    town.world.slack.type_in_view(MARIA, "new_phone", "phone", ANA)
    town.world.slack.type_in_view(MARIA, "message", "words", "Hello")
    assert ON in str(town.world.slack.submit(MARIA).body)
    assert "Sending" not in text(town, WILL)
    assert [one.to for one in town.world.twilio.sent] == [ANA, WILL]


def test_a_list_that_comes_while_a_text_waits_stops_it(town: Town) -> None:
    text(town, WILL)
    claims.hold_lane(town.tools, f"number:{OURS}", timedelta(minutes=1))
    town.world.slack.command(MARIA, "/text", f"{ANA} Hello")
    paid = town.messages()[1].credits
    bring(town, ONE)
    claims.hold_lane(town.tools, f"number:{OURS}", timedelta())
    until(lambda: town.messages()[1].state == MessageState.REFUSED)
    assert (paid > 0, town.messages()[1].credits, len(town.bodies())) == (True, 0, 1)
    assert ON in town.messages()[1].reason


def test_lists_replaced_while_texts_leave(town: Town) -> None:
    """Each text is judged by the list that is in force when it leaves; never by half of one."""
    bring(town, BOTH, days=9)
    for days, content in ((8, ONE), (7, BOTH), (6, ONE)):
        bring(town, content, days=days)
        assert ("do-not-call list" in text(town, ANA), "do-not-call list" in text(town, WILL)) == (
            True,
            content == BOTH,
        )
    assert {one.to for one in town.world.twilio.sent} == {WILL}


def test_consent_overrides_until_it_ends(town: Town) -> None:
    add(town, name="Ana Lopez", phones=ANA)
    bring(town, ONE)
    bring(town, ONE, ListScope.STATE, "NJ")
    assert "Ana Lopez is on" in text(town)
    agree(town)
    assert "do-not-call" not in text(town)
    with town.tools.write() as session:
        _end_consent(session, town)
    assert ON in text(town)


def _end_consent(session: Session, town: Town) -> None:
    who = find_agent(town.tools, MARIA)
    assert who
    for one in contacts.with_phone(session, [who.agent_id], ANA):
        consents.end(session, one.id, ANA, town.clock.now(), "they said so")


def test_an_inbound_text_overrides_for_three_months(town: Town) -> None:
    bring(town, ONE, days=1)
    town.meet_ana()
    assert "do-not-call" not in text(town)
    town.clock.move_to(datetime(2026, 6, 2, 15, 0, tzinfo=UTC))
    assert "do-not-call" not in text(town)
    town.clock.move_to(datetime(2026, 6, 3, 15, 0, tzinfo=UTC))
    assert ON in text(town)


def relate(town: Town, kind: str, **written: str) -> Any:
    """Record a relationship on Ana's card."""
    card(town, "Ana")
    view = town.world.slack.view_of(MARIA)
    assert view
    town.world.slack.click(MARIA, "contact_relationship", view["private_metadata"])
    town.world.slack.click(MARIA, "kind", kind)
    for field, value in written.items():
        town.world.slack.type_in_view(MARIA, field, field, value)
    return town.world.slack.submit(MARIA)


def test_a_relationship_overrides_until_its_end(town: Town) -> None:
    add(town, name="Ana Lopez", phones=ANA)
    bring(town, ONE)
    assert relate(town, "customer", since="2024-09-02", wording="Closed on 12 Oak Street").body == ""
    shown = str(town.world.slack.view_of(MARIA))
    assert "Customer until March 2, 2026" in shown
    assert "recorded" in shown
    assert "do-not-call" not in text(town)
    town.clock.forward(days=1)
    assert ON in text(town)
    assert relate(town, "agreed", until="2026-04-01", wording="She asked for prices").body == ""
    assert "do-not-call" not in text(town)
    assert relate(town, "none").body == ""
    assert ON in text(town)
    card(town, "Ana")
    view = town.world.slack.view_of(MARIA)
    assert view
    town.world.slack.click(MARIA, "contact_timeline", view["private_metadata"])
    told = str(town.world.slack.view_of(MARIA))
    assert "Closed on 12 Oak Street" in told
    assert "The relationship has ended" in told


@pytest.mark.parametrize(
    ("kind", "written", "field"),
    [
        ("customer", {"since": "2024-09-01"}, "since"),
        ("inquiry", {"since": "2025-12-01"}, "since"),
        ("inquiry", {"since": "2026-03-03"}, "since"),
        ("agreed", {"wording": "Yes"}, "until"),
        ("agreed", {"until": "2026-03-01", "wording": "Yes"}, "until"),
        ("agreed", {"until": "2099-03-01", "wording": "Yes"}, "until"),
        ("agreed", {"until": "2026-04-01"}, "wording"),
    ],
)
def test_a_relationship_that_is_none(town: Town, kind: str, written: dict[str, str], field: str) -> None:
    add(town, name="Ana Lopez", phones=ANA)
    assert list(relate(town, kind, **written).body["errors"]) == [field]


def test_nothing_overrides_the_own_list(town: Town) -> None:
    town.meet_ana()
    agree(town)
    bring(town, ONE, ListScope.OWN)
    assert "is on your brokerage's own do-not-call list of March 1, 2026" in text(town)
    assert "own do-not-call list" in str(automated(town))


def test_another_person_on_the_number_has_no_consent(town: Town) -> None:
    add(town, name="Ana Lopez", phones=ANA)
    agree(town)
    bring(town, ONE)
    assert "do-not-call" not in text(town)
    with town.tools.write() as session:
        who = find_agent(town.tools, MARIA)
        assert who
        person = contacts.with_phone(session, [who.agent_id], ANA)[0]
    card(town, "Ana")
    town.world.slack.click(MARIA, "contact_more", f"split {person.id}")
    town.world.slack.type_in_view(MARIA, "name", "name", "Tom Katz")
    assert town.world.slack.submit(MARIA).status == 200
    assert "Tom Katz is on" in text(town)


def test_automated_texts_need_a_list_that_is_fresh(town: Town) -> None:
    """At 31 days it is good, at 32 it is not; consent needs none."""
    text(town)
    text(town, WILL)
    assert "was not checked" in str(automated(town))
    bring(town, b"212,5550000\n")
    assert "was not checked" in str(automated(town))
    bring(town, b"201,5550124\n", days=31)
    assert automated(town) is None
    assert "(201) 555-0124 is on the national" in str(automated(town, WILL))
    town.clock.forward(days=1)
    assert "is 32 days old" in str(automated(town))
    assert "so nothing was sent" not in text(town)
    agree(town)
    assert automated(town) is None
    assert bring(town, b"201,5550124\n").startswith("The national do-not-call list (201) of")
    assert automated(town) is None
    bring(town, b"201,5550199\n", ListScope.STATE, "NJ", days=40)
    assert automated(town) is None
    agree(town, WILL)
    assert automated(town, WILL) is None
    assert "was not checked" in str(automated(town, "+447400123456"))


def test_admins_are_told_before_a_list_is_too_old_and_when_it_is(make_town: Callable[..., Town]) -> None:
    town = make_town(mail=True)
    town.first_use()
    bring(town, ONE, days=23)
    bring(town, ONE, ListScope.OWN, days=300)
    for days, said in ((0, []), (1, ["soon"]), (8, ["soon"]), (9, ["soon", "is"]), (12, ["soon", "is"])):
        town.clock.move_to(TODAY + timedelta(days=days))
        for _ in range(2):
            do_not_call.tell_aging(town.tools)
        town.settle()
        told = [one["text"] for one in town.texts() if "A do-not-call list" in one["text"]]
        assert ["soon" if "will soon" in one else "is" for one in told] == said
    assert "(7 more days)" in str(town.texts())
    subjects = [one.subject for one in town.world.mailbox.mails]
    assert subjects == ["A do-not-call list will soon be too old", "A do-not-call list is too old"]


def test_the_first_text_without_any_list_tells_the_admins_once(make_town: Callable[..., Town]) -> None:
    town = make_town(told=False)
    town.first_use()
    for phone in (ANA, WILL):
        assert "Nothing was sent" not in text(town, phone)
    told = [one["text"] for one in town.texts() if "No do-not-call list is here yet" in one["text"]]
    assert ["ask an attorney" in one for one in told] == [True]
    assert len(town.bodies()) == 2
