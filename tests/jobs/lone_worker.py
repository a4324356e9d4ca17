"""A worker in a process of its own, wired as app.py wires it, for tests that kill it."""

import json
import sys

import app
from bot.actions import house
from bot.ports import Clock
from bot.settings import Settings
from models.database import Database


def main(written: str) -> None:
    settings = Settings(_env_file=None, **json.loads(written))  # type: ignore[call-arg]
    clock = Clock()
    database = Database(settings.database_url or "", settings.worker_threads + 8)
    house.prepare(database, "live", clock)
    running = app.build(settings, database, clock)
    app.start(settings, running, "worker")
    print("at work", flush=True)
    sys.stdin.read()  # until the test lets go
    running.stop()


if __name__ == "__main__":
    main(sys.argv[1])
