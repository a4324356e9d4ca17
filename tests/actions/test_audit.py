"""`verify-ledger`: a clean house is clean, and each kind of damage is named."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.actions import audit
from bot.actions.house import EMPTY, OLDER, HouseError
from bot.cli.verify_ledger import verify_ledger
from models import audit as tables
from models import schema
from models.database import Database
from models.schema import Shape
from tests.books import US, Books, StillClock, open_books
from tests.conftest import TEMPLATE, own_database

CONSTRAINTS = {"account": ("available", "owed", "one_side"), "credit_grant": ("remaining",)}


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """One of this test's own: damage takes constraints off the tables."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "parley.db")
        opened = Database(f"sqlite:///{tmp_path / 'parley.db'}", 10)
        yield opened
        opened.close()
        return
    with own_database(request.getfixturevalue("postgres"), TEMPLATE) as url:
        opened = Database(url, 10)
        yield opened
        opened.close()


@pytest.fixture
def books(database: Database) -> Books:
    """Two grants, texts from both, one returned, one settled, a plan."""
    books = open_books(database, StillClock(), welcome=10)
    books.give(100, books.clock.now() + timedelta(days=400))
    sent = books.send([3, 98])
    books.fail(books.send([2])[0])
    books.settle(sent[0], 4)
    books.receive(1)
    books.choose(books.plans()[0])
    return books


def damage(database: Database, statement: str) -> None:
    """Change rows behind everybody's back."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        else:
            for table, names in CONSTRAINTS.items():
                for name in names:
                    connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}"))
        done = connection.execute(text(statement))
        assert done.rowcount > 0
        connection.commit()


def found(books: Books) -> set[str]:
    """Which queries find something. Each row becomes a sentence about Maria."""
    database = books.tools.database
    with database.snapshot() as session:
        rows = {name: tables.wrong(session, name) for name in tables.QUERIES}
    words = audit.find(database).wrong
    assert len(words) == sum(map(len, rows.values()))
    assert all(one.startswith("Maria Lopez, texts (account ") for one in words)
    return {name for name, wrong in rows.items() if wrong}


def test_a_clean_house(books: Books) -> None:
    assert verify_ledger(books.tools.database.url) == (
        True,
        "Checked 1 accounts, 3 grants, 10 entries, 4 texts. Everything adds up.",
    )


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("UPDATE account SET available = available + 1", {"available"}),
        ("UPDATE account SET owed = 4", {"owed", "one_side"}),
        ("UPDATE account SET available = -1", {"available", "one_side"}),
        (
            "UPDATE credit_grant SET remaining = remaining + 1 WHERE source = 'change'",
            {"available", "remaining"},
        ),
        ("UPDATE credit_grant SET granted = granted + 1 WHERE source = 'admin'", {"granted"}),
        ("UPDATE entry SET net_after = net_after + 1 WHERE seq = 3", {"net_after"}),
        ("UPDATE account SET seq = seq + 1", {"seq"}),
        ("UPDATE entry SET line = 7 WHERE seq = 3", {"lines"}),
        ("UPDATE entry SET op_key = 'x' WHERE seq = 3 AND line = 0", set()),
        ("UPDATE entry SET op_key = 'x' WHERE seq = 4 AND line = 0", {"lines"}),
        ("UPDATE account SET month_used = month_used - 1", {"month_used"}),
        ("UPDATE account SET due_at = '2026-05-01 12:00:00+00'", {"due_at"}),
        ("UPDATE account SET due_at = '2026-04-01 05:00:00.000001+00'", {"due_at"}),
        ("UPDATE message SET credits = credits + 1 WHERE credits = 98", {"text"}),
        ("UPDATE message SET credits = 2 WHERE credits = 0", {"text"}),
        ("UPDATE message SET payer_id = NULL WHERE credits = 98", {"payer"}),
        ("UPDATE message SET charged_on = '2026-02-28' WHERE credits = 98", {"text_month"}),
        ("UPDATE message SET charged_on = NULL WHERE credits = 98", {"text_month"}),
        ("UPDATE usage SET credits = credits + 1 WHERE direction = 'out'", {"usage"}),
        ("DELETE FROM usage WHERE direction = 'in'", {"usage"}),
        ("UPDATE usage SET day = '2026-02-28' WHERE direction = 'in'", {"usage"}),
        ("UPDATE subscription SET month = 202602", {"subscription"}),
        ("UPDATE subscription SET ends_month = 202603", {"subscription"}),
        # A line that is lost is missed wherever it counts.
        ("DELETE FROM entry WHERE seq = 2", {"remaining", "granted", "net_after", "seq"}),
        (
            "DELETE FROM entry WHERE kind = 'extra'",
            {"remaining", "net_after", "seq", "month_used", "text", "usage"},
        ),
        ("DELETE FROM credit_grant WHERE source = 'admin'", {"available", "no_grant"}),
        # Somebody is charged for somebody else's text.
        ("UPDATE entry SET message_id = NULL WHERE kind = 'extra'", {"text"}),
        # An older grant was open when the first text was charged.
        (
            "UPDATE credit_grant SET expires_at = '2026-12-01 00:00:00+00' WHERE source = 'admin'",
            {"oldest_first"},
        ),
        (
            "UPDATE credit_grant SET expires_at = '2026-03-02 15:00:00+00' WHERE source = 'admin'",
            {"after_end", "due_at", "oldest_first"},
        ),
        ("UPDATE entry SET grant_seq = NULL WHERE kind = 'extra'", {"remaining", "owed", "oldest_first"}),
    ],
)
def test_each_kind_of_damage_is_named(books: Books, statement: str, names: set[str]) -> None:
    damage(books.tools.database, statement)
    assert found(books) == names
    is_well, words = verify_ledger(books.tools.database.url)
    assert is_well == (names == set())
    if names:
        assert words.splitlines()[-1].endswith(f"Found wrong: {len(words.splitlines()) - 1}.")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_grant SET expires_at = '2026-12-01 00:00:00+00' WHERE source = 'hand over'",
        "UPDATE credit_grant SET source = 'admin' WHERE source = 'hand over'",
        "UPDATE entry SET op_key = 'x' WHERE kind = 'hand over'",
    ],
)
def test_what_was_handed_over_is_there_once(books: Books, statement: str) -> None:
    books.hand_over(books.colleague([(30, books.clock.now() + timedelta(days=300))]), books.account_id)
    assert found(books) == set()
    damage(books.tools.database, statement)
    assert any("hands over" in one for one in audit.find(books.tools.database).wrong)


def test_what_is_due_and_not_noted_yet_is_nothing_wrong(books: Books) -> None:
    books.clock.at += timedelta(days=500)
    assert found(books) == set()
    books.look()
    assert found(books) == set()


def test_it_sees_one_moment_while_texts_come_and_go(books: Books) -> None:
    database = books.tools.database
    with database.snapshot() as session:
        before = session.connection().execute(text("SELECT available FROM account")).scalar_one()
        books.send([5], US)
        assert session.connection().execute(text("SELECT available FROM account")).scalar_one() == before
    assert found(books) == set()


def test_it_reads_only(books: Books) -> None:
    before = books.rows()
    audit.find(books.tools.database)
    assert books.rows() == before


@pytest.mark.parametrize(("shape", "words"), [(Shape.OLDER, OLDER), (Shape.EMPTY, EMPTY)])
def test_another_database_is_refused(
    books: Books, shape: Shape, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "shape", lambda _: shape)
    with pytest.raises(HouseError, match=words[:20]):
        verify_ledger(books.tools.database.url)
