"""The first of the month at 00:00 where the workspace is, whether the timetable or a text is first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import audit, month
from bot.ports import Clock
from models import account as accounts
from models import plan as plans
from models.database import Database
from models.enums import EntryKind, GrantSource, Meter
from tests.books import Books, StillClock, open_books
from tests.support import ANA, MARIA, Town


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def books(database: Database) -> Books:
    """Maria has the smallest plan since the 2nd of March and has used all of it."""
    books = open_books(database, StillClock())
    books.choose(books.plans()[0])
    books.send([250])
    return books


def plan_grants(books: Books) -> list[tuple[int, datetime, datetime]]:
    found = [one for one in books.grants() if one.source == GrantSource.PLAN]
    return [(one.month, one.granted_at, one.expires_at) for one in found]


APRIL = (202604, utc("2026-04-01 05:00"), utc("2027-04-01 05:00"))
MAY = (202605, utc("2026-05-01 05:00"), utc("2027-05-01 05:00"))
JUNE = (202606, utc("2026-06-01 05:00"), utc("2027-06-01 05:00"))


def test_the_timetable_renews_at_midnight_there_and_once(books: Books) -> None:
    books.clock.at = utc("2026-04-01 04:59:59.999999")
    assert month.turn_all(books.tools) == 0
    assert (books.account.available, books.account.month_used) == (0, 250)
    books.clock.at = utc("2026-04-01 05:00")
    assert month.turn_all(books.tools) == 1
    assert month.turn_all(books.tools) == 0
    assert (books.account.available, books.account.month_used, books.account.mark) == (250, 0, 0)
    assert plan_grants(books) == [APRIL]


def test_a_text_that_comes_first_renews_before_it_is_charged(books: Books) -> None:
    books.clock.at = utc("2026-04-01 05:00")
    books.send([200])
    assert (books.account.available, books.account.month_used, books.account.mark) == (50, 200, 80)
    assert month.turn_all(books.tools) == 0
    assert plan_grants(books) == [APRIL]


def test_months_that_were_slept_through_are_dated_on_their_first(books: Books) -> None:
    books.clock.at = utc("2026-06-17 11:00")
    assert month.turn_all(books.tools) == 3
    assert plan_grants(books) == [APRIL, MAY, JUNE]
    lines = [one for one in books.entries() if one.kind == EntryKind.GRANT][1:]
    assert [(one.month, one.at) for one in lines] == [one[:2] for one in (APRIL, MAY, JUNE)]
    assert [line.net_after for line in lines] == [250, 500, 750]


def test_a_text_after_a_sleep_finds_all_of_them(books: Books) -> None:
    books.clock.at = utc("2026-06-17 11:00")
    books.send([251])
    assert plan_grants(books) == [APRIL, MAY, JUNE]
    assert [one.remaining for one in books.grants()] == [0, 0, 249, 250]
    assert books.account.month_used == 251


def test_what_ends_at_midnight_ends_before_the_month_begins(books: Books) -> None:
    """The thirteenth grant comes at the moment the first ends: they are never open together."""
    books.clock.at = utc("2027-04-01 04:59:59")
    books.look()
    assert books.account.available == 12 * 250
    books.clock.at = utc("2027-04-01 05:00")
    books.look()
    assert books.account.available == 12 * 250
    *_, expired, granted = books.entries()
    assert (expired.kind, expired.month, expired.at) == (EntryKind.EXPIRE, 202703, utc("2027-04-01 05:00"))
    assert (granted.kind, granted.month, granted.at) == (EntryKind.GRANT, 202704, utc("2027-04-01 05:00"))


@pytest.mark.parametrize("inline", [True, False], ids=["by a text", "by the timetable"])
def test_what_is_owed_is_paid_out_of_the_new_month_first(books: Books, inline: bool) -> None:
    books.receive(30)
    assert (books.account.available, books.account.owed) == (0, 30)
    books.clock.at = utc("2026-04-01 05:00")
    if not inline:
        month.turn_all(books.tools)
    books.send([1])
    assert (books.account.available, books.account.owed, books.account.month_used) == (219, 0, 1)
    renewal = [(one.kind, one.delta) for one in books.entries() if one.op_key == "plan:202604"]
    assert renewal == [(EntryKind.GRANT, 250), (EntryKind.REPAY, -30), (EntryKind.REPAY, 30)]
    assert audit.find(books.tools.database).wrong == ()


def test_a_month_that_does_not_cover_what_is_owed(books: Books) -> None:
    """The plan is smaller than the debt of the one before."""
    books.receive(250)
    books.choose(books.plans()[1])
    for _ in range(5):
        books.receive(100)
    assert books.account.owed == 500
    books.choose(books.plans()[0])
    books.clock.at = utc("2026-04-01 05:00")
    books.look()
    assert (books.account.available, books.account.owed) == (0, 250)
    assert [one.remaining for one in books.grants()] == [0, 0, 0]
    assert audit.find(books.tools.database).wrong == ()


def test_another_zone_counts_from_the_next_month_on(books: Books) -> None:
    books.move_to_zone("Pacific/Honolulu")
    assert month.turn_all(books.tools) == 0
    assert books.account.month_ends_at == utc("2026-04-01 05:00")  # still Chicago's
    books.clock.at = utc("2026-04-01 05:00")
    books.send([1])
    account = books.account
    assert (account.zone, account.month_ends_at) == ("Pacific/Honolulu", utc("2026-05-01 10:00"))
    [text] = [one for one in books.entries() if one.kind == EntryKind.CHARGE and one.month == 202604]
    assert text.message_id is not None
    assert str(books.text(text.message_id).charged_on) == "2026-04-01"  # in Honolulu it is still March
    assert audit.find(books.tools.database).wrong == ()


@pytest.mark.parametrize(
    ("zone", "start", "ends"),
    [
        ("America/Chicago", "2026-03-02 15:00", "2026-04-01 05:00"),  # summer time within
        ("America/Chicago", "2026-11-01 15:00", "2026-12-01 06:00"),  # it ends on the 1st
        ("America/Phoenix", "2026-03-02 15:00", "2026-04-01 07:00"),  # none
        ("Asia/Beirut", "2026-03-02 15:00", "2026-03-31 21:00"),
    ],
)
def test_midnight_follows_the_clocks(database: Database, zone: str, start: str, ends: str) -> None:
    books = open_books(database, StillClock(utc(start)), zone=zone)
    assert books.account.month_ends_at == utc(ends)


def test_a_text_in_the_last_second_counts_in_the_month_that_charged_it(books: Books) -> None:
    """It is charged before midnight and its day is written down after it."""
    books.clock.at = utc("2026-04-01 04:59:59")
    books.give(10, utc("2027-01-01 00:00"))
    moments = iter([utc("2026-04-01 04:59:59.999")])  # the ledger's
    clock = Clock(now=lambda: next(moments, utc("2026-04-01 05:00")))
    books.tools = replace(books.tools, clock=clock)
    [sent] = books.send([1])
    assert str(books.text(sent).charged_on) == "2026-03-31"
    assert audit.find(books.tools.database).wrong == ()


def test_a_text_edited_across_midnight_counts_in_its_month(books: Books) -> None:
    books.give(10, utc("2027-01-01 00:00"))
    books.clock.at = utc("2026-04-01 04:59:58")
    [sent] = books.send([1])
    books.clock.at = utc("2026-04-01 05:00:01")
    books.reprice(sent, 3)
    assert (books.account.month, books.account.month_used) == (202604, 0)
    assert audit.find(books.tools.database).wrong == ()
    books.fail(sent)
    assert (books.account.available, books.account.month_used) == (260, 0)
    assert audit.find(books.tools.database).wrong == ()


def test_credits_come_back_to_an_emptied_grant_and_end_with_it(books: Books) -> None:
    """Nobody waited for the end of a grant that was empty when the month began."""
    books.clock.at = utc("2026-03-31 20:00")
    books.give(5, utc("2026-04-01 12:00"))
    [sent] = books.send([5])
    books.clock.at = utc("2026-04-01 06:00")
    books.look()
    books.fail(sent)
    assert (books.account.available, books.account.due_at) == (255, utc("2026-04-01 12:00"))
    books.clock.at = utc("2026-04-01 12:00")
    books.send([1])
    assert books.account.available == 249
    assert audit.find(books.tools.database).wrong == ()


def test_credits_that_come_back_at_the_end_of_their_grant_end_with_it(books: Books) -> None:
    """A microsecond earlier they could still have been used."""
    ends = utc("2026-03-20 12:00")
    books.give(5, ends)
    early, late = books.send([2, 3])
    books.clock.at = ends - timedelta(microseconds=1)
    books.fail(early)
    assert books.account.available == 2
    books.clock.at = ends
    books.fail(late)
    assert books.account.available == 0
    assert [(one.kind, one.delta) for one in books.entries()[-3:]] == [
        (EntryKind.EXPIRE, -2),
        (EntryKind.RETURN, 3),
        (EntryKind.EXPIRE, -3),
    ]
    assert audit.find(books.tools.database).wrong == ()


def test_credits_come_back_where_another_clock_had_ended_the_grant(books: Books) -> None:
    """Two machines disagree by a second: the one ends a grant to which the other returns."""
    ends = utc("2026-03-20 12:00")
    books.give(5, ends)
    [sent] = books.send([3])
    books.clock.at = ends
    books.look()
    books.clock.at = utc("2026-03-20 11:59:59")
    books.fail(sent)
    books.clock.at = ends
    books.look()
    assert books.account.available == 0
    assert audit.find(books.tools.database).wrong == ()


def test_a_client_writes_when_the_most_is_owed(books: Books) -> None:
    """The workspace carries it, and the books have nothing to write down."""
    for _ in range(3):
        books.receive(200)
    account = books.account
    assert (account.available, account.owed) == (0, 250)
    assert books.text(books.receive(7)).credits == 0
    assert audit.find(books.tools.database).wrong == ()


def test_the_first_text_of_the_month_through_the_door(make_town: Callable[..., Town]) -> None:
    """With nothing left at 11:59 PM; at midnight there is."""
    town = make_town(welcome_credits=1)
    town.first_use()
    town.clock.move_to(utc("2026-03-31 15:00"))
    town.meet_ana()  # takes the only credit
    with town.tools.write() as session:
        [account] = accounts.of_workspace(session, town.tools.workspace_id, Meter.SMS)
        smallest = plans.on_offer(session, town.tools.workspace_id, Meter.SMS)[0]
        plans.subscribe(
            session,
            plans.Subscription(
                account_id=account.id, plan_id=smallest.id, month=account.month, net_credits=0, net_charge=0
            ),
        )
    town.clock.move_to(utc("2026-04-01 04:58"))
    town.world.slack.command(MARIA, "/text", f"{ANA} Good night")
    town.settle()
    assert town.bodies() == []
    town.clock.move_to(utc("2026-04-01 05:00"))
    town.world.slack.command(MARIA, "/text", f"{ANA} Good night")
    town.settle()
    assert town.bodies() == ["Good night"]
    with town.tools.read() as session:
        assert accounts.get(session, account.id).available == 249
