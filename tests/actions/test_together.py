"""Many at once on one balance: exactly what was there is spent, and nothing is done twice."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.actions import audit
from bot.actions.account import account_of
from models.database import Database
from models.enums import EntryKind
from tests.books import Books, StillClock, open_books

PROCESSES, BALANCE, GRANTS = 16, 1200, 12


@pytest.fixture
def books(database: Database) -> Books:
    return open_books(database, StillClock())


def at_once(times: int, act: Callable[[int], object]) -> list[object]:
    """The same by so many threads; what each got."""
    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(act, range(times)))


@pytest.mark.slow
def test_sixteen_processes_spend_exactly_what_is_there(books: Books) -> None:
    for place in range(GRANTS):
        books.give(BALANCE // GRANTS, books.clock.at + timedelta(days=30 + place))
    books.tools.database.close()
    command = [sys.executable, "-m", "tests.actions.overspender", books.tools.database.url]
    whose = [str(books.tools.workspace_id), str(books.account_id)]
    running = [
        subprocess.Popen(
            [*command, *whose, str(place % 3 + 1)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for place in range(PROCESSES)
    ]
    assert [one.stdout.readline() for one in running if one.stdout] == ["ready\n"] * PROCESSES
    for one in running:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    spent = [int(one.communicate()[0]) for one in running]
    assert [one.returncode for one in running] == [0] * PROCESSES
    assert sum(spent) == BALANCE
    assert sum(share > 0 for share in spent) > 1
    assert (books.account.available, books.account.owed) == (0, 0)
    charged = -sum(one.delta for one in books.entries() if one.kind == EntryKind.CHARGE)
    assert charged == BALANCE
    # These charges are of no text, so that only the days' counts do not know them.
    assert [one for one in audit.find(books.tools.database).wrong if "the days of month" not in one] == []


def test_a_text_fails_and_is_settled_by_many_at_once(books: Books) -> None:
    books.give(50, books.clock.at + timedelta(days=30))
    books.give(50, books.clock.at + timedelta(days=60))
    sent = books.send([10] * 6)
    for message_id in sent[:3]:
        at_once(4, lambda _, one=message_id: books.fail(one))  # type: ignore[misc]
    for message_id in sent[3:]:
        at_once(4, lambda _, one=message_id: books.settle(one, 12))  # type: ignore[misc]
    assert books.account.available == 100 - 3 * 12
    at_once(4, lambda place: books.fail(sent[3]) if place % 2 else books.settle(sent[3], 4))
    assert books.account.available == 100 - 2 * 12
    assert audit.find(books.tools.database).wrong == ()


def test_a_grant_with_one_key_is_given_once(books: Books) -> None:
    ends = books.clock.at + timedelta(days=30)
    assert sorted(map(bool, at_once(8, lambda _: books.give(40, ends, "receipt:1")))) == [False] * 7 + [True]
    assert books.account.available == 40
    assert audit.find(books.tools.database).wrong == ()


def test_an_account_is_made_once_with_its_welcome(books: Books) -> None:
    """Eight first texts of a new agent at once."""
    books = open_books(books.tools.database, StillClock())
    with books.tools.write() as session:
        session.delete(books.account)
    books.tools.policy.welcome_credits = 100

    def first_text(_: int) -> object:
        with books.tools.write() as session:
            return account_of(session, books.tools, books.agent_id)

    made = set(at_once(8, first_text))
    assert len(made) == 1
    with books.tools.write() as session:
        books.account_id = account_of(session, books.tools, books.agent_id)
    assert [one.granted for one in books.grants()] == [100]
    assert audit.find(books.tools.database).wrong == ()


def test_texts_in_and_out_while_the_month_turns(books: Books) -> None:
    books.choose(books.plans()[0])
    books.clock.at += timedelta(days=40)

    def move(place: int) -> object:
        return books.receive(2) if place % 2 else books.send([1, 2])

    at_once(8, move)
    assert books.account.available == 500 - 4 * 2 - 4 * 3
    assert audit.find(books.tools.database).wrong == ()
