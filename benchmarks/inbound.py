"""From Twilio's webhook to the post in Slack, over distinct agents, with a new text every 20 ms.

The limit is the same way without a queue: the vendor's own answer to one post.

python -m benchmarks.inbound [texts]
"""

import json
import sys
import time
import urllib.request
from urllib.parse import urlencode

from slack_sdk import WebClient
from twilio.request_validator import RequestValidator

from benchmarks.stage import (
    AUTH,
    PUBLIC,
    TOKEN,
    database_url,
    our_number,
    parley,
    percentile,
    their_number,
    vendors,
)
from bot.web.server import HttpServer

EVERY, TARGET = 0.02, 1.0  # seconds


def send(port: int, one: int) -> None:
    """One signed webhook, whose words say which it is."""
    form = {"MessageSid": f"SM{one:032d}", "From": their_number(one), "To": our_number(one)}
    form |= {"Body": f"bench {one}", "NumMedia": "0", "NumSegments": "1"}
    signature = RequestValidator(AUTH).compute_signature(f"{PUBLIC}/twilio/inbound", form)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    url = f"http://127.0.0.1:{port}/twilio/inbound"
    with urllib.request.urlopen(urllib.request.Request(url, urlencode(form).encode(), headers)):
        pass


def arrivals(vendor: str) -> dict[int, float]:
    """Which text was posted when."""
    with urllib.request.urlopen(f"{vendor}/posted") as answer:
        posts = json.load(answer)
    return {int(text.split("bench ")[1]): at for text, at in posts if "bench " in text}


def one_post(vendor: str) -> float:
    """Seconds that a single post takes."""
    client = WebClient(TOKEN, base_url=f"{vendor}/slack/api/")
    start = time.perf_counter()
    for _ in range(20):
        client.chat_postMessage(channel="D1", text="hello")
    return (time.perf_counter() - start) / 20


def run(kind: str, texts: int) -> None:
    with vendors(0) as vendor, database_url(kind) as url, parley(url, vendor, texts) as house:
        server = HttpServer("127.0.0.1", 0, house.web, 16)
        port = server.start()
        house.started(house.worker)
        sent = {}
        for one in range(texts):
            sent[one] = time.time()
            send(port, one)
            time.sleep(max(0.0, sent[one] + EVERY - time.time()))
        while len(posted := arrivals(vendor)) < texts:
            time.sleep(0.05)
        server.stop()
        took = [posted[one] - sent[one] for one in range(texts)]
        limit = one_post(vendor)
    middle, slow = percentile(took, 0.5), percentile(took, 0.95)
    print(
        f"{kind:9} inbound to thread: median {middle * 1e3:.0f} ms, p95 {slow * 1e3:.0f} ms "
        f"(< {TARGET * 1e3:.0f}), {middle / limit:.0f} times one bare post ({limit * 1e3:.0f} ms)"
    )


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(database, int(sys.argv[1]) if len(sys.argv) > 1 else 300)
