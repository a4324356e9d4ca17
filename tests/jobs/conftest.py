"""A job table to play with: jobs of one kind that say their name, and workers that note what they ran."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from uuid import UUID

import pytest

from bot.actions import claims
from bot.actions.claims import Work
from bot.jobs.worker import Worker
from bot.work import Tools
from models import job as jobs
from models.columns import new_id
from tests.support import Town, until


@dataclass
class Bench:
    """Where jobs of the kind "note" are put down and taken up by hand or by workers."""

    tools: Tools
    done: list[str] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    act: Callable[[str], None] = lambda name: None
    guard: Lock = field(default_factory=Lock)

    def put(
        self,
        name: str,
        lane: str | None = None,
        strand: str | None = None,
        priority: int = 0,
        position: int = 0,
        pace_ms: int = 0,
        due_in: timedelta = timedelta(),
        dedupe: str | None = None,
    ) -> bool:
        now, real = self.tools.now(), self.tools.clock.real()
        job = jobs.NewJob(self.tools.workspace_id, "note", new_id(), priority, position, now + due_in, real)
        job.args, job.lane, job.strand, job.dedupe = {"name": name}, lane, strand, dedupe
        with self.tools.write() as session:
            return jobs.enqueue(session, job, pace_ms)

    def take(self, owner: str = "me", most: int = 10) -> list[Work]:
        return claims.turn_over(self.tools, owner, [], most)

    def names(self, owner: str = "me", most: int = 10) -> list[str]:
        """The names of what is claimed, one claim after the other until nothing more comes."""
        found: list[str] = []
        while taken := self.take(owner, most):
            found += [work.args["name"] for work in taken]
            claims.turn_over(self.tools, owner, taken, 0)
        return found

    def hire(self, threads: int = 4) -> Worker:
        """A worker that notes the names of the jobs it ran; not at work yet."""
        return Worker(self.tools, {"note": self._run}, threads)

    def start(self, threads: int = 4, worker: Worker | None = None) -> Worker:
        """A worker at work."""
        self.workers.append(worker or self.hire(threads))
        self.workers[-1].start()
        return self.workers[-1]

    def _run(self, tools: Tools, work: Work) -> None:
        self.act(work.args["name"])
        with self.guard:
            self.done.append(work.args["name"])

    def wait_for(self, count: int) -> list[str]:
        until(lambda: len(self.done) >= count)
        return self.done


@pytest.fixture
def make_bench(make_town: Callable[..., Town]) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(**settings: float) -> Bench:
        made.append(Bench(make_town(work=False, lease_seconds=1, **settings).tools))
        return made[-1]

    yield make
    for bench in made:
        for worker in bench.workers:
            worker.stop()


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    return make_bench()


def slowly(seconds: float) -> Callable[[str], None]:
    return lambda name: time.sleep(seconds)


def known(bench: Bench, job_id: UUID) -> bool:
    with bench.tools.read() as session:
        return session.get(jobs.Job, job_id) is not None
