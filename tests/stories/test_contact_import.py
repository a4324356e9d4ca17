"""Contacts come along from elsewhere: a file is read, shown, imported, and taken back."""

import csv
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot.actions import contact, contact_merge
from bot.actions.people import Who, find_agent
from bot.jobs.handlers import HANDLERS
from bot.jobs.worker import Worker
from models.consent import Consent
from models.contact import Contact, ContactPhone, ContactTag
from models.contact_import import ContactImport, ImportLine
from models.enums import LineFate, MessageState, SuppressionSource
from models.event import Event
from models.suppression import Suppression
from models.workspace import Workspace
from tests.exports import export, file_name
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, WILL, ZOE, Town

HEAD = "Name,Phone,E-mail\n"
PEOPLE = HEAD + "Ana Lopez,(201) 555-0123,ana@example.com\nWill Novak,(201) 555-0124,\nNobody,,\n"


def choose(town: Town, content: str | bytes, name: str = "contacts.csv", user: str = MARIA) -> Any:
    """Choose a file in the window; the message that shows the import."""
    town.world.slack.command(user, "/contacts", "")
    assert town.world.slack.click(user, "contacts_import", "import").ok
    raw = content.encode() if isinstance(content, str) else content
    town.world.slack.type_in_view(user, "file", "file", [(name, "text/csv", raw)])
    answer = town.world.slack.submit(user)
    assert answer.ok, answer
    return shown(town, user)


def drop(town: Town, content: bytes, name: str, user: str = MARIA) -> Any:
    """Drop a file into the direct message; the message that shows the import."""
    town.world.slack.type(user, town.world.slack.dm_of(user), "mine", files=[(name, "text/csv", content)])
    return shown(town, user)


def shown(town: Town, user: str = MARIA) -> Any:
    """The newest message about an import."""
    town.settle()
    posts = town.world.slack.messages(f"D{user[1:]}")
    keys = [one.get("metadata", {}).get("event_payload", {}).get("key", "") for one in posts]
    found = [one for one, key in zip(posts, keys, strict=True) if key.startswith("import:")]
    return found[-1] if found else None


def click(town: Town, action: str, user: str = MARIA, message: Any = None) -> Any:
    """Click in the message; how it stands then."""
    message = message or shown(town)
    assert town.world.slack.click(user, action, channel="DMARIA", ts=message["ts"]).ok
    return shown(town)


def labels(message: Any) -> list[str]:
    rows = [one["elements"] for one in message["blocks"] if one["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row]


def contacts(town: Town) -> dict[str, list[str]]:
    """Everybody in the book: name -> phones."""
    with town.tools.read() as session:
        found: dict[str, list[str]] = {}
        alive = col(Contact.deleted_at).is_(None), col(Contact.merged_into).is_(None)
        for one in session.exec(select(Contact).where(*alive)):
            phones = select(ContactPhone.phone).where(ContactPhone.contact_id == one.id)
            found[one.name] = sorted(session.exec(phones))
        return found


def files(town: Town) -> dict[str, list[list[str]]]:
    """The CSV files below Maria's messages."""
    posts = town.texts()
    named = [one for post in posts for one in post.get("files") or ()]
    found = {one["title"]: town.world.slack.files[one["id"]].content.decode("utf-8-sig") for one in named}
    return {name: list(csv.reader(text.splitlines())) for name, text in found.items()}


def fates(town: Town) -> list[LineFate]:
    with town.tools.read() as session:
        return [one.fate for one in session.exec(select(ImportLine).order_by(col(ImportLine.line)))]


def bring(town: Town, content: str) -> Any:
    """Import all of a file."""
    choose(town, content)
    return click(town, "import_start")


def maria(town: Town) -> Who:
    who = find_agent(town.tools, MARIA)
    assert who
    return who


def one(town: Town, name: str) -> Contact:
    with town.tools.read() as session:
        alive = col(Contact.deleted_at).is_(None), col(Contact.merged_into).is_(None)
        return session.exec(select(Contact).where(Contact.name == name, *alive)).one()


def add(town: Town, name: str, phones: str, **more: str) -> Contact:
    """A contact by hand."""
    contact.add(town.tools, maria(town), contact.Typed(name, phones, **more), f"test:{name}")
    return one(town, name)


def test_a_file_is_shown_imported_and_taken_back(town: Town) -> None:
    seen = choose(town, PEOPLE)
    assert "contacts.csv · 3 lines\n2 new · 1 without a way to reach anybody" in seen["text"]
    assert "Line 4: " in str(seen["blocks"])
    assert labels(seen) == ["Import 2 contacts", "Columns…", "Rows left out", "Cancel"]
    assert contacts(town) == {}
    done = click(town, "import_start")
    assert done["ts"] == seen["ts"]
    assert done["text"].startswith("Imported contacts.csv\n2 new")
    assert labels(done) == ["Rows left out", "Undo import"]
    assert contacts(town) == {"Ana Lopez": [ANA], "Will Novak": [WILL]}
    town.world.slack.command(MARIA, "/contacts", "lopez")
    assert "ana@example.com" in str(town.world.slack.view_of(MARIA))
    undone = click(town, "import_undo")
    assert "was undone. 2 lines taken back." in undone["text"]
    assert "Opt-outs stay" in undone["text"]
    assert labels(undone) == []
    assert contacts(town) == {}
    town.world.slack.command(MARIA, "/contacts", "lopez")
    assert "Nobody is found" in str(town.world.slack.view_of(MARIA))
    assert town.dead_letters() == []


@pytest.mark.parametrize("kind", ["kw", "fub", "google", "outlook", "icloud"])
def test_the_exports_of_other_products_come_along(town: Town, kind: str) -> None:
    seen = choose(town, export(kind, 60), file_name(kind))
    before = {name: town.rows()[name] for name in ("contact", "contact_phone", "event", "suppression")}
    assert set(before.values()) == {0}
    done = click(town, "import_start")
    told, did = (one["text"].split("\n")[1] for one in (seen, done))
    assert told == did, "the preview promised something else"
    made = town.rows()["contact"]
    assert 55 < made == sum(fate == LineFate.NEW for fate in fates(town))
    again = drop(town, export(kind, 60), file_name(kind))
    assert "new" not in again["text"]
    assert not [one for one in labels(again) if one.startswith(("Import", "Update"))]


def test_a_pasted_list_comes_along(town: Town) -> None:
    town.world.slack.command(MARIA, "/contacts", "")
    town.world.slack.click(MARIA, "contacts_paste", "paste")
    pasted = "Ana Lopez 201-555-0123 ana@example.com\nWill Novak, (201) 555-0124\nnobody at all"
    town.world.slack.type_in_view(MARIA, "list", "list", pasted)
    assert town.world.slack.submit(MARIA).ok
    seen = shown(town)
    assert "Pasted list · 3 lines\n2 new" in seen["text"]
    assert "Columns…" not in labels(seen)
    click(town, "import_start")
    assert contacts(town) == {"Ana Lopez": [ANA], "Will Novak": [WILL]}


def test_a_file_dropped_into_the_direct_message_is_an_import_and_nothing_else(town: Town) -> None:
    ts = town.world.slack.type(MARIA, "DMARIA", "", files=[("c.csv", "text/csv", PEOPLE.encode())])
    town.world.slack.deliver_message_event("DMARIA", ts, event_id="EvAGAIN")
    assert "c.csv · 3 lines" in shown(town)["text"]
    drop(town, b"%PDF-1.4", "a.pdf")
    assert town.rows()["contact_import"] == 1
    assert town.world.slack.ephemerals(MARIA)[-1]["text"].startswith("Nothing was sent")
    town.meet_ana()
    town.reply(MARIA, "201", "for Ana", files=[("c.csv", "text/csv", PEOPLE.encode())])
    town.settle()
    assert town.rows()["contact_import"] == 1, "in a client's thread it is a file for the client"


def test_blanks_are_filled_and_nothing_is_overwritten(town: Town) -> None:
    add(town, "Ana", "(201) 555-0123", email="hers@example.com", tags="Buyer")
    table = "Name,Phone,Work Phone,Email,Company,Tags\n"
    row = 'Ana Lopez,2015550123,2015550125,other@example.com,Oak Homes,"buyer, VIP"\n'
    done = bring(town, table + row)
    assert "1 known, with something to add" in done["text"]
    ana = one(town, "Ana")
    assert (ana.email, ana.company) == ("hers@example.com", "Oak Homes")
    assert contacts(town) == {"Ana": [ANA, "+12015550125"]}
    with town.tools.read() as session:
        assert sorted(session.exec(select(ContactTag.tag))) == ["Buyer", "VIP"]
        told = session.exec(select(Event).order_by(col(Event.position))).all()[-1].words
    assert told == (
        "Filled in from contacts.csv, line 2\nCompany: Oak Homes\nPhone added: (201) 555-0125\nTag added: VIP"
    )
    click(town, "import_undo")
    assert (one(town, "Ana").company, contacts(town)) == ("", {"Ana": [ANA]})
    with town.tools.read() as session:
        assert list(session.exec(select(ContactTag.tag))) == ["Buyer"]


def test_whom_a_line_means(town: Town) -> None:
    add(town, "Ana Lopez", "(201) 555-0123")
    add(town, "Grace Hall", "", email="grace@example.com")
    rows = (
        "Tom Lopez,2015550123,\n"  # shares the number
        "ANA LÓPEZ,2015550123,\n"
        "Ana,2015550123,\n"
        "Grace,2015550199,grace@example.com\n"
        "Ben Hall,,grace@example.com\n"  # shares the address
        ",2015550123,\n"
    )
    bring(town, HEAD + rows)
    new, same, updated = LineFate.NEW, LineFate.SAME, LineFate.UPDATED
    double = LineFate.DOUBLE
    assert fates(town) == [new, same, double, updated, new, double]
    assert contacts(town) == {
        "Ana Lopez": [ANA],
        "Tom Lopez": [ANA],
        "Grace Hall": ["+12015550199"],
        "Ben Hall": [],
    }


def test_somebody_who_texted_gets_the_name_and_a_second_person_joins(town: Town) -> None:
    town.meet_ana()
    bring(town, HEAD + "Ana Lopez,2015550123,\nTom Lopez,2015550123,\n")
    assert sorted(contacts(town)) == ["Ana Lopez", "Tom Lopez"]
    card = town.thread_of(MARIA, "Ana &amp; Tom Lopez")
    click(town, "import_undo")
    assert contacts(town) == {"(201) 555-0123": [ANA]}
    assert "Lopez" not in next(one["text"] for one in town.texts() if one["ts"] == card)


def test_a_merge_meanwhile_is_followed(town: Town) -> None:
    keep, other = add(town, "Ana Lopez", "(201) 555-0123"), add(town, "Anna L", "(201) 555-0124")
    choose(town, HEAD + "Anna L,2015550124,anna@example.com\nAna Lopez,2015550124,\n")
    contact_merge.merge(town.tools, maria(town), keep.id, other.id)
    click(town, "import_start")
    assert fates(town) == [LineFate.UPDATED, LineFate.DOUBLE]
    assert one(town, "Ana Lopez").email == "anna@example.com"
    click(town, "import_undo")
    assert one(town, "Ana Lopez").email is None


def test_opt_outs_hold_at_once_and_outlive_the_undoing(town: Town) -> None:
    bring(town, "Name,Phone,Opted Out\nAna Lopez,2015550123,Yes\nWill Novak,2015550124,No\n")
    with town.tools.read() as session:
        standing = session.exec(select(Suppression)).all()
    assert [(one.phone, one.source) for one in standing] == [(ANA, SuppressionSource.IMPORT)]
    assert "contacts.csv, line 2: " in standing[0].proof
    assert "Yes" in standing[0].proof
    click(town, "import_undo")
    town.world.slack.command(MARIA, "/text", "+12015550123 Are you there?")
    town.settle()
    assert "Are you there?" not in str(town.bodies())


def test_an_opt_out_cancels_what_waits(make_town: Any) -> None:
    town = make_town(undo_seconds=60)
    town.first_use()
    town.world.slack.command(MARIA, "/text", "+12015550123 Hello")
    assert [one.state for one in town.messages()] == [MessageState.QUEUED]
    bring(town, "Name,Phone,Opted Out\nAna Lopez,2015550123,Yes\n")
    assert [one.state for one in town.messages()] == [MessageState.CANCELED]
    assert town.bodies() == []


def test_consents_come_with_their_proof_and_end_with_the_import(town: Town) -> None:
    bring(town, "Name,Phone,SMS Consent\nAna Lopez,2015550123,Yes\n")
    with town.tools.read() as session:
        kept = session.exec(select(Consent)).one()
    assert (kept.phone, kept.ended_at) == (ANA, None)
    assert "Consent" in kept.wording
    assert kept.proof.startswith("contacts.csv, line 2 ")
    click(town, "import_undo")
    with town.tools.read() as session:
        assert session.exec(select(Consent)).one().ended_why == "the import was undone"


def test_who_is_in_use_outlives_the_undoing_and_is_named(town: Town) -> None:
    rows = [f"Person {number},20155501{number},\n" for number in range(30, 36)]
    bring(town, HEAD + "".join(rows))
    who = maria(town)
    town.world.slack.command(MARIA, "/text", "+12015550130 Hello")
    town.settle()
    texted = one(town, "Person 30")
    assert texted.touched_at
    contact.edit(town.tools, who, one(town, "Person 31").id, contact.Typed("Ruth", "(201) 555-0131"))
    contact_merge.merge(town.tools, who, one(town, "Person 32").id, one(town, "Person 33").id)
    with town.tools.write() as session:  # by a way that notes nothing
        session.connection().execute(
            update(Contact).where(col(Contact.name) == "Person 34").values(company="X")
        )
    undone = click(town, "import_undo")
    assert sorted(contacts(town)) == ["Person 30", "Person 32", "Person 34", "Ruth"]
    said = str(undone["blocks"])
    assert "Person 30 (line 2): texted since" in said
    assert "Ruth (line 3): changed since" in said
    assert "Person 32 (line 4): merged since" in said
    assert "1 line taken back. 5 lines kept." in undone["text"]


def test_what_was_changed_since_does_not_go_back(town: Town) -> None:
    ana = add(town, "Ana Lopez", "(201) 555-0123")
    bring(town, "Name,Phone,Company,Zip\nAna Lopez,2015550123,Oak,07101\n")
    changed = contact.Typed("Ana Lopez", "(201) 555-0123", company="Elm", zip_code="07101")
    contact.edit(town.tools, maria(town), ana.id, changed)
    click(town, "import_undo")
    now = one(town, "Ana Lopez")
    assert (now.company, now.zip_code) == ("Elm", "")


def test_columns_are_chosen_by_hand(town: Town) -> None:
    seen = choose(town, "Who,Zxq\nAna Lopez,ABC\nWill Novak,DEF\n")
    assert not [one for one in labels(seen) if one.startswith("Import")]
    seen = choose(town, "Name,Phone,Zxq\nAna Lopez,2015550123,Oak Homes\nWill Novak,2015550124,Elm\n")
    assert "“Zxq”" in str(seen["blocks"])
    assert town.world.slack.click(MARIA, "import_columns", channel="DMARIA", ts=seen["ts"]).ok
    view = town.world.slack.view_of(MARIA)
    assert view
    first = view["blocks"][0]
    assert (first["block_id"], first["label"]["text"]) == ("column 2", "Zxq")
    assert "Oak Homes, Elm" in first["hint"]["text"]
    town.world.slack.type_in_view(MARIA, "column 2", "holds", "company")
    assert town.world.slack.submit(MARIA).ok
    again = shown(town)
    assert again["ts"] == seen["ts"]
    assert "Zxq" not in str(again["blocks"])
    click(town, "import_start")
    assert one(town, "Ana Lopez").company == "Oak Homes"


def test_a_pasted_table_has_columns_to_choose(town: Town) -> None:
    town.world.slack.command(MARIA, "/contacts", "")
    town.world.slack.click(MARIA, "contacts_paste", "paste")
    town.world.slack.type_in_view(MARIA, "list", "list", "Name\tPhone\tZxq\nAna Lopez\t2015550123\tOak\n")
    town.world.slack.submit(MARIA)
    town.world.slack.click(MARIA, "import_columns", channel="DMARIA", ts=shown(town)["ts"])
    town.world.slack.type_in_view(MARIA, "column 2", "holds", "company")
    town.world.slack.submit(MARIA)
    click(town, "import_start")
    assert one(town, "Ana Lopez").company == "Oak"


def test_every_button_twice_late_and_by_somebody_else(town: Town) -> None:
    invite_ben(town)
    town.settle()
    seen = choose(town, PEOPLE)
    for action in ("import_start", "import_cancel", "import_undo", "import_left_out", "import_columns"):
        forge(town, seen, action, BEN)
        forge(town, seen, action, ZOE)
        assert forge(town, seen, action, MARIA, "nonsense").status == 400
    assert "Only who started this import" in town.world.slack.ephemerals(BEN)[-1]["text"]
    assert contacts(town) == {}
    for _ in range(2):
        click(town, "import_left_out")
        assert forge(town, seen, "import_start", MARIA).ok
    town.settle()
    assert town.rows()["contact"] == 2
    for late in ("import_cancel", "import_columns"):
        forge(town, seen, late, MARIA)
    town.settle()
    assert "has begun already" in str(town.world.slack.ephemerals(MARIA))
    for _ in range(2):
        forge(town, seen, "import_undo", MARIA)
    town.settle()
    assert (contacts(town), town.dead_letters()) == ({}, [])
    forge(town, seen, "import_start", MARIA)
    town.settle()
    assert contacts(town) == {}
    assert forge(town, seen, "import_start", MARIA, "0190f5a0-0000-7000-8000-000000000000").ok


def forge(town: Town, message: Any, action: str, user: str, value: str = "") -> Any:
    """A click on a button that this message had."""
    with town.tools.read() as session:
        import_id = str(session.exec(select(ContactImport.id)).first())
    about = {
        "user": {"id": user},
        "team": {"id": "T0OAK"},
        "trigger_id": town.world.slack.views.trigger(user),
    }
    where = {"channel": {"id": "DMARIA"}, "message": message}
    url = town.world.slack.replies.new_url(user, f"D{user[1:]}", message)
    clicked = {"action_id": action, "block_id": "b", "type": "button", "value": value or import_id}
    payload = {"type": "block_actions", "actions": [clicked], "response_url": url, **about, **where}
    return town.world.slack.door.payload(payload)


def test_canceled_is_canceled(town: Town) -> None:
    choose(town, PEOPLE)
    assert "was canceled. Nothing was changed." in click(town, "import_cancel")["text"]
    assert (contacts(town), labels(shown(town))) == ({}, [])


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "contacts.csv", "empty"),
        (b"PK\x03\x04" + b"\0" * 40, "people.xlsx", "CSV"),
        (b"\x89PNG\r\n" + b"\0" * 40, "people.csv", "people.csv"),
        (b"Name,Phone\n,\n", "people.csv", "people.csv"),
    ],
)
def test_what_is_no_list_of_people(town: Town, content: bytes, name: str, told: str) -> None:
    seen = choose(town, content, name)
    assert told in seen["text"]
    assert "Nothing was imported." in seen["text"]
    assert (labels(seen), town.dead_letters()) == ([], [])


def test_a_file_without_one_good_line(town: Town) -> None:
    seen = choose(town, HEAD + "Ana Lopez,12,\nWill,,\n")
    assert "2 without a way to reach anybody" in seen["text"]
    assert labels(seen) == ["Columns…", "Rows left out", "Cancel"]
    click(town, "import_left_out")
    (rows,) = files(town).values()
    assert [row[0] for row in rows] == ["Line", "2", "3"]


def test_a_file_that_slack_no_longer_has(town: Town) -> None:
    town.house.worker.stop()
    town.house.stops.remove(town.house.worker.stop)
    town.world.slack.command(MARIA, "/contacts", "")
    town.world.slack.click(MARIA, "contacts_import", "import")
    town.world.slack.type_in_view(MARIA, "file", "file", [("a.csv", "text/csv", PEOPLE.encode())])
    town.world.slack.submit(MARIA)
    town.world.slack.files.clear()
    town.house.worker = Worker(town.tools, HANDLERS, 8)
    town.house.started(town.house.worker)
    seen = shown(town)
    assert "a.csv could not be read from Slack" in seen["text"]
    assert town.dead_letters() == []


def test_one_that_is_too_large_is_refused_in_the_window(town: Town) -> None:
    town.world.slack.command(MARIA, "/contacts", "")
    town.world.slack.click(MARIA, "contacts_import", "import")
    file = {"id": "F1", "name": "a.csv", "filetype": "csv", "mimetype": "text/csv", "size": 20_000_001}
    file |= {"url_private_download": "https://files.slack.com/a.csv"}
    town.world.slack.type_in_view(MARIA, "file", "file", [file])
    answer = town.world.slack.submit(MARIA)
    assert "larger than 20 MB" in str(answer.body)
    assert town.rows()["contact_import"] == 0


def test_what_an_agent_sees_comes_as_a_file_and_back(town: Town) -> None:
    bring(town, "Name,Phone,Email,Tags\nAna Lopez,2015550123,ana@example.com,VIP\n=SUM(1),2015550124,,\n")
    for _ in range(2):
        town.world.slack.command(MARIA, "/contacts", "")
        assert town.world.slack.click(MARIA, "contacts_export", "export").ok
    town.settle()
    (rows,) = [rows for name, rows in files(town).items() if name.startswith("contacts-")]
    assert len(rows) == 3
    assert "ana@example.com" in rows[1]
    assert any(cell.startswith("'=") for cell in rows[2])


def test_a_shared_book_knows_a_colleagues_contact(town: Town) -> None:
    invite_ben(town)
    town.settle()
    with town.tools.write() as session:
        session.connection().execute(update(Workspace).values(shares_contacts=True))
    add(town, "Ana Lopez", "(201) 555-0123")
    seen = choose(town, HEAD + "Ana Lopez,2015550123,\n", user=BEN)
    assert "1 known already" in seen["text"]
    assert labels(seen) == ["Columns…", "Cancel"]


def test_strangers_import_nothing(town: Town) -> None:
    drop(town, PEOPLE.encode(), "c.csv", ZOE)
    assert town.rows()["contact_import"] == 0
