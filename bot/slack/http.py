"""Slack's HTTP door. Checks signature and shape before Bolt, which answers 500 to signed nonsense."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from flask import Request, Response
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

LONGEST = 3_000_000  # bytes; Slack's largest view is 250 kB


def handler(app: App, signing_secret: str) -> Callable[[Request], Response]:
    """What is mounted at /slack/events: 401 for a bad signature, 400 for a bad shape, else Bolt's answer."""
    bolt, verifier = SlackRequestHandler(app), SignatureVerifier(signing_secret)

    def handle(request: Request) -> Response:
        if (request.content_length or 0) > LONGEST:
            return Response("too large", 413)
        body = request.get_data(cache=True)
        if not _is_signed(verifier, body, request):
            return Response("not signed by Slack", 401)
        if not _is_well_formed(body, request.headers.get("Content-Type", "")):
            return Response("not a Slack request", 400)
        answer: Response = bolt.handle(request)
        return answer

    return handle


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 15 and signature.isascii()):
        return False
    return bool(verifier.is_valid(body, timestamp, signature))


def _is_well_formed(body: bytes, content_type: str) -> bool:
    try:
        text = body.decode()
        if content_type.startswith("application/json"):
            return _is_event(json.loads(text))
        form = parse_qs(text, keep_blank_values=True)
        if "payload" in form:
            return _is_payload(json.loads(form["payload"][0]))
    except (ValueError, RecursionError):
        return False
    return "command" in form or "ssl_check" in form


def _is_event(body: Any) -> bool:
    if not isinstance(body, dict):
        return False
    if body.get("type") == "url_verification":
        return isinstance(body.get("challenge"), str)
    event = body.get("event")
    return isinstance(event, dict) and isinstance(event.get("type"), str)


def _is_payload(payload: Any) -> bool:
    return (
        isinstance(payload, dict)
        and isinstance(payload.get("type"), str)
        and isinstance(payload.get("user"), dict)
        and isinstance(payload["user"].get("id"), str)
    )
