"""Slack's HTTP door. Checks signature and shape before Bolt, which answers 500 to signed nonsense."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs

from flask import Request, Response
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from bot.slack.shape import is_command, is_event, is_payload, is_text

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
    try:
        return bool(verifier.is_valid(body, timestamp, signature))
    except UnicodeDecodeError:  # it reads the body as UTF-8, which Slack always writes
        return False


def _is_well_formed(body: bytes, content_type: str) -> bool:
    try:
        text = body.decode()
        if content_type.startswith("application/json"):
            event = json.loads(text)
            return is_event(event) and is_text(event)
        form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        if "payload" in form:
            payload = json.loads(form["payload"])
            return is_payload(payload) and is_text(payload)
    except (ValueError, RecursionError):
        return False
    return is_command(form) and is_text(form)
