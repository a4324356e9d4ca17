"""Charges: the month's page, taking lines back and correcting them, the statement of every closed month."""

import csv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

import pytest

from bot.actions import beat, statement
from bot.actions.statement import LineId
from bot.screens import statement as screens
from bot.work import Refusal
from models import agent as agents
from models import charge_line as lines
from models.account import Account
from models.agent import Agent
from models.charge_line import ChargeLine
from models.enums import Meter, PayerKind, Role
from models.workspace import Workspace
from tests.plans import account, bill, charged, order, subscription, who
from tests.stories.test_office import errors, fill, office, send, submit
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import BEN, MARIA, Town


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Maria and Ben buy plans and packs in March; the tax is 8.25 per cent."""
    built = make_town(welcome_credits=100)
    built.first_use()
    invite_ben(built)
    bill(built, tax_rate=825, tax_name="Sales tax")
    order(built, 250, BEN)
    order(built, 100, BEN, packs=True)
    order(built, 500)
    return built


def at(town: Town, month: int, day: int = 1, hour: int = 12, year: int = 2026) -> None:
    """The clock stands there and the timetable has looked, in several processes at once."""
    town.clock.move_to(datetime(year, month, day, hour, tzinfo=UTC))
    with ThreadPoolExecutor(3) as several:
        for done in [several.submit(beat.keep_books, town.tools) for _ in range(3)]:
            done.result()
    town.settle()


def statements(town: Town, user: str = MARIA) -> list[dict[str, Any]]:
    posts = town.world.slack.messages(town.world.slack.dm_of(user))
    return [one for one in posts if one["text"].startswith("Statement of")]


def file_of(town: Town, post: dict[str, Any], user: str = MARIA) -> tuple[str, list[dict[str, str]]]:
    """The name and the rows of the file in a statement's thread."""
    thread = town.world.slack.messages(town.world.slack.dm_of(user), thread_ts=post["ts"])
    (wire,) = [file for one in thread for file in one.get("files", [])]
    content = town.world.slack.files[wire["id"]].content.decode("utf-8-sig")
    return wire["name"], list(csv.DictReader(StringIO(content)))


def agent_page(town: Town, month: int, user: str = BEN) -> Any:
    office(town, "charges")
    town.world.slack.click(MARIA, "charges_agent", f"{month} {who(town, user).agent_id} 0")
    return town.world.slack.view_of(MARIA)


def choose(town: Town, verb: str, account_id: UUID, key: str) -> Any:
    view = town.world.slack.view_of(MARIA)
    assert view
    value = f"{verb} {account_id} {key}"
    block = next(one["block_id"] for one in view["blocks"] if value in str(one.get("accessory", "")))
    town.world.slack.click(MARIA, "charges_line", value, block_id=block)
    return town.world.slack.view_of(MARIA)


def first(town: Town, user: str = BEN) -> tuple[UUID, str]:
    """An agent's first line."""
    mine = account(town, user)
    with town.tools.read() as session:
        found = sorted(lines.of_account(session, mine, 50), key=lambda one: one.at)
    return mine, found[0].source_key


def test_the_page_shows_sums_by_agent_and_with_tax(town: Town) -> None:
    seen = str(office(town, "charges"))
    for words in (
        "Ben Carter: $14.00 + $1.15 Sales tax = $15.15",
        "Maria Lopez: $15.00 + $1.24 Sales tax = $16.24",
        "Billed to the brokerage: $29.00 + $2.39 Sales tax = $31.39",
        "2 lines",
        "March 2026",
    ):
        assert words in seen
    seen = str(agent_page(town, 202603))
    assert "Pack: 100 credits" in seen
    assert "Change to 250 credits a month, 250 credits added" in seen
    town.world.slack.click(MARIA, "charges_back", "202603")
    assert "Maria Lopez" in str(town.world.slack.view_of(MARIA))


def test_many_agents_and_many_lines_have_pages(town: Town) -> None:
    mine, now = account(town, BEN), town.clock.now()
    with town.tools.write() as session:
        for place in range(30):
            new = Agent(
                workspace_id=town.tools.workspace_id, slack_user_id=f"U{place}", name=f"Agent {place:02}",
                created_at=now,
            )  # fmt: skip
            session.add(new)
            session.flush()
            theirs = Account(
                workspace_id=town.tools.workspace_id, agent_id=new.id, meter=Meter.SMS,
                zone="America/Chicago", month=202603, month_ends_at=now, due_at=now,
            )  # fmt: skip
            session.add(theirs)
            session.flush()
            for account_id in (theirs.id, mine):
                session.add(line(town, account_id, f"manual:{place}", 100))
    assert "Page 1 of 3" in str(office(town, "charges"))
    town.world.slack.click(MARIA, "charges_page_next", "202603 1")
    town.world.slack.click(MARIA, "charges_page_next", "202603 2")
    seen = str(town.world.slack.view_of(MARIA))
    assert ("Page 3 of 3" in seen, "Maria Lopez" in seen) == (True, True)
    town.world.slack.click(MARIA, "charges_agent", f"202603 {who(town, BEN).agent_id} 0")
    assert "Page 1 of 2" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "charges_agent_next", f"202603 {who(town, BEN).agent_id} 1")
    assert "Page 2 of 2" in str(town.world.slack.view_of(MARIA))


def line(town: Town, account_id: UUID, key: str, amount: int, words: str = "By hand") -> ChargeLine:
    return ChargeLine(
        account_id=account_id, source_key=key, workspace_id=town.tools.workspace_id, month=202603,
        payer=PayerKind.BROKERAGE, amount=amount, tax=0, currency="USD", words=words, at=town.clock.now(),
    )  # fmt: skip


def test_a_line_is_taken_back_once_with_its_reason_and_credits_stay(town: Town) -> None:
    mine, key = first(town)
    before = subscription(town, mine)
    agent_page(town, 202603)
    form = choose(town, "void", mine, key)
    assert "Credits stay as they are" in str(form)
    assert "/parley" in str(form)
    fill(town, reason="Ordered by mistake")
    assert submit(town).status == 200
    seen = str(town.world.slack.view_of(MARIA))
    assert "$9.74 taken back" in seen
    assert "Ordered by mistake" in seen
    assert "· taken back" in seen
    assert "already" in send(town, MARIA, form | state(reason="Again")).body["errors"]["reason"]
    with town.tools.read() as session:
        back = lines.get(session, mine, f"void:{key}")
        assert back
        assert (back.amount, back.tax, back.voids_key, back.month) == (-900, -74, key, 202603)
        assert (back.by_id, lines.total(session, mine, 202603)) == (who(town).agent_id, 500)
    assert subscription(town, mine) == before


def state(**values: str) -> dict[str, Any]:
    return {"state": {"values": {name: {name: {"value": value}} for name, value in values.items()}}}


def test_what_was_taken_back_offers_nothing_more(town: Town) -> None:
    mine, key = first(town)
    statement.void(town.tools, who(town), LineId(mine, key), "Mistake")
    view = agent_page(town, 202603)
    offered = [one["accessory"] for one in view["blocks"] if one.get("accessory")]
    assert len(offered) == 1  # of three lines
    for wrong in (key, f"void:{key}"):
        with pytest.raises(Refusal, match="taken back"):
            statement.void(town.tools, who(town), LineId(mine, wrong), "Again")


def test_in_a_closed_month_the_statement_stays_true(town: Town) -> None:
    mine, key = first(town)
    at(town, 4)
    statement.void(town.tools, who(town), LineId(mine, key), "Late")
    assert sum(one.amount for one in charged(town, 202603)) == 2900
    # The month's plans, less what was taken back.
    assert sorted(one.amount for one in charged(town, 202604)) == [-900, 900, 1500]
    town.world.slack.command(MARIA, "/parley")


def test_a_line_is_corrected_once(town: Town) -> None:
    mine, key = first(town)
    agent_page(town, 202603)
    form = choose(town, "correct", mine, key)
    for amount, words in (("lots", "such as 25"), ("0", "Take back"), ("100,000.01", "up to")):
        fill(town, amount=amount, reason="Agreed price")
        assert words in errors(town)["amount"]
    assert len(charged(town, 202603)) == 3
    fill(town, amount="$7.50")
    assert submit(town).status == 200
    assert "$9.00 taken back and $7.50 written instead" in str(town.world.slack.view_of(MARIA))
    assert "already" in str(send(town, MARIA, form | state(amount="1", reason="Again")).body["errors"])
    found = [(one.amount, one.tax) for one in charged(town, 202603) if one.account_id == mine]
    assert sorted(found) == [(-900, -74), (500, 41), (750, 62), (900, 74)]
    manual = next(one for one in charged(town, 202603) if one.amount == 750)
    assert "Agreed price" in manual.words
    statement.correct(town.tools, who(town), LineId(mine, manual.source_key), "-2.50", "A present")
    assert (-250, -21) in [(one.amount, one.tax) for one in charged(town, 202603)]


def test_two_at_once_take_back_once(town: Town) -> None:
    which = LineId(*first(town))

    def take() -> bool:
        try:
            statement.void(town.tools, who(town), which, "Mistake")
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as several:
        done = [one.result() for one in [several.submit(take) for _ in range(4)]]
    assert done.count(True) == 1
    assert len(charged(town, 202603)) == 4


def test_a_reason_is_needed(town: Town) -> None:
    mine, key = first(town)
    agent_page(town, 202603)
    form = choose(town, "void", mine, key)
    assert "Say why" in send(town, MARIA, form | state(reason="  ")).body["errors"]["reason"]
    assert "Say why" in send(town, MARIA, form | state(reason="x" * 201)).body["errors"]["reason"]


def test_only_admins_and_only_their_own_lines(town: Town) -> None:
    which, ben = LineId(*first(town)), who(town, BEN)
    agent_page(town, 202603)
    form = choose(town, "void", which.account_id, which.key)
    assert "Only an admin" in str(send(town, BEN, form | state(reason="Mine")).body)
    for act in (
        lambda: statement.void(town.tools, ben, which, "x"),
        lambda: statement.correct(town.tools, ben, which, "1", "x"),
        lambda: statement.form_of(town.tools, ben, which),
        lambda: statement.statement_of(town.tools, ben, 202603),
        lambda: statement.lines_of(town.tools, ben, 202603, ben.agent_id),
        lambda: statement.months_of(town.tools, ben),
        lambda: statement.send_again(town.tools, ben, 202603),
    ):
        with pytest.raises(Refusal, match="Only an admin"):
            act()
    theirs = LineId(*foreign_line(town))
    for name in (theirs, LineId(theirs.account_id, which.key), LineId(which.account_id, "order:x")):
        with pytest.raises(Refusal, match="no such charge"):
            statement.void(town.tools, who(town), name, "x")
    assert len(charged(town, 202603)) == 3


def foreign_line(town: Town) -> tuple[UUID, str]:
    """A charge of another workspace."""
    now = town.clock.now()
    other = Workspace(slack_team_id="T0ELM", bot_user_id="U", name="Elm", time_zone="UTC")
    ann = Agent(workspace_id=other.id, slack_user_id="UANN", name="Ann", role=Role.AGENT, created_at=now)
    theirs = Account(
        workspace_id=other.id, agent_id=ann.id, meter=Meter.SMS, zone="UTC", month=202603, month_ends_at=now,
        due_at=now,
    )  # fmt: skip
    foreign = line(town, theirs.id, "order:x", 5)
    foreign.workspace_id = other.id
    with town.tools.write() as session:
        for one in (other, ann, theirs, foreign):
            session.add(one)
            session.flush()
    return theirs.id, "order:x"


def test_on_the_first_every_admin_gets_the_statement_once(town: Town) -> None:
    with town.tools.write() as session:
        ben = agents.by_slack_user(session, town.tools.workspace_id, BEN)
        assert ben
        ben.role = Role.ADMIN
        session.add(ben)
    at(town, 3, 31)
    assert statements(town) == []
    at(town, 4, 1, 4)  # 11 in the evening in Chicago
    assert statements(town) == []
    at(town, 4, 1, 6)
    at(town, 4, 2)
    beat.hour(town.tools)
    town.settle()
    for user in (MARIA, BEN):
        (post,) = statements(town, user)
        for words in (
            "Statement of March 2026",
            "Billed to the brokerage: $29.00 + $2.39 Sales tax = $31.39",
            "Ben Carter: $14.00 + $1.15 Sales tax = $15.15",
        ):
            assert words in post["text"]
        name, rows = file_of(town, post, user)
        assert name == "statement-2026-03.csv"
        assert [one["Total"] for one in rows] == ["9.74", "5.41", "16.24"]
        assert sum(Decimal(one["Total"]) for one in rows) == Decimal("31.39")
        assert all(
            Decimal(one["Net"]) + Decimal(one["Tax"]) == Decimal(one["Total"]) and one["Month"] == "2026-03"
            for one in rows
        )


def test_months_that_were_slept_through_come_one_by_one(town: Town) -> None:
    at(town, 6, 3)
    heads = [one["text"].split(":")[0] for one in statements(town)]
    assert heads == ["Statement of March 2026", "Statement of April 2026", "Statement of May 2026"]
    assert "= $25.98" in statements(town)[1]["text"]  # both plans anew
    at(town, 7, 1)
    assert len(statements(town)) == 4


def test_while_slack_loses_answers_it_comes_once(town: Town) -> None:
    town.world.slack.fail("chat.postMessage", "drop_after_accept", 1)
    town.world.slack.fail("files.completeUploadExternal", "drop_after_accept", 1)
    at(town, 4, 2)
    (post,) = statements(town)
    file_of(town, post)


def test_any_months_statement_can_be_had_again(town: Town) -> None:
    at(town, 4, 2)
    office(town, "charges")
    town.world.slack.click(MARIA, "charges_month", "202603")
    assert "= $31.39" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "charges_send", "202603")
    town.settle()
    assert "comes as a direct message" in str(town.world.slack.view_of(MARIA))
    found = statements(town)
    assert [one["text"] for one in found] == [found[0]["text"]] * 2
    assert file_of(town, found[1]) == file_of(town, found[0])


def test_names_and_reasons_are_no_formulas_and_money_given_back_is_a_number(town: Town) -> None:
    mine, key = first(town)
    with town.tools.write() as session:
        ben = agents.by_slack_user(session, town.tools.workspace_id, BEN)
        assert ben
        ben.name = '=HYPERLINK("http://x","y")'
        session.add(ben)
    statement.void(town.tools, who(town), LineId(mine, key), "@SUM(1,2) <@UBEN>")
    at(town, 4, 2)
    (post,) = statements(town)
    assert "&lt;@UBEN" not in post["text"]
    rows = file_of(town, post)[1]
    assert {one["Agent"][0] for one in rows if "HYPERLINK" in one["Agent"]} == {"'"}
    back = next(one for one in rows if one["Takes back"])
    assert (back["Net"], back["Tax"], back["Total"]) == ("-9.00", "-0.74", "-9.74")
    assert (back["Takes back"], back["Key"]) == (key, f"void:{key}")


def test_as_a_mail_it_says_the_same(town: Town) -> None:
    subject, text = screens.mail(statement.statement_of(town.tools, who(town), 202603))
    assert subject == "Statement of March 2026: plans and packs"
    assert "Billed to the brokerage: $29.00 + $2.39 Sales tax = $31.39" in text
    assert "Ben Carter: $14.00" in text


def test_a_month_without_charges_sends_nothing(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    account(town)
    at(town, 5)
    assert statements(town) == []
    assert "Nothing was charged in May 2026." in str(office(town, "charges"))
