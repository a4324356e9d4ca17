"""A start that cannot work says why in one line, names the next step and ends with 2."""

import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.actions import house
from bot.actions.house import HouseError
from bot.ports import Clock
from bot.settings import SettingsError, read_settings
from models import schema
from models.database import Database
from models.schema import Shape
from tests.house.program import Live, Program

Run = Callable[..., Program]
NO_ADDRESS = "is no address; write one such as https://parley.example.com"
NO_DATABASE = "write sqlite:///parley.db or postgresql+psycopg://user:password@host:5432/name"
IN_MEMORY = "name a file, such as sqlite:///parley.db: a database in memory would forget"
TOO_SHORT = "That number is too short: type all of it with the area code, like (201) 555-0123"
NO_MAIL_SERVER = "write smtp://user:password@mail.example.com or smtps:// for TLS from the start"
NO_TOKEN = "it has a space or a letter that no token holds; copy it again"


def refusal(program: Program) -> str:
    """The one line with which a start was refused."""
    ended = program.wait()
    assert (ended.code, ended.out) == (2, "")
    lines = ended.err.splitlines()
    assert len(lines) == 1, ended.err
    assert lines[0].startswith("parley: ")
    return lines[0].removeprefix("parley: ")


@pytest.mark.slow
def test_help_lists_the_commands(run: Run) -> None:
    ended = run("--help").wait()
    assert (ended.code, ended.err) == (0, "")
    for command in ("serve", "web", "worker", "migrate", "import-dnc", "verify-ledger"):
        assert re.search(rf"^    {command}\s", ended.out, re.MULTILINE)


@pytest.mark.slow
def test_an_unknown_command_is_refused(run: Run) -> None:
    ended = run("fly").wait()
    assert ended.code == 2
    assert "invalid choice: 'fly'" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.slow
def test_half_of_the_tokens_names_the_other_half(run: Run) -> None:
    assert refusal(run(SLACK_BOT_TOKEN="xoxb-1", TWILIO_ACCOUNT_SID="AC1")) == (
        "missing: TWILIO_AUTH_TOKEN, SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode). "
        "Set them in the environment or in .env, or remove every SLACK_, TWILIO_ and "
        "STRIPE_ setting to start the playground"
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "http", "Input should be a valid integer, unable to parse string as an integer"),
        ("PORT", "0", "Input should be greater than or equal to 1"),
        ("PORT", "70000", "Input should be less than or equal to 65535"),
        ("PUBLIC_URL", "oak.example", f"'oak.example' {NO_ADDRESS}"),
        ("PUBLIC_URL", "https://oak.example:x", f"'https://oak.example:x' {NO_ADDRESS}"),
        ("PUBLIC_URL", "http://[::1", f"'http://[::1' {NO_ADDRESS}"),
        ("DATABASE_URL", "parley.db", NO_DATABASE),
        ("DATABASE_URL", "mysql://parley@localhost/parley", NO_DATABASE),
        ("DATABASE_URL", "postgresql+psycopg://localhost:many/parley", NO_DATABASE),
        ("DATABASE_URL", "sqlite://", IN_MEMORY),
        ("DATABASE_URL", "sqlite:///:memory:", IN_MEMORY),
        ("WORKSPACE_TIME_ZONE", "Chicago", "'Chicago' is no time zone; write one such as America/Chicago"),
        ("TWILIO_PHONE_NUMBER", "555", TOO_SHORT),
        ("SLACK_BOT_TOKEN", "xoxb 1", NO_TOKEN),
        ("TWILIO_AUTH_TOKEN", "geheim\u00e4", NO_TOKEN),
        ("SMTP_URL", "mail.example.com:587", NO_MAIL_SERVER),
        ("SMTP_URL", "https://user:secret@mail.example.com", NO_MAIL_SERVER),
        ("SMTP_URL", "smtp://user:secret@:587", NO_MAIL_SERVER),
        ("SMTP_URL", "smtps://user:secret@mail.example.com:x", NO_MAIL_SERVER),
        ("MAIL_FROM", "Parley", "This is not an e-mail address. Write one such as maria@example.com"),
        ("WORKER_THREADS", "0", "Input should be greater than or equal to 1"),
        ("LEASE_SECONDS", "nan", "Input should be less than or equal to 3600"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings(None)
    assert str(refused.value) == f"{name}: {words}. Change this in the environment or in .env"


@pytest.mark.parametrize(
    ("given", "missing"),
    [("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET"), ("STRIPE_WEBHOOK_SECRET", "STRIPE_API_KEY")],
)
def test_half_of_stripe_names_the_other_half(
    monkeypatch: pytest.MonkeyPatch, given: str, missing: str
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", given):
        monkeypatch.setenv(name, "copied")
    with pytest.raises(SettingsError, match=f"^missing: {missing}. "):
        read_settings(None)


def test_spaces_around_a_token_are_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        monkeypatch.setenv(name, " copied\n")
    assert read_settings(None).slack_bot_token == "copied"


@pytest.mark.slow
def test_two_wrong_settings_make_one_line(run: Run) -> None:
    assert refusal(run(PORT="0.5", LEASE_SECONDS="0")) == (
        "PORT: Input should be a valid integer, unable to parse string as an integer; "
        "LEASE_SECONDS: Input should be greater than or equal to 1. Change this in the environment or in .env"
    )


@pytest.mark.slow
def test_a_setting_in_the_env_file_counts(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=many\n")
    assert refusal(run()).startswith("PORT: ")


@pytest.mark.slow
def test_an_env_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\xfe\n")
    assert refusal(run()).endswith("Write it again as UTF-8")


@pytest.mark.slow
def test_a_host_that_is_not_ours_is_refused(run: Run, live: Live) -> None:
    line = refusal(run(**live.settings | {"HOST": "192.0.2.1"}))
    assert line.startswith("cannot listen on 192.0.2.1:")


@pytest.mark.slow
def test_a_port_in_use_is_named(run: Run, live: Live) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(live.settings["PORT"])))
        other.listen()
        line = refusal(run(**live.settings))
    assert line.startswith(f"cannot listen on 127.0.0.1:{live.settings['PORT']}: ")
    assert line.endswith("Stop the other program or set PORT to a free one")


@pytest.mark.slow
def test_slack_refusing_the_token_names_the_setting(run: Run, live: Live) -> None:
    assert refusal(run(**live.settings | {"SLACK_BOT_TOKEN": "xoxb-old"})) == (
        "Slack refuses SLACK_BOT_TOKEN (invalid_auth). Copy the bot token from your app's page again"
    )


@pytest.mark.slow
def test_slack_away_at_the_first_start_is_said(run: Run, live: Live) -> None:
    line = refusal(run(**live.settings | {"SLACK_API_URL": "http://127.0.0.1:1/api/"}))
    assert line.startswith("Slack cannot be reached at the first start: ")


@pytest.mark.slow
def test_slack_away_later_does_not_matter(run: Run, live: Live) -> None:
    program = run(**live.settings)
    program.until_ready(live.url)
    assert program.stop().code == 0
    again = run(**live.settings | {"SLACK_API_URL": "http://127.0.0.1:1/api/"})
    again.until_ready(live.url)
    assert again.stop().code == 0


# The database


@pytest.mark.slow
def test_a_database_in_a_missing_folder_is_refused(run: Run, live: Live) -> None:
    line = refusal(run(**live.settings | {"DATABASE_URL": "sqlite:///nowhere/parley.db"}))
    assert line == "the database cannot be opened: unable to open database file. Check DATABASE_URL"


@pytest.mark.slow
def test_a_file_that_is_no_database_is_refused(run: Run, live: Live, tmp_path: Path) -> None:
    (tmp_path / "parley.db").write_text("Dear diary, today I texted nobody at all. " * 100)
    line = refusal(run(**live.settings))
    assert line == "the database cannot be opened: file is not a database. Check DATABASE_URL"


@pytest.mark.slow
def test_postgresql_that_nobody_answers_is_refused(run: Run, live: Live) -> None:
    url = "postgresql+psycopg://parley:secret@127.0.0.1:1/parley"
    line = refusal(run(**live.settings | {"DATABASE_URL": url}))
    assert line.startswith("the database cannot be opened: ")
    assert line.endswith(". Check DATABASE_URL")
    assert "secret" not in line


def started(database_url: str, kind: str) -> str:
    """What a start of this kind says about the database; empty when it is content."""
    database = Database(database_url, 2)
    try:
        house.prepare(database, kind, Clock())
    except HouseError as error:
        return str(error)
    finally:
        database.close()
    return ""


def test_an_empty_database_is_created(empty_url: str) -> None:
    assert started(empty_url, "live") == ""
    database = Database(empty_url, 1)
    assert schema.shape(database) == Shape.CURRENT
    database.close()


HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("command", "new"), [("serve", True), ("serve", False), ("migrate", True)])
def test_a_locked_database_is_refused(run: Run, live: Live, command: str, new: bool) -> None:
    url = live.settings["DATABASE_URL"]
    assert new or not started(url, "live")
    hold = [sys.executable, "-c", HOLD, url.removeprefix("sqlite:///")]
    with subprocess.Popen(hold, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        line = refusal(run(command, **live.settings))
        other.communicate("")
    assert line == "another program holds the database (database is locked). Stop that one first"


@pytest.mark.parametrize(("kind", "other"), [("live", "playground"), ("playground", "live")])
def test_a_database_serves_one_kind_only(empty_url: str, kind: str, other: str) -> None:
    assert started(empty_url, kind) == ""
    assert started(empty_url, kind) == ""
    assert started(empty_url, other) == (
        f"this is a {kind} database and the settings ask for a {other} start. "
        "Name another one in DATABASE_URL"
    )


@pytest.mark.slow
def test_a_playground_database_is_refused_by_a_live_start(run: Run, live: Live) -> None:
    assert started(live.settings["DATABASE_URL"], "playground") == ""
    assert refusal(run(**live.settings)).startswith("this is a playground database")


@pytest.mark.slow
def test_a_live_database_is_refused_by_the_playground(run: Run, live: Live) -> None:
    assert started(live.settings["DATABASE_URL"], "live") == ""
    line = refusal(run(DATABASE_URL=live.settings["DATABASE_URL"], PORT=live.settings["PORT"]))
    assert line.startswith("this is a live database")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["CREATE TABLE recipes (id INTEGER)"], house.FOREIGN),
        (
            [
                "CREATE TABLE alembic_version (version_num TEXT)",
                "INSERT INTO alembic_version VALUES ('9999')",
            ],
            house.NEWER,
        ),
    ],
    ids=["foreign", "newer"],
)
def test_tables_that_are_not_ours_are_left_alone(
    run: Run, live: Live, tmp_path: Path, command: str, statements: list[str], words: str
) -> None:
    with sqlite3.connect(tmp_path / "parley.db") as other:
        for statement in statements:
            other.execute(statement)
    other.close()
    before = (tmp_path / "parley.db").read_bytes()[100:]  # behind the header, where WAL is noted
    assert refusal(run(command, **live.settings)) == words
    assert (tmp_path / "parley.db").read_bytes()[100:] == before


def test_an_older_database_waits_for_migrate(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one version so far, so an older one is pretended."""
    assert started(empty_url, "live") == ""
    monkeypatch.setattr(schema, "shape", lambda _: Shape.OLDER)
    assert started(empty_url, "live") == house.OLDER
    assert started(empty_url, "playground").startswith(
        "this is a live database"
    )  # brought up to date by itself


@pytest.mark.slow
def test_migrate_makes_an_empty_database_and_leaves_a_current_one(run: Run, empty_url: str) -> None:
    first, second = (run("migrate", DATABASE_URL=empty_url).wait() for _ in range(2))
    assert (first.code, first.out, first.err) == (0, "The database is up to date now.\n", "")
    assert (second.code, second.out, second.err) == (0, "The database was up to date.\n", "")


@pytest.mark.slow
def test_verify_ledger_says_what_it_checked(run: Run, empty_url: str) -> None:
    assert refusal(run("verify-ledger", DATABASE_URL=empty_url)) == house.EMPTY
    assert started(empty_url, "playground") == ""
    ended = run("verify-ledger", DATABASE_URL=empty_url).wait()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "Checked 0 accounts, 0 grants, 0 entries, 0 texts. Everything adds up.\n"


@pytest.mark.slow
def test_another_workspaces_database_is_refused(run: Run, live: Live) -> None:
    program = run(**live.settings)
    program.until_ready(live.url)
    program.stop()
    with sqlite3.connect(live.settings["DATABASE_URL"].removeprefix("sqlite:///")) as database:
        database.execute("UPDATE workspace SET slack_team_id = 'T0ELM', name = 'Elm Homes'")
    database.close()
    assert refusal(run(**live.settings)) == (
        "this database belongs to the Slack workspace Elm Homes, and the token is for Oak Realty. "
        "Use that workspace's token or another database"
    )
