"""Slack's other door: a WebSocket that we open, for places that nobody can reach from outside."""

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient


class Socket:
    """Socket Mode with an end: Bolt's own start() blocks and knows no SIGTERM."""

    def __init__(self, app: App, app_token: str, api_url: str, threads: int) -> None:
        client = WebClient(app_token, base_url=api_url, timeout=10)
        self._handler = SocketModeHandler(app, app_token, web_client=client, concurrency=threads)

    def start(self) -> None:
        self._handler.connect()  # type: ignore[no-untyped-call]

    def is_connected(self) -> bool:
        return bool(self._handler.client is not None and self._handler.client.is_connected())

    def stop(self) -> None:
        """Close; the events being worked on are finished first."""
        try:
            self._handler.close()  # type: ignore[no-untyped-call]
        except AttributeError:  # a thread of the SDK hung up at the same moment: end the rest
            self._handler.close()  # type: ignore[no-untyped-call]
