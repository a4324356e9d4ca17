"""Parley as a program: its processes, and databases nobody has used yet."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import own_database
from tests.house.program import Live, Program, free_port, live_settings
from tests.support import MovingClock, Socket, new_world


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a single table, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with own_database(request.getfixturevalue("postgres"), "template1") as url:
        yield url


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Start `python app.py ...` in an empty folder with these settings and no others."""
    started: list[Program] = []

    def start(*command: str, **settings: str) -> Program:
        started.append(Program(tmp_path, len(started), command, settings))
        return started[-1]

    yield start
    for program in started:
        program.kill()


@pytest.fixture
def live(sockets: list[Socket], tmp_path: Path) -> Iterator[Live]:
    """The pretend vendors, waiting for a Parley on a port of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    world = new_world(url, MovingClock(datetime.now(UTC)))
    sockets[1].app, world.api_url = world.api_app, sockets[1].url
    yield Live(
        world, url, live_settings(port, sockets[1].url) | {"DATABASE_URL": f"sqlite:///{tmp_path}/parley.db"}
    )
    world.close()
