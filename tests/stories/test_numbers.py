"""Numbers come from Twilio: offered, given, and their texts brought here, also when Twilio has a bad day."""

from collections.abc import Callable
from typing import Any

import pytest

from models import agent as agents
from models import number as numbers
from models.enums import Role
from playground.twilio_numbers import FOR_CALLS, SPARE, WITHOUT_PICTURES, Service
from tests.stories.test_people_and_numbers import change, give, invite, invite_ben, open_change, people
from tests.support import ANA, BEN, BENS, MARIA, OURS, Town, until

SERVICE = "MG" + "0" * 32


def offered(town: Town, query: str = "") -> list[dict[str, Any]]:
    """What the menu in Ben's form shows."""
    people(town)
    open_change(town, "Ben Carter")
    return town.world.slack.suggest(MARIA, "number", "our_number", query)


def told(town: Town, user: str = MARIA) -> list[str]:
    posts = town.world.slack.messages(town.world.slack.dm_of(user))
    return [one["text"] for one in posts]


def holder(town: Town, phone: str) -> bool:
    with town.tools.read() as session:
        found = numbers.by_phone(session, phone)
    return found is not None and found.agent_id is not None


def test_the_accounts_numbers_are_offered_free_ones_first(town: Town) -> None:
    invite_ben(town, phone="")
    found = offered(town)
    assert [one["value"] for one in found] == ["none", BENS, "+13125550102", SPARE, WITHOUT_PICTURES, OURS]
    assert found[-1]["text"]["text"] == "(312) 555-0100 · Maria Lopez"
    assert found[3]["description"]["text"] == "Its texts go to demo.twilio.com now; giving it changes that"
    assert "description" not in found[1]
    assert "no pictures" in found[4]["text"]["text"]
    assert FOR_CALLS not in str(found)


@pytest.mark.parametrize(("query", "count"), [("0103", 1), ("(312) 555", 5), ("maria", 1), ("nobody", 0)])
def test_the_menu_is_searched(town: Town, query: str, count: int) -> None:
    invite_ben(town, phone="")
    assert len(offered(town, query)) == count + 1


def test_all_pages_are_read(town: Town) -> None:
    lines = town.world.twilio.numbers
    for at in range(1010):
        lines[f"+1773555{at:04}"] = type(lines[OURS])(f"+1773555{at:04}")
    assert len(town.tools.texts.numbers()) == len(lines)


def test_only_admins_see_the_numbers(town: Town) -> None:
    invite_ben(town)
    people(town, BEN)
    view = town.world.slack.view_of(BEN)
    payload = {"type": "block_suggestion", "action_id": "our_number", "block_id": "number", "value": ""}
    answer = town.world.slack.door.payload(payload | {"user": {"id": BEN}, "view": view})
    assert len(answer.body["options"]) == 1


def test_a_number_that_pointed_elsewhere_brings_its_texts_here(town: Town) -> None:
    invite_ben(town, phone="")
    town.world.twilio.text(ANA, SPARE, "Too early")
    change(town, "Ben Carter", number=SPARE)
    assert "Ben Carter is an agent and texts from (312) 555-0103." in str(town.world.slack.view_of(MARIA))
    town.settle()
    town.world.twilio.text(ANA, SPARE, "Hello?")
    until(lambda: town.replies(BEN, "201"))
    assert "Hello?" in town.replies(BEN, "201")[-1]["text"]
    assert not any("do not come here" in one for one in told(town))


def test_the_first_number_is_pointed_here_too(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.world.twilio.numbers[OURS].sms_url = "https://old.example/sms"
    town.world.twilio.numbers[OURS].application = "AP1"
    town.first_use()
    assert (town.world.twilio.numbers[OURS].sms_url, town.world.twilio.numbers[OURS].application) == ("", "")


@pytest.mark.parametrize("kind", ["500", "429", "down", "bad_json", "slow:1800"])
def test_while_twilio_is_away_the_menu_shows_what_is_known(town: Town, kind: str) -> None:
    invite_ben(town)
    town.settle()
    town.world.twilio.fail(kind, 2, on="numbers")
    assert [one["value"] for one in offered(town)] == ["none", OURS, BENS]


def test_a_number_given_while_twilio_is_away_is_pointed_later(town: Town) -> None:
    invite_ben(town, phone="")
    town.settle()
    town.world.twilio.fail("500", 2, on="numbers")
    town.world.twilio.fail("drop_after_accept", 1, on="number")
    change(town, "Ben Carter", phone=SPARE)
    assert holder(town, SPARE)
    until(lambda: town.world.twilio.numbers[SPARE].sms_url == "")
    town.settle()
    assert not any("do not come here" in one for one in told(town))


def test_a_refusal_says_once_what_to_set_by_hand(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    town.tools.policy.public_url = "gopher://parley"
    invite_ben(town, phone=SPARE)
    town.settle()
    (words,) = [one for one in told(town) if "do not come here" in one]
    assert "SmsUrl is not valid" in words
    assert "`gopher://parley/twilio/inbound`, *HTTP POST*" in words
    assert holder(town, SPARE)


@pytest.mark.parametrize(
    ("phone", "words"), [("+13125550177", "not a number of your"), (FOR_CALLS, "calls only")]
)
def test_a_typed_number_that_cannot_be_used_is_said(town: Town, phone: str, words: str) -> None:
    invite_ben(town, phone=phone)
    town.settle()
    assert [words in one for one in told(town)].count(True) == 1


@pytest.mark.parametrize(
    ("defers", "url", "words"),
    [(False, "https://other.example/in", "to other.example"), (False, "", "nowhere"), (True, "", "")],
)
def test_a_service_that_takes_the_texts_is_said(
    make_town: Callable[..., Town], defers: bool, url: str, words: str
) -> None:
    town = make_town(twilio_messaging_service_sid=SERVICE)
    town.first_use()
    town.world.twilio.services[SERVICE] = Service(SERVICE, {SPARE}, url, defers)
    invite(town, BEN, SPARE)
    town.settle()
    said = [one for one in told(town) if "Messaging Service" in one]
    assert [words in one for one in said] == ([True] if words else [])


def test_a_service_that_cannot_be_asked_is_let_be(make_town: Callable[..., Town]) -> None:
    town = make_town(twilio_messaging_service_sid=SERVICE)
    town.first_use()
    town.world.twilio.services[SERVICE] = Service(SERVICE, {SPARE})
    town.world.twilio.fail("500", 1, on="service")
    invite(town, BEN, SPARE)
    town.settle()
    assert town.dead_letters() == []
    assert town.world.twilio.numbers[SPARE].sms_url == ""


def test_an_old_form_does_not_give_a_number_back(town: Town) -> None:
    """Somebody took it meanwhile, and the role with it; the form still shows both."""
    invite(town, BEN, BENS)
    people(town)
    open_change(town, "Ben Carter")
    with town.tools.write() as session:
        found = numbers.by_phone(session, BENS)
        assert found
        numbers.take(session, found)
    with town.tools.write() as session:
        ben = agents.by_slack_user(session, town.tools.workspace_id, BEN)
        assert ben
        ben.role = Role.COMPLIANCE
        session.add(ben)
    assert town.world.slack.submit(MARIA).status == 200
    assert not holder(town, BENS)
    with town.tools.read() as session:
        assert agents.get(session, ben.id).role == Role.COMPLIANCE


def test_a_form_sent_twice_gives_once(town: Town) -> None:
    invite_ben(town, phone="")
    people(town)
    open_change(town, "Ben Carter")
    town.world.slack.type_in_view(MARIA, "phone", "phone", BENS)
    view = town.world.slack.view_of(MARIA)
    payload = {"type": "view_submission", "user": {"id": MARIA}, "view": view}
    for _ in range(2):
        assert town.world.slack.door.payload(payload).status == 200
    with town.tools.read() as session:
        found = numbers.by_phone(session, BENS)
    assert found
    assert holder(town, BENS)


def test_a_number_that_is_taken_while_a_text_is_on_its_way(town: Town) -> None:
    invite_ben(town)
    town.world.slack.command(BEN, "/text", f"{ANA} On my way")
    give(town, BENS, "Nobody")
    until(town.bodies)
    town.world.slack.command(BEN, "/text", f"{ANA} Hello")
    assert "You have no phone number" in town.world.slack.ephemerals(BEN)[-1]["text"]
    assert "shown to the first admin" in str(town.world.slack.view_of(MARIA))
    town.world.twilio.text(ANA, BENS, "OK")
    until(lambda: [one for one in town.texts() if "OK" in one["text"]])
