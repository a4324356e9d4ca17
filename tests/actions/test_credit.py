"""What texts cost beyond the tables of rules: free segments, territories, months of e-mail."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import audit, plan
from bot.actions.account import FREE_SENDS, account_of, need_sends
from bot.actions.credit import price_of
from bot.work import Refusal
from models import account as accounts
from models import plan as plans
from models.database import Database
from models.enums import GrantSource, Meter
from models.workspace import Workspace
from tests.books import Books, StillClock, open_books


@pytest.fixture
def books(database: Database) -> Books:
    return open_books(database, StillClock(), welcome=20)


@pytest.mark.parametrize(
    ("paid", "free", "counted", "cost"),
    [(2, 0, 3, 3), (1, 1, 2, 1), (1, 1, 3, 2), (2, 1, 1, 1), (3, 0, 1, 1)],
)
def test_the_line_is_free_in_the_providers_count_too(
    books: Books, paid: int, free: int, counted: int, cost: int
) -> None:
    [sent] = books.send([paid])
    with books.tools.write() as session:
        message = books.text(sent)
        message.free, message.segments = free, paid + free
        session.add(message)
    books.settle(sent, counted)
    assert books.text(sent).credits == cost
    assert books.account.available == 20 - cost
    assert audit.find(books.tools.database).wrong == ()


def test_a_territory_is_home_where_the_workspace_says_so(books: Books) -> None:
    def cost() -> list[int]:
        with books.tools.read() as session:
            return [
                price_of(session, books.tools, phone, 1, False) for phone in ("+17875550123", "+16714720123")
            ]

    assert cost() == [2, 2]
    with books.tools.write() as session:
        session.get_one(Workspace, books.tools.workspace_id).home_territories = "PR"
    assert cost() == [1, 2]


def test_what_is_missing_is_said_and_nothing_moves(books: Books) -> None:
    before = books.rows()
    with pytest.raises(Refusal, match="takes 21 credits and you have 20"):
        books.send([20, 1])
    assert books.rows() == before


def test_sends_of_e_mail_begin_anew_each_month(books: Books) -> None:
    """A bigger plan holds at once; a canceled one until the 1st; nothing rolls over."""
    with books.tools.write() as session:
        mail = account_of(session, books.tools, books.agent_id, Meter.EMAIL)

    def sends() -> int:
        with books.tools.write() as session:
            need_sends(session, books.tools, mail)
            need_sends(session, books.tools, mail)
            return accounts.get(session, mail).available

    assert sends() == FREE_SENDS
    with books.tools.write() as session:
        bigger = plans.on_offer(session, books.tools.workspace_id, Meter.EMAIL)[0]
        done = plan.change_plan(session, books.tools, mail, bigger, books.agent_id)
    assert (done.granted, done.charged) == (5000, 1500)
    assert sends() == 10_000
    books.clock.at = datetime(2026, 4, 1, 5, tzinfo=UTC)
    assert sends() == 10_000
    with books.tools.write() as session:
        plan.cancel_plan(session, books.tools, mail, books.agent_id)
    assert sends() == 10_000
    books.clock.at = datetime(2026, 6, 1, 5, tzinfo=UTC)
    assert sends() == FREE_SENDS
    books.account_id = mail
    assert [(one.source, one.granted, one.remaining) for one in books.grants()] == [
        (GrantSource.PLAN, 5000, 0),
        (GrantSource.CHANGE, 5000, 0),
        (GrantSource.PLAN, 10_000, 0),
        (GrantSource.PLAN, 5000, 5000),
    ]
    assert audit.find(books.tools.database).wrong == ()


def test_a_debt_that_was_paid_comes_back_to_who_paid_it_last(database: Database) -> None:
    books = open_books(database, StillClock(), welcome=1)
    [sent] = books.send([1])
    books.settle(sent, 11)
    assert books.account.owed == 10
    ends = datetime(2026, 12, 1, tzinfo=UTC)
    books.give(4, ends)
    books.give(20, ends)  # pays the other 6
    assert (books.account.available, books.account.owed) == (14, 0)
    books.settle(sent, 6)
    assert [one.remaining for one in books.grants()] == [0, 0, 19]
    books.settle(sent, 4)
    assert [one.remaining for one in books.grants()] == [0, 1, 20]
    books.fail(sent)
    assert [one.remaining for one in books.grants()] == [1, 4, 20]
    assert audit.find(books.tools.database).wrong == ()


def test_what_came_back_and_paid_a_debt_does_not_come_back_again(database: Database) -> None:
    books = open_books(database, StillClock())
    books.give(3, datetime(2026, 11, 1, tzinfo=UTC))
    books.give(3, datetime(2026, 12, 1, tzinfo=UTC))
    [sent] = books.send([5])
    [other] = books.send([1])
    books.settle(other, 3)
    assert books.account.owed == 2
    books.settle(sent, 3)  # the second grant's 2 pay it
    assert (books.account.available, books.account.owed) == (0, 0)
    books.fail(sent)
    assert [one.remaining for one in books.grants()] == [3, 0]
    assert audit.find(database).wrong == ()


def test_what_came_back_and_ended_does_not_come_back_again(database: Database) -> None:
    books = open_books(database, StillClock())
    books.give(3, datetime(2026, 12, 1, tzinfo=UTC))
    [sent] = books.send([3])
    books.give(2, datetime(2026, 3, 20, tzinfo=UTC))
    books.settle(sent, 5)
    books.clock.at = datetime(2026, 3, 21, tzinfo=UTC)
    books.settle(sent, 3)  # to the second grant, which has ended
    books.fail(sent)
    assert [one.remaining for one in books.grants()] == [3, 0]
    assert audit.find(database).wrong == ()


def test_a_smaller_plan_takes_what_came_last(database: Database) -> None:
    """The grants that end first stay: they are used first anyway."""
    books = open_books(database, StillClock())
    small, middle, _ = books.plans()[:3]
    for chosen in (small, middle):
        books.choose(chosen)
        books.clock.at += timedelta(days=1)
    done = books.choose(small)
    assert (done.removed, done.credited) == (250, 600)
    assert [one.remaining for one in books.grants()] == [250, 0]
    assert audit.find(database).wrong == ()
