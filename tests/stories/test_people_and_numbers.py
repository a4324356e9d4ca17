"""Several agents and several numbers: `/parley`, moves, numbers nobody holds, people who share a phone."""

from collections.abc import Callable, Sequence

from models import agent as agents
from models import contact as contacts
from models import conversation as conversations
from models import number as numbers
from models import workspace as workspaces
from playground.world import Answer
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, Town, until


def people(town: Town, user: str = MARIA) -> str:
    """The window with the people."""
    town.world.slack.command(user, "/parley", "people")
    return str(town.world.slack.view_of(user))


def invite(
    town: Town, user: str, phone: str = "", role: str = "agent", assists: Sequence[str] = ()
) -> Answer:
    """Maria invites somebody."""
    people(town)
    town.world.slack.click(MARIA, "people_invite")
    town.world.slack.type_in_view(MARIA, "people", "people", [user])
    return save(town, phone, role, assists)


def change(
    town: Town,
    name: str,
    role: str = "",
    assists: Sequence[str] | None = None,
    phone: str = "",
    number: str = "",
) -> Answer:
    """Maria changes somebody who is in the list. `phone` is typed, `number` chosen in the menu."""
    people(town)
    open_change(town, name)
    if number:
        offered = town.world.slack.suggest(MARIA, "number", "our_number", "")
        chosen = next(one for one in offered if one["value"] == number)
        town.world.slack.type_in_view(MARIA, "number", "our_number", chosen)
    return save(town, phone, role, assists)


def open_change(town: Town, name: str) -> None:
    view = town.world.slack.view_of(MARIA)
    assert view
    buttons = [one["accessory"] for one in view["blocks"] if "accessory" in one]
    found = next(one for one in buttons if one["accessibility_label"] == f"Change {name}")
    town.world.slack.click(MARIA, "people_change", found["value"])


def save(town: Town, phone: str, role: str, assists: Sequence[str] | None) -> Answer:
    """Fill what both forms have, and send."""
    slack = town.world.slack
    if role:
        slack.type_in_view(MARIA, "role", "role", role)
    if assists is not None:
        slack.type_in_view(MARIA, "assists", "assists", list(assists))
    if phone:
        slack.type_in_view(MARIA, "phone", "phone", phone)
    answer = slack.submit(MARIA)
    assert answer.status == 200
    return answer


def invite_ben(town: Town, phone: str = BENS, admin: bool = False) -> None:
    invite(town, BEN, phone, "admin" if admin else "agent")


def give(town: Town, phone: str, name: str) -> None:
    """Maria gives a number to somebody, or takes it from who holds it ("Nobody")."""
    if name != "Nobody":
        change(town, name, phone=phone)
        return
    with town.tools.read() as session:
        number = numbers.by_phone(session, phone)
        assert number
        assert number.agent_id
        holder = agents.get(session, number.agent_id).name
    change(town, holder, number="none")


def home(town: Town, user: str = MARIA) -> str:
    town.world.slack.command(user, "/parley")
    return str(town.world.slack.view_of(user))


def test_an_invited_colleague_texts_from_the_given_number(town: Town) -> None:
    invite_ben(town)
    town.settle()
    greeting = town.world.slack.messages(town.world.slack.dm_of(BEN))[-1]["text"]
    assert "Maria Lopez invited you" in greeting
    assert "(312) 555-0101" in greeting
    town.world.slack.command(BEN, "/text", f"{ANA} Hello")
    until(lambda: town.bodies())
    assert (town.world.twilio.sent[0].sender, "Ben Carter" in town.bodies()[0]) == (BENS, True)
    assert "Only an admin" not in home(town, BEN)
    assert "people_invite" not in people(town, BEN)


def test_the_window_below_was_closed_meanwhile(town: Town) -> None:
    """What was asked for is done, and nobody is told of an error."""
    town.world.slack.fail("views.update", "500", 2)
    invite_ben(town)
    assert "<@UBEN>" in home(town)
    town.world.slack.click(MARIA, "admin_zone")
    town.world.slack.click(MARIA, "zone", "America/Denver")
    assert town.world.slack.submit(MARIA).status == 200


def test_a_colleague_may_be_made_admin(town: Town) -> None:
    invite_ben(town, admin=True)
    assert "people_invite" in people(town, BEN)
    assert "<@UBEN> · admin" in home(town)


def test_without_a_number_a_colleague_is_told_who_gives_one(town: Town) -> None:
    invite_ben(town, phone="")
    town.world.slack.command(BEN, "/text", f"{ANA} Hello")
    assert "You have no phone number" in town.world.slack.ephemerals(BEN)[-1]["text"]
    give(town, BENS, "Ben Carter")
    town.world.slack.command(BEN, "/text", f"{ANA} Hello")
    until(lambda: town.bodies())


def test_wrong_entries_are_told_beside_their_field(town: Town) -> None:
    assert "Only full members" in invite(town, "UBOT2").body["errors"]["people"]
    town.world.slack.close_view(MARIA)
    assert "too short" in invite(town, BEN, "12").body["errors"]["phone"]
    assert town.rows()["agent"] == 1


def test_the_time_zone_is_set(town: Town) -> None:
    town.world.slack.command(MARIA, "/parley")
    town.world.slack.click(MARIA, "admin_zone")
    town.world.slack.click(MARIA, "zone", "America/Denver")
    assert town.world.slack.submit(MARIA).status == 200
    with town.tools.read() as session:
        assert workspaces.get(session, town.tools.workspace_id).time_zone == "America/Denver"


def test_a_moved_numbers_next_text_opens_with_its_new_holder(town: Town) -> None:
    town.meet_ana()
    invite_ben(town, phone="")
    give(town, OURS, "Ben Carter")
    town.world.twilio.text(ANA, OURS, "Still there?")
    town.settle()
    assert [one["text"].rpartition(": ")[2] for one in town.replies(BEN, "201")] == ["Still there?"]
    town.reply(MARIA, "201", "Yes!")
    town.settle()
    assert town.bodies() == []
    town.reply(BEN, "201", "Yes, I am Ben")
    until(lambda: town.bodies() == ["Yes, I am Ben"])


def test_a_text_to_a_number_nobody_holds_is_shown_to_the_admin(town: Town) -> None:
    town.world.twilio.text(WILL, "+13125550102", "Anybody?")
    town.settle()
    assert "Anybody?" in town.replies(MARIA, "201")[-1]["text"]
    card = town.world.slack.find("DMARIA", town.thread_of(MARIA, "201"))
    assert "Nobody texts from (312) 555-0102 yet" in card["text"]
    town.reply(MARIA, "201", "Me!")
    town.settle()
    assert town.bodies() == []


def test_texts_from_before_anybody_was_here_are_shown_to_the_first(make_town: Callable[..., Town]) -> None:
    town = make_town()
    for words in ("one", "two"):
        town.world.twilio.text(ANA, OURS, words)
    town.world.twilio.text(WILL, OURS, "three")
    town.settle()
    town.first_use()
    town.settle()
    shown = [one["text"].rpartition(": ")[2] for one in town.texts() if "thread_ts" in one]
    assert [one for one in shown if one in ("one", "two")] == ["one", "two"]
    assert "three" in shown


def test_a_couple_on_one_phone_and_a_person_with_two(town: Town) -> None:
    with town.tools.write() as session:
        number = numbers.get_or_add(session, town.tools.workspace_id, OURS)
        agent_id, now = number.agent_id, town.clock.now()
        assert agent_id
        for name in ("Tom Novak", "Jerry Novak"):
            added = contacts.add(
                session, town.tools.workspace_id, agent_id, name, name.lower(), ANA, True, now
            )
        session.add(contacts.ContactPhone(contact_id=added.id, agent_id=agent_id, phone=WILL, created_at=now))
    town.world.twilio.text(ANA, OURS, "from both")
    town.world.twilio.text(WILL, OURS, "from Jerry's other phone")
    town.settle()
    assert "from both" in town.replies(MARIA, "Tom &amp; Jerry Novak")[-1]["text"]
    assert "other phone" in town.replies(MARIA, "Jerry Novak, (201) 555-0124")[-1]["text"]
    with town.tools.read() as session:
        assert contacts.phones(session, added.id) == [ANA, WILL]
        known = conversations.between(session, number.id, ANA)
        assert known
        assert [one.name for one in conversations.contacts(session, known.id)] == ["Tom Novak", "Jerry Novak"]
