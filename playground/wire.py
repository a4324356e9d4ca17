"""How the pretend vendors call the bot: one signed POST, and what came back."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests


@dataclass(frozen=True)
class Wiring:
    """What the pretend vendors share with the bot."""

    bot_url: str
    signing_secret: str
    bot_token: str
    auth_token: str
    account_sid: str
    stripe_key: str = "sk_test_playground"
    webhook_secret: str = "whsec_playground"  # noqa: S105 opens nothing but a pretend world


@dataclass(frozen=True)
class Answer:
    """Status 0 means no answer; the body then says why, in Slack's words for retries."""

    status: int
    body: Any
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str], timeout: float) -> Answer:
    start = time.monotonic()
    try:
        with requests.Session() as session:
            session.trust_env = False
            got = session.post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False)
    except requests.RequestException as problem:
        reason = "http_timeout" if isinstance(problem, requests.Timeout) else "connection_failed"
        return Answer(0, reason, time.monotonic() - start)
    is_json = "json" in got.headers.get("Content-Type", "") and got.content
    return Answer(
        got.status_code, got.json() if is_json else got.text, got.elapsed.total_seconds(), got.headers
    )


def fetch(url: str, methods: Sequence[str] = ("HEAD", "GET")) -> tuple[str, bytes]:
    """Type and content of what the bot hands out, asked for twice as Twilio does; ("", b"") if not."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.headers["User-Agent"] = "TwilioProxy/1.1"
            got = [session.request(method, url, timeout=10) for method in methods]
    except requests.RequestException:
        return "", b""
    good = all(each.ok for each in got)
    return (got[-1].headers.get("Content-Type", ""), got[-1].content) if good else ("", b"")


def slack_headers(secret: str, body: bytes, content_type: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
    agent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
    return signed | agent | {"Content-Type": content_type}


def stripe_headers(secret: str, body: bytes, at: float | None = None) -> dict[str, str]:
    """As if sent at this instant of the real clock."""
    stamp = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    signed = {"Stripe-Signature": f"t={stamp},v1={digest}", "User-Agent": "Stripe/1.0"}
    return signed | {"Content-Type": "application/json; charset=utf-8"}


def twilio_post(token: str, url: str, fields: Mapping[str, str], timeout: float = 15.0) -> Answer:
    """Twilio signs the URL with every field appended in name order."""
    base = url + "".join(name + fields[name] for name in sorted(fields))
    digest = hmac.new(token.encode(), base.encode(), hashlib.sha1).digest()
    signed = {"X-Twilio-Signature": base64.b64encode(digest).decode(), "User-Agent": "TwilioProxy/1.1"}
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    return post(url, urlencode(fields).encode(), {**signed, **form}, timeout)
