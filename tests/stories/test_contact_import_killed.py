"""kill -9 at any moment of an import or its undoing: each line counts once."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import func, select

from bot.actions import import_run, import_undo
from models import contact_import as imports
from models.contact import Contact
from models.contact_import import ContactImport, ImportLine
from models.enums import ImportState
from tests.jobs.test_kill import LoneWorker
from tests.stories.test_contact_import import HEAD, choose, contacts
from tests.stories.test_files_killed import Killed, dying
from tests.support import MARIA, MovingClock, Town, until

ROOT = Path(__file__).parents[2]


def table(count: int) -> str:
    rows = (f"Person {one},+1201{2000000 + one},p{one}@example.com\n" for one in range(count))
    return HEAD + "".join(rows)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("place", [(import_run, "_write"), (imports, "add_lines")])
def test_a_death_in_the_middle_of_a_piece_leaves_nothing_of_it(
    town: Town, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str], before: bool
) -> None:
    choose(town, table(30))
    monkeypatch.setattr(import_run, "PIECE", 10)
    town.house.worker.stop()
    town.house.stops.remove(town.house.worker.stop)
    town.world.slack.click(MARIA, "import_start", channel="DMARIA", ts=town.texts()[-1]["ts"])
    with town.tools.read() as session:
        import_id = session.exec(select(ContactImport.id)).one()
    with monkeypatch.context() as patch:
        dying(patch, *place, before, call=2)
        with pytest.raises(Killed):
            import_run.run(town.tools, import_id)
    rows = town.rows()
    assert rows["contact"] == rows["import_line"] == rows["contact_phone"] == rows["event"] == 10
    for _ in range(2):
        import_run.run(town.tools, import_id)
    rows = town.rows()
    assert rows["contact"] == rows["import_line"] == rows["contact_phone"] == rows["event"] == 30
    with town.tools.write() as session:
        made = imports.lock(session, import_id)
        assert made
        assert (made.state, made.counts) == (ImportState.DONE, {"new": 30})
        made.state = ImportState.UNDOING
        session.add(made)
    monkeypatch.setattr(import_undo, "PIECE", 10)
    with monkeypatch.context() as patch:
        dying(patch, imports, "set_fates", before, call=2)
        with pytest.raises(Killed):
            import_undo.undo_import(town.tools, import_id)
    assert len(contacts(town)) == 20
    import_undo.undo_import(town.tools, import_id)
    assert contacts(town) == {}
    with town.tools.read() as session:
        assert session.exec(select(ContactImport)).one().counts == {"new": 30, "undone": 30}


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(datetime.now(UTC))  # two processes share the machine's


# IMPORT_LINES=100000 takes minutes; so many are enough to die between and within pieces.
LINES, KILLS = int(os.environ.get("IMPORT_LINES", "40000")), 6


@pytest.mark.slow
def test_many_lines_outlive_workers_that_are_killed(
    make_town: Callable[..., Town], database_url: str, tmp_path: Path
) -> None:
    town = make_town()
    town.first_use()
    town.world.slack.type(MARIA, "DMARIA", "", files=[("c.csv", "text/csv", table(LINES).encode())])
    until(lambda: state(town) == ImportState.ASKING, 400)
    town.settle(30)
    town.house.worker.stop()
    town.house.stops.remove(town.house.worker.stop)
    town.world.slack.click(MARIA, "import_start", channel="DMARIA", ts=town.texts()[-1]["ts"])
    chance, reached = random.Random(7), []
    for _ in range(KILLS):
        worker = LoneWorker(town, database_url, tmp_path / "killed.log")
        time.sleep(chance.uniform(1.5, 3))
        worker.kill()
        with town.tools.read() as session:
            reached.append(session.exec(select(func.count()).select_from(ImportLine)).one())
        if reached[-1] == LINES:
            break  # a fast machine
    assert any(0 < one < LINES for one in reached), f"the kills came at the wrong time: {reached}"
    worker = LoneWorker(town, database_url, tmp_path / "last.log")
    try:
        until(lambda: state(town) == ImportState.DONE, 600)
    except AssertionError as error:
        raise AssertionError((tmp_path / "last.log").read_text()[-4000:]) from error
    worker.stop()
    with town.tools.read() as session:
        names = Counter(session.exec(select(Contact.name)))
        assert names == Counter(f"Person {one}" for one in range(LINES))
        assert session.exec(select(ContactImport)).one().counts == {"new": LINES}
    rows = town.rows()
    assert rows["import_line"] == rows["event"] == rows["contact_phone"] == LINES


def state(town: Town) -> ImportState:
    with town.tools.read() as session:
        return session.exec(select(ContactImport)).one().state
