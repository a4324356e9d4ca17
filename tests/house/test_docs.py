"""The papers say what the code does: settings, commands, names, states, jobs."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest

import app
from bot.cli import arguments
from bot.jobs.handlers import HANDLERS
from bot.screens.help import COMMANDS
from bot.settings import Settings, read_settings
from models.enums import MessageState
from models.job import Job
from tests.house.program import ROOT

README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs/architecture.md"
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
ROOMS = "actions|cli|gateways|jobs|rules|screens|slack|web|settings|ports|work"
UNMADE = "docs/images/"  # a command makes the pictures


def table(paper: Path, first_cell: str) -> list[list[str]]:
    """The rows of the table whose head begins with this cell, without backticks."""
    lines = paper.read_text().splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"| {first_cell} |")) + 2
    rows: list[list[str]] = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split(" | ")])
    return rows


def test_the_readme_lists_every_setting_with_its_default() -> None:
    defaults = {name.upper(): one.default for name, one in Settings.model_fields.items()}
    shown = {name: "-" if value is None else str(value) for name, value in defaults.items()}
    shown["DATABASE_URL"] = app.LIVE_DATABASE
    assert {row[0]: row[1] for row in table(README, "setting")} == shown


def test_the_example_names_every_setting_and_sets_none(tmp_path: Path) -> None:
    example = ROOT / ".env.example"
    named = re.findall(r"^# ([A-Z_]+)=", example.read_text(), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)
    assert read_settings(str(example)).is_playground


def test_the_example_is_good_once_it_is_filled_in(tmp_path: Path) -> None:
    filled = re.sub(r"^# ([A-Z_]+=)$", r"\1x", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    (tmp_path / "env").write_text(re.sub(r"^# ([A-Z_]+=)", r"\1", filled, flags=re.MULTILINE))
    assert not read_settings(str(tmp_path / "env")).is_playground


def test_the_readme_lists_the_commands() -> None:
    assert [row[0] for row in table(README, "command")] == [one[0] for one in COMMANDS]


def test_the_readme_lists_the_programs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments.parse(["fly"])
    offered = capsys.readouterr().err.partition("choose from")[2]
    shown = set(re.findall(r"^\| `python app\.py (\w[\w-]*)` \|", README.read_text(), re.MULTILINE))
    assert shown == set(re.findall(r"'([\w-]+)'", offered))


def test_ci_runs_the_readmes_check_and_nothing_else() -> None:
    start, check = re.findall(r"^python3 -m venv .+$", README.read_text(), re.MULTILINE)
    assert start.endswith(" && .venv/bin/python app.py")
    assert (ROOT / ".ci/run").read_text().splitlines()[-1] == check
    assert (ROOT / ".ci/run").stat().st_mode & 0o111 == 0o111


def test_the_states_are_those_of_a_message() -> None:
    rows = table(ARCHITECTURE, "state")
    assert [row[0] for row in rows] == [one.value for one in MessageState]
    for row in rows:
        assert set(re.findall(r"`(\w+)`", row[2])) <= set(MessageState), row


def test_the_job_table_is_the_job_table() -> None:
    assert [row[0] for row in table(ARCHITECTURE, "column")] == list(Job.model_fields)
    assert {row[0] for row in table(ARCHITECTURE, "kind")} == set(HANDLERS)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_names_in_the_papers_exist(paper: Path) -> None:
    pattern = rf"`((?:bot\.)?(?:{ROOMS})\.[A-Za-z_.]+|models\.[A-Za-z_.]+)`"
    for name in re.findall(pattern, paper.read_text()):
        resolve(name if name.startswith(("models.", "bot.")) else f"bot.{name}")


def resolve(name: str) -> object:
    parts = name.split(".")
    found: Any = importlib.import_module(parts[0])
    for at, part in enumerate(parts[1:], 2):
        if not hasattr(found, part):
            importlib.import_module(".".join(parts[:at]))
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_files_in_the_papers_exist(paper: Path) -> None:
    text = paper.read_text()
    linked = [one for one in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in one]
    for name in linked:
        assert name.startswith(UNMADE) or (paper.parent / name).exists(), name
    ours = r"`((?:bot|models|playground|tests|docs|\.ci)/[\w./-]*|[\w-]+\.(?:py|yml|toml|txt))`"
    for name in re.findall(ours, text):
        assert (ROOT / name).exists() or name in WANTED, name


WANTED = {"models/note.py", "bot/actions/note.py", "bot/screens/note.py", "bot/slack/note.py"}  # the recipe's
