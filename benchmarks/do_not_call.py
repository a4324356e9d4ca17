"""A do-not-call list of five million numbers: bringing it in, and asking about one number.

python -m benchmarks.do_not_call [numbers]
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from benchmarks.stage import database_url
from bot.actions.do_not_call_list import Asked, import_file
from bot.rules.dnc_numbers import holds
from models import do_not_call as lists
from models import schema
from models import workspace as workspaces
from models.database import Database
from models.do_not_call import HEAD
from models.enums import ListScope
from models.workspace import Workspace

AREAS = (201, 212, 303, 312, 415)  # as many as the registry gives for nothing
LOOKUPS = 3000
WANTED = 0.001  # seconds a look-up
Numbers = list[int]


def numbers_of(count: int, areas: tuple[int, ...]) -> Numbers:
    """So many numbers, as they stand in the registry: by area code, in order."""
    found: set[int] = set()
    source = random.Random(7)
    while len(found) < count:
        found.add(source.choice(areas) * 10_000_000 + source.randrange(2_000_000, 10_000_000))
    return sorted(found)


def write(path: Path, numbers: Numbers) -> None:
    path.write_text("".join(f"{one // 10_000_000},{one % 10_000_000:07}\n" for one in numbers))


def read_lines(path: Path) -> float:
    """The least that must be done: reading the file line by line."""
    began = time.perf_counter()
    with path.open("rb") as file:
        sum(1 for _ in file)
    return time.perf_counter() - began


def bring_in(url: str, path: Path) -> tuple[float, float]:
    """Seconds, and the megabytes by which it makes a process of its own larger."""
    code = "import sys; from benchmarks.do_not_call import shell; shell(*sys.argv[1:])"
    command = [sys.executable, "-c", code, url, str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[-2]), float(said[-1])


def shell(url: str, path: str) -> None:
    """What the child process does."""
    before, began = most_memory(), time.perf_counter()
    done, said = import_file(url, path, Asked(ListScope.NATIONAL, "", "2026-03-01", ""))
    assert done, said
    print(time.perf_counter() - began, most_memory() - before)


def most_memory() -> float:
    """The most megabytes that this process has taken so far. (`resource` counts its parent, too.)"""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def look_up(database: Database, workspace_id: UUID, numbers: Numbers) -> float:
    """Seconds for one, half of them listed."""
    source = random.Random(8)
    asked = [f"+1{source.choice(numbers) + source.randrange(2)}" for _ in range(LOOKUPS)]
    began = time.perf_counter()
    with database.read() as session:
        for phone in asked:
            found = lists.asked(session, workspace_id, phone[2 : 2 + HEAD])
            holds(found[0].tails, int(phone) % 10_000)
    return (time.perf_counter() - began) / LOOKUPS


def run(count: int) -> None:
    for spread, areas in (("five area codes", AREAS), ("the whole country", tuple(range(201, 551)))):
        with tempfile.TemporaryDirectory() as folder:
            path, numbers = Path(folder) / "list.txt", numbers_of(count, areas)
            write(path, numbers)
            least = read_lines(path)
            for kind in ("sqlite", "postgres"):
                with database_url(kind) as url:
                    measure(kind, spread, url, path, numbers, least)


def measure(kind: str, spread: str, url: str, path: Path, numbers: Numbers, least: float) -> None:
    database = Database(url, 4)
    schema.upgrade(database)
    with database.write() as session:
        made = Workspace(slack_team_id="T", bot_user_id="B", name="Oak", time_zone="America/Chicago")
        workspaces.add_once(session, made)
        workspace_id = workspaces.by_team(session, "T").id
    seconds, memory = bring_in(url, path)
    each = look_up(database, workspace_id, numbers)
    database.close()
    print(
        f"{kind:8} {len(numbers):,} numbers of {spread}: {seconds:.1f} s, {seconds / least:.0f} times "
        f"reading the lines; {memory:.0f} MB; {1 / each:,.0f} look-ups a second, {1e6 * each:.0f} µs each "
        f"(< {1e6 * WANTED:,.0f})",
        flush=True,
    )


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000)
