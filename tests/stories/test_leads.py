"""A lead comes from a web page: who it is, what the agent reads, and how they answer."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from models import card as cards
from models import contact as contacts
from models import suppression as suppressions
from models.agent import Agent
from models.consent import Consent
from models.contact import Contact
from models.enums import EventKind
from models.event import Event
from models.lead import Lead
from tests.leads import FORM, make_source, notices, open_sources, send
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, OURS, WILL, Town, until

WORDS = "I agree to receive automated texts from Oak Realty."


def people(town: Town) -> list[tuple[str, str | None, list[str], list[str]]]:
    """Name, e-mail, phones and tags of every card that is one, the longest known first."""
    with town.tools.read() as session:
        asked = select(Contact).where(col(Contact.merged_into).is_(None))
        found = session.exec(asked.order_by(col(Contact.created_at), col(Contact.id)))
        return [_person(session, one) for one in found]


def _person(session: Session, one: Contact) -> tuple[str, str | None, list[str], list[str]]:
    return one.name, one.email, contacts.phones(session, one.id), cards.tags(session, one.id)


def rows(town: Town, table: Any) -> list[Any]:
    with town.tools.read() as session:
        return list(session.exec(select(table).order_by(table.at)))


def change(town: Town, name: str, **values: Any) -> None:
    with town.tools.write() as session:
        contact = session.exec(select(Contact).where(Contact.name == name)).one()
        session.add(contact.sqlmodel_update(values))


def buttons(post: dict[str, Any]) -> list[str]:
    return [
        one["action_id"]
        for block in post["blocks"]
        for one in block.get("elements", [])
        if "action_id" in one
    ]


def test_a_lead_becomes_a_contact_and_is_texted_with_a_click(town: Town) -> None:
    address = make_source(town, tags="Web, buyer")
    answer = send(address, FORM | {"tags": "Buyer, Lakeview", "page": "12 Oak St", "sms_consent": WORDS})
    assert (answer.status_code, answer.json()) == (201, {"status": "new"})
    (post,) = notices(town)
    assert post["text"] == "New lead: Ana Lopez, (201) 555-0123, ana@oak.example: Is it free?"
    shown = str(post["blocks"])
    for words in ("Website · 12 Oak St", "buyer, Lakeview, Web", f"“{WORDS}”", "Is it free?"):
        assert words in shown, words
    assert "know them" not in shown
    assert people(town) == [("Ana Lopez", "ana@oak.example", [ANA], ["buyer", "Lakeview", "Web"])]
    town.world.slack.click(MARIA, "lead_text", channel="DMARIA", ts=post["ts"])
    town.world.slack.type_in_view(MARIA, "message", "words", "Yes, when may I call?")
    assert town.world.slack.submit(MARIA).status == 200
    until(lambda: town.bodies())
    assert (town.world.twilio.sent[0].to, "when may I call" in town.bodies()[0]) == (ANA, True)
    town.world.slack.click(MARIA, "contact_open", channel="DMARIA", ts=post["ts"])
    assert "came as a lead" in str(town.world.slack.view_of(MARIA)).lower()


def test_what_was_sent_and_agreed_to_is_kept(town: Town) -> None:
    address = make_source(town)
    send(address, FORM | {"id": "form-7", "consent": WORDS, "budget": {"from": 300_000}})
    (lead,), (consent,) = rows(town, Lead), rows(town, Consent)
    assert lead.told == FORM | {"id": "form-7", "consent": WORDS, "budget.from": "300000"}
    assert (lead.external_id, lead.is_new) == ("form-7", True)
    assert (consent.phone, consent.wording, consent.contact_id) == (ANA, WORDS, lead.contact_id)
    assert all(words in consent.proof for words in ("Website", "form-7", "2026-03-02 15:00", "127.0.0.1"))
    noted = [(one.kind, one.words) for one in rows(town, Event)]
    assert noted == [(EventKind.LEAD, "Website: Is it free?"), (EventKind.CONSENT, WORDS)]


def test_a_mark_without_words_is_no_consent(town: Town) -> None:
    address = make_source(town)
    for mark in (True, "yes", "on"):
        send(address, FORM | {"consent": mark})
    assert rows(town, Consent) == []
    assert [one.told["consent"] for one in rows(town, Lead)] == ["true", "yes", "on"]
    assert all("does not count as consent" in str(one["blocks"]) for one in notices(town))


def test_repeated_it_is_one_lead_and_one_post(town: Town) -> None:
    address = make_source(town)
    answers = [send(address, lead).json()["status"] for lead in (FORM, FORM, dict(reversed(FORM.items())))]
    answers += [send(address, lead).json()["status"] for lead in (FORM | {"id": 1}, {"phone": ANA, "id": 1})]
    assert answers == ["new", "known", "known", "new", "known"]
    assert len(notices(town)) == 2
    town.clock.forward(hours=23)
    assert send(address).json() == {"status": "known"}
    town.clock.forward(hours=1, minutes=1)
    assert [send(address).json()["status"] for _ in range(2)] == ["new", "known"]
    assert len(notices(town)) == 3
    assert send(make_source(town, name="Another page")).json() == {"status": "new"}
    assert len(people(town)) == 1


def test_a_lost_answer_of_slack_posts_once(town: Town) -> None:
    address = make_source(town)
    town.world.slack.fail("chat.postMessage", "drop_after_accept")
    send(address)
    assert len(notices(town)) == 1


def test_blanks_are_filled_and_nothing_is_overwritten(town: Town) -> None:
    address = make_source(town, tags="Web")
    send(address, {"name": "Ana Maria Lopez", "phone": ANA, "tags": "web"})
    send(address, FORM)
    send(address, FORM | {"email": "other@oak.example"})
    assert people(town) == [("Ana Maria Lopez", "ana@oak.example", [ANA], ["Web"])]
    assert "You know them already" in str(notices(town)[-1]["blocks"])


def test_an_address_and_a_fitting_name_find_a_contact_on_another_number(town: Town) -> None:
    address = make_source(town)
    send(address)
    send(address, FORM | {"name": "Ana", "phone": WILL})
    send(address, {"name": "Jo Miller", "email": FORM["email"]})
    assert people(town) == [
        ("Ana Lopez", "ana@oak.example", [ANA, WILL], []), ("Jo Miller", "ana@oak.example", [], [])
    ]  # fmt: skip
    post = notices(town)[-1]
    assert buttons(post) == ["contact_open"]


def test_somebody_who_texted_before_gets_their_name(town: Town) -> None:
    town.meet_ana()
    card = town.thread_of(MARIA, "201")
    send(make_source(town))
    assert people(town) == [("Ana Lopez", "ana@oak.example", [ANA], [])]
    until(lambda: "Ana Lopez" in town.world.slack.find("DMARIA", card)["text"])


def test_another_name_on_the_number_is_the_second_of_a_couple(town: Town) -> None:
    address = make_source(town)
    town.meet_ana()
    send(address, {"name": "Tom Novak", "phone": ANA})
    send(address, {"name": "Jerry Miller", "phone": ANA})
    assert [(name, phones) for name, _, phones, _ in people(town)] == [
        ("Tom Novak", [ANA]), ("Jerry Miller", [ANA])
    ]  # fmt: skip
    assert "Tom Novak has the same number" in str(notices(town)[-1]["blocks"])
    until(lambda: town.thread_of(MARIA, "Tom Novak &amp; Jerry Miller"))


def test_without_a_name_the_card_waits_for_one(town: Town) -> None:
    address = make_source(town)
    send(address, {"phone": ANA})
    send(address, {"email": "ana@oak.example"})
    assert [one[0] for one in people(town)] == ["(201) 555-0123", "ana@oak.example"]
    send(address, {"name": "Jo", "email": "ana@oak.example"})
    assert [one[0] for one in people(town)] == ["(201) 555-0123", "Jo"]


def test_an_archived_contact_comes_back(town: Town) -> None:
    address = make_source(town)
    send(address)
    change(town, "Ana Lopez", archived_at=town.clock.now())
    send(address, FORM | {"message": "Still looking"})
    (lead, *_) = rows(town, Lead)
    with town.tools.read() as session:
        assert session.get_one(Contact, lead.contact_id).archived_at is None
    assert EventKind.RESTORED in [one.kind for one in rows(town, Event)]


def test_an_opted_out_number_stays_opted_out(town: Town) -> None:
    address = make_source(town)
    town.meet_ana()
    town.world.twilio.text(ANA, OURS, "STOP")
    town.settle()
    send(address, FORM | {"consent": WORDS})
    (post,) = notices(town)
    assert "opted out of texts" in str(post["blocks"])
    assert buttons(post) == ["contact_open"]
    with town.tools.read() as session:
        assert suppressions.is_standing(session, town.tools.workspace_id, ANA)


def test_a_bad_number_with_an_address_is_taken_with_a_remark(town: Town) -> None:
    answer = send(make_source(town), FORM | {"phone": "12345"})
    assert answer.status_code == 201
    assert "“12345” cannot be used" in answer.json()["remarks"][0]
    (post,) = notices(town)
    assert "“12345” cannot be used" in str(post["blocks"])
    assert people(town) == [("Ana Lopez", "ana@oak.example", [], [])]


def test_many_leads_at_once_are_shown_in_their_order(town: Town) -> None:
    address = make_source(town)
    for one in range(12):
        send(address, {"name": f"Lead {one}", "phone": f"201555{one + 100:04}"})
    assert [post["text"].split(",")[0] for post in notices(town)] == [
        f"New lead: Lead {one}" for one in range(12)
    ]


def test_words_of_strangers_are_words(town: Town) -> None:
    send(
        make_source(town),
        {"name": "<@UBEN> *x*", "phone": ANA, "message": "<!channel> <https://x.example|y>" * 90},
    )
    (post,) = notices(town)
    assert "<!channel>" not in post["text"]
    assert "<@UBEN>" not in post["text"]
    assert [one["text"]["type"] for one in post["blocks"] if "<!channel>" in str(one)] == ["plain_text"]


def test_the_leads_of_somebody_who_left_come_to_the_first_admin(town: Town) -> None:
    invite_ben(town)
    address = make_source(town, BEN)
    with town.tools.write() as session:
        ben = session.exec(select(Agent).where(Agent.slack_user_id == BEN)).one()
        ben.left_at = town.clock.now()
        session.add(ben)
    send(address)
    (post,) = notices(town)
    assert "a lead of Ben Carter, who has left" in str(post["blocks"])
    assert buttons(post) == ["lead_text", "contact_open"]
    assert notices(town, BEN) == []
    town.world.slack.click(MARIA, "lead_text", channel="DMARIA", ts=post["ts"])
    assert "Ana Lopez" in str(town.world.slack.view_of(MARIA))


def test_the_list_counts_and_the_address_is_shown_once(town: Town) -> None:
    assert "No web page sends you leads yet" in open_sources(town)
    address = make_source(town, name="Zapier & co", tags="web")
    for one in range(3):
        send(address, {"phone": f"201555010{one}"})
    seen = open_sources(town)
    assert all(words in seen for words in ("Zapier &amp; co", "tags web", "3 leads, the last"))
    assert address.rpartition("/")[2] not in seen
    with town.tools.read() as session:
        assert address.rpartition("/")[2] not in str([row.model_dump() for row in session.exec(select(Lead))])


def test_a_form_sent_twice_makes_one_source(town: Town) -> None:
    open_sources(town)
    town.world.slack.click(MARIA, "lead_source_new")
    assert "name" in town.world.slack.submit(MARIA).body["errors"]
    town.world.slack.type_in_view(MARIA, "name", "name", "Website")
    town.world.slack.type_in_view(MARIA, "tags", "tags", "x" * 41)
    assert "at most 40" in town.world.slack.submit(MARIA).body["errors"]["tags"]
    town.world.slack.type_in_view(MARIA, "tags", "tags", "x")
    view = town.world.slack.view_of(MARIA)
    assert view
    first = town.world.slack.submit(MARIA).body
    town.world.slack.close_view(MARIA)
    town.world.slack.views.push_to(MARIA, {key: view[key] for key in view if key != "id"})
    town.world.slack.type_in_view(MARIA, "name", "name", "Website")
    assert town.world.slack.submit(MARIA).body["view"] == first["view"]
    assert town.rows()["lead_source"] == 1


def test_a_revoked_address_takes_nothing_and_a_new_one_does(town: Town) -> None:
    address = make_source(town)
    open_sources(town)
    town.world.slack.click(MARIA, "lead_source_revoke")
    seen = str(town.world.slack.view_of(MARIA))
    assert "Revoked “Website”" in seen
    assert "lead_source_revoke" not in seen
    assert (send(address).status_code, town.rows()["lead"]) == (410, 0)
    assert send(make_source(town)).status_code == 201


def test_admins_see_and_revoke_everybodys_and_others_only_their_own(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    invite_ben(town)
    mine, bens = make_source(town, name="Maria's"), make_source(town, BEN, "Ben's")
    assert "Maria's" not in open_sources(town, BEN)
    assert "for Ben Carter" in open_sources(town)
    view = town.world.slack.view_of(MARIA)
    assert view
    foreign = next(one for one in view["blocks"] if "Maria's" in str(one))
    town.world.slack.close_view(BEN)
    town.world.slack.views.push_to(
        BEN, {key: view[key] for key in view if key != "id"} | {"blocks": [foreign]}
    )
    town.world.slack.click(BEN, "lead_source_revoke")
    assert "not yours" in str(town.world.slack.view_of(BEN))
    town.world.slack.click(MARIA, "lead_source_revoke", block_id=next(
        one["block_id"] for one in view["blocks"] if "Ben's" in str(one)
    ))  # fmt: skip
    assert [send(mine).status_code, send(bens).status_code] == [201, 410]


def test_text_now_is_refused_to_others_and_when_the_contact_is_gone(town: Town) -> None:
    invite_ben(town)
    send(make_source(town))
    (post,) = notices(town)
    with town.world.slack.stage.lock:
        copy = town.world.slack.post(
            town.world.slack.dm_of(BEN), "UPARLEY", post["text"], None, blocks=post["blocks"]
        )
    town.world.slack.click(BEN, "lead_text", channel="DBEN", ts=copy["ts"])
    assert "another agent's" in str(town.world.slack.view_of(BEN))
    town.world.slack.click(MARIA, "contact_open", channel="DMARIA", ts=post["ts"])
    view = town.world.slack.view_of(MARIA)
    assert view
    town.world.slack.click(MARIA, "contact_more", f"delete {view['private_metadata']}")
    assert town.world.slack.submit(MARIA).status == 200
    assert [one.told for one in rows(town, Lead)] == [{}]
    town.world.slack.click(MARIA, "lead_text", channel="DMARIA", ts=post["ts"])
    assert "was deleted" in str(town.world.slack.view_of(MARIA))


def test_the_same_at_the_edge_of_the_day(town: Town) -> None:
    """The print carries a day; a lead a minute before midnight and one a minute after are still one."""
    address = make_source(town)
    town.clock.move_to(town.clock.now().replace(hour=23, minute=59, second=30))
    assert send(address).status_code == 201
    town.clock.forward(minutes=1)
    assert send(address).status_code == 200
