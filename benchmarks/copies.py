"""Copies of a database, and the statements of a run, to be done again by the bare driver."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import make_url

from models.database import Database

Statement = tuple[str, Any, bool]  # words, values, whether for many rows
ALONE = ("BEGIN", "SAVEPOINT", "RELEASE")  # the driver has its own way of these


@dataclass
class Recording:
    """The writing transactions of a run, statement by statement."""

    transactions: list[list[Statement]] = field(default_factory=list)


@contextmanager
def recorded(database: Database) -> Iterator[Recording]:
    """Note what one thread does."""
    recording, now = Recording(), [list[Statement]()]

    def note(_: Any, __: Any, statement: str, values: Any, ___: Any, many: bool) -> None:
        if not statement.startswith(ALONE):
            now[0].append((statement, values, many))

    def end(_: Any) -> None:
        if now[0]:
            recording.transactions.append(now[0])
        now[0] = []

    listened = ((note, "before_cursor_execute"), (end, "commit"))
    for act, name in listened:
        event.listen(database.engine, name, act)
    yield recording
    for act, name in listened:
        event.remove(database.engine, name, act)


def copy_of(url: str, name: str) -> str:
    """A copy of a database that nobody uses at the moment; its URL."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        shutil.copy(str(made.database), f"{made.database}.{name}")
        return f"{url}.{name}"
    with psycopg.connect(bare(url).replace("/postgres?", "/template1?", 1), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
    return url.replace("/postgres?", f"/{name}?", 1)


def bare(url: str) -> str:
    """A URL as the driver takes it."""
    return url.replace("+psycopg", "", 1).removeprefix("sqlite:///")


def connect(url: str) -> Any:
    """A connection of the bare driver, with the settings that Parley gives its own."""
    if not url.startswith("sqlite"):
        return psycopg.connect(bare(url))
    connection = sqlite3.connect(bare(url), isolation_level=None, timeout=60)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def replay(url: str, transactions: list[list[Statement]], threads: int = 1) -> None:
    """Do the same by the bare driver, from so many connections."""

    def some(place: int) -> None:
        with closing(connect(url)) as connection:
            for transaction in transactions[place::threads]:
                _do(connection, transaction, url.startswith("sqlite"))

    running = [threading.Thread(target=some, args=(place,)) for place in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join()


def _do(connection: Any, transaction: list[Statement], is_sqlite: bool) -> None:
    cursor = connection.cursor()
    if is_sqlite:
        cursor.execute("BEGIN IMMEDIATE")
    for statement, values, many in transaction:
        (cursor.executemany if many else cursor.execute)(statement, values)
        if cursor.description:
            cursor.fetchall()
    connection.commit()
