"""A file of contacts imported line by line, beside the bare inserts of the same rows by the driver.

python -m benchmarks.contact_import [lines]
"""

import sys
import time
from uuid import UUID

from benchmarks.charge import author
from benchmarks.copies import copy_of, recorded, replay
from benchmarks.stage import database_url, parley, their_number, vendors
from bot.actions import import_run
from bot.rules.contact_file import guess_columns, open_sheet
from bot.work import Tools
from models import contact_import as imports
from models.contact_import import ContactImport
from models.enums import ImportState

TARGET = 3000  # lines a second on SQLite
FIRST = ("Ana", "Will", "Grace", "José", "Mei", "Tom", "Zoë", "Omar", "Ruth", "Ivan")
LAST = ("Lopez", "Novak", "O'Brien", "Nguyen", "Smith", "García", "Okafor", "Weiss", "Patel", "Kim")
HEAD = "First Name,Last Name,Mobile,Email,Company,City,State,Zip,Tags\n"


def file_of(lines: int) -> bytes:
    """A table as other products export it; every tenth line is somebody said before."""
    rows = []
    for place in range(lines):
        one = place - 5 if place % 10 == 9 else place
        first, last = FIRST[one % 10], LAST[one // 10 % 10]
        about = f'person{one}@example.com,Oak Homes,Newark,NJ,07101,"Buyer, {2000 + one % 20}"'
        rows.append(f"{first},{last} {one},{their_number(one)},{about}\n")
    return (HEAD + "".join(rows)).encode()


def prepare(tools: Tools, content: bytes) -> UUID:
    """An import that was clicked."""
    agent, now = author(tools), tools.now()
    columns = guess_columns(open_sheet(content, "bench.csv")).to_dict()
    made = ContactImport(
        workspace_id=tools.workspace_id,
        agent_id=agent.id,
        by_id=agent.id,
        key="bench",
        name="bench.csv",
        columns=columns,
        state=ImportState.RUNNING,
        created_at=now,
        changed_at=now,
    )
    with tools.write() as session:
        imports.add_once(session, made)
        imports.keep_file(session, made.id, content)
    return made.id


def timed(act: object) -> float:
    began = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - began


def run(kind: str, lines: int) -> None:
    content = file_of(lines)
    with vendors(0) as vendor, database_url(kind) as url:
        with parley(url, vendor, 1) as house:
            import_id = prepare(house.tools, content)
        copies = {name: copy_of(url, name) for name in ("recording", "bare")}
        with (
            parley(copies["recording"], vendor, 0) as house,
            recorded(house.tools.database) as recording,
        ):
            import_run.run(house.tools, import_id)
        with parley(url, vendor, 0) as house:
            tools = house.tools
            sheet = open_sheet(content, "bench.csv")
            columns = guess_columns(sheet)
            looked = timed(lambda: import_run.look_through(tools, author(tools).id, sheet, columns))
            began = time.process_time()
            ours = timed(lambda: import_run.run(tools, import_id))
            worked = time.process_time() - began
        inserts = [
            [statement for statement in transaction if statement[0].startswith(("INSERT", "UPDATE"))]
            for transaction in recording.transactions
        ]
        bare = timed(lambda: replay(copies["bare"], inserts))
        print(
            f"{kind:9} {lines:,} lines in {ours:.1f} s, {lines / ours:,.0f} a second "
            f"(> {TARGET:,} on SQLite; {lines / worked:,.0f} a second of the processor), "
            f"looked through before in {looked:.1f} s; "
            f"the inserts alone by the driver {bare:.1f} s, ratio {ours / bare:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
