"""Bad days on request: a vendor that is slow, refuses, or goes silent before or after it did the work."""

import errno
from collections.abc import Callable
from threading import Event, Lock

from flask import Response

HANG_SECONDS = 30.0
KINDS = {"429", "500", "500_after_accept", "bad_json", "down", "drop_before_accept", "drop_after_accept"}
KINDS |= {"timeout", "timeout_after_accept"}


class Dropped(ConnectionResetError):
    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "dropped on purpose")


class Faults:
    def __init__(self, closing: Event) -> None:
        self._closing = closing
        self._lock = Lock()
        self._script: list[tuple[str, str]] = []
        self._standing: dict[str, str] = {}

    def add(self, key: str, kind: str, times: int = 1) -> None:
        """The next `times` calls of `key` ("*": any) meet `kind`; "slow:250" waits 250 ms first."""
        if kind not in KINDS and not kind.startswith("slow:"):
            raise ValueError(f"no such fault: {kind}")
        with self._lock:
            self._script += [(key, kind)] * times

    def always(self, key: str, kind: str) -> None:
        """Every call of `key` meets `kind` until all is healed."""
        with self._lock:
            self._standing[key] = kind

    def heal(self) -> None:
        with self._lock:
            self._script.clear()
            self._standing.clear()

    def answer(self, key: str, accept: Callable[[], Response], refuse: Callable[[int], Response]) -> Response:
        kind = self._take(key)
        if kind.startswith("slow:"):
            self._closing.wait(int(kind[5:]) / 1000)
        elif kind in ("429", "500"):
            return refuse(int(kind))
        elif kind in ("down", "drop_before_accept", "timeout"):
            self._vanish(kind)
        response = accept()
        if kind == "500_after_accept":
            return refuse(500)
        if kind == "bad_json":
            return Response('{"sid": "S', response.status_code, content_type="application/json")
        if kind.endswith("_after_accept"):
            self._vanish(kind)
        return response

    def _take(self, key: str) -> str:
        with self._lock:
            found = next((step for step in self._script if step[0] in (key, "*")), None)
            if found:
                self._script.remove(found)
                return found[1]
            return self._standing.get(key, self._standing.get("*", ""))

    def _vanish(self, kind: str) -> None:
        if kind.startswith("timeout"):
            self._closing.wait(HANG_SECONDS)
        raise Dropped
