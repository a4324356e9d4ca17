"""Signature to ack of `/text` and of the inbound webhook, 50 in flight, beside their limits.

The limit of `/text` is a bare Bolt app with a no-op listener behind the same server; the limit of the inbound
webhook is the raw transaction (a message and a job) by the database's driver, from as many threads.

python -m benchmarks.acks [requests]
"""

import hashlib
import hmac
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from twilio.request_validator import RequestValidator

from benchmarks.stage import (
    AUTH,
    PUBLIC,
    SECRET,
    TOKEN,
    database_url,
    our_number,
    parley,
    percentile,
    their_number,
    vendors,
)
from bot.slack.http import handler
from bot.web.server import HttpServer

IN_FLIGHT, THREADS, AGENTS, TARGET_MS = 50, 8, 200, 200
Request = tuple[str, dict[str, str], str]


def slack_request(one: int) -> Request:
    form = {
        "command": "/text",
        "text": f"{their_number(one % AGENTS)} Running 5 late",
        "user_id": f"U{one % AGENTS:05d}",
        "team_id": "T0OAK",
        "channel_id": "C1",
        "trigger_id": f"t{uuid4().hex}",
        "response_url": "https://x",
    }
    body, stamp = urlencode(form), str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return (
        "/slack/events",
        {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
        body,
    )


def twilio_request(one: int) -> Request:
    form = {
        "MessageSid": f"SM{uuid4().hex}",
        "From": their_number(one % AGENTS),
        "To": our_number(one % AGENTS),
        "Body": "On my way",
        "NumMedia": "0",
        "NumSegments": "1",
    }
    signature = RequestValidator(AUTH).compute_signature(f"{PUBLIC}/twilio/inbound", form)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return "/twilio/inbound", headers, urlencode(form)


def fire(port: int, requests: Sequence[Request]) -> tuple[float, float, float]:
    """Requests a second, and the median and 99th percentile in milliseconds."""
    asked = json.dumps({"port": port, "in_flight": IN_FLIGHT, "requests": requests})
    command = [sys.executable, "-m", "benchmarks.load"]
    got = json.loads(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout)
    assert set(got["statuses"]) == {"200"}, got["statuses"]
    latencies = got["latencies"]
    return (
        len(latencies) / got["seconds"],
        percentile(latencies, 0.5) * 1e3,
        percentile(latencies, 0.99) * 1e3,
    )


def bare_bolt() -> Flask:
    """What Bolt, Flask and the server cost by themselves."""
    known = AuthorizeResult(enterprise_id=None, team_id="T0OAK", bot_user_id="U", bot_token=TOKEN)
    bolt = App(
        signing_secret=SECRET,
        authorize=lambda **_: known,
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(THREADS),
    )

    @bolt.command("/text")
    def text(ack: Callable[[], None]) -> None:
        ack()

    web, handle = Flask("bare"), handler(bolt, SECRET)

    @web.post("/slack/events")
    def events() -> Response:
        return handle(request)

    return web


def serve(web: Any, requests: Sequence[Request]) -> tuple[float, float, float]:
    server = HttpServer("127.0.0.1", 0, web, THREADS)
    port = server.start()
    fire(port, requests[:AGENTS])  # everybody's first text, with the contact it makes
    figures = fire(port, requests[AGENTS:])
    server.stop()
    return figures


def raw_transactions(url: str, count: int) -> float:
    """Transactions a second of a message and a job by the driver alone, from as many threads."""
    statements = (
        "INSERT INTO raw_message VALUES ('{id}', '{body}')",
        "INSERT INTO raw_job VALUES ('{id}', 'ready')",
    )
    body = "x" * 400  # what a message row weighs
    connect = _sqlite(url) if url.startswith("sqlite") else _postgres(url)
    first = connect()
    first.execute("CREATE TABLE raw_message (id text primary key, body text)")
    first.execute("CREATE TABLE raw_job (id text primary key, state text)")

    def work(share: int) -> None:
        connection = connect()
        for _ in range(share):
            connection.execute("BEGIN IMMEDIATE" if url.startswith("sqlite") else "BEGIN")
            for statement in statements:
                connection.execute(statement.format(id=uuid4(), body=body))
            connection.execute("COMMIT")
        connection.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, [count // THREADS] * THREADS))
    first.close()
    return count / (time.perf_counter() - start)


def _sqlite(url: str) -> Callable[[], Any]:
    path = url.removeprefix("sqlite:///")

    def connect() -> Any:
        connection = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    return connect


def _postgres(url: str) -> Callable[[], Any]:
    return lambda: psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


def run(kind: str, count: int) -> None:
    with vendors(0) as vendor, database_url(kind) as url, parley(url, vendor, AGENTS) as house:
        bare, _, _ = serve(bare_bolt(), [slack_request(one) for one in range(count + AGENTS)])
        raw = raw_transactions(url, count)
        for name, make in (("/text", slack_request), ("inbound", twilio_request)):
            rate, middle, slow = serve(house.web, [make(one) for one in range(count + AGENTS)])
            limit = 1 / (1 / bare + 1 / raw)
            print(
                f"{kind:9} {name:8} {rate:5.0f}/s  median {middle:4.0f} ms  p99 {slow:4.0f} ms"
                f" (< {TARGET_MS})  {rate / bare:4.0%} of bare Bolt ({bare:.0f}/s)"
                f"  {rate / raw:4.0%} of the raw transaction ({raw:.0f}/s)"
                f"  {rate / limit:4.0%} of both, one after the other"
            )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
