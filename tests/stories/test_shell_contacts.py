"""Contacts at the shell: looked at, imported, gone on with after a kill, exported."""

import re
from argparse import Namespace
from pathlib import Path

import pytest

from bot.cli import arguments
from bot.cli.contacts import run
from tests.stories.test_contact_import import HEAD, contacts, labels, shown
from tests.support import ANA, MARIA, WILL, Town

TABLE = HEAD.replace("\n", ",Zxq\n") + "Ana Lopez,2015550123,,Oak\nWill Novak,2015550124,,Elm\nNobody,,,\n"


def asked(*typed: str) -> Namespace:
    return arguments.parse(typed)


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "people.csv"
    path.write_text(TABLE)
    return str(path)


def test_a_preview_changes_nothing(town: Town, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(town.tools, asked("import-contacts", table, "--agent", MARIA, "--preview")) == 0
    told = capsys.readouterr().out
    assert "people.csv: 3 lines" in told
    assert "2 new" in told
    assert "Left out: line 4" in told
    assert 'column Zxq, unless --column "Zxq=..."' in told
    assert town.rows()["contact_import"] == town.rows()["contact"] == 0


def test_the_same_again_imports_once_and_the_agent_can_undo_it(
    town: Town, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = asked("import-contacts", table, "--agent", "maria lopez", "--column", "zxq=company")
    assert [run(town.tools, command) for _ in range(2)] == [0, 0]
    told = capsys.readouterr()
    assert re.search(r"Imported people.csv.*was imported before", told.out, re.DOTALL)
    assert "3 of 3 lines" in told.err
    assert contacts(town) == {"Ana Lopez": [ANA], "Will Novak": [WILL]}
    assert labels(shown(town)) == ["Rows left out", "Undo import"]
    town.world.slack.click(MARIA, "import_undo", channel="DMARIA", ts=shown(town)["ts"])
    town.settle()
    assert contacts(town) == {}
    assert run(town.tools, command) == 0
    assert len(contacts(town)) == 2


def test_what_is_wrong_is_said_in_a_line(
    town: Town, table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.csv").write_text("")
    for words, told in (
        (("import-contacts", table, "--agent", "Nobody"), "no agent “Nobody”"),
        (("import-contacts", table, "--agent", MARIA, "--column", "Fax=phone"), "no column “Fax”"),
        (("import-contacts", str(tmp_path / "none.csv"), "--agent", MARIA), "No such file"),
        (("import-contacts", str(tmp_path / "empty.csv"), "--agent", MARIA), "empty"),
        (("export-contacts", str(tmp_path / "no" / "a.csv"), "--agent", MARIA), "No such file"),
    ):
        assert run(town.tools, asked(*words)) == 2
        said = capsys.readouterr().err
        assert said.startswith("parley: ")
        assert told in said
        assert said.count("\n") == 1


def test_what_is_exported_is_read_back_the_same(town: Town, table: str, tmp_path: Path) -> None:
    run(town.tools, asked("import-contacts", table, "--agent", MARIA))
    file = str(tmp_path / "out.csv")
    assert run(town.tools, asked("export-contacts", file, "--agent", MARIA)) == 0
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
    before = contacts(town)
    run(town.tools, asked("import-contacts", file, "--agent", MARIA))
    assert contacts(town) == before
    assert town.rows()["contact"] == 2
