"""Which paths are ours where we share a port with somebody else (the playground's page)."""

from collections.abc import Callable, Iterable
from typing import Any

OURS = (
    "/slack/events", "/twilio/", "/stripe/", "/media/", "/unsubscribe/", "/leads/", "/mail/", "/mailchimp/",
    "/healthz", "/readyz", "/metrics",
)  # fmt: skip
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def share(ours: Wsgi, theirs: Wsgi) -> Wsgi:
    """One WSGI app that sends our paths to us and the rest to the other."""

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chosen = ours if environ.get("PATH_INFO", "").startswith(OURS) else theirs
        return chosen(environ, start_response)

    return serve
