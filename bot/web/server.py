"""The HTTP server inside this process: threads, and an end that lets running requests finish."""

import threading
from typing import Any

from cheroot import wsgi


class PortTaken(Exception):
    """Another program listens there."""


class HttpServer:
    """One WSGI app on one port."""

    def __init__(self, host: str, port: int, app: Any, threads: int) -> None:
        self._server = wsgi.Server(
            (host, port), app, numthreads=threads, request_queue_size=256, shutdown_timeout=15
        )
        self._thread = threading.Thread(target=self._server.serve, name=f"http:{port}", daemon=True)

    def start(self) -> int:
        """Bind and serve; the port, which matters when 0 was asked for. Raises PortTaken."""
        try:
            self._server.prepare()
        except OSError as error:
            host, port = self._server.bind_addr
            raise PortTaken(
                f"cannot listen on {host}:{port}: {error}. Stop the other program or set PORT to a free one"
            ) from error
        self._thread.start()
        return int(self._server.bind_addr[1])

    def stop(self) -> None:
        """Take no new request and wait for the running ones."""
        self._server.stop()
        self._thread.join()
