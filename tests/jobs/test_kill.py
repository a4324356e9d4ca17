"""kill -9 at any moment: no text is lost and none leaves twice."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support import MARIA, MovingClock, Town, settings_for, until

TEXTS, KILLS = 300, 10
ROOT = Path(__file__).parents[2]


class LoneWorker:
    """A worker process that may be killed."""

    def __init__(self, town: Town, database_url: str, log: Path) -> None:
        settings = settings_for(
            town.world.api_url,
            town.url,
            database_url=database_url,
            lease_seconds=1,
            look_again_seconds=0.2,
            worker_threads=8,
        )
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.jobs.lone_worker", settings.model_dump_json(exclude_none=True)],
                cwd=ROOT,
                env={"PATH": os.environ["PATH"]},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        assert self._process.stdout
        assert self._process.stdout.readline().strip() == b"at work", log.read_text()[-2000:]

    def kill(self) -> None:
        self._process.kill()
        self._end()

    def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
        self._end()

    def _end(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait(30)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(datetime.now(UTC))  # two processes share the machine's


@pytest.mark.slow
def test_three_hundred_texts_outlive_a_worker_that_is_killed_over_and_over(
    make_town: Callable[..., Town], database_url: str, tmp_path: Path
) -> None:
    town = make_town(work=False)
    town.first_use()
    town.world.twilio.latency = 0.2
    words = [f"text {count}" for count in range(TEXTS)]
    for count, one in enumerate(words):
        town.world.slack.command(MARIA, "/text", f"+1201555{count % 50:04} {one}")
    chance = random.Random(7)
    for _ in range(KILLS):
        worker = LoneWorker(town, database_url, tmp_path / "killed.log")
        time.sleep(chance.uniform(0.1, 1.0))
        worker.kill()
    before = len(town.bodies())
    worker = LoneWorker(town, database_url, tmp_path / "last.log")
    try:
        until(lambda: not town.busy(), 120)
    except AssertionError as error:
        raise AssertionError((tmp_path / "last.log").read_text()[-4000:]) from error
    worker.stop()
    left = Counter(body.split("\n")[0] for body in town.bodies())
    assert before < TEXTS, "the kills came too late to prove anything"
    assert left == Counter(words)
    assert town.dead_letters() == []
    shown = Counter(one["text"] for one in town.texts() if one["text"].startswith("You: "))
    assert shown == Counter(f"You: {one}" for one in words)
