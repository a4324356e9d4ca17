"""Bringing in do-not-call lists: from Slack and the shell, again, broken, as changes, by who may not."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlmodel import col, select

import app
from bot.actions import beat, do_not_call_import
from models import do_not_call as lists
from models.do_not_call import DoNotCallList, DoNotCallNumbers
from models.enums import ListScope
from tests.stories.test_do_not_call import BOTH, ONE, bring, text
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, MARIA, WILL, Town


def window(town: Town, user: str = MARIA) -> str:
    """The window with the lists."""
    town.world.slack.command(user, "/parley")
    town.world.slack.click(user, "admin_dnc")
    return str(town.world.slack.view_of(user))


def upload(
    town: Town, content: bytes, scope: str = "national", dated: str = "2026-03-01", **more: str
) -> Any:
    """Fill the form and send it; the answer."""
    window(town)
    town.world.slack.click(MARIA, "dnc_add")
    town.world.slack.type_in_view(MARIA, "file", "file", [("list.txt", "text/plain", content)])
    town.world.slack.click(MARIA, "scope", scope)
    town.world.slack.type_in_view(MARIA, "dated", "dated", dated)
    for field, value in more.items():
        town.world.slack.type_in_view(MARIA, field, field, value)
    answer = town.world.slack.submit(MARIA)
    town.settle()
    return answer


def told(town: Town) -> str:
    """The newest message to the admin."""
    return str(town.texts()[-1]["text"])


def in_force(town: Town) -> list[tuple[str, int]]:
    with town.tools.read() as session:
        found = lists.in_force(session, town.tools.workspace_id)
    return [(f"{one.scope} {one.state or one.source}".strip(), one.numbers) for one in found]


def kept(town: Town) -> int:
    """Rows of numbers of versions that do not count."""
    with town.tools.read() as session:
        old = select(DoNotCallList.id).where(col(DoNotCallList.ended_at).is_not(None))
        return len(
            session.exec(select(DoNotCallNumbers.head).where(col(DoNotCallNumbers.list_id).in_(old))).all()
        )


def zipped(content: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("list.txt", content)
    return made.getvalue()


def test_an_admin_brings_in_a_list_and_removes_it(town: Town) -> None:
    assert "ask an attorney" in window(town)
    assert "No list is here" in window(town)
    assert upload(town, zipped(BOTH + b"12\n")).body == ""
    assert told(town) == (
        "The national do-not-call list (201) of March 1, 2026 is in force: 2 numbers. "
        "1 line could not be read. line 3 (12)."
    )
    shown = window(town)
    assert "of March 1, 2026 · 1 day old · expires in 30 days" in shown
    assert "2 numbers · brought in by Maria Lopez" in shown
    assert "do-not-call list (201)" in text(town)
    town.clock.forward(days=30)
    assert "31 days old · last good day" in window(town)
    town.clock.forward(days=1)
    assert "32 days old · too old: automated texts wait" in window(town)
    window(town)
    remove = _button(town)
    town.world.slack.click(MARIA, "dnc_remove", remove)
    assert "Removed the national do-not-call list (201)" in str(town.world.slack.view_of(MARIA))
    assert "so nothing was sent" not in text(town)
    beat.hour(town.tools)
    assert (in_force(town), kept(town)) == ([], 0)


def _button(town: Town) -> str:
    view = town.world.slack.view_of(MARIA)
    assert view
    return next(str(one["accessory"]["value"]) for one in view["blocks"] if "accessory" in one)


def test_a_removed_list_is_removed_once(town: Town) -> None:
    bring(town, ONE)
    window(town)
    view = town.world.slack.view_of(MARIA)
    assert view
    payload = {
        "type": "block_actions",
        "user": {"id": MARIA},
        "team": {"id": "T0OAK"},
        "trigger_id": town.world.slack.views.trigger(MARIA),
        "view": view,
        "actions": [{"action_id": "dnc_remove", "block_id": "x", "type": "button", "value": _button(town)}],
    }
    town.world.slack.click(MARIA, "dnc_remove", _button(town))
    assert town.world.slack.door.payload(payload).ok
    assert "not there any more" in str(town.world.slack.view_of(MARIA))
    payload["actions"] = [{"action_id": "dnc_remove", "block_id": "x", "type": "button", "value": "x"}]
    assert town.world.slack.door.payload(payload).status == 400


@pytest.mark.parametrize(
    ("content", "more", "field"),
    [
        (ONE, {"scope": "state"}, "state"),
        (ONE, {"dated": "2026-03-03"}, "dated"),
    ],
)
def test_a_form_that_is_not_filled_in(town: Town, content: bytes, more: dict[str, str], field: str) -> None:
    assert list(upload(town, content, **more).body["errors"]) == [field]
    assert in_force(town) == []


@pytest.mark.parametrize("content", [b"name,phone\nAna,(201) 555-0123\n", b"\x89PNG\r\n\x1a\n\0\0", ONE[:5]])
def test_a_broken_file_changes_nothing(town: Town, content: bytes) -> None:
    bring(town, ONE)
    assert upload(town, content).body == ""
    assert "“list.txt” was not brought in, and no list was changed." in told(town)
    assert (in_force(town), town.dead_letters()) == ([("national 201", 1)], [])


def test_the_same_twice_changes_nothing(town: Town) -> None:
    upload(town, ONE)
    upload(town, ONE)
    assert "this is the same file" in told(town)
    upload(town, BOTH, dated="2026-02-27")
    assert "in force is newer, of March 1, 2026" in told(town)
    upload(town, BOTH, dated="2026-03-02")
    assert (in_force(town), kept(town)) == ([("national 201", 2)], 0)


def test_a_form_sent_twice_is_one_list(town: Town) -> None:
    upload(town, ONE)
    with town.tools.read() as session:
        made = session.exec(select(DoNotCallList)).one()
    before = town.rows()
    do_not_call_import.import_shared(town.tools, made.id, "https://files.slack.com/gone")
    assert town.rows() == before


def test_a_change_list_adds_and_deletes(town: Town) -> None:
    change = b"201,5550123,2026-03-01,D\n201,5550124,2026-03-01,A\n212,5550000,2026-03-01,A\n"
    upload(town, change)
    assert "there is no list of this kind" in told(town)
    bring(town, ONE, days=5)
    for _ in range(2):
        upload(town, change)
        assert in_force(town) == [("national 201", 2)]
    assert "so nothing was sent" not in text(town)
    assert "do-not-call" in text(town, WILL)
    bring(town, ONE, source="Elsewhere")
    upload(town, change, dated="2026-03-02")
    assert "Name the list they belong to as its source: “201”, “Elsewhere”" in told(town)
    upload(town, b"201,5550123,2026-03-02,A\n", dated="2026-03-02", source="201")
    assert in_force(town) == [("national 201", 3), ("national Elsewhere", 1)]


def test_lists_of_other_scopes_and_area_codes_stand_beside_each_other(town: Town) -> None:
    bring(town, ONE, days=9)
    bring(town, b"212,5550000\n", days=8)
    bring(town, ONE, ListScope.STATE, "NJ")
    bring(town, b"201,5550124\n", ListScope.OWN)
    names = ["national 201", "national 212", "own", "state NJ"]
    assert [name for name, _ in in_force(town)] == names
    assert "of New Jersey" in text(town)
    bring(town, b"201,5550199\n212,5550000\n", days=7)  # covers both
    assert [name for name, _ in in_force(town)] == ["national 201, 212", "own", "state NJ"]


class Unplugged(Exception):
    """The process ended here."""


def test_a_crash_in_the_middle_leaves_the_old_one_in_force(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever step it comes before, and the next try begins anew."""
    bring(town, ONE, days=5)

    def crash(*_: object) -> None:
        raise Unplugged

    monkeypatch.setattr(lists, "PAGE", 1)
    many = BOTH + b"201,5560000\n201,5570000\n"
    for name in ("_store", "_put_in_force", "_forget"):
        with monkeypatch.context() as broken:
            broken.setattr(do_not_call_import, name, crash)
            with pytest.raises(Unplugged):
                bring(town, many, days=4)
    with monkeypatch.context() as broken:
        added = lists.add_numbers
        left = iter((added, added, crash))
        broken.setattr(lists, "add_numbers", lambda *about: next(left)(*about))
        with pytest.raises(Unplugged):
            bring(town, many, days=3)
    assert "do-not-call" not in text(town, WILL)
    assert in_force(town) == [("national 201", 1)]
    bring(town, many, days=3)
    assert in_force(town) == [("national 201", 4)]
    town.clock.forward(days=2)
    beat.hour(town.tools)
    with town.tools.read() as session:
        assert lists.coming(session, town.tools.workspace_id) == []
    assert kept(town) == 0


def test_only_admins(town: Town) -> None:
    invite_ben(town)
    town.world.slack.command(BEN, "/parley")
    assert "admin_dnc" not in str(town.world.slack.view_of(BEN))
    window(town)
    for act, value in (
        ("admin_dnc", "dnc"),
        ("dnc_add", "add"),
        ("dnc_remove", str(town.tools.workspace_id)),
    ):
        town.world.slack.command(BEN, "/parley")
        payload = {
            "type": "block_actions",
            "user": {"id": BEN},
            "team": {"id": "T0OAK"},
            "trigger_id": town.world.slack.views.trigger(BEN),
            "view": town.world.slack.view_of(BEN),
            "actions": [{"action_id": act, "block_id": "x", "type": "button", "value": value}],
        }
        assert town.world.slack.door.payload(payload).ok
        assert "Only an admin can do that" in str(town.world.slack.view_of(BEN))


@pytest.fixture
def shell(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Callable[..., str]:
    """`app.py import-dnc` beside the running Parley; what it prints."""
    monkeypatch.setenv("DATABASE_URL", town.tools.database.url)
    monkeypatch.chdir(tmp_path)

    def run(content: bytes | None, *arguments: str) -> str:
        if content is not None:
            (tmp_path / "list.txt").write_bytes(content)
        code = app.main(["import-dnc", "list.txt", *arguments])
        printed = capsys.readouterr()
        return f"{code} {printed.out}{printed.err}".strip()

    return run


def test_from_the_shell(town: Town, shell: Callable[..., str]) -> None:
    national = ("--scope", "national", "--date", "2026-03-01")
    assert shell(None, *national).startswith("2 parley: list.txt cannot be read")
    assert shell(BOTH, *national) == (
        "0 The national do-not-call list (201) of March 1, 2026 is in force: 2 numbers."
    )
    assert "this is the same file" in shell(BOTH, *national)
    assert shell(b"x\n", *national).startswith("1 There is no list of numbers")
    assert shell(ONE, "--scope", "own", "--date", "soon").startswith("1 Write the day")
    assert shell(ONE, "--scope", "state:XX", "--date", "2026-03-01").startswith("1 Choose the state")
    assert shell(ONE, "--scope", "state:tx", "--date", "2026-03-01", "--source", "PUC").startswith(
        "0 The do-not-call list of Texas (PUC)"
    )
    assert in_force(town) == [("national 201", 2), ("state TX", 1)]
    assert "2 numbers · brought in from the shell" in window(town)
    assert "do-not-call" in text(town, ANA)
