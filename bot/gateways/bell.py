"""Hearing from PostgreSQL that another process left work to do."""

import threading
from collections.abc import Callable

import psycopg
import structlog

RETRY_SECONDS = 2
log = structlog.get_logger()


class PostgresBell:
    """Listens on a connection of its own. The worker polls as well, so a deaf spell only costs a moment."""

    def __init__(self, conninfo: str, channel: str, ring: Callable[[], None]) -> None:
        self._conninfo, self._channel, self._ring = conninfo, channel, ring
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=RETRY_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("the bell lost its connection", error=str(error))
                self._stop.wait(RETRY_SECONDS)

    def _listen(self) -> None:
        with psycopg.connect(self._conninfo, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {self._channel}")
            while not self._stop.is_set():
                for _ in connection.notifies(timeout=0.5, stop_after=1):
                    self._ring()
