"""A contact's timeline: every kind of entry, its filters, its pages, whose it is, its file."""

import csv
import re
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import insert
from sqlmodel import col, select

from bot.rules.position import instant_of, position_of
from models import card as cards
from models import conversation as conversations
from models import suppression as suppressions
from models.columns import new_id
from models.consent import Consent
from models.contact import Contact
from models.enums import ConsentSource, Direction, EventKind, MessageState, SuppressionSource
from models.event import Event
from models.message import Message
from models.workspace import Workspace
from tests.stories.test_contacts import add, card
from tests.stories.test_people_and_numbers import give, invite_ben
from tests.support import ANA, BEN, MARIA, OURS, WILL, Town, until

PDF = ("contract.pdf", "application/pdf", b"%PDF-1.7 a contract")


def click(town: Town, action: str, value: Any = None, user: str = MARIA) -> str:
    """Click in the open window; what it shows then."""
    assert town.world.slack.click(user, action, value).status == 200
    return shown(town, user)


def shown(town: Town, user: str = MARIA) -> str:
    """What stands in the open window, without its fields."""
    view = town.world.slack.view_of(user)
    assert view
    said = [one["text"]["text"] for one in view["blocks"] if one["type"] == "section"]
    said += [part["text"] for one in view["blocks"] for part in one.get("elements", ()) if "text" in part]
    return "\n".join(str(one) for one in said)


def timeline(town: Town, query: str = "ana", user: str = MARIA) -> str:
    """A contact's timeline, opened from the card."""
    card(town, query, user)
    return click(town, "contact_timeline", user=user)


def from_thread(town: Town, user: str = MARIA, name: str = "Ana") -> str:
    """The timeline of a thread, opened from its card."""
    ts = town.thread_of(MARIA, name)
    town.world.slack.views.stacks[user] = []
    assert town.world.slack.click(user, "talk_timeline", channel="DMARIA", ts=ts).status == 200
    return shown(town, user)


def craft(town: Town, user: str, action: str, value: object) -> int:
    """A button that somebody clicks who should not have it."""
    payload: dict[str, Any] = {"type": "block_actions", "trigger_id": town.world.slack.views.trigger(user)}
    payload["actions"] = [{"type": "button", "action_id": action, "block_id": "b", "value": str(value)}]
    return town.world.slack.door.payload(payload | town.world.slack._about(user)).status


def contact(town: Town, name: str = "Ana Lopez") -> Contact:
    with town.tools.read() as session:
        return session.exec(select(Contact).where(Contact.name == name)).one()


def talk_id(town: Town, phone: str = ANA) -> UUID:
    with town.tools.read() as session:
        asked = select(conversations.Conversation.id).where(conversations.Conversation.phone == phone)
        return session.exec(asked).one()


@pytest.fixture
def ana(town: Town) -> Town:
    add(town, name="Ana Lopez", phones="(201) 555-0123")
    town.meet_ana()
    return town


def happen(town: Town) -> None:
    """One of each: a failure, a file and its opening, a note, an opt-out and its end, a consent."""
    town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"one")])
    town.reply(MARIA, "Ana", "// likes <b> & *gardens*")
    town.reply(MARIA, "Ana", "Please sign", files=[PDF])
    until(lambda: town.bodies())
    assert requests.get(re.findall(r"https?://\S+", town.bodies()[0])[0], timeout=5).status_code == 200
    town.settle()
    town.world.twilio.text(ANA, OURS, "STOP")
    town.settle()
    town.reply(MARIA, "Ana", "Are you there?")
    town.settle()
    town.world.twilio.text(ANA, OURS, "START")
    town.settle()
    with town.tools.write() as session:
        now = town.clock.now()
        about: dict[str, Any] = {"workspace_id": town.tools.workspace_id, "contact_id": contact(town).id}
        about |= {"source": ConsentSource.HAND, "wording": "Yes to texts", "proof": "on paper"}
        session.add(Consent(**about, phone=ANA, at=now, ended_at=now, ended_why="changed her mind"))


def test_everything_stands_on_one_timeline(ana: Town) -> None:
    happen(ana)
    all_of_it = timeline(ana)
    assert all_of_it.startswith("*Ana Lopez*\n(201) 555-0123\n*Today*\n")
    for words in (
        *(
            "· Ana Lopez to Maria Lopez · 1 credit\n>Hi, it's me",
            ">Look · With ",
            "likes &lt;b&gt; &amp; *gardens*",
        ),
        *("· Maria Lopez to Ana Lopez · ", "Please sign · With contract.pdf (opened)", "Contact added"),
        *(
            "Opened a file\n>contract.pdf",
            "Not sent: ",
            "Opted out by a text: (201) 555-0123\n>texted 'STOP'",
        ),
        *("May be texted again: (201) 555-0123", "Consent, entered by hand: (201) 555-0123\n>Yes to texts"),
        "Consent ended: (201) 555-0123\n>changed her mind",
    ):
        assert words in all_of_it, words
    assert (
        all_of_it.index("Consent ended") < all_of_it.index("Opened a file") < all_of_it.index("Hi, it's me")
    )
    assert re.search(r"<http\S+/archives/DMARIA/p\d+\?thread_ts=[\d.]+&cid=DMARIA\|9:00 AM> · Ana", all_of_it)


PARTS = {  # what is chosen, what is there, what is not
    "texts": ("Hi, it's me", "Opened a file"),
    "files": ("Look · With", "Hi, it's me"),
    "not delivered": ("Are you there?", "Please sign"),
    "consent": ("Yes to texts", "Hi, it's me"),
    "notes": ("gardens", "Contact added"),
    "changes": ("Contact added", "gardens"),
}


def test_a_filter_shows_a_part(ana: Town) -> None:
    happen(ana)
    timeline(ana)
    for part, (there, elsewhere) in PARTS.items():
        seen = click(ana, "timeline_filter", part)
        assert (there in seen, elsewhere in seen) == (True, False), part
    assert "Opened a file" in click(ana, "timeline_filter", "files")
    assert "Hi, it's me" in click(ana, "timeline_filter", "everything")


def test_nothing_is_said_in_words(town: Town) -> None:
    add(town, name="Ana Lopez", phones="(201) 555-0123")
    assert "Contact added" in timeline(town)
    assert "Nothing of this kind" in click(town, "timeline_filter", "texts")


def many(town: Town, count: int, at: int) -> None:
    """Texts and notes of one and the same instant, and one opt-out that began and ended then."""
    with town.tools.write() as session:
        base = {"workspace_id": town.tools.workspace_id, "conversation_id": talk_id(town), "position": at}
        now = instant_of(at)
        text = {
            "direction": Direction.IN,
            "state": MessageState.RECEIVED,
            "created_at": now,
            "changed_at": now,
        }
        for table, more in (
            (Message, text | {"segments": 1, "encoding": "", "attempts": 0, "lookups": 0, "sign_swaps": 0}),
            (Event, {"kind": EventKind.NOTE, "at": now, "words": ""}),
        ):
            words = "body" if table is Message else "words"
            rows = [
                base | more | {"id": new_id(), "source_key": f"{words}:{one}", words: f"same {words} {one}."}
                for one in range(count)
            ]
            session.connection().execute(insert(table), rows)
        suppressions.suppress(session, town.tools.workspace_id, ANA, SuppressionSource.KEYWORD, "STOP", now)
        suppressions.lift(session, town.tools.workspace_id, ANA, [SuppressionSource.KEYWORD], now)


def same(said: str) -> list[str]:
    return re.findall(r"same \w+ \d+\.|Opted out by a text|May be texted again", said)


def test_entries_of_one_instant_neither_repeat_nor_vanish_while_texts_arrive(ana: Town) -> None:
    many(ana, 30, position_of(ana.clock.now() - timedelta(hours=1)))
    pages = [timeline(ana)]
    while any(one.get("action_id") == "timeline_older" for one in buttons(ana)):
        ana.world.twilio.text(ANA, OURS, f"new {len(pages)}")
        ana.settle()
        pages.append(click(ana, "timeline_older"))
    there = [one for page in pages for one in same(page)]
    assert (len(there), len(set(there))) == (62, 62)
    back: list[str] = []
    while any(one.get("action_id") == "timeline_newer" for one in buttons(ana)):
        back.append(click(ana, "timeline_newer"))
    assert {one for page in (*back, pages[-1]) for one in same(page)} == set(there)
    assert f"new {len(pages) - 1}" in back[-1]  # and it ends with the newest


def buttons(town: Town) -> list[Any]:
    view = town.world.slack.view_of(MARIA)
    assert view
    return [one for block in view["blocks"] if block["type"] == "actions" for one in block["elements"]]


def test_a_couple_has_one_timeline_with_both_names(ana: Town) -> None:
    add(ana, name="Tom <Novak>", phones="(201) 555-0123\n(201) 555-0124")
    ana.world.twilio.text(ANA, OURS, "from one of us")
    ana.world.twilio.text(WILL, OURS, "from Tom's other phone")
    ana.settle()
    both = from_thread(ana)
    assert both.startswith("*Ana Lopez*\n(201) 555-0123\n*Tom &lt;Novak&gt;*\n(201) 555-0123, (201) 555-0124")
    assert "Ana Lopez &amp; Tom &lt;Novak&gt; to Maria Lopez · 1 credit\n>from one of us" in both
    assert "Tom &lt;Novak&gt; to Maria Lopez · 1 credit\n>from Tom's other phone" in both
    assert "Contact added (Tom &lt;Novak&gt;)" in both
    own = timeline(ana, "tom")
    assert ("from one of us" in own, "Hi, it's me" in own) == (True, False)  # before he was known here


def test_a_former_contact_has_its_own_time_only(ana: Town) -> None:
    add(ana, name="Tom Novak", phones="(201) 555-0123")
    ana.clock.forward(minutes=1)
    with ana.tools.write() as session:
        cards.detach(session, talk_id(ana), contact(ana).id, ana.clock.now())
    ana.clock.forward(minutes=1)
    ana.world.twilio.text(ANA, OURS, "I am somebody new")
    ana.settle()
    seen = timeline(ana)
    assert ("Hi, it's me" in seen, "somebody new" in seen) == (True, False)
    with ana.tools.write() as session:
        conversations.attach(session, talk_id(ana), contact(ana).id, ana.clock.now() + timedelta(minutes=1))
    ana.clock.forward(minutes=2)
    ana.world.twilio.text(ANA, OURS, "Ana again")
    ana.settle()
    seen = timeline(ana)
    assert ("Hi, it's me" in seen, "somebody new" in seen, "Ana again" in seen) == (True, False, True)


def test_a_card_that_took_another_in_shows_what_that_brought(ana: Town) -> None:
    add(ana, name="Ana L", phones="(201) 555-0124")
    ana.world.twilio.text(WILL, OURS, "my other phone")
    ana.settle()
    timeline(ana, "ana l 0124")
    until(lambda: "my other phone" in shown(ana))
    first, other = contact(ana), contact(ana, "Ana L")
    card(ana, "0123")
    ana.world.slack.click(MARIA, "contact_more", f"merge {first.id}")
    with ana.tools.write() as session:
        loaded = session.get_one(Contact, other.id)
        loaded.merged_into = first.id
        session.add(loaded)
    seen = timeline(ana, "0123")
    assert (seen.count("Contact added"), "Hi, it's me" in seen, "my other phone" in seen) == (2, True, True)


def test_somebody_elses_contact_is_refused(ana: Town) -> None:
    invite_ben(ana)
    ana.settle()
    for action, value in (("contact_timeline", contact(ana).id), ("talk_timeline", talk_id(ana))):
        craft(ana, BEN, action, value)
        assert "is not one of yours" in shown(ana, BEN)
    craft(ana, BEN, "contact_note", contact(ana).id)
    assert "is not one of yours" in shown(ana, BEN)
    for value in (new_id(), talk_id(ana)):
        craft(ana, MARIA, "contact_timeline", value)
        assert "is not one of yours" in shown(ana)
    craft(ana, MARIA, "talk_timeline", new_id())
    assert "not here any more" in shown(ana)
    for action in ("contact_timeline", "talk_timeline", "contact_note"):
        assert craft(ana, MARIA, action, "nonsense") == 400


def test_only_the_conversations_of_ones_own_number_unless_contacts_are_shared(ana: Town) -> None:
    invite_ben(ana)
    ana.settle()
    ana.world.slack.command(BEN, "/text", f"{ANA} Hello from Ben")
    until(lambda: len(ana.bodies()) == 1)
    ana.settle()
    assert "Hello from Ben" not in timeline(ana)
    with ana.tools.write() as session:
        workspace = session.exec(select(Workspace)).one()
        workspace.shares_contacts = True
        session.add(workspace)
        newest = session.exec(select(Message.conversation_id).order_by(col(Message.position).desc())).first()
        assert newest
        conversations.attach(session, newest, contact(ana).id)
    seen = timeline(ana, "ana lopez")
    assert "Ben Carter to Ana Lopez" in seen
    assert not re.search(r"\|[^>]*>[^>]*Ben Carter", seen)  # no link into his direct message


def test_who_gave_the_number_away_sees_its_conversations_no_longer(ana: Town) -> None:
    invite_ben(ana, phone="")
    give(ana, OURS, "Ben Carter")
    ana.world.twilio.text(ANA, OURS, "Still there?")
    ana.settle()
    assert "Hi, it's me" not in timeline(ana)
    ts = ana.thread_of(BEN, "Ana")
    ana.world.slack.click(BEN, "talk_timeline", channel="DBEN", ts=ts)
    assert "Still there?" in shown(ana, BEN)


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("timeline_filter", {"selected_option": {"value": "gossip"}}),
        ("timeline_filter", {}),
        ("timeline_older", {"value": "1 2 3"}),
        ("timeline_older", {"value": f"{10**18} {UUID(int=1)} 0"}),
        ("timeline_newer", {"value": f"5 {UUID(int=1)} 6"}),
    ],
)
def test_nonsense_is_refused(ana: Town, action: str, more: dict[str, Any]) -> None:
    timeline(ana)
    view = deepcopy(ana.world.slack.view_of(MARIA))
    assert view
    payload = {"type": "block_actions", "trigger_id": "1", "view": view, **ana.world.slack._about(MARIA)}
    payload["actions"] = [{"type": "button", "action_id": action, "block_id": "b", **more}]
    assert ana.world.slack.door.payload(payload).status == 400
    view["private_metadata"] = "contact everything"
    payload["actions"] = [{"type": "button", "action_id": "timeline_csv", "block_id": "b", "value": "csv"}]
    assert ana.world.slack.door.payload(payload).status == 400


def files(town: Town, user: str = MARIA) -> list[tuple[str, list[list[str]]]]:
    """The CSV files in somebody's direct message, with their rows."""
    with town.world.slack.stage.lock:
        posts = list(town.world.slack.posts[f"D{user[1:]}"].values())
        named = [one for post in posts for one in post.get("files") or ()]
    found = [town.world.slack.files[one["id"]] for one in named]
    return [
        (one.name, list(csv.reader(one.content.decode("utf-8-sig").splitlines())))
        for one in found
        if one.name.endswith(".csv")
    ]


def test_the_file_holds_what_the_filter_shows_once(ana: Town) -> None:
    ana.world.twilio.text(ANA, OURS, "=HYPERLINK(evil)")
    ana.settle()
    timeline(ana)
    click(ana, "timeline_filter", "texts")
    assert "on its way to your direct message" in click(ana, "timeline_csv")
    ana.settle()
    ((name, (head, *rows)),) = files(ana)
    assert (name, head[:4]) == ("timeline-ana-lopez-texts.csv", ["When", "From", "To", "What"])
    assert [row[1:] for row in rows] == [
        ["Ana Lopez", "Maria Lopez", "", "'=HYPERLINK(evil)", "", "1"],
        ["Ana Lopez", "Maria Lopez", "", "Hi, it's me", "", "1"],
    ]


def test_a_long_timeline_is_whole_in_its_file(ana: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.actions.timeline_file.AT_ONCE", 7)
    many(ana, 20, position_of(ana.clock.now() - timedelta(hours=1)))
    timeline(ana)
    click(ana, "timeline_csv")
    ana.settle()
    ((_, rows),) = files(ana)
    assert len({row[4] for row in rows if row[4].startswith("same")}) == 40


def test_who_lost_the_contact_meanwhile_gets_a_word_instead_of_the_file(ana: Town) -> None:
    timeline(ana)
    with ana.tools.write() as session:
        gone = session.get_one(Contact, contact(ana).id)
        gone.deleted_at = ana.clock.now()
        session.add(gone)
    click(ana, "timeline_csv")
    ana.settle()
    assert files(ana) == []
    assert "is not one of yours" in shown(ana)
