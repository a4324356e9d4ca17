"""The worker: takes due jobs, runs each in a thread, strikes it off or puts it back.

A dispatcher thread owns the job table's turnover; a housekeeper renews leases and frees the jobs of the dead.
"""

import heapq
import random
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta

import structlog

from bot.actions import claims
from bot.actions.claims import Work
from bot.jobs.handlers import Handler
from bot.ports import Busy, Unclear
from bot.work import Tools

POLL = 0.5  # seconds; behind the bell, which may be deaf for a moment
LONGEST_WAIT = timedelta(minutes=1)  # between two tries while the other side is away
GATHER = 0.01  # seconds
FAILURES = 8  # of our own making or refused for good; then a person has to look
log = structlog.get_logger()


class Worker:
    """One process's hands. Several may share a PostgreSQL."""

    def __init__(
        self,
        tools: Tools,
        handlers: Mapping[str, Handler],
        threads: int,
        count: Callable[[str, str], None] = lambda kind, outcome: None,
    ) -> None:
        self.owner = uuid.uuid4().hex
        self._tools, self._handlers, self._threads, self._count = tools, handlers, threads, count
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="work")
        self._running: dict[Future[None], Work] = {}
        self._finished: list[Work] = []
        self._guard = threading.Lock()
        self._bell, self._stopping = threading.Event(), threading.Event()
        self._wakes: list[float] = []
        self._last_lane = ""
        self._dispatcher = threading.Thread(target=self._dispatch, name="dispatcher", daemon=True)
        self._housekeeper = threading.Thread(target=self._keep_house, name="housekeeper", daemon=True)

    def start(self) -> None:
        self._tools.on_work(self.ring)
        self._dispatcher.start()
        self._housekeeper.start()

    def ring(self) -> None:
        """There is work."""
        self._bell.set()

    def stop(self, patience: float = 20.0) -> None:
        """Take nothing new, let what runs end, strike it off. What lasts longer keeps its lease."""
        self._tools.on_work(None)
        self._stopping.set()
        self._bell.set()
        self._dispatcher.join()
        self._housekeeper.join()
        wait(list(self._running), timeout=patience)
        self._pool.shutdown(wait=False, cancel_futures=True)
        claims.turn_over(self._tools, self.owner, self._take_finished(), 0)

    def settle(self, patience: float = 3.0) -> None:
        """Wait until nothing is due or runs, but not for long: the pace of a lane may hold work back."""
        ends = time.monotonic() + patience
        self.ring()  # the clock may have jumped: what is due now woke nobody
        while time.monotonic() < ends and (self._in_hand() or claims.has_due(self._tools)):
            time.sleep(GATHER)

    def is_alive(self) -> bool:
        return self._dispatcher.is_alive() and self._housekeeper.is_alive()

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            if not guarded("the worker could not look for jobs", self._turn):
                self._stopping.wait(1)
            self._bell.wait(self._until_next_wake())
            self._bell.clear()
            self._gather()

    def _gather(self) -> None:
        """Under load let a few ends come together: one transaction serves them all."""
        with self._guard:
            busy = len(self._running)
        if busy > 1:
            time.sleep(GATHER)

    def _turn(self) -> None:
        finished = self._take_finished()
        with self._guard:
            free = self._threads - len(self._running)
        if not finished and not (free and claims.has_due(self._tools)):
            return
        claimed: list[Work] | None = None
        try:
            claimed = claims.turn_over(self._tools, self.owner, finished, free, self._last_lane)
        finally:
            if claimed is None:  # nothing was struck off
                with self._guard:
                    self._finished.extend(finished)
        for work in claimed:
            self._last_lane = work.lane or self._last_lane
            self._submit(work)
        if claimed:
            self._bell.set()  # there may be more

    def _take_finished(self) -> list[Work]:
        with self._guard:
            finished, self._finished = self._finished, []
        return finished

    def _submit(self, work: Work) -> None:
        if work.lane:
            for pace in {self._tools.policy.number_pace, self._tools.policy.channel_pace}:
                self._wake_in(pace)
        future = self._pool.submit(self._run, work)
        with self._guard:
            self._running[future] = work
        future.add_done_callback(self._done)

    def _done(self, future: Future[None]) -> None:
        with self._guard:
            self._running.pop(future, None)
        self._bell.set()

    def _wake_in(self, delay: timedelta) -> None:
        """A lane comes free, a job falls due at a known moment: the next poll might be half a second late."""
        with self._guard:
            heapq.heappush(self._wakes, time.monotonic() + delay.total_seconds())

    def _until_next_wake(self) -> float:
        now = time.monotonic()
        with self._guard:
            wait = min(POLL, self._wakes[0] - now) if self._wakes else POLL
            while self._wakes and self._wakes[0] <= now:
                heapq.heappop(self._wakes)
        return max(wait, 0)  # one that passed since the last look asks for another

    def _run(self, work: Work) -> None:
        if not guarded("a job's end could not be kept", lambda: self._count(work.kind, self._attempt(work))):
            self._count(work.kind, "lost")

    def _attempt(self, work: Work) -> str:
        try:
            self._handlers[work.kind](self._tools, work)
        except (Busy, Unclear) as busy:
            return self._later(work, busy)
        except Exception as error:  # noqa: BLE001 one bad job must not stop the others
            return self._failed(work, error)
        with self._guard:
            self._finished.append(work)
        return "done"

    def _later(self, work: Work, busy: Busy | Unclear) -> str:
        asked = getattr(busy, "retry_after", None)
        delay = timedelta(seconds=asked) if asked is not None else self._back_off(work)
        claims.put_back(self._tools, self.owner, work, delay, str(busy), failed=False)
        self._wake_in(delay)
        if asked is not None and work.lane:
            claims.hold_lane(self._tools, work.lane, delay)
        log.warning(
            "a job waits", kind=work.kind, job=str(work.id), reason=str(busy), seconds=delay.total_seconds()
        )
        return "later"

    def _failed(self, work: Work, error: Exception) -> str:
        log.error("a job failed", kind=work.kind, job=str(work.id), exc_info=error)
        if work.failures + 1 >= FAILURES:
            claims.bury(self._tools, self.owner, work, repr(error)[:500])
            return "dead"
        delay = self._back_off(work)
        claims.put_back(self._tools, self.owner, work, delay, repr(error)[:500], failed=True)
        self._wake_in(delay)
        return "failed"

    def _back_off(self, work: Work) -> timedelta:
        """1, 2, 4 ... 60 seconds, each with up to a quarter more so that many do not return at once."""
        doubled: timedelta = self._tools.policy.back_off * 2 ** min(work.claims - 1, 10)
        return min(doubled, LONGEST_WAIT) * random.uniform(1, 1.25)  # noqa: S311

    def _in_hand(self) -> list[Work]:
        with self._guard:
            return [*self._running.values(), *self._finished]

    def _keep_house(self) -> None:
        beat = self._tools.policy.lease.total_seconds() / 3
        while not self._stopping.wait(beat):
            guarded(
                "the leases could not be renewed",
                lambda: claims.keep_alive(self._tools, self.owner, self._in_hand()),
            )


def guarded(trouble: str, act: Callable[[], object]) -> bool:
    """The edge of a thread that must go on: what fails is logged and tried again; whether it went well."""
    try:
        act()
    except Exception:
        log.exception(trouble)
        return False
    return True
