"""The two databases and the two units of work: one that reads and one that writes."""

import select
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlmodel import Session, create_engine

from models.job import BELL, KNOWN_LANES, NEW_LANES

BUSY_SECONDS = 5
CONNECTIONS = 20  # to PostgreSQL from one process; its own default is 100 for everybody
TOGETHER = 16  # units in one transaction: bounds how long the first of them waits


class Turnstile:
    """A first-come lock. SQLite lets waiting writers back off unfairly (tails of half a second);
    taking turns inside the process keeps every wait close to the mean."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def is_wanted(self) -> bool:
        """Whether somebody waits for the turn."""
        return bool(self._waiting)

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class Group:
    """Units of work that reach the disk together. None of them is done before all are."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.size = 0
        self.ended = threading.Event()
        self.error: DBAPIError | None = None
        try:
            connection.begin()
        except DBAPIError:
            connection.close()
            raise

    def end(self) -> None:
        try:
            self.connection.commit()
        except DBAPIError as error:
            self.error = error
        finally:
            self.connection.close()
            self.ended.set()


class Database:
    """One database, opened once by app.py."""

    def __init__(self, url: str, pool: int = 40) -> None:
        """Open nothing yet; `url` is a SQLAlchemy URL, `pool` the most connections kept."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url, pool) if self.is_sqlite else _postgres_engine(url, pool)
        self._writer = self.engine.execution_options(writes=True)
        # PostgreSQL sees what is committed at each statement anyway: a begin and an end would only cost.
        alone = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._alone = self.engine.execution_options(**alone)
        self._turnstile = Turnstile()
        self._group: Group | None = None
        self._lanes: set[str] = set()
        self.ring: Callable[[], None] | None = None  # told after each commit that left work to do

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A unit of work that changes nothing."""
        with Session(self._alone, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A unit of work that changes nothing and sees one moment, however long it looks."""
        still: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        engine = self.engine if self.is_sqlite else self.engine.execution_options(**still)
        with Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work, committed at the end and rolled back by any exception."""
        with self._write_together() if self.is_sqlite else self._write_alone() as session:
            yield session
        self._lanes.update(session.info.get(NEW_LANES, ()))
        if session.info.get(BELL) and self.ring:
            self.ring()

    @contextmanager
    def _write_alone(self) -> Iterator[Session]:
        with self._session(self.engine) as session, session.begin():
            yield session
            if session.info.get(BELL) and not self.ring:
                # Only a process without a worker of its own calls the others: a call costs a statement and
                # makes commits wait for each other.
                session.connection().execute(text(f"NOTIFY {BELL}"))

    @contextmanager
    def _write_together(self) -> Iterator[Session]:
        """SQLite writes one after the other and pays for the disk at each commit: units that wait for their
        turn join the transaction of the one before, each in a savepoint of its own."""
        with self._turnstile:
            group = self._group = self._group or Group(self._writer.connect())
            try:
                with self._savepoint(group) as session:
                    yield session
            finally:
                group.size += 1
                if group.size >= TOGETHER or not self._turnstile.is_wanted():
                    self._group = None
                    group.end()
        group.ended.wait()
        if group.error is not None:
            raise group.error

    @contextmanager
    def _savepoint(self, group: Group) -> Iterator[Session]:
        with self._session(group.connection) as session, session.begin():
            yield session

    def _session(self, bind: Engine | Connection) -> Session:
        session = Session(bind, join_transaction_mode="create_savepoint", expire_on_commit=False)
        session.info[KNOWN_LANES] = self._lanes
        return session

    def do(self, statement: Executable, values: dict[str, Any]) -> Row[Any] | None:
        """One writing statement that is a unit of work by itself; the row it returns, if it returns any."""
        if self.is_sqlite:
            with self.write() as session:
                return _first(session.connection().execute(statement, values))
        with self._alone.connect() as connection:
            return _first(connection.execute(statement, values))

    @contextmanager
    def writing_connection(self) -> Iterator[Connection]:
        """A writing transaction without a session, for migrations."""
        with self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def _first(result: CursorResult[Any]) -> Row[Any] | None:
    return result.first() if result.returns_rows else None


def _postgres_engine(url: str, pool: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=min(pool, CONNECTIONS),
        max_overflow=0,  # units of work are short: waiting for a connection beats wearing out the server
        hide_parameters=True,  # an error's text goes to the log, and the values are clients' words
        connect_args={"connect_timeout": 5},
    )
    event.listen(engine, "checkout", _refuse_dead)
    return engine


def _refuse_dead(connection: Any, *_: object) -> None:
    """An idle connection that has something to say was closed by the server: the pool then makes a new one.

    Asking the server instead (a ping before each use) costs a tenth of the throughput.
    """
    if connection.closed or select.select([connection.fileno()], [], [], 0)[0]:
        raise DisconnectionError("the server closed the connection")


def _sqlite_engine(url: str, pool: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool,
        max_overflow=20,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # A reader that upgrades later fails at once instead of waiting: writers say so at the start.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
