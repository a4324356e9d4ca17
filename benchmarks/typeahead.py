"""What the composer finds while somebody types, among few contacts and among very many.

python -m benchmarks.typeahead [contacts]
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from benchmarks.stage import database_url, parley, vendors
from bot.actions.compose import suggest
from bot.actions.people import Who, recognise
from bot.rules.contact_words import words_of
from bot.work import Tools
from models.columns import new_id
from models.contact import Contact, ContactPhone, ContactWord

FEW, CHUNK, ASKED, TARGET = 800, 5000, 600, 50  # TARGET: milliseconds
# Made names, as many and as unevenly spread as real ones: the commonest of 360 first names is a fortieth of
# all, that of 3,600 last names a sixtieth.
HEADS = (
    "An",
    "Mar",
    "Jos",
    "Jon",
    "Lu",
    "Car",
    "Jam",
    "Rob",
    "Mich",
    "Wil",
    "Dav",
    "Ric",
    "Tom",
    "Kat",
    "Em",
)
TAILS = ("a", "ia", "e", "o", "is", "los", "es", "ert", "ael", "liam", "id", "hard", "as", "rin", "ily", "y")
STEMS = tuple(
    f"{one}{two}" for one in ("Lo", "Ga", "Ma", "Ro", "He", "Sm", "Jo", "Wi", "Ba", "Ok") for two in "prtnlk"
)
ENDS = tuple(
    f"{one}{two}" for one in ("e", "i", "a", "o", "is", "er") for two in ("z", "n", "th", "son", "ski", "s")
)


def people(count: int) -> Iterator[tuple[str, str]]:
    """Names and numbers, the same at each run."""
    dice = random.Random(7)
    first = [f"{head}{tail}" for head in HEADS for tail in TAILS]
    last = [f"{stem}{middle}{end}" for stem in STEMS for middle in ("", "d") for end in ENDS]
    common = [[1 / (place + 10) for place in range(len(names))] for names in (first, last)]
    for n in range(count):
        name = f"{dice.choices(first, common[0])[0]} {dice.choices(last, common[1])[0]}"
        yield name, f"+1{201 + n // 10_000_000}{n % 10_000_000:07}"


def fill(tools: Tools, who: Who, count: int) -> None:
    """An agent's book with so many contacts, a tenth of whom were texted."""
    now, rows = datetime(2026, 3, 1, tzinfo=UTC), list(people(count))
    for start in range(0, count, CHUNK):
        with tools.write() as session:
            made: tuple[list[dict[str, Any]], ...] = ([], [], [])
            for n, (name, phone) in enumerate(rows[start : start + CHUNK], start):
                tags = ["Buyer"] if n % 7 == 0 else []
                _one(made, tools.workspace_id, who.agent_id, name, phone, tags, now, n)
            for table, values in zip((Contact, ContactPhone, ContactWord), made, strict=True):
                session.connection().execute(insert(table), values)
    with tools.write() as session:
        session.connection().execute(text("ANALYZE"))


def _one(
    made: tuple[list[dict[str, Any]], ...],
    workspace_id: UUID,
    agent_id: UUID,
    name: str,
    phone: str,
    tags: list[str],
    now: datetime,
    n: int,
) -> None:
    contact_id, own = new_id(), {"agent_id": agent_id}
    touched = now - timedelta(minutes=n) if n % 10 == 0 else None
    about = {"id": contact_id, "workspace_id": workspace_id, "name": name, "name_key": name.lower()}
    made[0].append(own | about | {"is_saved": True, "created_at": now, "touched_at": touched})
    made[1].append(own | {"id": new_id(), "contact_id": contact_id, "phone": phone, "created_at": now})
    for word, sound in words_of([name, *tags], None, [phone]).items():
        made[2].append(own | {"contact_id": contact_id, "word": word, "sound": sound})


def typed(count: int) -> list[tuple[str, str]]:
    """(kind, query): what somebody types, letter by letter, right and wrong."""
    dice, rows = random.Random(11), list(people(count))
    made: list[tuple[str, str]] = []
    while len(made) < ASKED:
        name, phone = dice.choice(rows)
        first, last = name.split()
        made += [("a beginning", (first, last, name)[dice.randrange(3)][: dice.randrange(1, 6)])]
        made += [("two beginnings", f"{first[:2]} {last[:3]}"), ("a name", name), ("digits", phone[-4:])]
        at = dice.randrange(1, len(last) - 1)
        made += [("a slip", f"{first} {last[:at]}{last[at + 1]}{last[at]}{last[at + 2 :]}")]
        made += [
            ("nonsense", "".join(dice.choices("bcdfgkmnprstz", k=6))),
            ("nothing", ""),
            ("a tag", "buyer"),
        ]
    return made


def measure(tools: Tools, who: Who, queries: list[tuple[str, str]]) -> dict[str, list[float]]:
    """Kind -> milliseconds."""
    found: dict[str, list[float]] = {}
    for kind, query in queries:
        began = time.perf_counter()
        suggest(tools, who, query)
        found.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
    return found


def run(kind: str, contacts: int) -> None:
    figures = []
    for count in (FEW, contacts):
        with vendors(0) as vendor, database_url(kind) as url, parley(url, vendor, 0) as house:
            who = recognise(house.tools, "UMARIA")
            fill(house.tools, who, count)
            queries = typed(count)
            measure(house.tools, who, queries[:50])
            figures.append(measure(house.tools, who, queries))
    few, many = figures
    for asked, times in many.items():
        middle, worst = quantiles(times, n=100)[49], quantiles(times, n=100)[98]
        small = quantiles(few[asked], n=100)[49]
        beside = f"{middle / small:.1f} x that of {FEW:,} contacts"
        print(f"{kind:9} {asked:15} p50 {middle:5.1f} ms, p99 {worst:5.1f} ms, {beside}")
    worst = quantiles([one for times in many.values() for one in times], n=100)[98]
    print(f"{kind:9} {contacts:,} contacts: p99 {worst:.1f} ms (< {TARGET})", flush=True)


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
