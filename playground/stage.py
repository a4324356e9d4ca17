"""What every part of the pretend world stands on: one lock, one version, two clocks, errands for later."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from threading import Event, RLock, Thread

from playground.wire import Wiring

Job = Callable[[], object]
POLL_SECONDS = 0.02


class Stage:
    """The lock guards all state and is never held while anything is sent."""

    def __init__(self, wiring: Wiring, now: Callable[[], datetime]) -> None:
        self.wiring = wiring
        self.now = now
        self.lock = RLock()
        self.closing = Event()
        self.version = 1
        self.api_url = ""
        self.note = ""  # what a visitor should know just now
        self._errands: list[tuple[Callable[[], bool], Job]] = []
        self._thread: Thread | None = None
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="playground")

    def touch(self) -> None:
        """The page looks again only when this number has moved."""
        with self.lock:
            self.version += 1

    def after(self, seconds: float, job: Job) -> None:
        """By the real clock."""
        due = time.monotonic() + seconds
        self._later(lambda: time.monotonic() >= due, job)

    def at(self, when: datetime, job: Job) -> None:
        """By the product's clock, so that moving it brings the errand on."""
        self._later(lambda: self.now() >= when, job)

    def close(self) -> None:
        self.closing.set()
        if self._thread:
            self._thread.join()
        self._pool.shutdown(cancel_futures=True)

    def _later(self, is_due: Callable[[], bool], job: Job) -> None:
        with self.lock:
            self._errands.append((is_due, job))
            if self._thread is None:
                self._thread = Thread(target=self._run, name="playground-errands", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self.closing.wait(POLL_SECONDS):
            for job in self._take_due():
                self._pool.submit(job).add_done_callback(_complain)

    def _take_due(self) -> list[Job]:
        with self.lock:
            checked = [(is_due(), is_due, job) for is_due, job in self._errands]
            self._errands = [(is_due, job) for ready, is_due, job in checked if not ready]
        return [job for ready, _, job in checked if ready]


def _complain(done: Future[object]) -> None:
    """An errand that failed is a bug here: raise it, so that the pool logs it."""
    if not done.cancelled():
        done.result()
