"""A pretend Slack and Twilio that only answer, fast: a process of its own, so that it is not measured.

python -m benchmarks.vendors <seconds that Twilio takes>   prints its port
"""

import asyncio
import itertools
import json
import sys
import time
from urllib.parse import parse_qs

NUMBERS = itertools.count(1)
POSTED: list[tuple[str, float]] = []  # text of each Slack post and when it came


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """One connection, kept alive."""
    try:
        while line := await reader.readline():
            method, path, _ = line.decode().split(" ", 2)
            length = 0
            while (header := await reader.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            body = (await reader.readexactly(length)).decode()
            if "/Messages.json" in path and method == "POST":
                await asyncio.sleep(delay)
            status, answer = respond(method, path, body)
            payload = json.dumps(answer).encode()
            head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\n"
            writer.write(f"{head}Content-Length: {len(payload)}\r\n\r\n".encode() + payload)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def respond(method: str, path: str, body: str) -> tuple[int, object]:
    """What the vendors would say, as far as Parley reads it."""
    if path.endswith("/posted"):
        return 200, POSTED
    if "/Messages.json" in path:
        return (201, text(body)) if method == "POST" else (200, {"messages": [], "page": 0, "page_size": 50})
    if path.endswith("auth.test"):
        return 200, {"ok": True, "team_id": "T0OAK", "team": "Oak Realty", "user_id": "UPARLEY"}
    if path.endswith("users.info"):
        user = parse_qs(body)["user"][0]
        profile = {"real_name": f"Agent {user}", "email": f"{user}@oak.example"}
        return 200, {"ok": True, "user": {"id": user, "profile": profile}}
    if path.endswith("conversations.open"):
        return 200, {"ok": True, "channel": {"id": f"D{parse_qs(body)['users'][0]}"}}
    if path.endswith("chat.postMessage"):
        return 200, post(json.loads(body))
    return 200, {"ok": True}


def post(asked: dict[str, str]) -> object:
    POSTED.append((asked["text"], time.time()))
    ts = f"{int(time.time())}.{next(NUMBERS):06d}"
    message = {"ts": ts} | ({"thread_ts": asked["thread_ts"]} if asked.get("thread_ts") else {})
    return {"ok": True, "channel": asked["channel"], "ts": ts, "message": message}


def text(body: str) -> object:
    asked = {name: values[0] for name, values in parse_qs(body).items()}
    names = {"sid": f"SM{next(NUMBERS):032x}", "status": "queued", "num_segments": "1"}
    return names | {"to": asked["To"], "from": asked["From"], "body": asked["Body"]}


async def main(delay: float) -> None:
    server = await asyncio.start_server(lambda r, w: serve(r, w, delay), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))
